import { Weighted } from '@/lib/sample/random';

/**
 * User agents of the sample traffic as they were on a given day: browsers move on by a version every four weeks,
 * so that two years of history show the same slow change that a real log shows.
 */
export type Era = { people: Weighted<string>; bots: Record<BotKind, Weighted<string>> };
export type BotKind = 'search' | 'ai-crawler' | 'ai-assistant' | 'feed' | 'monitor' | 'preview' | 'other';

/** The agents in use `days` days after 1 November 2024. */
export function agentsAt(days: number): Era {
  const step = Math.floor(days / 28);
  const chrome = 130 + step;
  const firefox = 132 + step;
  const year = Math.floor((days + 46) / 365); // Apple's new systems come in mid-September
  const ios = year < 1 ? 18 : 25 + year;
  const iosMinor = Math.floor(((days + 46) % 365) / 61);
  return {
    people: new Weighted(people(chrome, firefox, ios, iosMinor)),
    bots: {
      search: SEARCH(chrome),
      'ai-crawler': AI_CRAWLERS,
      'ai-assistant': AI_ASSISTANTS,
      feed: FEEDS,
      monitor: MONITORS,
      preview: PREVIEWS,
      other: OTHERS,
    },
  };
}

function people(chrome: number, firefox: number, ios: number, minor: number): [number, string][] {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const windows = 'Windows NT 10.0; Win64; x64';
  const mac = 'Macintosh; Intel Mac OS X 10_15_7';
  // Apple froze the system version in Safari's user agent with iOS 26.
  const phoneOs = ios >= 26 ? '18_6' : `${ios}_${minor}`;
  return [
    [20, `Mozilla/5.0 (${windows}) ${webkit} Chrome/${chrome}.0.0.0 Safari/537.36`],
    [7, `Mozilla/5.0 (${windows}) ${webkit} Chrome/${chrome - 1}.0.0.0 Safari/537.36`],
    [9, `Mozilla/5.0 (${windows}) ${webkit} Chrome/${chrome}.0.0.0 Safari/537.36 Edg/${chrome}.0.0.0`],
    [6, `Mozilla/5.0 (${windows}; rv:${firefox}.0) Gecko/20100101 Firefox/${firefox}.0`],
    [1, `Mozilla/5.0 (${windows}; rv:128.0) Gecko/20100101 Firefox/128.0`],
    [1, `Mozilla/5.0 (${windows}) ${webkit} Chrome/${chrome}.0.0.0 Safari/537.36 OPR/${chrome - 16}.0.0.0`],
    [9, `Mozilla/5.0 (${mac}) ${webkit} Chrome/${chrome}.0.0.0 Safari/537.36`],
    [8, `Mozilla/5.0 (${mac}) ${safari} Version/${ios}.${minor} Safari/605.1.15`],
    [2, `Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:${firefox}.0) Gecko/20100101 Firefox/${firefox}.0`],
    [3, `Mozilla/5.0 (X11; Linux x86_64) ${webkit} Chrome/${chrome}.0.0.0 Safari/537.36`],
    [3, `Mozilla/5.0 (X11; Linux x86_64; rv:${firefox}.0) Gecko/20100101 Firefox/${firefox}.0`],
    [1, `Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:${firefox}.0) Gecko/20100101 Firefox/${firefox}.0`],
    [1, `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/${chrome}.0.0.0 Safari/537.36`],
    [18, iPhone(phoneOs, `Version/${ios}.${minor} Mobile/15E148 Safari/604.1`)],
    [3, iPhone('17_7', 'Version/17.7 Mobile/15E148 Safari/604.1')],
    [3, iPhone(phoneOs, `CriOS/${chrome}.0.6099.119 Mobile/15E148 Safari/604.1`)],
    [14, `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/${chrome}.0.0.0 Mobile Safari/537.36`],
    [4, `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/${chrome - 1}.0.0.0 Mobile Safari/537.36`],
    [3, samsung(chrome, 'Mobile ')],
    [2, `Mozilla/5.0 (Android 15; Mobile; rv:${firefox}.0) Gecko/${firefox}.0 Firefox/${firefox}.0`],
    [
      3,
      `Mozilla/5.0 (iPad; CPU OS ${phoneOs} like Mac OS X) ${safari} Version/${ios}.${minor} Mobile/15E148 Safari/604.1`,
    ],
    [1, `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/${chrome}.0.0.0 Safari/537.36`],
    [1, `Mozilla/5.0 (Linux; Android 14; SM-X710) ${webkit} Chrome/${chrome}.0.0.0 Safari/537.36`],
    [0.5, samsung(chrome, '')],
  ];
}

const iPhone = (os: string, tail: string) =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS ${os} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ${tail}`;

const samsung = (chrome: number, mobile: string) =>
  `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/${Math.floor(chrome / 5) + 1}.0 Chrome/${chrome - 9}.0.0.0 ${mobile}Safari/537.36`;

const SEARCH = (chrome: number) =>
  new Weighted([
    [30, 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    [
      25,
      `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome}.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
    ],
    [4, 'Googlebot-Image/1.0'],
    [
      20,
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36',
    ],
    [8, 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)'],
    [
      6,
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)',
    ],
    [4, 'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)'],
    [
      3,
      'Mozilla/5.0 (compatible; SeznamBot/4.0; +https://o-seznam.cz/napoveda/vyhledavani/en/seznambot-crawler/)',
    ],
    [2, 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)'],
  ]);

const AI_CRAWLERS = new Weighted([
  [
    10,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  ],
  [
    9,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)',
  ],
  [5, 'CCBot/2.0 (https://commoncrawl.org/faq/)'],
  [
    6,
    'Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)',
  ],
  [
    5,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)',
  ],
  [6, 'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)'],
  [
    4,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot) Chrome/119.0.6045.214 Safari/537.36',
  ],
]);

const AI_ASSISTANTS = new Weighted([
  [
    10,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot',
  ],
  [
    4,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-User/1.0; +Claude-User@anthropic.com)',
  ],
  [
    3,
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)',
  ],
]);

const FEEDS = new Weighted([
  [10, 'Feedly/1.0 (+https://feedly.com/poller.html; 34 subscribers; )'],
  [6, 'Mozilla/5.0 (compatible; inoreader.com; 18 subscribers)'],
  [5, 'FreshRSS/1.24.3 (Linux; https://freshrss.org)'],
  [4, 'NetNewsWire (RSS Reader; https://netnewswire.com/)'],
  [3, 'Tiny Tiny RSS/24.09 (https://tt-rss.org/)'],
  [2, 'Feedbin feed-id:2817733 - 9 subscribers'],
]);

const MONITORS = new Weighted([
  [10, 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)'],
  [3, 'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)'],
  [2, 'Better Stack Better Uptime Bot Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36'],
]);

const PREVIEWS = new Weighted([
  [5, 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
  [4, 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'],
  [4, 'Twitterbot/1.0'],
  [4, 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)'],
  [3, 'WhatsApp/2.23.20.0'],
  [3, 'Mastodon/4.3.1 (http.rb/5.2.0; +https://social.example.net/) Bot'],
  [2, 'TelegramBot (like TwitterBot)'],
  [2, 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)'],
]);

const OTHERS = new Weighted([
  [6, 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'],
  [5, 'Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)'],
  [4, 'Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)'],
  [5, 'python-requests/2.32.3'],
  [4, 'curl/8.5.0'],
  [4, 'Go-http-client/2.0'],
  [2, 'Scrapy/2.11.2 (+https://scrapy.org)'],
  [2, 'Java/17.0.12'],
  [4, '-'],
]);

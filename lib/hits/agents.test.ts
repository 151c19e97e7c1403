import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { isbot } from 'isbot';
import { type Agent, agentOf } from './agents';
import { type BotClass, botClassOf } from './bots';

const bots: [BotClass, string[]][] = [
  [
    'search',
    [
      'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
      'SAMSUNG-SGH-E250/1.0 UP.Browser/6.2.3.3.c.1.101 (GUI) MMP/2.0 (compatible; Googlebot-Mobile/2.1; +http://www.google.com/bot.html)',
      'Mozilla/5.0 (Windows NT 6.1; rv:6.0) Gecko/20110814 Firefox/6.0 Google favicon',
      'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
      'msnbot-media/1.1 (+http://search.msn.com/msnbot.htm)',
      'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)',
      'Mozilla/5.0 (compatible; YandexImages/3.0; +http://yandex.com/bots)',
      'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
      'Mozilla/5.0 (Windows; U; Windows NT 5.1; zh-CN; )  Firefox/1.5.0.11; 360Spider',
      'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)',
      'Mozilla/5.0 (compatible; MojeekBot/0.6; http://www.mojeek.com/bot.html)',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)',
      'Mozilla/5.0 (compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot)',
      'Mozilla/5.0 (compatible; Claude-SearchBot/1.0; +https://www.anthropic.com)',
    ],
  ],
  [
    'ai-crawler',
    [
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)',
      'CCBot/2.0 (https://commoncrawl.org/faq/)',
      'Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)',
      'Mozilla/5.0 (compatible; Google-Extended)',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot) Chrome/119.0.6045.214 Safari/537.36',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)',
      'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
      'GoogleOther',
    ],
  ],
  [
    'ai-assistant',
    [
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-User/1.0; +Claude-User@anthropic.com)',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)',
      'Mozilla/5.0 (compatible; MistralAI-User/1.0; +https://docs.mistral.ai/robots)',
      'DuckAssistBot/1.2; (+http://duckduckgo.com/duckassistbot.html)',
      'meta-externalfetcher/1.1',
    ],
  ],
  [
    'feed',
    [
      'Tiny Tiny RSS/1.11 (http://tt-rss.org/)',
      'UniversalFeedParser/4.2-pre-314-svn +http://feedparser.org/',
      'Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 16 subscribers; feed-id=3389821348893992437)',
      'Digg Feed Fetcher 1.0 (Mozilla/5.0 (Macintosh; Intel Mac OS X 10_7_1) AppleWebKit/534.48.3 (KHTML, like Gecko) Version/5.1 Safari/534.48.3)',
      'LiveJournal.com (webmaster@livejournal.com; for http://www.livejournal.com/users/semicomplete_rs/; 1 readers)',
      'Liferea/1.8.3 (Linux; en_GB.UTF-8; http://liferea.sf.net/)',
      'Newsify/120 CFNetwork/672.0.8 Darwin/14.0.0',
      'NetNewsWire (RSS Reader; https://netnewswire.com/)',
      'Miniflux/2.0.46',
    ],
  ],
  [
    'monitor',
    [
      'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
      'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)',
      'Mozilla/5.0 (compatible; StatusCake)',
      'Prometheus/2.45.0',
      'Blackbox Exporter/0.24.0',
      'check_http/v2.3.3 (monitoring-plugins 2.3.3)',
      'Amazon-Route53-Health-Check-Service (ref 1234; report http://amzn.to/1vsZADi)',
      'ELB-HealthChecker/2.0',
      'kube-probe/1.27',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Chrome-Lighthouse',
    ],
  ],
  [
    'other',
    [
      '',
      '-',
      ' ',
      'curl/8.5.0',
      'Wget/1.12 (linux-gnu)',
      'python-requests/2.31.0',
      'Go-http-client/2.0',
      'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
      'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
      'Twitterbot/1.0',
      'Mozilla/5.0 (compatible; archive.org_bot +http://www.archive.org/details/archive.org_bot)',
      'IrssiUrlLog/0.2',
      'magpie-crawler/1.1 (U; Linux amd64; en-GB; +http://www.brandwatch.net)',
      'Mozilla/5.0 zgrab/0.x',
    ],
  ],
];

for (const [botClass, agents] of bots) {
  test(`bots of class ${botClass}`, () => {
    for (const agent of agents) assert.equal(agentOf(agent).bot, botClass, agent);
  });
}

test('browsers, systems and devices of people', () => {
  const people: [string, Omit<Agent, 'bot'>][] = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.61',
      { device: 'desktop', browser: 'Edge', system: 'Windows' },
    ],
    [
      'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko',
      { device: 'desktop', browser: 'Internet Explorer', system: 'Windows' },
    ],
    [
      'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:26.0) Gecko/20100101 Firefox/26.0',
      { device: 'desktop', browser: 'Firefox', system: 'Linux' },
    ],
    [
      'Mozilla/5.0 (X11; FreeBSD amd64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/30.0.1599.101 Safari/537.36',
      { device: 'desktop', browser: 'Chrome', system: 'BSD' },
    ],
    [
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Safari/537.36',
      { device: 'desktop', browser: 'Chrome', system: 'Chrome OS' },
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      { device: 'desktop', browser: 'Safari', system: 'macOS' },
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/120.0 Mobile/15E148 Safari/605.1.15',
      { device: 'phone', browser: 'Firefox', system: 'iOS' },
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/440.0.0.30.109;FBBV/1]',
      { device: 'phone', browser: 'Facebook app', system: 'iOS' },
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 7_0 like Mac OS X) AppleWebKit/537.51.1 (KHTML, like Gecko) CriOS/32.0.1700.21 Mobile/11A465 Safari/9537.53',
      { device: 'tablet', browser: 'Chrome', system: 'iOS' },
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36',
      { device: 'phone', browser: 'Samsung Internet', system: 'Android' },
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/115.0.0.0 Safari/537.36',
      { device: 'tablet', browser: 'Chrome', system: 'Android' },
    ],
    [
      'Mozilla/5.0 (Linux; U; en-us; KFAPWI Build/JDQ39) AppleWebKit/535.19 (KHTML, like Gecko) Silk/3.13 Safari/535.19 Silk-Accelerated=true',
      { device: 'tablet', browser: 'Amazon Silk', system: 'Android' },
    ],
    [
      'Mozilla/5.0 (SMART-TV; Linux; Tizen 5.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/2.2 Chrome/63.0.3239.84 TV Safari/537.36',
      { device: 'tv', browser: 'Samsung Internet', system: 'Tizen' },
    ],
    [
      'Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7233) AppleWebKit/537.36 (KHTML, like Gecko) Silk/86.3.20 like Chrome/86.0.4240.198 Safari/537.36',
      { device: 'tv', browser: 'Amazon Silk', system: 'Android' },
    ],
    [
      'Mozilla/5.0 (PlayStation; PlayStation 5/6.00) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 Safari/605.1.15',
      { device: 'other', browser: 'Safari', system: 'PlayStation' },
    ],
    [
      'Mozilla/5.0 (compatible; MSIE 10.0; Windows Phone 8.0; Trident/6.0; IEMobile/10.0; ARM; Touch; NOKIA; Lumia 920)',
      { device: 'phone', browser: 'Internet Explorer', system: 'Windows Phone' },
    ],
    [
      'Opera/9.80 (MTK; Opera Mini/2.1199/34.1244; U; id) Presto/2.8.119 Version/11.10',
      { device: 'phone', browser: 'Opera', system: 'Other' },
    ],
    [
      'SAMSUNG-GT-E2232/1.0 Openwave/6.2.3 Profile/MIDP-2.0 Configuration/CLDC-1.1 UP.Browser/6.2.3.3.c.1.101 (GUI) MMP/2.0',
      { device: 'phone', browser: 'Other', system: 'Other' },
    ],
  ];
  for (const [agent, expected] of people) assert.deepEqual(agentOf(agent), { bot: null, ...expected }, agent);
});

test('whether an agent is a bot is isbot’s decision, and empty is one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (agent) => {
      assert.equal(botClassOf(agent) !== null, agent === '' || isbot(agent));
    }),
  );
});

test('no string makes it throw or invent a name', () => {
  const names = /^[\w .+-]{1,40}$/;
  const parts = fc.constantFrom(
    'Mozilla/5.0 ',
    '(Linux; ',
    'Android 1',
    'MSIE ',
    '/',
    ' like Gecko',
    '\\x22',
    'Version/',
    ';',
    ')',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.array(parts).map((list) => list.join('')),
      ),
      (agent) => {
        const { browser, system } = agentOf(agent);
        assert.match(browser, names);
        assert.match(system, names);
      },
    ),
    { numRuns: 500 },
  );
});

test('a header of a hundred kilobytes takes no time', () => {
  for (const part of ['Mozilla/5.0 (', ' ', 'a/1 ', 'android', '(((', 'version/']) {
    const start = performance.now();
    agentOf(part.repeat(100_000 / part.length));
    assert.ok(performance.now() - start < 1000, `${part}: ${performance.now() - start} ms`);
  }
});

const real = fileURLToPath(new URL('../../../shared/data/access-5k.log', import.meta.url));

test('of a real log’s browsers, few are unknown', { skip: !existsSync(real) }, () => {
  let people = 0;
  let unknown = 0;
  for (const [, agent] of readFileSync(real, 'latin1').matchAll(/"([^"]*)"$/gm)) {
    const { bot, browser } = agentOf(agent!);
    if (bot) continue;
    people++;
    if (browser === 'Other') unknown++;
  }
  assert.ok(people > 3000 && unknown / people < 0.01, `${unknown} of ${people}`);
});

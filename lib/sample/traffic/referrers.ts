import { type Random, Weighted } from '@/lib/sample/random';

/**
 * Where the visitors of the sample traffic come from: an address for the Referer field ('-' for none) and, for
 * links of a campaign, a query string. Newspapers and forums are on reserved domains.
 */
export type Arrival = { referrer: string; query: string };
export type Source = 'direct' | 'search' | 'social' | 'news' | 'mail' | 'ai' | 'campaign' | 'viral';

/** An arrival from a source at a page: `terms` name it in links and campaigns, `searches` are typed to find it. */
export function arrivalFrom(
  source: Source,
  { terms, searches }: { terms: readonly string[]; searches: readonly string[] },
  random: Random,
): Arrival {
  switch (source) {
    case 'direct':
      return DIRECT;
    case 'search':
      return { referrer: SEARCH.pick(random)(encoded(random.pick(searches))), query: '' };
    case 'social':
      return SOCIAL.pick(random);
    case 'news':
      return { referrer: NEWS.pick(random) + storyPath(terms), query: '' };
    case 'mail':
      return { referrer: random.pick(MAIL), query: '' };
    case 'ai':
      return AI.pick(random);
    case 'campaign':
      return CAMPAIGNS.pick(random)(terms);
    case 'viral':
      return VIRAL.pick(random);
  }
}

const DIRECT: Arrival = { referrer: '-', query: '' };
const from = (referrer: string, query = ''): Arrival => ({ referrer, query });

/** Most engines send their address and no words; some still send both. */
const SEARCH = new Weighted<(q: string) => string>([
  [60, () => 'https://www.google.com/'],
  [4, () => 'https://www.google.de/'],
  [3, () => 'https://www.google.co.uk/'],
  [6, () => 'https://www.bing.com/'],
  [6, (q) => `https://www.bing.com/search?q=${q}&form=QBLH`],
  [7, () => 'https://duckduckgo.com/'],
  [4, (q) => `https://www.ecosia.org/search?q=${q}`],
  [3, (q) => `https://search.yahoo.com/search?p=${q}&fr=yfp-t`],
  [2, (q) => `https://www.qwant.com/?q=${q}&t=web`],
  [2, (q) => `https://yandex.ru/search/?text=${q}&lr=213`],
  [1, (q) => `https://search.seznam.cz/?q=${q}`],
  [1, (q) => `https://www.startpage.com/do/search?query=${q}`],
  [1, () => 'https://kagi.com/'],
]);

const SOCIAL = new Weighted<Arrival>([
  [10, from('https://www.linkedin.com/')],
  [5, from('android-app://com.linkedin.android/')],
  [9, from('https://t.co/')],
  [8, from('https://www.facebook.com/')],
  [6, from('https://l.facebook.com/')],
  [6, from('https://lm.facebook.com/', 'fbclid=IwZXh0bgNhZW0CMTAAAR0')],
  [5, from('https://www.reddit.com/')],
  [4, from('https://mastodon.social/')],
  [4, from('https://go.bsky.app/')],
  [5, from('https://l.instagram.com/')],
  [2, from('https://www.youtube.com/')],
  [2, from('https://www.threads.net/')],
]);

const NEWS = new Weighted<string>([
  [8, 'https://www.morning-courier.example/'],
  [6, 'https://news.harbour-post.example/'],
  [5, 'https://www.civic-weekly.example/'],
  [4, 'https://trade.industry-ledger.example/'],
  [3, 'https://blog.fieldnotes.example.net/'],
  [3, 'https://forum.example.org/'],
  [2, 'https://wiki.example.org/'],
]);

const MAIL = [
  'https://mail.google.com/',
  'https://outlook.live.com/',
  'https://outlook.office.com/',
  'https://mail.yahoo.com/',
  'android-app://com.google.android.gm/',
  'https://mail.proton.me/',
];

const AI = new Weighted<Arrival>([
  [12, from('https://chatgpt.com/', 'utm_source=chatgpt.com')],
  [4, from('https://chatgpt.com/')],
  [5, from('https://www.perplexity.ai/')],
  [3, from('https://claude.ai/')],
  [3, from('https://gemini.google.com/')],
  [3, from('https://copilot.microsoft.com/')],
]);

const CAMPAIGNS = new Weighted<(terms: readonly string[]) => Arrival>([
  [8, (terms) => from('-', `utm_source=newsletter&utm_medium=email&utm_campaign=${slugOf(terms)}`)],
  [
    3,
    (terms) =>
      from(
        'https://mail.google.com/',
        `utm_source=newsletter&utm_medium=email&utm_campaign=${slugOf(terms)}`,
      ),
  ],
  [
    4,
    () => from('-', 'utm_source=press-list&utm_medium=email&utm_campaign=weekly-digest&utm_content=headline'),
  ],
  [
    3,
    (terms) =>
      from(
        'https://www.linkedin.com/',
        `utm_source=linkedin&utm_medium=social&utm_campaign=${slugOf(terms)}`,
      ),
  ],
  [
    2,
    () =>
      from('https://www.facebook.com/', 'utm_source=facebook&utm_medium=paid&utm_campaign=spring-awareness'),
  ],
  [2, () => from('-', 'utm_source=poster&utm_medium=qr&utm_campaign=city-lights')],
]);

const VIRAL = new Weighted<Arrival>([
  [20, from('https://news.ycombinator.com/')],
  [22, from('https://www.reddit.com/')],
  [14, from('https://t.co/')],
  [8, from('https://lobste.rs/')],
  [8, from('https://www.morning-courier.example/front-page')],
  [6, from('https://mastodon.social/')],
  [6, from('https://go.bsky.app/')],
  [14, DIRECT],
]);

const encoded = (search: string) => encodeURIComponent(search.toLowerCase()).replace(/%20/g, '+');

const slugOf = (terms: readonly string[]) =>
  terms
    .slice(0, 2)
    .join('-')
    .normalize('NFKD')
    .replace(/[^\w-]/g, '')
    .toLowerCase() || 'news';

const storyPath = (terms: readonly string[]) => `${slugOf(terms)}.html`;

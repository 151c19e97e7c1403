import { decodeValue, folded, parameterOf } from './escapes';

/** A search engine and what was searched: term is "(not provided)" when the engine keeps it to itself. */
export type Search = { engine: string; term: string };

export const notProvided = '(not provided)';

/** A referrer cut into the parts an engine can be told from: host without "www.", the rest as in the URL. */
export type Parts = { host: string; path: string; query: string; fragment: string };

/**
 * The search behind a referrer, null when no engine of the table sent it. Terms are decoded, lower-case, with single
 * spaces, at most 200 characters. Never throws.
 */
export function searchOf({ host, path, query, fragment }: Parts): Search | null {
  if (isGoogle(host)) return googleSearch(path, query, fragment, host);
  const engine =
    byHost.get(host) ?? patterns.find((one) => one.pattern.test(host) && (!one.path || one.path.test(path)));
  if (!engine) return unknownSearch(host, query);
  const charsets = [...declaredCharset(query), ...(engine.charset ? [engine.charset] : [])];
  const term =
    parameterOf(query, engine.parameters, charsets) ??
    parameterOf(fragment, engine.parameters, charsets) ??
    decodeValue(engine.inPath?.exec(path)?.[1] ?? '', charsets);
  return { engine: engine.name, term: termOr(term) };
}

/** The engine of an app's package name: android-app://com.google.android.googlequicksearchbox/. */
export function searchOfApp(name: string): Search | null {
  const engine = apps.get(name);
  return engine ? { engine, term: notProvided } : null;
}

const termOr = (raw: string | null) => (raw && folded(raw)) || notProvided;

const isGoogle = (host: string) =>
  /^(?:(?:www\d|m|images|news|scholar|video|encrypted|ipv[46]|search|wap|blogsearch|cse)\.)?google\.(?:com|cat|[a-z]{2}|com?\.[a-z]{2})$/.test(
    host,
  );

function googleSearch(path: string, query: string, fragment: string, host: string): Search | null {
  // /url?q=https://... is the way out of a mail or a document, not a search; a search's way out has url=.
  if (path === '/url' && !/(^|&)(url|rct)=/.test(query)) return null;
  if (path.startsWith('/reader')) return null;
  const charsets = declaredCharset(query);
  // A second search on the same page stands behind "#"; a picture's page names the search it was found by in prev=.
  const term =
    parameterOf(fragment, ['q'], charsets) ??
    parameterOf(query, ['q'], charsets) ??
    (advancedTerm(query, charsets) || null) ??
    parameterOf(query, ['query'], charsets) ??
    parameterOf(parameterOf(query, ['prev'])?.split('?')[1] ?? '', ['q']);
  return { engine: googleName(host, path, query), term: termOr(term) };
}

function googleName(host: string, path: string, query: string): string {
  if (host.startsWith('images.') || path === '/imgres' || /(^|&)(tbm=isch|udm=2)(&|$)/.test(query))
    return 'Google Images';
  if (host.startsWith('news.') || /(^|&)tbm=nws(&|$)/.test(query)) return 'Google News';
  if (host.startsWith('video.') || /(^|&)tbm=vid(&|$)/.test(query)) return 'Google Video';
  return host.startsWith('scholar.') ? 'Google Scholar' : 'Google';
}

/** Google's advanced form: all of these words, any of these, this phrase, none of these. */
function advancedTerm(query: string, charsets: string[]): string {
  const part = (name: string) =>
    (parameterOf(query, [name], charsets) ?? '').trim().split(/\s+/).filter(Boolean);
  const phrase = part('as_epq').join(' ');
  const none = part('as_eq').map((word) => `-${word}`);
  return [...part('as_q'), part('as_oq').join(' OR '), phrase && `"${phrase}"`, ...none]
    .filter(Boolean)
    .join(' ');
}

/** A site that calls itself a search and says what was searched is one, known or not; it goes by its host. */
function unknownSearch(host: string, query: string): Search | null {
  if (
    !/^(web|i|m|images?\.)?(search|suche|recherche|busca|buscador|ricerca|szukaj|sok|haku|pesquisa|zoek)\d?\./.test(
      host,
    )
  )
    return null;
  const term = parameterOf(
    query,
    ['q', 'query', 'search', 'searchfor', 'keywords', 'p', 's'],
    declaredCharset(query),
  );
  return term && folded(term) ? { engine: host, term: folded(term) } : null;
}

// ie and ei name the charset of the term (Baidu, Yahoo, Google's ie); Google's ei is something else and fits no charset.
function declaredCharset(query: string): string[] {
  const declared = parameterOf(query, ['ie', 'ei', 'enc'])?.toLowerCase();
  return declared ? [declared === 'euc' ? 'euc-jp' : declared] : [];
}

type Engine = {
  name: string;
  parameters: string[];
  /** Of terms that are not UTF-8. */
  charset?: string;
  /** Only these paths of the hosts. */
  path?: RegExp;
  /** Where the term stands when it is part of the path. */
  inPath?: RegExp;
};

const infoSpacePath = /\/ws\/(?:results|redir)\/[^/]+\/([^/]+)/i;

/**
 * Name; parameters that carry the term, best first; hosts without "www.". "*.ask.com" is ask.com and all below it,
 * "yandex.*" is yandex under any top-level domain. Engines of the past stay: old links and old logs name them.
 */
const table: [name: string, parameters: string, hosts: string, more?: Partial<Engine>][] = [
  ['Bing Images', 'q', 'bing.com cn.bing.com', { path: /^\/images\// }],
  ['Bing', 'q', '*.bing.com cc.bingj.com search.msn.* search.live.com'],
  [
    'DuckDuckGo',
    'q',
    '*.duckduckgo.com duckduckgo.ca ddg.gg duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion',
  ],
  ['Yahoo', 'p va q', '*.search.yahoo.com search.yahoo.co.jp image.search.yahoo.co.jp *.search.yahoo.co.jp'],
  [
    'Yandex',
    'text query',
    'yandex.* m.yandex.* images.yandex.* search.yandex.* clck.yandex.* xmlsearch.yandex.* ya.ru',
  ],
  [
    'Baidu',
    'wd word kw bs',
    'baidu.com baidu.cn www1.baidu.com m.baidu.com image.baidu.com m5.baidu.com news.baidu.com',
    { charset: 'gb18030' },
  ],
  ['Ecosia', 'q', '*.ecosia.org'],
  ['Startpage', 'query q', '*.startpage.com *.ixquick.com *.ixquick.de startingpage.com'],
  ['Brave', 'q', 'search.brave.com'],
  ['Qwant', 'q', '*.qwant.com qwantjunior.com'],
  ['Kagi', 'q', 'kagi.com'],
  ['Seznam', 'q oq', 'search.seznam.cz obrazky.cz'],
  ['Naver', 'query', '*.search.naver.com search.naver.com'],
  ['Daum', 'q', '*.search.daum.net search.daum.net'],
  ['Nate', 'q', 'search.nate.com search.daum.nate.com', { charset: 'euc-kr' }],
  ['Zum', 'query', 'search.zum.com'],
  ['Sogou', 'query keyword', '*.sogou.com', { charset: 'gb18030' }],
  ['360 Search', 'q', '*.so.com *.haosou.com so.360.cn', { charset: 'gb18030' }],
  ['Shenma', 'q', '*.sm.cn'],
  ['Toutiao', 'keyword', 'so.toutiao.com'],
  ['Soso', 'w', '*.soso.com', { charset: 'gb18030' }],
  ['Youdao', 'q', 'youdao.com'],
  [
    'AOL',
    'q query',
    'search.aol.* aolsearch.aol.* suche.aol.de recherche.aol.* aolrecherche.aol.fr sucheaol.aol.de alicesuche.aol.de *.search.aol.com aolsearch.com',
  ],
  [
    'Ask',
    'q searchfor ask',
    '*.ask.com ask.co.uk askkids.com *.search-results.com searchqu.com',
    { path: /^(?!\/answers)/ },
  ],
  ['Mojeek', 'q', '*.mojeek.com mojeek.co.uk'],
  ['Marginalia', 'query', 'search.marginalia.nu marginalia-search.com'],
  ['Yep', 'q', 'yep.com'],
  ['Swisscows', 'query q', 'swisscows.com swisscows.ch hulbee.com'],
  ['MetaGer', 'eingabe', 'metager.org metager.de'],
  ['Presearch', 'q', 'presearch.com presearch.org engine.presearch.org'],
  ['Petal Search', 'query', 'petalsearch.com'],
  ['Lilo', 'q', 'search.lilo.org'],
  ['Neeva', 'q', 'neeva.com'],
  ['Gibiru', 'q', 'gibiru.com'],
  ['Oscobo', 'q', 'oscobo.com oscobo.co.uk'],
  ['Disconnect', 'query', 'search.disconnect.me'],
  ['OceanHero', 'q', 'oceanhero.today'],
  ['Ekoru', 'q', 'ekoru.org'],
  ['Good', 'q', 'good-search.org'],
  ['Stract', 'q', 'stract.com'],
  ['Coc Coc', 'query', 'coccoc.com'],
  ['SearXNG', 'q', 'searx.* searxng.* searx.be searx.space'],
  ['Mail.ru', 'q', 'go.mail.ru search.mail.ru nova.mail.ru', { charset: 'windows-1251' }],
  ['Rambler', 'query words', 'nova.rambler.ru search.rambler.ru', { charset: 'windows-1251' }],
  ['Nigma', 's q', 'nigma.ru', { charset: 'windows-1251' }],
  ['Aport', 'r', 'aport.ru sm.aport.ru', { charset: 'windows-1251' }],
  ['Sputnik', 'q', 'sputnik.ru'],
  ['AltaVista', 'q', '*.altavista.com altavista.de altavista.fr altavista.it'],
  ['AllTheWeb', 'q query', 'alltheweb.com'],
  ['Lycos', 'query q', '*.lycos.com search.lycos.* lycos.de lycos.fr lycos.it lycos.es'],
  [
    'Excite',
    'q search s',
    '*.excite.com *.excite.co.uk *.excite.de *.excite.fr *.excite.it *.excite.es *.excite.nl excite.co.jp',
    { inPath: infoSpacePath },
  ],
  ['HotBot', 'query q mt', '*.hotbot.com'],
  ['Dogpile', 'q', '*.dogpile.com', { inPath: infoSpacePath }],
  ['MetaCrawler', 'q general', '*.metacrawler.com'],
  ['WebCrawler', 'q searchtext', '*.webcrawler.com'],
  ['InfoSpace', 'q qkw', '*.infospace.com search.nation.com *.inspsearch.com', { inPath: infoSpacePath }],
  ['Info.com', 'q qkw', 'info.com'],
  ['Mamma', 'q query', '*.mamma.com'],
  ['LookSmart', 'q qt key', '*.looksmart.com'],
  ['Teoma', 'q', '*.teoma.com'],
  ['Gigablast', 'q', '*.gigablast.com'],
  ['Cuil', 'q', 'cuil.com'],
  ['Blekko', 'q', 'blekko.com'],
  ['Yippy', 'query', '*.yippy.com *.clusty.com'],
  ['Exalead', 'q', '*.exalead.com exalead.fr'],
  ['Zapmeta', 'q query', '*.zapmeta.com zapmeta.* izito.*'],
  ['Entireweb', 'q', '*.entireweb.com'],
  ['Search.com', 'q', 'search.com'],
  ['GoodSearch', 'keywords', 'goodsearch.com'],
  ['Netscape', 'query q s', 'search.netscape.com'],
  ['EarthLink', 'q', 'search.earthlink.net'],
  ['Comcast', 'q', 'search.comcast.net search.xfinity.com'],
  ['MyWebSearch', 'searchfor q', '*.mywebsearch.com *.myway.com'],
  ['Conduit', 'q', '*.search.conduit.com'],
  [
    'Babylon',
    'q',
    'search.babylon.com *.search.babylon.com isearch.babylon.com',
    { inPath: /^\/web\/([^/]+)/ },
  ],
  ['Delta Search', 'q', '*.delta-search.com'],
  ['AVG', 'q', 'search.avg.com isearch.avg.com mysearch.avg.com'],
  ['Avira', 'q', 'search.avira.com safesearch.avira.com'],
  ['IncrediMail', 'q', 'search.incredimail.com'],
  ['SweetIM', 'q', 'search.sweetim.com'],
  ['Snap.do', 'q', 'search.snap.do'],
  ['T-Online', 'q su', 'suche.t-online.de brisbane.t-online.de'],
  ['Web.de', 'su q', 'suche.web.de m.suche.web.de'],
  ['GMX', 'su q', 'suche.gmx.net suche.gmx.at suche.gmx.ch search.gmx.com search.gmx.co.uk'],
  ['1&1', 'su q', 'search.1und1.de suche.1und1.de'],
  ['freenet', 'query q su', 'suche.freenet.de'],
  ['Fireball', 'q query', '*.fireball.de fireball.com'],
  ['search.ch', 'q', 'search.ch'],
  ['Bluewin', 'query searchterm', 'search.bluewin.ch'],
  ['Orange', 'kw q', 'lemoteur.orange.fr lemoteur.ke.voila.fr busca.orange.es'],
  ['Voila', 'rdata kw', 'search.voila.fr search.ke.voila.fr rechercher.voila.fr'],
  ['Free', 'q qs', 'search.free.fr search1-2.free.fr recherche.free.fr'],
  ['SFR', 'q', 'recherche.sfr.fr'],
  ['Virgilio', 'qs q', 'ricerca.virgilio.it search.virgilio.it'],
  ['Libero', 'qs query q', 'ricerca.libero.it arianna.libero.it'],
  ['Tiscali', 'q key query', 'search.tiscali.it search.tiscali.co.uk'],
  ['Terra', 'query q', 'buscador.terra.es buscador.terra.com.br busca.terra.com.br'],
  ['UOL', 'q', 'busca.uol.com.br'],
  ['Sapo', 'q', 'pesquisa.sapo.pt'],
  ['Onet', 'qt q', 'szukaj.onet.pl'],
  ['WP', 'szukaj q', 'szukaj.wp.pl'],
  ['NetSprint', 'q', 'netsprint.pl'],
  ['Centrum', 'q', 'search.centrum.cz search.atlas.cz searchatlas.centrum.cz'],
  ['Zoznam', 's', 'zoznam.sk'],
  ['Eniro', 'q search_word', 'eniro.se'],
  ['Kvasir', 'q', 'kvasir.no'],
  ['Walla', 'q', 'search.walla.co.il'],
  ['goo', 'mt', 'search.goo.ne.jp ocnsearch.goo.ne.jp', { charset: 'euc-jp' }],
  ['BIGLOBE', 'q', '*.search.biglobe.ne.jp', { charset: 'euc-jp' }],
  ['Nifty', 'q text', 'search.nifty.com', { charset: 'euc-jp' }],
  ['au', 'q', '*.search.auone.jp sp-search.auone.jp'],
  ['docomo', 'mt', 'search.smt.docomo.ne.jp image.search.smt.docomo.ne.jp'],
  ['So-net', 'query kw', 'so-net.ne.jp video.so-net.ne.jp', { path: /search/ }],
  ['Freespoke', 'q', 'freespoke.com'],
  ['Karma', 'q', 'karmasearch.org'],
  ['SearchLock', 'q', 'searchlock.com results.searchlock.com'],
  ['benefind', 'q', 'benefind.de'],
  ['Wow', 'q', '*.wow.com'],
  ['Meta.ua', 'q', 'meta.ua'],
  ['Najdi.si', 'q', 'najdi.si'],
  ['Neti', 'query', 'neti.ee'],
  ['Startsiden', 'q', 'startsiden.no'],
  ['Picsearch', 'q', 'picsearch.com'],
  ['MySearch', 'searchfor', '*.mysearch.com'],
  ['Claro', 'q', 'claro-search.com'],
  ['Rakuten', 'qt q', 'websearch.rakuten.co.jp'],
];

const byHost = new Map<string, Engine>();
const patterns: (Engine & { pattern: RegExp })[] = [];
for (const [name, parameters, hosts, more] of table) {
  const engine: Engine = { name, parameters: parameters.split(' '), ...more };
  for (const host of hosts.split(' ')) {
    if (!host.includes('*') && !byHost.has(host) && !more?.path) byHost.set(host, engine);
    else patterns.push({ ...engine, pattern: hostPattern(host) });
  }
}

function hostPattern(host: string): RegExp {
  const source = host
    .replaceAll('.', '\\.')
    .replace(/^\*\\\./, '(?:[a-z0-9-]+\\.)*')
    .replace(/\\\.\*$/, '\\.(?:[a-z]{2,}|com?\\.[a-z]{2})');
  return new RegExp(`^${source}$`);
}

const apps = new Map([
  ['com.google.android.googlequicksearchbox', 'Google'],
  ['com.google.android.apps.searchlite', 'Google'],
  ['com.google.googlemobile', 'Google'],
  ['com.google.android.apps.magazines', 'Google News'],
  ['com.microsoft.bing', 'Bing'],
  ['com.duckduckgo.mobile.android', 'DuckDuckGo'],
  ['com.yandex.searchapp', 'Yandex'],
  ['ru.yandex.searchplugin', 'Yandex'],
  ['com.yahoo.mobile.client.android.search', 'Yahoo'],
  ['com.ecosia.android', 'Ecosia'],
  ['com.nhn.android.search', 'Naver'],
  ['com.baidu.searchbox', 'Baidu'],
  ['cz.seznam.sbrowser', 'Seznam'],
]);

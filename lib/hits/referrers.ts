import { type Channel, channelOfApp, channelOfPage } from './channels';
import { searchOf, searchOfApp } from './engines';
import { printable, undoLogEscapes } from './escapes';

export type Referrer = {
  channel: Channel;
  /** Lower-case, without "www." and port, internationalised names in punycode; an app's package name. */
  host: string | null;
  /** Host and path, without query, user name and password: at most 200 characters. */
  page: string | null;
  /** Search engines only; see engines.ts. */
  engine: string | null;
  term: string | null;
};

/**
 * What a Referer header, as logged, says about where a visitor came from. What is no web address or app (garbage,
 * about:blank, file:) names nobody and counts as direct. Never throws.
 * @param ownHosts lower-case host names of this site, with or without "www."
 */
export function referrerOf(logged: string, ownHosts: ReadonlySet<string>): Referrer {
  const url = urlOf(undoLogEscapes(logged.slice(0, longestReferrer)).trim());
  const fullHost = url ? hostOf(url) : null;
  if (!url || !fullHost) return direct;
  const host = fullHost.replace(/^www\.(?=.*\.)/, '');
  if (url.protocol === 'android-app:' || url.protocol === 'ios-app:') return fromApp(host);

  const page = pageOf(host, url.pathname);
  if ([host, fullHost, `www.${host}`, url.host].some((name) => ownHosts.has(name))) {
    return { channel: 'internal', host, page, engine: null, term: null };
  }
  // Tables first: a mail or AI service may stand under an engine's domain (edgeservices.bing.com).
  const channel = channelOfPage(host, url.pathname);
  const search =
    channel === 'other'
      ? searchOf({ host, path: url.pathname, query: url.search.slice(1), fragment: url.hash.slice(1) })
      : null;
  return search
    ? { channel: 'search', host, page, ...search }
    : { channel, host, page, engine: null, term: null };
}

const direct: Referrer = Object.freeze({
  channel: 'direct',
  host: null,
  page: null,
  engine: null,
  term: null,
});
const longestReferrer = 8192;
const schemes = new Set(['http:', 'https:', 'android-app:', 'ios-app:']);

function fromApp(name: string): Referrer {
  const search = searchOfApp(name);
  if (search) return { channel: 'search', host: name, page: name, ...search };
  return { channel: channelOfApp(name), host: name, page: name, engine: null, term: null };
}

function urlOf(text: string): URL | null {
  // Some clients leave the scheme out.
  const bare = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}([/?#:]|$)/i.test(text);
  const address = bare ? `http://${text}` : text;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return schemes.has(url.protocol) ? url : null;
}

/** The host as DNS would have it, null when it could be none (a URL allows more, and apps' names are not checked). */
function hostOf(url: URL): string | null {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  if (host.length > 253) return null;
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(host) || /^\[[0-9a-f:.]+\]$/.test(host) ? host : null;
}

function pageOf(host: string, path: string): string {
  const plain = path.replace(/;jsessionid=[^/]*/i, '');
  return printable(host + readable(plain));
}

/** Escapes of letters undone, so that one page has one spelling; those of delimiters stay. */
function readable(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path; // not UTF-8, or a stray percent sign
  }
}

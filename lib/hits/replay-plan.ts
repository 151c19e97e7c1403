import { undoLogEscapes } from './escapes';
import { linesOf } from './log-lines';
import { parse } from './request';

/** A page of this site that stands in for one of the log's pages. */
export type StandIn = { path: string; for: string; requests: number };

/** What a first reading of a log says about the site it was written by. */
export type Plan = {
  /** The log's most-requested pages, by path, and the page of this site that each becomes. */
  pages: Map<string, StandIn>;
  /** Hosts, without "www.", of the site the log is from. */
  ownHosts: Set<string>;
  /** Lines that are requests. */
  requests: number;
};

/**
 * Reads a log once and maps its most-requested pages (GET, 200, no pictures or scripts) onto the given paths, the
 * most-requested onto the first. A page that is itself among the paths stays what it is; so does "/". Throws what linesOf
 * throws.
 */
export async function planOf(file: string, paths: string[]): Promise<Plan> {
  const requests = new Map<string, number>();
  const referrers = new Map<string, number>();
  let total = 0;
  for await (const line of linesOf(file)) {
    const request = parse(line);
    if (!request) continue;
    total++;
    if (request.method === 'GET' && request.status === 200 && isPage(request.path)) {
      if (requests.has(request.path) || requests.size < MOST_PATHS) {
        requests.set(request.path, (requests.get(request.path) ?? 0) + 1);
      }
    }
    const from = urlOf(request.referrer);
    // A site refers to itself from pages that it has: hosts of such referrers are its own.
    if (from && from.pathname !== '/' && requests.has(from.pathname)) {
      referrers.set(bare(from.hostname), (referrers.get(bare(from.hostname)) ?? 0) + 1);
    }
  }
  const here = new Set(paths);
  const free = paths.filter((path) => !requests.has(path));
  const pages = new Map<string, StandIn>();
  for (const [path, count] of [...requests].sort(byCount)) {
    if (path === '/') continue;
    const standIn = here.has(path) ? path : free.shift();
    if (standIn) pages.set(path, { path: standIn, for: path, requests: count });
  }
  const own = [...referrers].sort(byCount)[0];
  return { pages, ownHosts: new Set(own && own[1] > 1 ? [own[0]] : []), requests: total };
}

/** The host a referrer names is the log's own site: it becomes this site, the page its stand-in. */
export function referrerAt(origin: string, logged: string, plan: Plan): string {
  const from = urlOf(logged);
  if (!from || !plan.ownHosts.has(bare(from.hostname))) return undoLogEscapes(logged);
  return origin + (plan.pages.get(from.pathname)?.path ?? from.pathname) + from.search;
}

const MOST_PATHS = 200_000;

const assets =
  /\.(avif|bmp|css|eot|gif|gz|ico|jpe?g|js|json|map|mjs|mp[34]|otf|pdf|png|rss|svg|tgz|ttf|txt|webm|webp|woff2?|xml|zip)$/i;

const isPage = (path: string) => path.startsWith('/') && path.length < 1000 && !assets.test(path);

const byCount = (a: [string, number], b: [string, number]) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);

const bare = (host: string) => host.replace(/^www\./, '');

function urlOf(logged: string): URL | null {
  const text = undoLogEscapes(logged);
  return /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : null;
}

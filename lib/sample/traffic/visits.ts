import { type Random, Weighted } from '@/lib/sample/random';
import type { Era } from './agents';
import type { DayLog } from './day-log';
import { expectedReadings, expectedViralReadings, hoursOf, sourcesAt } from './interest';
import { arrivalFrom, type Source } from './referrers';
import type { Site, SiteNewsroom, SiteRelease } from './site';

/** A day as the people and the robots of the sample see it. */
export type Scene = {
  site: Site;
  log: DayLog;
  era: Era;
  random: Random;
  /** Local noon of the day. */
  noon: Date;
  /** 0 at the beginning of the history, 1 at its end. */
  progress: number;
  /** How much is going on; see interest.ts. */
  strength: number;
};

type Person = { address: string; agent: string };

/** Everything people do on one day: read releases, look around, download files. */
export function visitsOfDay(scene: Scene): void {
  const { site, log, random, progress, strength } = scene;
  const sources = sourcesAt(progress);
  const hours = hoursOf(scene.noon);
  const anyTime = () => log.startOfHour(hours.pick(random)) + random.next() * 3600;

  for (const release of site.releases) {
    const published = log.secondOf(release.publishedAt);
    if (published >= log.seconds) break;
    const age = Math.max(
      0,
      Math.floor((scene.noon.getTime() - release.publishedAt.getTime()) / 86_400_000 + 0.5),
    );
    const readings = random.poisson(expectedReadings(release, age, strength));
    for (let i = 0; i < readings; i++) {
      const source = (age < 4 ? sources.fresh : sources.settled).pick(random);
      const second = published > 0 ? published + random.exponential(4 * 3600) : anyTime();
      visit(scene, second, release.path, release, source);
    }
    const shared = random.poisson(expectedViralReadings(release, age) * strength);
    for (let i = 0; i < shared; i++) visit(scene, anyTime(), release.path, release, 'viral');
  }
  for (const newsroom of site.newsrooms) {
    const visits = random.poisson(4.5 * strength);
    for (let i = 0; i < visits; i++)
      visit(scene, anyTime(), newsroom.path, null, sources.settled.pick(random), newsroom);
  }
  const homeVisits = random.poisson(55 * strength);
  for (let i = 0; i < homeVisits; i++) {
    visit(scene, anyTime(), OTHER_PAGES.pick(random), null, random.chance(0.6) ? 'direct' : 'search');
  }
}

const OTHER_PAGES = new Weighted([
  [60, '/'],
  [14, '/releases'],
  [5, '/releases?page=2'],
  [4, '/releases?q=annual+report'],
  [3, '/releases?tag=research'],
  [10, '/newsrooms'],
  [4, '/feed.xml'],
]);

/** One person comes, reads, and perhaps reads on. */
function visit(
  scene: Scene,
  start: number,
  path: string,
  release: SiteRelease | null,
  source: Source,
  newsroom: SiteNewsroom | null = release?.newsroom ?? null,
): void {
  const { site, random, log } = scene;
  const person = somebody(scene);
  const arrival = arrivalFrom(source, release ?? lookedFor(newsroom), random);
  const target = arrival.query ? `${path}${path.includes('?') ? '&' : '?'}${arrival.query}` : path;
  let second = start;
  let seen = release;
  const known = random.chance(0.06);
  log.add(second, page(scene, person, target, { status: known ? 304 : 200, referrer: arrival.referrer }));
  if (random.chance(0.42)) assets(scene, second, person, path, seen);
  read(scene, second, person, path, seen);
  let from = site.origin + path;
  for (let depth = 0; depth < 5 && random.chance(0.3); depth++) {
    second += 12 + random.exponential(70);
    const next = onward(scene, second, seen, newsroom);
    const soft = random.chance(0.3);
    if (soft)
      log.add(second, {
        ...page(scene, person, `${next.path}?_rsc=${code(random)}`, { referrer: from }),
        rsc: true,
      });
    else log.add(second, page(scene, person, next.path, { referrer: from }));
    read(scene, second, person, next.path, next.release);
    from = site.origin + next.path;
    seen = next.release;
  }
}

/** How people look for a newsroom, or for the site when there is none. */
function lookedFor(newsroom: SiteNewsroom | null): { terms: string[]; searches: string[] } {
  const name = newsroom?.name ?? 'press releases';
  return { terms: name.split(' '), searches: [name, `${name} press`, `${name} contact`] };
}

/** What reading a page brings with it: a download, pages fetched ahead. */
function read(scene: Scene, second: number, person: Person, path: string, release: SiteRelease | null): void {
  const { random, log, site } = scene;
  const referrer = site.origin + path;
  if (release && release.files.length > 0 && random.chance(0.11)) {
    const file = random.pick(release.files);
    const at = second + 6 + random.exponential(30);
    const entry = { ...person, path: file.path, referrer, bytes: file.bytes };
    if (random.chance(0.12)) {
      // A viewer that reads a file in ranges asks for its beginning first: only that request is a hit.
      log.add(at, { ...entry, status: 206, range: 'bytes=0-65535', bytes: Math.min(65_536, file.bytes) });
      log.add(at + 1, {
        ...entry,
        status: 206,
        range: `bytes=65536-${Math.max(65_537, file.bytes)}`,
        bytes: 1024,
      });
    } else log.add(at, { ...entry, status: random.chance(0.08) ? 304 : 200 });
  }
  if (random.chance(0.07)) {
    const next = onward(scene, second, release, release?.newsroom ?? null);
    const ahead = { ...person, referrer, bytes: 2210 };
    if (random.chance(0.7))
      log.add(second + 1, { ...ahead, path: `${next.path}?_rsc=${code(random)}`, prefetch: '1-', rsc: true });
    else
      log.add(second + 1, {
        ...ahead,
        path: next.path,
        purpose: random.chance(0.5) ? 'prefetch' : 'prefetch;prerender',
      });
  }
}

function assets(
  scene: Scene,
  second: number,
  person: Person,
  path: string,
  release: SiteRelease | null,
): void {
  const { random, log, site } = scene;
  const referrer = site.origin + path;
  log.add(second, { ...person, path: random.pick(STYLES), referrer, bytes: 14_210 });
  if (random.chance(0.5)) log.add(second, { ...person, path: random.pick(FONTS), referrer, bytes: 48_256 });
  for (const picture of release?.pictures.slice(0, 2) ?? []) {
    const status = random.chance(0.12) ? 304 : 200;
    log.add(second + random.next(), {
      ...person,
      path: picture,
      referrer,
      status,
      bytes: status === 304 ? 0 : 61_440,
    });
  }
  if (random.chance(0.12)) log.add(second + 1, { ...person, path: '/favicon.ico', referrer, bytes: 1150 });
}

const STYLES = ['/_next/static/chunks/5f1c9a70d2b4e836.css', '/_next/static/chunks/0b7e64c1a95f23d8.css'];
const FONTS = [
  '/_next/static/media/newsreader-latin-wght-normal.3c9f21d0.woff2',
  '/_next/static/media/inter-latin-wght-normal.71b8e0aa.woff2',
];

/** Where a reader goes next: another release of the newsroom, the newsroom, any release, the front page. */
function onward(
  scene: Scene,
  second: number,
  release: SiteRelease | null,
  newsroom: SiteNewsroom | null,
): { path: string; release: SiteRelease | null } {
  const { random, site } = scene;
  const roll = random.next();
  if (newsroom && roll < 0.2) return { path: newsroom.path, release: null };
  if (roll < 0.32) return { path: random.chance(0.6) ? '/' : '/releases', release: null };
  const newest = newestAt(scene, second);
  for (let attempt = 0; attempt < 6 && newest >= 0; attempt++) {
    // Squared, so that newer releases are found more often, as on the pages that list them.
    const candidate = site.releases[newest - Math.floor(random.next() ** 2 * (newest + 1))]!;
    if (candidate !== release && (attempt > 3 || roll > 0.75 || candidate.newsroom === newsroom))
      return { path: candidate.path, release: candidate };
  }
  return { path: '/', release: null };
}

/** The index of the newest release that is public at this second of the day, or -1. */
export function newestAt(scene: Scene, second: number): number {
  const { releases } = scene.site;
  let low = 0;
  let high = releases.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scene.log.secondOf(releases[middle]!.publishedAt) <= second) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function page(scene: Scene, person: Person, path: string, more: { status?: number; referrer: string }) {
  const status = more.status ?? 200;
  const bytes = status === 304 ? 0 : 6200 + ((path.length * 613) % 9000);
  const protocol = scene.random.chance(0.2) ? 'HTTP/1.1' : 'HTTP/2.0';
  return { ...person, path, status, bytes, referrer: more.referrer, protocol };
}

/** A reader: addresses come from the blocks that RFC 5737 and RFC 3849 reserve for documentation. */
function somebody({ random, era }: Scene): Person {
  return { address: addressOf(random), agent: era.people.pick(random) };
}

export function addressOf(random: Random): string {
  if (random.chance(0.5)) return `${random.pick(BLOCKS)}.${1 + random.below(254)}`;
  const group = () => (1 + random.below(65_534)).toString(16);
  return `2001:db8:${random.below(4096).toString(16)}:${random.below(16).toString(16)}::${group()}`;
}

const BLOCKS = ['192.0.2', '198.51.100', '203.0.113'];

const code = (random: Random) => random.below(60_466_176).toString(36).padStart(5, '0');

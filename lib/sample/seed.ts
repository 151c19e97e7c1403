import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { now } from '@/lib/clock';
import { setDomain } from '@/lib/content/newsrooms';
import { newsroom as newsroomType, urlOf } from '@/lib/content/registry';
import { publicRelease, type Release } from '@/lib/content/releases';
import { db } from '@/lib/db/client';
import { newsrooms, releases } from '@/lib/db/tables';
import { env } from '@/lib/env';
import { furtherOrigins } from '@/lib/origins';
import { type StoredRelease, storeFiles, storeNewsroom, storeRelease, storeUser } from './content';
import { Random } from './random';
import { sampleNewsrooms } from './texts/newsrooms';
import type { SampleNewsroom } from './texts/sample-text';
import { writeHistory } from './traffic';
import type { Site, SiteNewsroom, SiteRelease } from './traffic/site';
import { sampleUsers } from './users';

/**
 * Sample content and history: what lives in lib/sample makes a new installation worth looking at. Texts are in
 * texts/, drawings in pictures/, visitors in traffic/. Content is written through lib/content, history only as access
 * logs; no total is ever written here.
 */
export type Scale = 'full' | 'small';
export type Seeded = { newsrooms: number; releases: number; files: number; days: number; lines: number };

/**
 * Fills an empty installation; "small" (3 newsrooms, 12 releases, 3 days) is for tests. A database that has releases
 * is left alone, and all numbers are 0, unless an earlier run was interrupted: then this one finishes it. Wants
 * DATABASE_URL, FILES_DIR, LOG_DIR and SITE_URL. Throws the signal's reason when aborted.
 */
export async function seed(
  o: { log?: (message: string) => void; signal?: AbortSignal; scale?: Scale } = {},
): Promise<Seeded> {
  const { FILES_DIR, LOG_DIR, SITE_URL } = env('DATABASE_URL', 'FILES_DIR', 'LOG_DIR', 'SITE_URL');
  const log = o.log ?? (() => undefined);
  const mark = join(FILES_DIR, 'sample-unfinished');
  const started = existsSync(mark) ? new Date(readFileSync(mark, 'utf8').trim()) : null;
  if (!started && (await db().$count(releases)) > 0) {
    log('there are releases already: nothing was added');
    return { newsrooms: 0, releases: 0, files: 0, days: 0, lines: 0 };
  }
  const at = started ?? now();
  await mkdir(FILES_DIR, { recursive: true });
  await writeFile(mark, `${at.toISOString()}\n`);

  const small = o.scale === 'small';
  const texts = small ? sampleNewsrooms.slice(0, 3).map(shortened) : sampleNewsrooms;
  const content = await storeContent(texts, at, log, o.signal);
  log(`${content.files} pictures and files made; writing the logs of their readers`);
  const site = await siteOf(content, SITE_URL);
  const history = await writeHistory(site, {
    dir: LOG_DIR[0]!,
    days: small ? 3 : 730,
    volume: small ? 0.3 : 1,
    now: now(),
    signal: o.signal,
  });
  log(`${history.lines} requests of ${history.days} days written`);
  await rm(mark);
  return { newsrooms: texts.length, releases: content.stored.length, files: content.files, ...history };
}

type Stored = { newsroom: SampleNewsroom; newsroomId: number; release: StoredRelease };
type Content = { newsrooms: SiteNewsroom[]; stored: Stored[]; files: number };

async function storeContent(
  texts: SampleNewsroom[],
  at: Date,
  log: (message: string) => void,
  signal?: AbortSignal,
): Promise<Content> {
  const ids = new Map<string, number>();
  for (const text of texts) ids.set(text.key, await storeNewsroom(text));
  // The first further domain becomes a newsroom's own; at the others the site is everybody's.
  const [domain] = furtherOrigins();
  if (domain) await setDomain([...ids.values()][0]!, domain);
  const authors = new Map<string, number>();
  for (const user of sampleUsers) {
    const id = await storeUser(user, ids);
    for (const { key, role } of user.newsrooms) if (role !== 'analyst') authors.set(key, id);
  }
  // In the order of their dates, so that ids grow with time as they would have.
  const planned = texts
    .flatMap((newsroom) => newsroom.releases.map((text) => ({ newsroom, text })))
    .sort((a, b) => a.text.when(at).getTime() - b.text.when(at).getTime());
  const stored: Stored[] = [];
  for (const { newsroom, text } of planned) {
    signal?.throwIfAborted();
    const newsroomId = ids.get(newsroom.key)!;
    const authorId = authors.get(newsroom.key) ?? null;
    stored.push({
      newsroom,
      newsroomId,
      release: await storeRelease(newsroomId, text, { now: at, authorId }),
    });
  }
  log(`${stored.length} releases written; drawing their pictures`);
  return {
    newsrooms: await siteNewsrooms(),
    stored,
    files: texts.length + (await storeAllFiles(stored, signal)),
  };
}

/** Pictures and downloads of all releases, some at a time: drawing and encoding run on threads. */
async function storeAllFiles(stored: Stored[], signal?: AbortSignal): Promise<number> {
  const queue = stored.values();
  const counts = Array.from({ length: 4 }, async () => {
    let count = 0;
    for (const { newsroom, newsroomId, release } of queue) {
      signal?.throwIfAborted();
      count += await storeFiles(newsroom, newsroomId, release);
    }
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

async function siteNewsrooms(): Promise<SiteNewsroom[]> {
  const rows = await db()
    .select({ id: newsrooms.id, slug: newsrooms.slug, name: newsrooms.name })
    .from(newsrooms);
  return rows.map((row) => ({ id: row.id, name: row.name, path: urlOf(newsroomType, row) }));
}

/** The public side of what was stored, as visitors of the past two years found it. */
async function siteOf(content: Content, origin: string): Promise<Site> {
  const site: SiteRelease[] = [];
  for (const { newsroomId, release } of content.stored) {
    const shown = await publicRelease(release.id);
    const newsroom = content.newsrooms.find(({ id }) => id === newsroomId);
    if (!shown || !newsroom) continue;
    const random = new Random(release.slug);
    site.push({
      newsroom,
      path: shown.url,
      publishedAt: release.publishedAt,
      terms: wordsOf(shown.title),
      searches: searchesFor(shown),
      appeal: (release.text.appeal ?? 1) * random.between(0.8, 1.25),
      viralAfter: release.text.viralAfter ?? null,
      reach: random.between(0.45, 1) ** 3,
      pictures: shown.pictures.map(({ src }) => src),
      files: shown.attachments.map(({ url, bytes }) => ({ path: url, bytes })),
    });
  }
  return { host: new URL(origin).host, origin, newsrooms: content.newsrooms, releases: site };
}

/** What people type who look for this release: its organisation, its subjects, words of its title. */
function searchesFor({ title, tags, dateline, newsroom }: Release): string[] {
  const name = newsroom.name.split(' ').slice(0, 2).join(' ');
  const words = wordsOf(title);
  const subjects = tags.flatMap((tag) => [`${name} ${tag}`, `${tag} ${dateline ?? ''}`.trim()]);
  return [name, newsroom.name, ...subjects, words.slice(0, 3).join(' '), words.slice(-2).join(' ')].filter(
    Boolean,
  );
}

/** The words of a title that somebody would look for. */
const wordsOf = (title: string) =>
  title
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .split(/\s+/)
    .filter((word) => word.length > 3);

/** The first release of a newsroom and its three newest. */
const shortened = (text: SampleNewsroom): SampleNewsroom => ({
  ...text,
  releases: [...text.releases.slice(0, 1), ...text.releases.slice(-3)],
});

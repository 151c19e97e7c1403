import { and, arrayOverlaps, eq, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { type Contact, newsrooms, releases } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { livingDomain } from '@/lib/origins';
import type { NewsroomSummary } from './newsrooms';
import { type Attachment, attachmentOf, type Picture, pictureOf } from './pictures';
import { newsroom as newsroomType, release as releaseType, urlOf } from './registry';
import { type ReleaseInput, type ReleasePatch, releaseValues } from './release-input';
import { matches, mostCounted, type SnippetPart, withSnippets } from './search';
import {
  attachmentsOfRelease,
  imagesOfRelease,
  logo,
  newestFirst,
  summaries,
  summaryColumns,
  summaryOf,
} from './selections';
import { cleanQuery, cleanTag, isId, slugOf } from './text';
import { visible } from './visible';

/** Releases: what the public reads, and the only place that writes them. */
export type { Contact } from '@/lib/db/tables';
export type { Attachment, Picture } from './pictures';

export type ReleaseSummary = {
  id: number;
  slug: string;
  title: string;
  subtitle: string | null;
  dateline: string | null;
  publishedAt: Date;
  tags: string[];
  newsroom: { id: number; slug: string; name: string };
  image: Picture | null;
  excerpt: string;
  url: string;
};

/** The database, or a transaction in it. */
export type Within = Pick<Db, 'select' | 'insert' | 'update' | 'delete' | 'execute' | '$count'>;

export type Release = Omit<ReleaseSummary, 'newsroom'> & {
  bodyHtml: string;
  bodyText: string;
  contacts: Contact[];
  boilerplate: string;
  pictures: Picture[];
  attachments: Attachment[];
  updatedAt: Date;
  newsroom: NewsroomSummary;
};

export type { SnippetPart } from './search';
export type SearchResult = {
  releases: (ReleaseSummary & { snippet: SnippetPart[] | null })[];
  total: number;
  /** More match than were counted: `total` is a lower bound. */
  atLeast: boolean;
  pages: number;
};

/** The newest visible releases. */
export async function latestReleases(limit: number): Promise<ReleaseSummary[]> {
  return (await summaries(visible(now()), newestFirst, limit)).map(summaryOf);
}

/**
 * Visible releases by words, tag and newsroom, one page of them (the first is 1), newest first, or best match first
 * when words are given. `q` may be any string. A page after the last is empty; `pages` is at least 1.
 */
export async function searchReleases(o: {
  q?: string;
  tag?: string;
  newsroomId?: number;
  page: number;
  perPage: number;
}): Promise<SearchResult> {
  const q = cleanQuery(o.q ?? '');
  const tag = cleanTag(o.tag ?? '');
  if (o.newsroomId !== undefined && !isId(o.newsroomId))
    return { releases: [], total: 0, atLeast: false, pages: 1 };
  const among = and(
    visible(now()),
    tag ? sql`${releases.tags} @> array[${tag}]::text[]` : undefined,
    o.newsroomId ? eq(releases.newsroomId, o.newsroomId) : undefined,
  )!;
  const offset = isId(o.page) ? (o.page - 1) * o.perPage : Number.MAX_SAFE_INTEGER;
  const { total, ids } = await (q ? matches(q, among, o.perPage, offset) : newest(among, o.perPage, offset));
  return {
    releases: await withSnippets(ids, q),
    total,
    atLeast: q !== '' && total >= mostCounted,
    pages: Math.max(1, Math.ceil(total / o.perPage)),
  };
}

async function newest(among: SQL, limit: number, offset: number) {
  const total = await db().$count(releases, among);
  if (offset >= total) return { total, ids: [] };
  const rows = await db()
    .select({ id: releases.id })
    .from(releases)
    .where(among)
    .orderBy(...newestFirst)
    .limit(limit)
    .offset(offset);
  return { total, ids: rows.map(({ id }) => id) };
}

/** A release as its page shows it. Null: unknown, a draft, not public yet, deleted, or its newsroom is. */
export async function publicRelease(id: number): Promise<Release | null> {
  if (!isId(id)) return null;
  const [row] = await db()
    .select({
      ...summaryColumns,
      bodyHtml: releases.bodyHtml,
      bodyText: releases.bodyText,
      contacts: sql<Contact[]>`coalesce(${releases.contacts}, ${newsrooms.contacts})`,
      boilerplate: sql<string>`coalesce(${releases.boilerplate}, ${newsrooms.boilerplate})`,
      updatedAt: releases.updatedAt,
      pictures: imagesOfRelease,
      attachments: attachmentsOfRelease,
      newsroom: {
        id: newsrooms.id,
        slug: newsrooms.slug,
        name: newsrooms.name,
        description: newsrooms.description,
        domain: newsrooms.domain,
        logo,
      },
    })
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .where(and(eq(releases.id, id), visible(now())));
  if (!row) return null;
  const { newsroom, pictures, attachments, ...rest } = row;
  return {
    ...rest,
    ...summaryOf(row),
    pictures: pictures.map((picture) => pictureOf(picture)),
    attachments: attachments.map(attachmentOf),
    newsroom: {
      ...newsroom,
      url: urlOf(newsroomType, newsroom),
      domain: livingDomain(newsroom.domain),
      logo: pictureOf(newsroom.logo),
    },
  };
}

/**
 * Others to read after a release: most tags in common first, then the newest of its newsroom. `within`: none of other
 * newsrooms.
 */
export async function relatedReleases(
  release: { id: number; newsroom: { id: number }; tags: string[] },
  limit: number,
  { within = false }: { within?: boolean } = {},
): Promise<ReleaseSummary[]> {
  const others = and(
    visible(now()),
    ne(releases.id, release.id),
    within ? eq(releases.newsroomId, release.newsroom.id) : undefined,
  );
  // The newest few of each kind are candidates: sharing a popular tag must not mean reading all that have it.
  const newestOf = (kind: SQL, count: number) =>
    db()
      .select({ id: releases.id })
      .from(releases)
      .where(and(others, kind))
      .orderBy(...newestFirst)
      .limit(count);
  const ofNewsroom = newestOf(eq(releases.newsroomId, release.newsroom.id), limit);
  const candidates =
    release.tags.length > 0
      ? newestOf(arrayOverlaps(releases.tags, release.tags), 50).union(ofNewsroom)
      : ofNewsroom;
  const inCommon = sql`cardinality(array(select unnest(${releases.tags}) intersect select unnest(${sql.param(release.tags)}::text[])))`;
  const rows = await summaries(
    sql`${releases.id} in ${candidates}`,
    [sql`${inCommon} desc`, ...newestFirst],
    limit,
  );
  return rows.map(summaryOf);
}

/**
 * The tags of the newest two thousand visible releases, of one newsroom or all, the most used first, with how many of
 * those have each.
 */
export async function popularTags(
  limit: number,
  newsroomId?: number,
): Promise<{ tag: string; count: number }[]> {
  const among = newsroomId === undefined ? sql`` : sql`and ${releases.newsroomId} = ${newsroomId}`;
  const newest = sql`select ${releases.tags} from ${releases} where ${visible(now())} ${among} order by ${releases.publishedAt} desc limit 2000`;
  return db().execute<{ tag: string; count: number }>(sql`/* releases.popularTags */
    select tag, count(*)::int as count from (${newest}) as newest, unnest(tags) as tag
    group by tag order by count(*) desc, tag limit ${limit}`);
}

/** Of one newsroom, or of all but some: what one site's map has. */
export type Mapped = { newsroomId: number } | { without: number[] };
const mapped = (of: Mapped) =>
  and(
    visible(now()),
    'newsroomId' in of
      ? eq(releases.newsroomId, of.newsroomId)
      : of.without.length > 0
        ? notInArray(releases.newsroomId, of.without)
        : undefined,
  );

/** One page (the first is 1) of the addresses of all visible releases, for the sitemap. */
export async function sitemapEntries(
  page: number,
  perPage: number,
  of: Mapped = { without: [] },
): Promise<{ url: string; updatedAt: Date }[]> {
  if (!isId(page)) return [];
  const rows = await db()
    .select({
      id: releases.id,
      slug: releases.slug,
      updatedAt: sql`greatest(${releases.updatedAt}, ${releases.publishedAt})`.mapWith(releases.updatedAt),
    })
    .from(releases)
    .where(mapped(of))
    .orderBy(releases.publishedAt, releases.id)
    .limit(perPage)
    .offset((page - 1) * perPage);
  return rows.map((row) => ({ url: urlOf(releaseType, row), updatedAt: row.updatedAt }));
}

/** How many pages sitemapEntries has; at least 1. */
export async function sitemapPages(perPage: number, of: Mapped = { without: [] }): Promise<number> {
  return Math.max(1, Math.ceil((await db().$count(releases, mapped(of))) / perPage));
}

/**
 * Writes a new release; a draft unless the input says otherwise. Its body is reduced to harmless HTML. Without a slug
 * one is made from the title. Throws 'invalid', 'conflict' (a given slug is taken in the newsroom), 'not_found' or
 * 'deleted_parent' (the newsroom).
 */
export async function createRelease(input: ReleaseInput): Promise<{ id: number; slug: string }> {
  const { newsroomId, title, slug, ...rest } = releaseValues.create(input);
  const at = now();
  for (let attempt = 1; ; attempt++) {
    const values = { ...rest, newsroomId, title, slug: slug ?? (await freeSlug(newsroomId, title)) };
    const insert = db()
      .insert(releases)
      .values({ ...values, createdAt: at, updatedAt: at });
    // A slug of our own making that was taken between the look and the insert is no failure, which would end the
    // transaction that this may be a part of: look again.
    const mayBeTaken = slug === undefined && attempt < 20;
    const [row] = await (mayBeTaken ? insert.onConflictDoNothing() : insert)
      .returning({ id: releases.id, slug: releases.slug })
      .catch((error) => {
        throw expected(error, 'the release was not saved');
      });
    if (row) return row;
  }
}

/** Changes what the patch names. Throws as createRelease does, and 'not_found' when there is no such living release. */
export async function updateRelease(
  id: number,
  patch: ReleasePatch,
  within: Within = db(),
): Promise<{ id: number; slug: string }> {
  const values = releaseValues.update(patch);
  const [row] = await within
    .update(releases)
    .set({ ...values, updatedAt: now() })
    .where(eq(releases.id, id))
    .returning({ id: releases.id, slug: releases.slug })
    .catch((error) => {
      throw expected(error, 'the release was not changed');
    });
  if (!row) throw new PresskitError('not_found', `there is no release ${id}`);
  return row;
}

/** An address made from the title that no living release of the newsroom has, apart from `own`. */
export async function freeSlug(
  newsroomId: number,
  title: string,
  own?: string,
  within: Within = db(),
): Promise<string> {
  const base = slugOf(title, 'release');
  const rows = await within
    .select({ slug: releases.slug })
    .from(releases)
    .where(
      and(
        eq(releases.newsroomId, newsroomId),
        or(eq(releases.slug, base), sql`starts_with(${releases.slug}, ${`${base}-`})`),
      ),
    );
  const taken = new Set(rows.map(({ slug }) => slug));
  for (let n = 1; ; n++) {
    const slug = n === 1 ? base : `${base.slice(0, 75).replace(/-+$/, '')}-${n}`;
    if (!taken.has(slug) || slug === own) return slug;
  }
}

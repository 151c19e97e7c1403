import { eq, type SQL, sql } from 'drizzle-orm';
import { allows, mayIn, newsroomsWith, requireRight } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { newsroom, release, urlOf } from '@/lib/content/registry';
import { visible } from '@/lib/content/visible';
import { db } from '@/lib/db/client';
import { newsrooms, releases } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';

/**
 * Whose numbers a report holds. A Scope is an authorised one: it is made here, from who is asking, and by a share link
 * (lib/auth/share-links.ts); a report takes nothing else, so no parameter can widen it. Only living content counts.
 */
export type Scope =
  | { kind: 'release'; id: number }
  | { kind: 'newsroom'; id: number }
  | { kind: 'newsrooms'; ids: number[] };

export type AskedScope = { kind: 'release' | 'newsroom'; id: number } | { kind: 'all' };

/**
 * The scope a person asked for ("release:7", "newsroom:3", "all"). Throws a PresskitError: 'usage' when it is written
 * otherwise, 'not_found' when there is none or the person has nothing to do with it, 'forbidden' when their role is not
 * enough.
 */
export async function scopeFor(user: User, asked: AskedScope | string): Promise<Scope> {
  const wanted = typeof asked === 'string' ? parseScope(asked) : asked;
  if (wanted.kind === 'all') {
    const ids = (await newsroomsWith(user, 'statistics')).map(({ id }) => id);
    return { kind: 'newsrooms', ids };
  }
  if (!isId(wanted.id)) throw notFound(wanted.kind, wanted.id);
  const release = wanted.kind === 'release' ? await releaseAt(wanted.id) : null;
  const newsroomId = wanted.kind === 'release' ? release?.newsroomId : wanted.id;
  if (newsroomId === undefined) throw notFound(wanted.kind, wanted.id);
  await requireRight(user, newsroomId, 'statistics').catch((error) => {
    // The same words whether it is somebody else's or nobody's: an id must not tell which.
    throw error instanceof PresskitError && error.code === 'not_found'
      ? notFound(wanted.kind, wanted.id)
      : error;
  });
  if (release && !release.isPublic && !(await mayIn(user, newsroomId, 'write')))
    throw notFound(wanted.kind, wanted.id);
  return { kind: wanted.kind, id: wanted.id };
}

/**
 * The newsrooms whose releases are listed before readers see them: those that somebody may write in. Who may only read
 * statistics is not to learn of a draft, or what is under embargo; nor is who has a share link, with none.
 */
export type DraftsOf = 'all' | number[];

export async function draftsShownTo(user: User): Promise<DraftsOf> {
  if (allows(user.role, null, 'write')) return 'all';
  return (await newsroomsWith(user, 'write')).map(({ id }) => id);
}

/** Which releases are listed; null: all of them. */
export const shownReleases = (draftsOf: DraftsOf): SQL | null =>
  draftsOf === 'all'
    ? null
    : sql`(${visible(now())} or ${releases.newsroomId} = any(${sql.param(draftsOf)}::int[]))`;

/** "release:7" as what is asked for. Throws a PresskitError 'usage'. */
export function parseScope(text: string): AskedScope {
  if (text === 'all') return { kind: 'all' };
  const [, kind, id] = /^(release|newsroom):([1-9]\d{0,9})$/.exec(text) ?? [];
  if (kind === 'release' || kind === 'newsroom') return { kind, id: Number(id) };
  throw new PresskitError('usage', 'a scope is written like "release:7", "newsroom:3" or "all"');
}

/** Whether a person would be given a scope still, by the same rules. */
export async function stillMay(user: User, scope: Scope): Promise<boolean> {
  if (scope.kind === 'newsrooms') {
    const ids = new Set((await newsroomsWith(user, 'statistics')).map(({ id }) => id));
    return scope.ids.every((id) => ids.has(id));
  }
  try {
    await scopeFor(user, scope);
    return true;
  } catch (error) {
    if (error instanceof PresskitError && (error.code === 'not_found' || error.code === 'forbidden'))
      return false;
    throw error;
  }
}

/** What a scope is called, and where it is; null when it is gone. */
export async function scopeTitle(
  scope: Scope,
): Promise<{ title: string; url: string | null; newsroom: { id: number; name: string } | null } | null> {
  if (scope.kind === 'newsrooms') return { title: 'All newsrooms', url: null, newsroom: null };
  if (scope.kind === 'newsroom') {
    const [row] = await db()
      .select({ id: newsrooms.id, slug: newsrooms.slug, name: newsrooms.name })
      .from(newsrooms)
      .where(eq(newsrooms.id, scope.id));
    return row
      ? { title: row.name, url: urlOf(newsroom, row), newsroom: { id: row.id, name: row.name } }
      : null;
  }
  const [row] = await db()
    .select({
      id: releases.id,
      slug: releases.slug,
      title: releases.title,
      newsroom: { id: newsrooms.id, name: newsrooms.name },
    })
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .where(eq(releases.id, scope.id));
  return row ? { title: row.title, url: urlOf(release, row), newsroom: row.newsroom } : null;
}

async function releaseAt(id: number): Promise<{ newsroomId: number; isPublic: boolean } | undefined> {
  const [row] = await db()
    .select({
      newsroomId: releases.newsroomId,
      isPublic: sql<boolean>`coalesce(${visible(now())}, false)`,
    })
    .from(releases)
    .where(eq(releases.id, id));
  return row;
}

const isId = (id: number) => Number.isInteger(id) && id >= 1 && id <= 2_147_483_647;

const notFound = (kind: 'release' | 'newsroom', id: number) =>
  new PresskitError('not_found', `there is no ${kind} ${id} whose statistics you may see`);

import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { newsroomsWith } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { newsrooms, releaseDrafts, releases } from '@/lib/db/tables';
import { release as releaseType, urlOf } from './registry';
import { newestFirst } from './selections';
import { cleanQuery, isId } from './text';
import { visible } from './visible';

/** The releases of the newsrooms that somebody works in, by what is to be done with them. */
export type ReleaseState = 'draft' | 'scheduled' | 'embargoed' | 'published';
export const releaseStates: readonly ReleaseState[] = ['draft', 'scheduled', 'embargoed', 'published'];

export type OwnRelease = {
  id: number;
  title: string;
  /** What it is now: one whose time has come is published. */
  state: ReleaseState;
  publishedAt: Date | null;
  timeZone: string | null;
  updatedAt: Date;
  newsroom: { id: number; name: string };
  /** Of its page; nothing is there yet unless it is published. */
  url: string;
  mayWrite: boolean;
};

/**
 * One page of them (the first is 1), the newest first, with how many there are of each state. What is not public is there
 * for those who may write in its newsroom only; who may only read statistics sees what is published. `q`: words of the
 * title.
 */
export async function ownReleases(
  user: User,
  o: { state?: ReleaseState; q?: string; newsroomId?: number; page: number; perPage: number },
): Promise<{ releases: OwnRelease[]; total: number; counts: Record<ReleaseState, number> }> {
  const [readable, writable] = await Promise.all([
    newsroomsWith(user, 'statistics'),
    newsroomsWith(user, 'write'),
  ]);
  const at = now();
  const mayWrite = new Set(writable.map(({ id }) => id));
  const q = cleanQuery(o.q ?? '');
  const mine = and(
    or(anyOf([...mayWrite]), and(anyOf(readable.map(({ id }) => id)), visible(at))),
    isId(o.newsroomId) ? eq(releases.newsroomId, o.newsroomId) : undefined,
    q ? sql`${releases.title} ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}` : undefined,
  );
  const state = stateAt(at);
  const counted = await db()
    .select({ state, count: sql<number>`count(*)::int` })
    .from(releases)
    .where(mine)
    .groupBy(sql`1`);
  const counts = { draft: 0, scheduled: 0, embargoed: 0, published: 0 };
  for (const row of counted) counts[row.state] = row.count;
  const rows = await db()
    .select({
      id: releases.id,
      title: releases.title,
      slug: releases.slug,
      state,
      publishedAt: releases.publishedAt,
      timeZone: releases.timeZone,
      updatedAt: sql`greatest(${releases.updatedAt}, ${releaseDrafts.savedAt})`.mapWith(releases.updatedAt),
      newsroom: { id: newsrooms.id, name: newsrooms.name },
    })
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .leftJoin(releaseDrafts, eq(releaseDrafts.releaseId, releases.id))
    .where(and(mine, o.state ? sql`${state} = ${o.state}` : undefined))
    // Published ones alone come in the order of the index.
    .orderBy(
      ...(o.state === 'published'
        ? newestFirst
        : [sql`coalesce(${releases.publishedAt}, ${releases.updatedAt}) desc`, sql`${releases.id} desc`]),
    )
    .limit(o.perPage)
    .offset(isId(o.page) ? (o.page - 1) * o.perPage : 0);
  return {
    releases: rows.map(({ slug, ...row }) => ({
      ...row,
      url: urlOf(releaseType, { id: row.id, slug }),
      mayWrite: mayWrite.has(row.newsroom.id),
    })),
    total: o.state ? counts[o.state] : Object.values(counts).reduce((a, b) => a + b, 0),
    counts,
  };
}

const anyOf = (ids: number[]): SQL => (ids.length > 0 ? inArray(releases.newsroomId, ids) : sql`false`);

const stateAt = (at: Date) =>
  sql<ReleaseState>`case when ${visible(at)} then 'published' else ${releases.status} end`;

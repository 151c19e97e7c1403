import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { release, urlOf } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { newsrooms, releases } from '@/lib/db/tables';
import { type Counts, countsOf } from '../statistics';
import { ints } from './finished';
import { type DraftsOf, type Scope, shownReleases } from './scope';

/** The releases of a scope with their hits, the newest first, some at a time. */
export type ListedRelease = {
  id: number;
  title: string;
  url: string;
  status: string;
  /** ISO 8601; null for a draft. */
  publishedAt: string | null;
  newsroom: { id: number; name: string };
  hits: Counts;
};

/** @param before only those with a smaller id: the last one of the page before */
export async function releaseList(
  scope: Scope,
  { before, limit, draftsOf = 'all' }: { before: number | null; limit: number; draftsOf?: DraftsOf },
): Promise<ListedRelease[]> {
  const among =
    scope.kind === 'release'
      ? eq(releases.id, scope.id)
      : sql`${releases.newsroomId} = any(${ints(scope.kind === 'newsroom' ? [scope.id] : scope.ids)})`;
  const rows = await db()
    .select({
      id: releases.id,
      slug: releases.slug,
      title: releases.title,
      status: releases.status,
      publishedAt: releases.publishedAt,
      newsroom: { id: newsrooms.id, name: newsrooms.name },
    })
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .where(
      and(among, before === null ? undefined : lt(releases.id, before), shownReleases(draftsOf) ?? undefined),
    )
    .orderBy(desc(releases.id))
    .limit(limit);
  const hits = await countsOf(rows.map(({ id }) => ({ type: 'release', id })));
  return rows.map(({ slug, publishedAt, ...row }, i) => ({
    ...row,
    url: urlOf(release, { id: row.id, slug }),
    publishedAt: publishedAt?.toISOString() ?? null,
    hits: hits[i]!,
  }));
}

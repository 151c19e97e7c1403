import { and, eq } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { newsrooms, releases } from '@/lib/db/tables';
import { livingDomain } from '@/lib/origins';
import { newsroom, release, resolve, urlOf } from './registry';
import { visible } from './visible';

/**
 * The address that the release or newsroom at a path has today, from its id in the path: of '/releases/7/old' it is
 * '/releases/7/acme-ships', at the site that its newsroom belongs to. Null: it is unknown, not public or deleted.
 * undefined: the path is of neither.
 */
export async function canonicalAddress(
  path: string,
): Promise<{ path: string; newsroomId: number; domain: string | null } | null | undefined> {
  const at = resolve(path);
  if (at?.type === release) {
    const [row] = await db()
      .select({ id: releases.id, slug: releases.slug, newsroomId: newsrooms.id, domain: newsrooms.domain })
      .from(releases)
      .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
      .where(and(eq(releases.id, at.id), visible(now())));
    return row
      ? { path: urlOf(release, row), newsroomId: row.newsroomId, domain: livingDomain(row.domain) }
      : null;
  }
  if (at?.type === newsroom) {
    const columns = { id: newsrooms.id, slug: newsrooms.slug, domain: newsrooms.domain };
    const [row] = await db().select(columns).from(newsrooms).where(eq(newsrooms.id, at.id));
    return row ? { path: urlOf(newsroom, row), newsroomId: row.id, domain: livingDomain(row.domain) } : null;
  }
  return undefined;
}

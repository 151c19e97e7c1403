import { and, eq } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { newsrooms, releases } from '@/lib/db/tables';
import { newsroom, release, resolve, urlOf } from './registry';
import { visible } from './visible';

/**
 * The address that the release or newsroom at a path has today, from its id in the path: canonicalUrl('/releases/7/old')
 * is '/releases/7/acme-ships'. Null: it is unknown, not public or deleted. undefined: the path is of neither.
 */
export async function canonicalUrl(path: string): Promise<string | null | undefined> {
  const at = resolve(path);
  if (at?.type === release) {
    const columns = { id: releases.id, slug: releases.slug };
    const where = and(eq(releases.id, at.id), visible(now()));
    const [row] = await db().select(columns).from(releases).where(where);
    return row ? urlOf(release, row) : null;
  }
  if (at?.type === newsroom) {
    const columns = { id: newsrooms.id, slug: newsrooms.slug };
    const [row] = await db().select(columns).from(newsrooms).where(eq(newsrooms.id, at.id));
    return row ? urlOf(newsroom, row) : null;
  }
  return undefined;
}

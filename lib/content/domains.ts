import { eq, inArray } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { newsrooms as table } from '@/lib/db/tables';
import { furtherOrigins } from '@/lib/origins';
import { deletedSet } from './deleted';
import { newsroom as newsroomType, urlOf } from './registry';

/**
 * Newsrooms with a domain of their own. There the site is that newsroom; its pages have the same paths there as at
 * SITE_URL, so what is counted, which goes by the path, is one number.
 */
export type NewsroomThere = { id: number; slug: string; name: string; url: string };

/**
 * Whose domain it is: 'deleted': that of a newsroom that is; null: nobody's. Asks nothing about SITE_URL, and otherwise
 * by an index: it is asked once per page.
 * @param origin one of ours
 */
export async function newsroomAt(origin: string): Promise<NewsroomThere | 'deleted' | null> {
  if (!furtherOrigins().includes(origin)) return null;
  const columns = { id: table.id, slug: table.slug, name: table.name };
  const [row] = await db().select(columns).from(table).where(eq(table.domain, origin));
  if (row) return { ...row, url: urlOf(newsroomType, row) };
  const [gone] = await deletedSet(newsroomType, {
    where: (deleted) => eq(deleted.domain, origin),
    only: [],
    limit: 1,
  });
  return gone ? 'deleted' : null;
}

/** The newsrooms whose pages belong elsewhere than to SITE_URL. */
export async function newsroomsElsewhere(): Promise<number[]> {
  const domains = furtherOrigins();
  if (domains.length === 0) return [];
  const rows = await db().select({ id: table.id }).from(table).where(inArray(table.domain, domains));
  return rows.map(({ id }) => id);
}

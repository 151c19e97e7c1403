import { sql } from 'drizzle-orm';
import { getMany } from '@/lib/cache';
import { addDays, type Day, dayOf } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { hitsKey } from '../keys';
import type { Candidate } from './candidates';

/** What is usual for a newsroom and for a release, and how a release does beside it: see take-off.ts. */
export const LEAST_RELEASES = 5;

/** The median of the first 24 hours of the newsroom's other releases of the year before; null: too few of them. */
export async function usualFirstDay({ id, newsroomId, publishedAt }: Candidate): Promise<number | null> {
  const from = new Date(publishedAt.getTime() - 365 * 86_400_000);
  const until = new Date(publishedAt.getTime() - 86_400_000);
  // The newest hundred: what is usual now, at a bounded price.
  const others = await db().execute<{ id: number; published_at: string }>(sql`/* notes.others */
    select id, published_at from releases where newsroom_id = ${newsroomId} and id <> ${id} and status <> 'draft'
      and published_at between ${from.toISOString()} and ${until.toISOString()}
      and published_at::date > (select min(day) from rollups)
    order by published_at desc limit 100`);
  if (others.length < LEAST_RELEASES) return null;
  const hours = await firstHours(
    others.map((row) => ({ id: row.id, publishedAt: new Date(row.published_at) })),
  );
  return medianOf(hours.map(({ hits }) => hits));
}

/** The median of a release's own days before a day; a day without a row had no hit. */
export async function usualDay({ id }: { id: number }, day: Day, length: number): Promise<number> {
  const rows = await db().execute<{ views: number }>(sql`/* notes.ownDays */
    select views from hits_daily where type = 'release' and object_id = ${id}
      and day between ${addDays(day, -length)} and ${addDays(day, -1)}`);
  const quiet = Array<number>(length - rows.length).fill(0);
  return medianOf([...rows.map(({ views }) => views), ...quiet]);
}

/** Hits of the first 24 hours, of finished days. */
export async function firstHours(
  of: { id: number; publishedAt: Date }[],
): Promise<{ id: number; hits: number }[]> {
  const ids = sql.param(of.map(({ id }) => id));
  const days = sql.param(of.map(({ publishedAt }) => dayOf(publishedAt)));
  const hours = sql.param(of.map(({ publishedAt }) => publishedAt.getHours()));
  const rows = await db().execute<{ id: number; hits: number }>(sql`/* notes.firstHours */
    select p.id, (select coalesce(sum(b.views), 0)::int from hits_breakdown b
        where b.type = 'release' and b.object_id = p.id and b.dimension = 'hour' and (
          (b.day = p.day::date and b.value::int >= p.hour) or (b.day = p.day::date + 1 and b.value::int < p.hour))) as hits
    from unnest(${ids}::int[], ${days}::text[], ${hours}::int[]) as p (id, day, hour)`);
  return [...rows];
}

/** Hits of a day that has ended, from its roll-up or, until there is one, from memcached. */
export async function hitsOf(id: number, day: Day): Promise<number> {
  const [row] = await db().execute<{ views: number | null; is_done: boolean }>(sql`/* notes.dayBefore */
    select (select views from hits_daily where type = 'release' and object_id = ${id} and day = ${day}) as views,
      exists (select from rollups where day = ${day}) as is_done`);
  if (row!.is_done) return row!.views ?? 0;
  const key = hitsKey(day, 'release', id);
  return Number((await getMany([key]))?.get(key) ?? 0);
}

/** Of an even number of values the lower of the two in the middle: a number of hits that there was. */
export function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
}

import { sql } from 'drizzle-orm';
import { getMany } from '@/lib/cache';
import { addDays, type Day, today } from '@/lib/clock';
import type { TypeName } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { hitsKey, readyKey, WHOLE } from './keys';

/**
 * What a page shows: today's hits from memcached, the total of all days from PostgreSQL and memcached. Days that have
 * ended but are not rolled up yet still count from memcached, so no number drops at midnight.
 */
export type ContentRef = { type: TypeName; id: number };

export type Counts = {
  /** Hits since midnight; null when memcached is away, or not filled yet: today's count is on its way. */
  today: number | null;
  /** Hits of all days, today's included as far as they are known. */
  total: number;
};

export async function counts(ref: ContentRef): Promise<Counts> {
  const [first] = await countsOf([ref]);
  return first!;
}

/** The counts of several contents in the order asked for: one query, one trip to memcached. */
export async function countsOf(refs: ContentRef[]): Promise<Counts[]> {
  if (refs.length === 0) return [];
  const day = today();
  // memcached keeps a day 48 hours, so of the days before today it still has yesterday's.
  const yesterday = addDays(day, -1);
  const keysOf = (of: Day) => [readyKey(of), ...refs.map(({ type, id }) => hitsKey(of, type, id))];
  const [rows, live] = await Promise.all([
    finishedHits(refs, day, yesterday),
    getMany([...keysOf(day), ...keysOf(yesterday)]),
  ]);
  const liveHits = (of: Day, { type, id }: ContentRef): number | null => {
    const count = live?.get(hitsKey(of, type, id));
    if (count !== undefined) return Number(count);
    return live?.get(readyKey(of)) === WHOLE ? 0 : null;
  };
  return refs.map((ref, i) => {
    const { total, rolledUp } = rows[i]!;
    const todays = liveHits(day, ref);
    const waiting = rolledUp ? 0 : (liveHits(yesterday, ref) ?? 0);
    return { today: todays, total: total + waiting + (todays ?? 0) };
  });
}

/** Hits of the days before `before`, and whether `day` is among them: one statement, so that both are of one moment. */
async function finishedHits(
  refs: ContentRef[],
  before: Day,
  day: Day,
): Promise<{ total: number; rolledUp: boolean }[]> {
  const types = sql.param(refs.map(({ type }) => type));
  const ids = sql.param(refs.map(({ id }) => id));
  const rows = await db().execute<{ total: string; rolled_up: boolean }>(sql`
    /* statistics.total */
    select coalesce(d.views, 0) as total, exists (select from rollups where day = ${day}) as rolled_up
    from unnest(${types}::text[], ${ids}::int[]) with ordinality as asked (type, object_id, n)
    left join lateral (
      select sum(views) as views from hits_daily h
      where h.type = asked.type and h.object_id = asked.object_id and h.day < ${before}
    ) d on true
    order by n`);
  return rows.map(({ total, rolled_up }) => ({ total: Number(total), rolledUp: rolled_up }));
}

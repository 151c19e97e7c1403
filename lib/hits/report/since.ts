import { sql } from 'drizzle-orm';
import { addDays, type Day, dayOf, now, today } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { contentsOf, releasesIn } from './contents';
import { ints, texts } from './finished';
import type { Scope } from './scope';

/**
 * How releases began: hits of the first 24 hours and the first 7 days, and the median of what their author's releases
 * had. Finished days only, by the hours in which hits were counted; the newest releases first.
 */
export type Beginning = {
  id: number;
  title: string;
  /** null: the time is not over, or not rolled up. */
  hours24: number | null;
  days7: number | null;
  /** The days on which these are known, unless a roll-up is missing. */
  known24: Day;
  known7: Day;
  /** Of the author's other releases; null: there are fewer than three. */
  median24: number | null;
  median7: number | null;
};

export async function sinceRelease(scope: Scope, limit = 10): Promise<Beginning[]> {
  const contents = await contentsOf(scope);
  const shown = await db().execute<{
    id: number;
    title: string;
    author_id: number | null;
    newsroom_id: number;
    published_at: string;
  }>(
    sql`/* since.releases */ select id, title, author_id, newsroom_id, published_at from releases
      where ${releasesIn(contents)} and status <> 'draft' and published_at <= ${now().toISOString()}::timestamptz
      order by published_at desc, id desc limit ${limit}`,
  );
  const peers = await Promise.all(
    [...new Set(shown.map(groupOf))].map(async (group) => [group, await beginningsOf(group)] as const),
  );
  const ofGroup = new Map(peers);
  return shown.map((row) => {
    const group = ofGroup.get(groupOf(row))!;
    const own = group.find(({ id }) => id === row.id);
    const others = group.filter(({ id }) => id !== row.id);
    const first = dayOf(new Date(row.published_at));
    return {
      id: row.id,
      title: row.title,
      hours24: own?.hours24 ?? null,
      days7: own?.days7 ?? null,
      known24: addDays(first, 2),
      known7: addDays(first, 7),
      median24: medianOf(others.map(({ hours24 }) => hours24)),
      median7: medianOf(others.map(({ days7 }) => days7)),
    };
  });
}

type Begun = { id: number; hours24: number | null; days7: number | null };

// Whose releases are alike: an author's within one newsroom, so that nobody learns numbers of another newsroom.
const groupOf = (row: { author_id: number | null; newsroom_id: number }) =>
  `${row.newsroom_id}:${row.author_id ?? ''}`;

const MOST_PEERS = 60;
const FEWEST = 3;

/** How the newest releases of an author in a newsroom began. */
async function beginningsOf(group: string): Promise<Begun[]> {
  const [newsroomId, authorId] = group.split(':') as [string, string];
  const rows = await db().execute<{ id: number; published_at: string }>(sql`/* since.peers */
    select id, published_at from releases
    where newsroom_id = ${Number(newsroomId)} and author_id is not distinct from ${authorId ? Number(authorId) : null}
      and status <> 'draft' and published_at <= ${now().toISOString()}::timestamptz
    order by published_at desc, id desc limit ${MOST_PEERS}`);
  const starts = rows.map(({ id, published_at: at }) => {
    const time = new Date(at);
    return { id, day: dayOf(time), hour: time.getHours() };
  });
  const found = await db().execute<{
    id: number;
    first: number;
    next: number;
    week: number;
    days: number;
  }>(sql`
    /* since.beginnings */
    select s.id, coalesce(f.views, 0)::float8 as first, coalesce(n.views, 0)::float8 as next,
      coalesce(w.views, 0)::float8 as week,
      (select count(*) from rollups r where r.day between s.day and s.day + 6)::int as days
    from unnest(${ints(starts.map(({ id }) => id))}, ${texts(starts.map(({ day }) => day))}::date[],
      ${ints(starts.map(({ hour }) => hour))}) as s (id, day, hour)
    left join lateral (select sum(views) as views from hits_breakdown b where b.type = 'release' and b.object_id = s.id
      and b.dimension = 'hour' and b.day = s.day and b.value::int >= s.hour) f on true
    left join lateral (select sum(views) as views from hits_breakdown b where b.type = 'release' and b.object_id = s.id
      and b.dimension = 'hour' and b.day = s.day + 1 and b.value::int < s.hour) n on true
    left join lateral (select sum(views) as views from hits_daily d where d.type = 'release' and d.object_id = s.id
      and d.day between s.day and s.day + 6) w on true`);
  const current = today();
  return starts.map(({ id, day }) => {
    const row = found.find((begun) => begun.id === id)!;
    const is24 = addDays(day, 1) < current && row.days > 1;
    const is7 = addDays(day, 6) < current && row.days >= 7;
    return { id, hours24: is24 ? row.first + row.next : null, days7: is7 ? row.week : null };
  });
}

function medianOf(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length < FEWEST) return null;
  const middle = known.length >> 1;
  return known.length % 2 === 1 ? known[middle]! : (known[middle - 1]! + known[middle]!) / 2;
}

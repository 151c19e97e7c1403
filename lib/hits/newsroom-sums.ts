import type postgres from 'postgres';
import type { Day } from '@/lib/clock';
import { sumUnits } from '@/lib/db/tables';
import { hourDimension } from './times';

/**
 * Sums beside hits_daily and hits_breakdown that keep a report quick however much it is about: of each content by week,
 * month and year, and of each newsroom by these and by day. They hold nothing that could not be computed again, and are
 * written in the transaction of the roll-up, so they always fit.
 *
 * Content comes, goes, comes back and moves to other newsrooms at any time. So it is written down (hits_attributed) what
 * the sums of newsrooms were made of; a report adds and subtracts the little that is otherwise now, and the next roll-up
 * puts it right in the sums. Newsrooms that are deleted keep theirs for when they are restored. To have everything
 * computed anew: truncate hits_attributed and the three hits_newsroom tables, and roll up any day.
 */
export async function withdrawDay(sql: postgres.TransactionSql, day: Day): Promise<void> {
  // One roll-up at a time: a week is shared by its days.
  await sql`/* sums.lock */ select pg_advisory_xact_lock(hashtext('presskit.sums'))`;
  await sql`/* sums.withdrawContent */
    update hits_sums s set views = s.views - h.views, visitors = s.visitors - h.visitors
    from hits_daily h, ${unitsOf(sql, sql`${day}::date`)}
    where h.day = ${day} and s.type = h.type and s.home_id = h.home_id and s.object_id = h.object_id
      and s.unit = u.unit and s.start = u.start`;
  await sql`/* sums.withdrawNewsrooms */
    update hits_newsroom_sums s set views = s.views - b.views
    from hits_newsroom_breakdown b, ${unitsOf(sql, sql`${day}::date`)}
    where b.day = ${day} and s.newsroom_id = b.newsroom_id and s.dimension = b.dimension and s.value = b.value
      and s.unit = u.unit and s.start = u.start`;
  await sql`/* sums.clear */ delete from hits_newsroom_daily where day = ${day}`;
  await sql`/* sums.clear */ delete from hits_newsroom_breakdown where day = ${day}`;
}

/** Gives a home to all content that has none yet; what is deleted keeps its rows, so it needs one too. */
export async function giveHomes(sql: postgres.TransactionSql): Promise<void> {
  await sql`/* sums.homes */
    insert into hits_homes (type, object_id, newsroom_id)
    select * from (
      select 'release' as type, id, newsroom_id from store.releases
      union all select 'file', id, newsroom_id from store.files
      union all select 'newsroom', id, id from store.newsrooms
    ) c where not exists (select from hits_homes h where h.type = c.type and h.object_id = c.id)
    on conflict do nothing`;
}

/**
 * Beside the dimensions of hits_breakdown, sums have the hours of the week (value: weekday from Monday, times 24, plus
 * hour), so that a report about years need not read every day, and the hours of downloads, which are those of files.
 */
export const WEEK_HOUR = 'week_hour';

/** Adds a day whose rows are written; `withdrawDay` comes before its old rows are deleted. */
export async function addDay(sql: postgres.TransactionSql, day: Day): Promise<void> {
  await addToContent(sql, day);
  await attribute(sql, day);
  await sql`/* sums.newsroomsDaily */
    insert into hits_newsroom_daily (newsroom_id, day, type, views, visitors)
    select a.newsroom_id, h.day, h.type, sum(h.views), sum(h.visitors)
    from hits_daily h join hits_attributed a on a.type = h.type and a.object_id = h.object_id
    where h.day = ${day} group by 1, 2, 3`;
  await sql`/* sums.newsroomsBreakdown */
    insert into hits_newsroom_breakdown (newsroom_id, dimension, day, value, views)
    select a.newsroom_id, s.dimension, b.day, s.value, sum(b.views)
    from hits_breakdown b join hits_attributed a on a.type = b.type and a.object_id = b.object_id, ${summedAs(sql)}
    where b.day = ${day} group by 1, 2, 3, 4`;
  await sql`/* sums.newsrooms */
    insert into hits_newsroom_sums (newsroom_id, dimension, unit, start, value, views)
    select b.newsroom_id, b.dimension, u.unit, u.start, b.value, b.views
    from hits_newsroom_breakdown b, ${unitsOf(sql, sql`b.day`)} where b.day = ${day}
    on conflict (newsroom_id, dimension, unit, start, value)
      do update set views = hits_newsroom_sums.views + excluded.views`;
}

async function addToContent(sql: postgres.TransactionSql, day: Day): Promise<void> {
  // Where there are none yet, the days that were rolled up before there were such sums come along.
  const [first] = await sql`/* sums.any */ select 1 from hits_sums limit 1`;
  await sql`/* sums.content */
    insert into hits_sums (type, home_id, object_id, unit, start, views, visitors)
    select h.type, h.home_id, h.object_id, u.unit, u.start, sum(h.views), sum(h.visitors)
    from hits_daily h, ${unitsOf(sql, sql`h.day`)}
    where ${first ? sql`h.day = ${day}` : sql`true`} group by 1, 2, 3, 4, 5
    on conflict (type, unit, start, home_id, object_id) do update set
      views = hits_sums.views + excluded.views, visitors = hits_sums.visitors + excluded.visitors`;
}

type Move = { type: string; object_id: number; newsroom_id: number; sign: number };

/** Brings the sums of all other days up to what is living where now. */
async function attribute(sql: postgres.TransactionSql, day: Day): Promise<void> {
  const moves = await sql<Move[]>`/* sums.moves */
    with living as (
      select 'release' as type, id as object_id, newsroom_id from releases
      union all select 'file', id, newsroom_id from files
      union all select 'newsroom', id, id from newsrooms
    )
    select type, object_id, newsroom_id, 1 as sign from living l
    where not exists (select from hits_attributed a
      where a.type = l.type and a.object_id = l.object_id and a.newsroom_id = l.newsroom_id)
    union all
    select type, object_id, newsroom_id, -1 from hits_attributed a
    where exists (select from newsrooms n where n.id = a.newsroom_id)
      and not exists (select from living l
        where l.type = a.type and l.object_id = a.object_id and l.newsroom_id = a.newsroom_id)`;
  if (moves.length === 0) return;
  const moved = sql`unnest(${moves.map(({ type }) => type)}::text[], ${moves.map(({ object_id }) => object_id)}::int[],
    ${moves.map(({ newsroom_id }) => newsroom_id)}::int[], ${moves.map(({ sign }) => sign)}::int[])
    as m (type, object_id, newsroom_id, sign)`;
  await sql`/* sums.moveDaily */
    insert into hits_newsroom_daily (newsroom_id, day, type, views, visitors)
    select m.newsroom_id, h.day, h.type, sum(m.sign * h.views), sum(m.sign * h.visitors)
    from ${moved} join hits_daily h on h.type = m.type and h.object_id = m.object_id
    where h.day <> ${day} group by 1, 2, 3
    on conflict (newsroom_id, day, type) do update set
      views = hits_newsroom_daily.views + excluded.views, visitors = hits_newsroom_daily.visitors + excluded.visitors`;
  await sql`/* sums.moveBreakdown */
    insert into hits_newsroom_breakdown (newsroom_id, dimension, day, value, views)
    select m.newsroom_id, s.dimension, b.day, s.value, sum(m.sign * b.views)
    from ${moved} join hits_breakdown b on b.type = m.type and b.object_id = m.object_id, ${summedAs(sql)}
    where b.day <> ${day} group by 1, 2, 3, 4
    on conflict (newsroom_id, dimension, day, value) do update set
      views = hits_newsroom_breakdown.views + excluded.views`;
  await sql`/* sums.moveSums */
    insert into hits_newsroom_sums (newsroom_id, dimension, unit, start, value, views)
    select m.newsroom_id, s.dimension, u.unit, u.start, s.value, sum(m.sign * b.views)
    from ${moved} join hits_breakdown b on b.type = m.type and b.object_id = m.object_id, ${summedAs(sql)},
      ${unitsOf(sql, sql`b.day`)}
    where b.day <> ${day} group by 1, 2, 3, 4, 5
    on conflict (newsroom_id, dimension, unit, start, value) do update set
      views = hits_newsroom_sums.views + excluded.views`;
  await sql`/* sums.gone */
    delete from hits_attributed a using ${moved}
    where m.sign < 0 and a.type = m.type and a.object_id = m.object_id and a.newsroom_id = m.newsroom_id`;
  // Content may have come since this roll-up began.
  await giveHomes(sql);
  await sql`/* sums.came */
    insert into hits_attributed (type, object_id, newsroom_id, home_id)
    select m.type, m.object_id, m.newsroom_id, coalesce(h.newsroom_id, 0)
    from ${moved} left join hits_homes h on h.type = m.type and h.object_id = m.object_id where m.sign > 0`;
}

/** The dimensions and values under which a row b of hits_breakdown is summed. */
const summedAs = (sql: postgres.TransactionSql) => sql`lateral (
    select b.dimension, b.value where b.type <> 'file'
    union all select ${WEEK_HOUR}::text, ((extract(isodow from b.day)::int - 1) * 24 + b.value::int)::text
      where b.type <> 'file' and b.dimension = ${hourDimension.hits}
    union all select ${hourDimension.downloads}::text, b.value
      where b.type = 'file' and b.dimension = ${hourDimension.hits}
  ) as s (dimension, value)`;

/** The week, month and year that a day is in, as u (unit, start). */
const unitsOf = (sql: postgres.TransactionSql, day: postgres.Fragment) =>
  sql`lateral (select unit, date_trunc(unit, ${day}::timestamp)::date as start
    from unnest(${[...sumUnits]}::text[]) as units (unit)) as u`;

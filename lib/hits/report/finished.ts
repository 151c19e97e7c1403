import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { WEEK_HOUR } from '../newsroom-sums';
import { HOURS, hourDimension } from '../times';
import type { Contents, Moves } from './contents';
import { coveringFinished, type FinishedSpan } from './covering';
import type { Span } from './periods';
import type { Metric } from './query';

/**
 * What PostgreSQL holds of finished days, for some content. One release is read from its own rows, newsrooms from their
 * sums with what came and went since. Numbers are sums over pages (releases and newsrooms), downloads over files.
 */
export type DayTotals = { hits: number; visitors: number; downloads: number };

/** The days among these that are rolled up, and the first and last of all. */
export async function rolledUpDays({
  from,
  to,
}: Span): Promise<{ days: Set<Day>; first: Day | null; last: Day | null }> {
  const [row] = await db().execute<{ days: Day[]; first: Day | null; last: Day | null }>(sql`/* report.days */
    select array(select day::text from rollups where day between ${from} and ${to}) as days,
      (select min(day)::text from rollups) as first, (select max(day)::text from rollups) as last`);
  return { days: new Set(row!.days), first: row!.first, last: row!.last };
}

/** The first day of which there are numbers; null: there are none. */
export async function firstDay({ releaseIds, newsroomIds, fileIds, sums }: Contents): Promise<Day | null> {
  const first = sums
    ? sql`select min(d.day) as day from unnest(${ints(newsroomIds)}) as n (id),
        lateral (select day from hits_newsroom_daily h where h.newsroom_id = n.id order by day limit 1) d
      union all select min(d.day) from ${moved(sums)},
        lateral (select day from hits_daily h where h.type = m.type and h.object_id = m.id order by day limit 1) d
      where m.sign > 0`
    : sql`select min(d.day) as day from (
        select 'release' as type, unnest(${ints(releaseIds)}) as id union all select 'file', unnest(${ints(fileIds)})) as c,
        lateral (select day from hits_daily h where h.type = c.type and h.object_id = c.id order by day limit 1) d`;
  const [row] = await db().execute<{ day: Day | null }>(
    sql`/* report.firstDay */ select min(day)::text as day from (${first}) f`,
  );
  return row?.day ?? null;
}

export async function totalsByDay(contents: Contents, { from, to }: Span): Promise<Map<Day, DayTotals>> {
  if (from > to) return new Map();
  const rows = await db().execute<{ day: Day } & DayTotals>(sql`/* report.totals */
    select day::text, coalesce(sum(views) filter (where type <> 'file'), 0)::float8 as hits,
      coalesce(sum(visitors) filter (where type <> 'file'), 0)::float8 as visitors,
      coalesce(sum(views) filter (where type = 'file'), 0)::float8 as downloads
    from (${dailyRows(contents, { from, to })}) h group by day`);
  return new Map(rows.map(({ day, hits, visitors, downloads }) => [day, { hits, visitors, downloads }]));
}

function dailyRows({ releaseIds, fileIds, newsroomIds, sums }: Contents, { from, to }: Span): SQL {
  if (!sums) {
    return sql`select day, type, views, visitors from hits_daily
      where type = 'release' and object_id = any(${ints(releaseIds)}) and day between ${from} and ${to}
      union all select day, type, views, visitors from hits_daily
      where type = 'file' and object_id = any(${ints(fileIds)}) and day between ${from} and ${to}`;
  }
  const summed = sql`select day, type, views, visitors from hits_newsroom_daily
    where newsroom_id = any(${ints(newsroomIds)}) and day between ${from} and ${to}`;
  if (sums.ids.length === 0) return summed;
  return sql`${summed} union all
    select h.day, h.type, m.sign * h.views, m.sign * h.visitors from ${moved(sums)}
    join hits_daily h on h.type = m.type and h.object_id = m.id and h.day between ${from} and ${to}`;
}

/** Hits per day that have a value of a dimension; with no value, any of it. */
export async function valueByDay(
  contents: Contents,
  { from, to }: Span,
  dimension: string,
  value: string | null,
): Promise<Map<Day, number>> {
  if (from > to) return new Map();
  const rows = await db().execute<{ day: Day; views: number }>(sql`/* report.value */
    select day::text, sum(views)::float8 as views
    from (${breakdownRows(contents, { from, to }, [dimension], value)}) b group by day`);
  return new Map(rows.map(({ day, views }) => [day, views]));
}

/** A metric per day and hour of that day; days that were rolled up before such hours were kept have none. */
export async function hoursByDay(
  contents: Contents,
  { from, to }: Span,
  metric: Metric,
): Promise<Map<Day, number[]>> {
  if (from > to) return new Map();
  const rows = await db().execute<{ day: Day; hour: number; views: number }>(sql`/* report.hours */
    select day::text, value::int as hour, sum(views)::float8 as views
    from (${hourRows(contents, { from, to }, metric)}) b group by day, value having sum(views) <> 0`);
  const hours = new Map<Day, number[]>();
  for (const { day, hour, views } of rows) {
    if (!hours.has(day)) hours.set(day, Array<number>(HOURS).fill(0));
    hours.get(day)![hour] = views;
  }
  return hours;
}

/** Rows (day, dimension, value, views). The hours of downloads are those of the hits of files. */
function hourRows(contents: Contents, span: Span, metric: Metric): SQL {
  if (metric !== 'downloads') return breakdownRows(contents, span, [hourDimension[metric]], null);
  const only = sql`dimension = ${hourDimension.hits} and day between ${span.from} and ${span.to}`;
  const { fileIds, newsroomIds, sums } = contents;
  if (!sums) {
    return sql`select day, dimension, value, views from hits_breakdown
      where type = 'file' and object_id = any(${ints(fileIds)}) and ${only}`;
  }
  const summed = sql`select day, dimension, value, views from hits_newsroom_breakdown
    where newsroom_id = any(${ints(newsroomIds)}) and dimension = ${hourDimension.downloads}
      and day between ${span.from} and ${span.to}`;
  return sums.ids.length === 0
    ? summed
    : sql`${summed} union all ${movedRows(sums, only, sql`m.type = 'file'`)}`;
}

/** Rows (day, dimension, value, views) of pages. */
function breakdownRows(contents: Contents, span: Span, dimensions: string[], value: string | null): SQL {
  const { from, to } = span;
  const only = sql`dimension = any(${texts(dimensions)}) and day between ${from} and ${to}
    ${value === null ? sql`` : sql`and value = ${value}`}`;
  const { releaseIds, newsroomIds, sums } = contents;
  if (!sums) {
    return sql`select day, dimension, value, views from hits_breakdown
      where type = 'release' and object_id = any(${ints(releaseIds)}) and ${only}`;
  }
  const summed = sql`select day, dimension, value, views from hits_newsroom_breakdown
    where newsroom_id = any(${ints(newsroomIds)}) and ${only}`;
  return sums.ids.length === 0 ? summed : sql`${summed} union all ${movedRows(sums, only)}`;
}

const movedRows = (sums: Moves, only: SQL, which = sql`m.type <> 'file'`) =>
  sql`select b.day, b.dimension, b.value, m.sign * b.views as views from ${moved(sums)}
    join hits_breakdown b on b.type = m.type and b.object_id = m.id and ${only} where ${which}`;

/** Hits of pages by weekday (0 is Monday) and hour over a span, all together. */
export async function weekHours(contents: Contents, span: FinishedSpan): Promise<Map<number, number>> {
  if (span.from > span.to) return new Map();
  const { sums } = contents;
  const byDay = sql`(extract(isodow from day)::int - 1) * 24 + value::int`;
  const source = sums
    ? sql`select value::int as at, views from (${newsroomRows(contents, span, [WEEK_HOUR])}) w${
        sums.ids.length === 0
          ? sql``
          : sql` union all select ${byDay}, views from (${movedRows(
              sums,
              sql`dimension = ${hourDimension.hits}
              and day between ${span.from} and ${span.to}`,
            )}) m`
      }`
    : sql`select ${byDay} as at, views from (${breakdownRows(contents, span, [hourDimension.hits], null)}) h`;
  const rows = await db().execute<{ at: number; views: number }>(sql`/* report.weekHours */
    select at, sum(views)::float8 as views from (${source}) s group by at`);
  return new Map(rows.map(({ at, views }) => [at, views]));
}

/** The same over a span, all together: rows (dimension, value, views). */
export function spanRows(contents: Contents, span: FinishedSpan, dimensions: string[]): SQL {
  const { sums } = contents;
  if (!sums)
    return sql`select dimension, value, views from (${breakdownRows(contents, span, dimensions, null)}) d`;
  const summed = newsroomRows(contents, span, dimensions);
  if (sums.ids.length === 0) return summed;
  const only = sql`dimension = any(${texts(dimensions)}) and day between ${span.from} and ${span.to}`;
  return sql`${summed} union all select dimension, value, views from (${movedRows(sums, only)}) m`;
}

/** Of newsrooms without what came and went: whole weeks, months and years from their sums. */
function newsroomRows({ newsroomIds }: Contents, span: FinishedSpan, dimensions: string[]): SQL {
  const ids = sql`newsroom_id = any(${ints(newsroomIds)}) and dimension = any(${texts(dimensions)})`;
  const parts = coveringFinished(span).map((part) =>
    part.unit === 'day'
      ? sql`select dimension, value, views from hits_newsroom_breakdown where ${ids} and day = any(${texts(part.starts)}::date[])`
      : sql`select dimension, value, views from hits_newsroom_sums
          where ${ids} and unit = ${part.unit} and start = any(${texts(part.starts)}::date[])`,
  );
  if (parts.length === 0)
    return sql`select null::text as dimension, null::text as value, 0 as views where false`;
  return sql.join(parts, sql` union all `);
}

export const ints = (values: readonly number[]): SQL => sql`${sql.param(values)}::int[]`;
export const texts = (values: readonly string[]): SQL => sql`${sql.param(values)}::text[]`;

const moved = ({ types, ids, signs }: Moves) =>
  sql`unnest(${texts(types)}, ${ints(ids)}, ${ints(signs)}) as m (type, id, sign)`;

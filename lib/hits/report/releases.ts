import { type SQL, sql } from 'drizzle-orm';
import { addDays, type Day, now } from '@/lib/clock';
import { release, urlOf } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import type { Contents } from './contents';
import { covering } from './covering';
import { ints, texts } from './finished';
import { lengthOf, type Span } from './periods';
import type { Filter, Metric } from './query';
import type { DraftsOf } from './scope';
import type { ReleaseRow } from './types';

/** The table of a report: its releases with the most of a metric, each with how that was before and a sparkline. */
export type Measure = { metric: Metric; filter: Filter | null };

/** Which rows of the table: those whose title contains a text, in an order, some of them. */
export type ReleaseOptions = {
  offset?: number;
  limit?: number;
  search?: string;
  /** 'change': those that grew the most; without a comparison as 'value'. */
  sort?: 'value' | 'change' | 'published' | 'title';
  /** 'all' unless it is said. */
  draftsOf?: DraftsOf;
};

/** What of a day in memory is added: per release its number of the metric. */
export type LiveValues = { day: Day; values: Map<number, number> }[];

export async function releaseRows(
  { releaseIds }: Contents,
  o: {
    measure: Measure;
    span: Span;
    before: Span | null;
    live: LiveValues;
    liveBefore: LiveValues;
    /** Days of the period, live ones included: one point of the sparkline each, or some together. */
    days: Day[];
  },
  { offset = 0, limit = 10, search = '', sort = 'value', draftsOf = 'all' }: ReleaseOptions,
): Promise<ReleaseRow[]> {
  const found = await best(releaseIds, o, { offset, limit, search: search.trim(), sort, draftsOf });
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [before, daily] = await Promise.all([
    o.before ? sumsOf(ids, o.before, o.measure) : new Map<number, number>(),
    seriesOf(ids, o.span, o.measure),
  ]);
  return found.map(({ id, slug, title, published_at: publishedAt, value }) => {
    const earlier = o.liveBefore.reduce((sum, { values }) => sum + (values.get(id) ?? 0), 0);
    const previous = o.before ? (before.get(id) ?? 0) + earlier : null;
    return {
      id,
      title,
      url: urlOf(release, { id, slug }),
      publishedAt: publishedAt && new Date(publishedAt).toISOString(),
      value,
      previous,
      change: changeOf(value, previous),
      sparkline: sparkline(o.days, daily.get(id) ?? new Map(), o.live, id),
    };
  });
}

/** Half more is 0.5, nothing left -1; null where there is nothing to compare with. */
export const changeOf = (value: number | null, previous: number | null): number | null =>
  value === null || !previous ? null : (value - previous) / previous;

type Found = { id: number; slug: string; title: string; published_at: string | null; value: number };

async function best(
  ids: number[],
  o: { span: Span; before: Span | null; measure: Measure; live: LiveValues; liveBefore: LiveValues },
  { offset, limit, search, sort, draftsOf }: Required<ReleaseOptions>,
): Promise<Found[]> {
  const { span, before, measure } = o;
  // What was before is summed up of all releases only where the order depends on it.
  const isByChange = sort === 'change' && before !== null;
  const order = orderOf(isByChange ? 'change' : sort === 'change' ? 'value' : sort);
  const rows = await db().execute<Found>(sql`/* report.releases */
    with counted as (
      select id, sum(value) as value from (
        ${spanValues(sql`${ints(ids)}`, span, measure)} union all ${liveRows(o.live)}
      ) v (id, value) group by id
    ), earlier as (
      select id, sum(value) as value from (
        ${isByChange ? spanValues(sql`${ints(ids)}`, before, measure) : NO_VALUES} union all ${liveRows(o.liveBefore)}
      ) v (id, value) group by id
    ), top as (
      select r.id, r.title, r.published_at, coalesce(c.value, 0) as value,
        (coalesce(c.value, 0) - e.value)::float8 / nullif(e.value, 0) as change
      from unnest(${ints(ids)}) as asked (id) join releases r on r.id = asked.id left join counted c on c.id = asked.id
        left join earlier e on e.id = asked.id
      where true ${search === '' ? sql`` : sql`and r.title ilike ${`%${search.replace(/[\\%_]/g, '\\$&')}%`}`}
        ${draftsOf === 'all' ? sql`` : sql`and ((r.status <> 'draft' and r.published_at <= ${now().toISOString()}::timestamptz) or r.newsroom_id = any(${ints(draftsOf)}))`}
      order by ${order}value desc, r.published_at desc nulls last, r.id desc limit ${limit} offset ${offset}
    )
    select t.id, r.slug, r.title, t.published_at, t.value::float8 as value from top t join releases r on r.id = t.id
    order by ${order}t.value desc, t.published_at desc nulls last, t.id desc`);
  return [...rows];
}

function orderOf(sort: NonNullable<ReleaseOptions['sort']>): SQL {
  if (sort === 'title') return sql`lower(r.title), `;
  if (sort === 'change') return sql`change desc nulls last, `;
  return sort === 'published' ? sql`r.published_at desc nulls last, ` : sql``;
}

const NO_VALUES = sql`select null::int, 0 where false`;

function liveRows(live: LiveValues): SQL {
  const rows = live.flatMap(({ values }) => [...values]);
  return sql`select * from unnest(${ints(rows.map(([id]) => id))}, ${ints(rows.map(([, value]) => value))})`;
}

async function sumsOf(ids: number[], span: Span, measure: Measure): Promise<Map<number, number>> {
  const rows = await db().execute<{ id: number; value: number }>(sql`/* report.releasesBefore */
    select id, sum(value)::float8 as value from (${spanValues(sql`${ints(ids)}`, span, measure)}) v (id, value) group by id`);
  return new Map(rows.map(({ id, value }) => [id, value]));
}

/** Rows (id, value) of releases over a span of finished days. */
export function spanValues(ids: SQL, span: Span, { metric, filter }: Measure): SQL {
  if (filter || metric === 'search' || metric === 'bots') {
    return sql`select object_id, views from hits_breakdown
      where type = 'release' and object_id = any(${ids}) and ${breakdownOf(metric, filter)}
        and day between ${span.from} and ${span.to}`;
  }
  const column = metric === 'visitors' ? sql`h.visitors` : sql`h.views`;
  const rows = (table: SQL, only: SQL) =>
    metric === 'downloads'
      ? sql`select f.release_id, h.views from files f join ${table} h on h.type = 'file' and h.object_id = f.id and ${only}
          where f.release_id = any(${ids})`
      : sql`select h.object_id, ${column} from ${table} h where h.type = 'release' and h.object_id = any(${ids}) and ${only}`;
  const parts = covering(span).map((part) =>
    part.unit === 'day'
      ? rows(sql`hits_daily`, sql`h.day between ${part.from} and ${part.to}`)
      : rows(sql`hits_sums`, sql`h.unit = ${part.unit} and h.start = any(${texts(part.starts)}::date[])`),
  );
  if (parts.length === 0) return NO_VALUES;
  return sql.join(parts, sql` union all `);
}

function breakdownOf(metric: Metric, filter: Filter | null): SQL {
  if (filter) return sql`dimension = ${filter.dimension} and value = ${filter.value}`;
  return metric === 'bots' ? sql`dimension = 'bot'` : sql`dimension = 'channel' and value = 'search'`;
}

/** Per release and day; over long spans per month, under the month's first day. */
async function seriesOf(ids: number[], span: Span, measure: Measure): Promise<Map<number, Map<Day, number>>> {
  const { metric, filter } = measure;
  const among = ints(ids);
  const days = sql`h.day between ${span.from} and ${span.to}`;
  const source =
    filter || metric === 'search' || metric === 'bots'
      ? sql`select h.object_id, h.day, h.views from hits_breakdown h
          where h.type = 'release' and h.object_id = any(${among}) and ${breakdownOf(metric, filter)} and ${days}`
      : metric === 'downloads'
        ? sql`select f.release_id, h.day, h.views from files f join hits_daily h on h.type = 'file' and h.object_id = f.id
            and ${days} where f.release_id = any(${among})`
        : sql`select h.object_id, h.day, ${metric === 'visitors' ? sql`h.visitors` : sql`h.views`} from hits_daily h
            where h.type = 'release' and h.object_id = any(${among}) and ${days}`;
  const rows = await db().execute<{ id: number; day: Day; value: number }>(sql`/* report.sparklines */
    select id, day::text, sum(value)::float8 as value from (${source}) s (id, day, value) group by id, day`);
  const series = new Map<number, Map<Day, number>>();
  for (const { id, day, value } of rows) {
    if (!series.has(id)) series.set(id, new Map());
    series.get(id)!.set(day, value);
  }
  return series;
}

const POINTS = 30;

function sparkline(days: Day[], daily: Map<Day, number>, live: LiveValues, id: number): number[] {
  const perPoint = Math.ceil(days.length / POINTS);
  const points = Array<number>(Math.ceil(days.length / perPoint)).fill(0);
  days.forEach((day, i) => {
    const fresh = live.find((of) => of.day === day)?.values.get(id) ?? 0;
    points[Math.floor(i / perPoint)]! += (daily.get(day) ?? 0) + fresh;
  });
  return points;
}

/** All days of a span. */
export function daysIn(span: Span): Day[] {
  return Array.from({ length: Math.max(0, lengthOf(span)) }, (_, i) => addDays(span.from, i));
}

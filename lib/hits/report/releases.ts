import { type SQL, sql } from 'drizzle-orm';
import { type Day, now } from '@/lib/clock';
import { release, urlOf } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { type Contents, releasesIn } from './contents';
import { coveringFinished, type FinishedSpan } from './covering';
import { ints, texts } from './finished';
import type { Span } from './periods';
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
  /** The other way round; what has no day or no change stays last. */
  isReversed?: boolean;
  /** 'all' unless it is said. */
  draftsOf?: DraftsOf;
};

/** What of a day in memory is added: per release its number of the metric. */
export type LiveValues = { day: Day; values: Map<number, number> }[];

export async function releaseRows(
  contents: Contents,
  o: {
    measure: Measure;
    span: FinishedSpan;
    before: Span | null;
    live: LiveValues;
    liveBefore: LiveValues;
    /** Days of the period, live ones included: one point of the sparkline each, or some together. */
    days: Day[];
  },
  {
    offset = 0,
    limit = 10,
    search = '',
    sort = 'value',
    isReversed = false,
    draftsOf = 'all',
  }: ReleaseOptions,
): Promise<ReleaseRow[]> {
  const found = await best(contents, o, { offset, limit, search: search.trim(), sort, isReversed, draftsOf });
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [before, daily] = await Promise.all([
    o.before ? sumsOf(contents, ids, o.before, o.measure) : new Map<number, number>(),
    seriesOf(ids, o.span, o.measure),
  ]);
  return found.map(({ id, slug, title, published_at: publishedAt, state, value }) => {
    const earlier = o.liveBefore.reduce((sum, { values }) => sum + (values.get(id) ?? 0), 0);
    const previous = o.before ? (before.get(id) ?? 0) + earlier : null;
    return {
      id,
      title,
      url: urlOf(release, { id, slug }),
      publishedAt: publishedAt && new Date(publishedAt).toISOString(),
      state,
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

type Found = {
  id: number;
  slug: string;
  title: string;
  published_at: string | null;
  state: ReleaseRow['state'];
  value: number;
};

async function best(
  contents: Contents,
  o: { span: FinishedSpan; before: Span | null; measure: Measure; live: LiveValues; liveBefore: LiveValues },
  { offset, limit, search, sort, isReversed, draftsOf }: Required<ReleaseOptions>,
): Promise<Found[]> {
  const { span, before, measure } = o;
  // What was before is summed up of all releases only where the order depends on it.
  const isByChange = sort === 'change' && before !== null;
  const order = orderOf(isByChange ? 'change' : sort === 'change' ? 'value' : sort, isReversed);
  const rows = await db().execute<Found>(sql`/* report.releases */
    with counted as (
      select id, sum(value) as value from (
        ${spanValues(contents, span, measure)} union all ${liveRows(o.live)}
      ) v (id, value) group by id
    ), earlier as (
      select id, sum(value) as value from (
        ${isByChange ? spanValues(contents, before, measure) : NO_VALUES} union all ${liveRows(o.liveBefore)}
      ) v (id, value) group by id
    ), top as (
      select r.id, r.title, r.published_at, coalesce(c.value, 0) as value,
        (coalesce(c.value, 0) - e.value)::float8 / nullif(e.value, 0) as change
      from releases r left join counted c on c.id = r.id left join earlier e on e.id = r.id
      where ${releasesIn(contents, sql`r`)} ${search === '' ? sql`` : sql`and r.title ilike ${`%${search.replace(/[\\%_]/g, '\\$&')}%`}`}
        ${draftsOf === 'all' ? sql`` : sql`and ((r.status <> 'draft' and r.published_at <= ${now().toISOString()}::timestamptz) or r.newsroom_id = any(${ints(draftsOf)}))`}
      order by ${order}value desc, r.published_at desc nulls last, r.id desc limit ${limit} offset ${offset}
    )
    select t.id, r.slug, r.title, t.published_at, t.value::float8 as value,
      case when r.status <> 'draft' and r.published_at <= ${now().toISOString()}::timestamptz then 'published'
        else r.status end as state
    from top t join releases r on r.id = t.id
    order by ${order}t.value desc, t.published_at desc nulls last, t.id desc`);
  return [...rows];
}

function orderOf(sort: NonNullable<ReleaseOptions['sort']>, isReversed: boolean): SQL {
  // Titles begin with A, all else with the most or the newest.
  const direction = (sort === 'title') === isReversed ? sql`desc` : sql`asc`;
  if (sort === 'title') return sql`lower(r.title) ${direction}, `;
  if (sort === 'change') return sql`change ${direction} nulls last, `;
  return sort === 'published' ? sql`r.published_at ${direction} nulls last, ` : sql`value ${direction}, `;
}

const NO_VALUES = sql`select null::int, 0 where false`;

function liveRows(live: LiveValues): SQL {
  const rows = live.flatMap(({ values }) => [...values]);
  return sql`select * from unnest(${ints(rows.map(([id]) => id))}, ${ints(rows.map(([, value]) => value))})`;
}

async function sumsOf(
  contents: Contents,
  ids: number[],
  span: Span,
  measure: Measure,
): Promise<Map<number, number>> {
  // Of a few, their own rows are less to read than the sums of all.
  const values = ids.length > FEW ? spanValues(contents, span, measure) : ownValues(ints(ids), span, measure);
  const rows = await db().execute<{ id: number; value: number }>(sql`/* report.releasesBefore */
    select id, sum(value)::float8 as value from (${values}) v (id, value) where id = any(${ints(ids)}) group by id`);
  return new Map(rows.map(({ id, value }) => [id, value]));
}

const FEW = 100;

/**
 * Rows (id, value) of the releases over a span of finished days, and of others that had the same homes: whose they are
 * is for the statement around it to say.
 */
export function spanValues(contents: Contents, span: FinishedSpan, measure: Measure): SQL {
  const { metric } = measure;
  if (contents.homeIds.length === 0 || isBrokenDown(measure))
    return ownValues(ints(contents.releaseIds), span, measure);
  const type = metric === 'downloads' ? 'file' : 'release';
  const parts = coveringFinished(span).map(({ unit, starts }) => {
    const only = sql`type = ${type} and home_id = any(${ints(contents.homeIds)})`;
    const among = sql`any(${texts(starts)}::date[])`;
    return unit === 'day'
      ? sql`select object_id, ${columnOf(metric)} from hits_daily where ${only} and day = ${among}`
      : sql`select object_id, ${columnOf(metric)} from hits_sums where ${only} and unit = ${unit} and start = ${among}`;
  });
  if (parts.length === 0) return NO_VALUES;
  const values = sql.join(parts, sql` union all `);
  return metric === 'downloads'
    ? sql`select f.release_id, h.value from (${values}) h (id, value) join files f on f.id = h.id`
    : values;
}

/** The same of releases by their ids, from their own rows of each day. */
function ownValues(ids: SQL, span: Span, measure: Measure): SQL {
  return sql`select id, value from (${ownRows(ids, span, measure)}) o (id, day, value)`;
}

/** Rows (id, day, value). */
function ownRows(ids: SQL, { from, to }: Span, measure: Measure): SQL {
  const { metric, filter } = measure;
  const days = sql`h.day between ${from} and ${to}`;
  if (isBrokenDown(measure))
    return sql`select h.object_id, h.day, h.views from hits_breakdown h
      where h.type = 'release' and h.object_id = any(${ids}) and ${breakdownOf(metric, filter)} and ${days}`;
  if (metric === 'downloads')
    return sql`select f.release_id, h.day, h.views from files f join hits_daily h on h.type = 'file' and h.object_id = f.id
      and ${days} where f.release_id = any(${ids})`;
  return sql`select h.object_id, h.day, h.${columnOf(metric)} from hits_daily h
    where h.type = 'release' and h.object_id = any(${ids}) and ${days}`;
}

const isBrokenDown = ({ metric, filter }: Measure) =>
  filter !== null || metric === 'search' || metric === 'bots';
const columnOf = (metric: Metric): SQL => (metric === 'visitors' ? sql`visitors` : sql`views`);

function breakdownOf(metric: Metric, filter: Filter | null): SQL {
  if (filter) return sql`dimension = ${filter.dimension} and value = ${filter.value}`;
  return metric === 'bots' ? sql`dimension = 'bot'` : sql`dimension = 'channel' and value = 'search'`;
}

async function seriesOf(ids: number[], span: Span, measure: Measure): Promise<Map<number, Map<Day, number>>> {
  const rows = await db().execute<{ id: number; day: Day; value: number }>(sql`/* report.sparklines */
    select id, day::text, sum(value)::float8 as value from (${ownRows(ints(ids), span, measure)}) s (id, day, value)
    group by id, day`);
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

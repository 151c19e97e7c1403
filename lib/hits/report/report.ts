import { and, between, lte, ne } from 'drizzle-orm';
import { addDays, type Day, now, today } from '@/lib/clock';
import { release, urlOf } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { releases } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { cardsOf, cardWith } from './cards';
import { type Contents, contentsOf, releasesIn } from './contents';
import type { FinishedSpan } from './covering';
import { dimensionNamed } from './dimensions';
import {
  type DayTotals,
  firstDay,
  hoursByDay,
  rolledUpDays,
  totalsByDay,
  valueByDay,
  weekHours,
} from './finished';
import { type FreshDay, freshByRelease, freshDays, freshHours, freshValue } from './fresh';
import { notesOf } from './notes';
import { comparedWith, daysIn, earlier, lengthOf, type Span, wallClock } from './periods';
import { comparison, type Interval, type Metric, metrics, parseQuery, type ReportQuery } from './query';
import { changeOf, type ReleaseOptions, releaseRows } from './releases';
import { type DraftsOf, type Scope, shownReleases } from './scope';
import { heatMapOf, pointsOf, type Values } from './series';
import type { Card, Point, ReleaseRow, Report } from './types';

export { sinceRelease } from './since';
export type { Card, CardRow, HeatCell, Point, ReleaseRow, Report, Tile } from './types';

/**
 * The statistics of some content over a period: finished days from PostgreSQL, today (and yesterday until it is rolled
 * up) from what ingest knows. Never throws because memcached or ingest is away: what is missing is null and said in
 * `notes`. A release and a newsroom read by nobody have zeros.
 */
export async function report(
  scope: Scope,
  query: ReportQuery,
  { draftsOf = 'all' }: { draftsOf?: DraftsOf } = {},
): Promise<Report> {
  const frame = await frameOf(scope, query);
  const { contents, span, before, query: asked } = frame;
  const current = await figuresOf(frame, span);
  const [earlier, table, cards, hours, published] = await Promise.all([
    before ? figuresOf(frame, before) : null,
    releaseTable(frame, current.fresh, { limit: TABLE_ROWS, draftsOf }),
    cardsOf({ contents, span: frame.finished(span), live: answersOf(current.fresh), filter: asked.filter }),
    asked.filter ? null : weekHours(contents, frame.finished(span)),
    publishedIn(contents, span),
  ]);
  const tiles = Object.fromEntries(
    metrics.map((metric) => {
      const [value, previous] = [current.sum(metric), earlier?.sum(metric) ?? null];
      return [metric, { value, previous, change: changeOf(value, previous) }];
    }),
  ) as Report['tiles'];
  const { interval } = asked;
  const [values, valuesBefore] = await Promise.all([
    valuesFor(frame, current, span, interval),
    before && earlier ? valuesFor(frame, earlier, before, interval) : null,
  ]);
  return {
    period: span,
    comparison: before,
    tiles,
    series: {
      interval,
      points: pointsOf(interval, span, values),
      comparison:
        before && valuesBefore
          ? pointsOf(interval, before, valuesBefore).map(({ at, value }: Point) => ({ at, value }))
          : null,
    },
    published,
    releases: table,
    releasesTotal: await shownCount(contents, draftsOf),
    cards,
    heatMap: hours && heatMapOf(hours, hoursOfFresh(current.fresh, 'hits')),
    notes: notesOf({
      query: asked,
      span,
      fresh: current.fresh,
      frame,
      withoutHours: values.withoutHours,
      hits: current.sum('hits'),
    }),
  };
}

/** What the tiles say of one day, without the rest of its report. */
export async function dayFigures(scope: Scope, day: Day): Promise<Record<Metric, number | null>> {
  const { query } = parseQuery({ from: day, to: day, compare: 'none' });
  const frame = await frameOf(scope, query);
  const { sum } = await figuresOf(frame, frame.span);
  return Object.fromEntries(metrics.map((metric) => [metric, sum(metric)])) as Record<Metric, number | null>;
}

/** One card with as many of its values as asked for. Throws a PresskitError 'not_found' for a dimension that is none. */
export async function card(
  scope: Scope,
  query: ReportQuery,
  dimension: string,
  options: { search?: string; limit?: number; offset?: number } = {},
): Promise<Card> {
  const known = dimensionNamed(dimension);
  if (!known) throw new PresskitError('not_found', `there is no card "${dimension.slice(0, 60)}"`);
  const frame = await frameOf(scope, query);
  const fresh = await freshDays(frame.contents, frame.span, frame.rolledUp, frame.query.filter);
  return cardWith(
    {
      contents: frame.contents,
      span: frame.finished(frame.span),
      live: answersOf(fresh),
      filter: frame.query.filter,
    },
    known,
    options,
  );
}

/** The releases of a report by the metric that is chosen, most first. @param search part of a title */
export async function releasesOf(
  scope: Scope,
  query: ReportQuery,
  options: ReleaseOptions = {},
): Promise<ReleaseRow[]> {
  const frame = await frameOf(scope, query);
  const fresh = await freshDays(frame.contents, frame.span, frame.rolledUp, frame.query.filter);
  return releaseTable(frame, fresh, options);
}

const TABLE_ROWS = 10;

export type Frame = {
  contents: Contents;
  query: ReportQuery;
  span: Span;
  before: Span | null;
  rolledUp: Set<Day>;
  firstRollup: Day | null;
  /** The part of a span that can be in PostgreSQL. */
  finished(span: Span): FinishedSpan;
};

async function frameOf(scope: Scope, query: ReportQuery): Promise<Frame> {
  const contents = await contentsOf(scope);
  const current = today();
  let span: Span = { from: query.from, to: query.to };
  let { interval } = query;
  if (query.period === 'all') {
    span = { from: (await firstDay(contents)) ?? current, to: current };
    // A few days by the month would be one point.
    if (interval === 'month' && lengthOf(span) <= 92) interval = lengthOf(span) > 1 ? 'day' : 'hour';
  }
  const before = comparison(query);
  const {
    days,
    first,
    last: lastRollup,
  } = await rolledUpDays({ from: before?.from ?? span.from, to: span.to });
  const last = addDays(current, -1);
  return {
    contents,
    query: { ...query, interval },
    span,
    before: before && query.compare !== 'none' ? comparedWith(span, query.compare) : null,
    rolledUp: days,
    firstRollup: first,
    finished: ({ from, to }) => ({
      from,
      to: earlier(to, last),
      // Not so after the clock was ahead: then there are days that have yet to come.
      isToEnd: to >= last && (lastRollup === null || lastRollup <= last),
    }),
  };
}

type Figures = {
  fresh: FreshDay[];
  byDay: Map<Day, DayTotals>;
  /** Of search, bots and the filter, by day. */
  values: Partial<Record<Metric, Map<Day, number>>>;
  sum(metric: Metric): number | null;
};

async function figuresOf(frame: Frame, span: Span): Promise<Figures> {
  const { contents, query, rolledUp } = frame;
  const { filter } = query;
  const finished = frame.finished(span);
  const views = (dimension: string, value: string | null) => valueByDay(contents, finished, dimension, value);
  const [fresh, byDay, search, bots, filtered] = await Promise.all([
    freshDays(contents, span, rolledUp, filter),
    filter ? new Map<Day, DayTotals>() : totalsByDay(contents, finished),
    filter ? undefined : views('channel', 'search'),
    filter ? undefined : views('bot', null),
    filter ? views(filter.dimension, filter.value) : undefined,
  ]);
  const values: Figures['values'] = filter
    ? { [metricOfFilter(filter.dimension)]: filtered }
    : { search, bots };
  const isKnown = daysIn(span).some((day) => rolledUp.has(day)) || byDay.size > 0 || fresh.length > 0;
  return {
    fresh,
    byDay,
    values,
    sum: (metric) => {
      const finishedDays = values[metric] ?? (filter || !(metric in TOTALS) ? null : byDay);
      if (!finishedDays || !isKnown) return null;
      let sum = 0;
      for (const value of finishedDays.values()) {
        sum += typeof value === 'number' ? value : value[metric as keyof DayTotals];
      }
      const live = fresh.map((day) => freshValue(day, metric, filter));
      // All there is to the period is not known.
      if (span.from === span.to && live.length > 0 && live[0] === null) return null;
      return live.reduce<number>((total, value) => total + (value ?? 0), sum);
    },
  };
}

const TOTALS: Record<string, true> = { hits: true, visitors: true, downloads: true };
const metricOfFilter = (dimension: string): Metric => (dimension === 'bot' ? 'bots' : 'hits');

async function valuesFor(
  frame: Frame,
  figures: Figures,
  span: Span,
  interval: Interval,
): Promise<Values & { withoutHours: Day[] }> {
  const { metric, filter } = frame.query;
  const byDay = new Map<Day, number>();
  const finished = figures.values[metric];
  const isKept = finished !== undefined || (!filter && metric in TOTALS);
  if (finished) for (const [day, value] of finished) byDay.set(day, value);
  else if (isKept) {
    for (const [day, totals] of figures.byDay) byDay.set(day, totals[metric as keyof DayTotals]);
  }
  const unknown = new Set<Day>();
  for (const day of figures.fresh) {
    const value = isKept ? freshValue(day, metric, filter) : null;
    if (value === null) unknown.add(day.day);
    else byDay.set(day.day, value);
  }
  const hasHours = !filter && (interval === 'hour' || interval === 'minute');
  const answer = figures.fresh.find(({ day }) => day === span.to)?.answer;
  const time = now();
  const byHour = hasHours ? await hoursOf(frame.contents, frame.finished(span), figures.fresh, metric) : null;
  return {
    byDay,
    isKnown: (day) =>
      isKept &&
      !unknown.has(day) &&
      (frame.rolledUp.has(day) || figures.fresh.some((fresh) => fresh.day === day)),
    byHour,
    byMinute: hasHours && answer ? new Map(answer.minutes[metric]) : null,
    withoutHours: byHour
      ? [...byDay].flatMap(([day, n]) => (n > 0 && !byHour.has(day) ? day : [])).sort()
      : [],
    today: today(),
    minuteNow: time.getHours() * 60 + time.getMinutes(),
  };
}

async function hoursOf(
  contents: Contents,
  finished: Span,
  fresh: FreshDay[],
  metric: Metric,
): Promise<Map<Day, number[]>> {
  return new Map([...(await hoursByDay(contents, finished, metric)), ...hoursOfFresh(fresh, metric)]);
}

/** Of the days among these whose hours are known. */
function hoursOfFresh(fresh: FreshDay[], metric: Metric): Map<Day, number[]> {
  return new Map(
    fresh.flatMap((day) => {
      const hours = freshHours(day, metric);
      return hours ? [[day.day, hours] as const] : [];
    }),
  );
}

async function releaseTable(frame: Frame, fresh: FreshDay[], options: ReleaseOptions): Promise<ReleaseRow[]> {
  const { contents, query, span, before } = frame;
  const { metric, filter } = query;
  const live = fresh.map((day) => ({ day: day.day, values: freshByRelease(day, metric, filter) }));
  return releaseRows(
    contents,
    {
      measure: { metric, filter },
      span: { ...frame.finished(span), isFromStart: query.period === 'all' },
      before: before && frame.finished(before),
      live,
      liveBefore: live.filter(({ day }) => before && day >= before.from && day <= before.to),
      days: daysIn(span),
    },
    options,
  );
}

const answersOf = (fresh: FreshDay[]) => fresh.flatMap(({ answer }) => answer ?? []);

async function publishedIn(contents: Contents, span: Span): Promise<Report['published']> {
  const [from, to] = [new Date(`${span.from}T00:00:00`), new Date(`${addDays(span.to, 1)}T00:00:00`)];
  const rows = await db()
    .select({
      id: releases.id,
      slug: releases.slug,
      title: releases.title,
      publishedAt: releases.publishedAt,
    })
    .from(releases)
    .where(
      and(
        releasesIn(contents),
        ne(releases.status, 'draft'),
        between(releases.publishedAt, from, to),
        lte(releases.publishedAt, now()),
      ),
    )
    .orderBy(releases.publishedAt, releases.id)
    .limit(MOST_PUBLISHED);
  return rows.map(({ publishedAt, ...row }) => ({
    at: wallClock(publishedAt!),
    id: row.id,
    title: row.title,
    url: urlOf(release, row),
  }));
}

const MOST_PUBLISHED = 200;

async function shownCount(contents: Contents, draftsOf: DraftsOf): Promise<number> {
  const shown = shownReleases(draftsOf);
  if (!shown) return contents.releaseIds.length;
  return db().$count(releases, and(releasesIn(contents), shown));
}

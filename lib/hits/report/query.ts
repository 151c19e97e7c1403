import { addDays, type Day, isDay, today } from '@/lib/clock';
import { dimensionNames, storedValue, storedValues } from './dimensions';
import {
  comparedWith,
  FIRST_DAY,
  lengthOf,
  nameOfDays,
  neighbour,
  type PeriodName,
  periodNames,
  spanOf,
} from './periods';

/**
 * What a report is asked for, as the address of its page says it. Read leniently: what cannot be understood becomes a
 * sentence and the default, so an old or mistyped address still shows something.
 */
export const metrics = ['hits', 'visitors', 'downloads', 'search', 'bots'] as const;
export const intervals = ['minute', 'hour', 'day', 'week', 'month'] as const;
export const comparisons = ['previous', 'year', 'none'] as const;
export type Metric = (typeof metrics)[number];
export type Interval = (typeof intervals)[number];
export type Compare = (typeof comparisons)[number];
export type { PeriodName } from './periods';
export type Filter = { dimension: string; value: string };

export type ReportQuery = {
  period: PeriodName;
  /** Both included, in the site's days. With period 'all', `from` is before all logs. */
  from: Day;
  to: Day;
  compare: Compare;
  interval: Interval;
  metric: Metric;
  filter: Filter | null;
  /** For people: "Last 28 days". */
  label: string;
};

export type Params = Record<string, string | undefined>;

/** A parameter that was not understood: what is wrong with it, and what a page shows instead of it. */
export type Problem = { wrong: string; instead: string | null };

/** "There is no period "x"; shown is "28d"." */
export const sentenceOf = ({ wrong, instead }: Problem): string =>
  `${[wrong, instead].filter(Boolean).join('; ')}.`;

/** The query of an address's parameters, and what of them was not understood. Never throws. */
export function parseQuery(params: Params): { query: ReportQuery; problems: Problem[] } {
  const problems: Problem[] = [];
  const oneOf = <T extends string>(name: string, known: readonly T[], otherwise: T): T => {
    const given = params[name];
    if (given === undefined || given === '') return otherwise;
    const found = known.find((value) => value === given);
    if (!found)
      problems.push({
        wrong: `There is no ${name} ${quoted(given)} (there are ${known.join(', ')})`,
        instead: `shown is "${otherwise}"`,
      });
    return found ?? otherwise;
  };
  const hasDay = [params.from, params.to].some((day) => day !== undefined && isDay(day));
  const period = oneOf('period', periodNames, hasDay ? 'custom' : '28d');
  const span = spanAsked(period, params, problems);
  const fitting = intervalsOf(span.period, span);
  const usual = defaultInterval(span.period, span);
  let interval = oneOf('interval', intervals, usual);
  if (!fitting.includes(interval)) {
    problems.push({
      wrong: `A chart by ${interval} is not possible for this period`,
      instead: `shown is one by ${usual}`,
    });
    interval = usual;
  }
  const query = {
    ...span,
    compare: span.period === 'all' ? 'none' : oneOf('compare', comparisons, 'previous'),
    interval,
    metric: oneOf('metric', metrics, 'hits'),
    filter: filterOf(params.filter, problems),
  } as const;
  return { query: { ...query, label: labelOf(query) }, problems };
}

/** The parameters that `parseQuery` reads as this query with some changes; defaults are left out. */
export function queryParams(query: ReportQuery, changes: Partial<ReportQuery> = {}): URLSearchParams {
  const wanted = { ...query, ...changes };
  const params = new URLSearchParams();
  if (changes.period && changes.period !== 'custom' && !changes.from && !changes.to)
    Object.assign(wanted, spanOf(changes.period));
  else if ((changes.from || changes.to) && !changes.period) wanted.period = nameOfDays(wanted);
  const { period, from, to } = wanted;
  // All time is compared with nothing because there is nothing before it, not because somebody chose so.
  if (query.period === 'all' && !changes.compare) wanted.compare = 'previous';
  const isMoved = period !== 'custom' && to !== spanOf(period).to;
  if (period !== '28d' || isMoved) params.set('period', period);
  if (period === 'custom') {
    params.set('from', from);
    params.set('to', to);
  } else if (isMoved) params.set('to', to);
  if (wanted.compare !== 'previous' && period !== 'all') params.set('compare', wanted.compare);
  const isPossible = intervalsOf(period, wanted).includes(wanted.interval);
  const wasChosen = changes.interval !== undefined || query.interval !== defaultInterval(query.period, query);
  if (isPossible && wasChosen && wanted.interval !== defaultInterval(period, wanted))
    params.set('interval', wanted.interval);
  if (wanted.metric !== 'hits') params.set('metric', wanted.metric);
  if (wanted.filter) params.set('filter', `${wanted.filter.dimension}:${wanted.filter.value}`);
  return params;
}

/** The same query one period earlier (-1) or later (1); null: there is nothing to see there. */
export function shifted(query: ReportQuery, direction: -1 | 1): ReportQuery | null {
  const moved = neighbour(query.period, query, direction);
  if (!moved) return null;
  const next = { ...query, period: moved.name, ...moved.span };
  const keeps = intervalsOf(next.period, next).includes(query.interval);
  const interval = keeps ? query.interval : defaultInterval(next.period, next);
  return { ...next, interval, label: labelOf({ ...next }) };
}

/** The span a query is compared with, of as many days; null when with none. */
export function comparison(
  query: Pick<ReportQuery, 'from' | 'to' | 'compare' | 'period'>,
): { from: Day; to: Day } | null {
  return query.compare === 'none' || query.period === 'all' ? null : comparedWith(query, query.compare);
}

/** Whether it is about one day that is not over: at nine in the morning, less than on a whole one is no loss. */
export const isRunning = ({ period }: Pick<ReportQuery, 'period'>): boolean => period === 'today';

/** The intervals a chart of a period may have, finest first. */
export function intervalsOf(period: PeriodName, span: { from: Day; to: Day }): Interval[] {
  if (period === 'all') return ['day', 'week', 'month'];
  const days = lengthOf(span);
  const isToday = days === 1 && span.to === today();
  return intervals.filter((interval) => {
    if (interval === 'minute') return isToday;
    if (interval === 'hour') return days <= 14;
    if (interval === 'day') return days > 1 && days <= 800;
    return interval === 'week' ? days > 7 : days > 28;
  });
}

export function defaultInterval(period: PeriodName, span: { from: Day; to: Day }): Interval {
  if (period === 'all') return 'month';
  const days = lengthOf(span);
  if (days === 1) return 'hour';
  return days <= 100 ? 'day' : days <= 190 ? 'week' : 'month';
}

function spanAsked(period: PeriodName, params: Params, problems: Problem[]) {
  const day = (name: 'from' | 'to'): Day | undefined => {
    const given = params[name];
    if (!given) return undefined;
    if (isDay(given) && given >= FIRST_DAY) return given;
    problems.push({ wrong: `${quoted(given)} is no day; write it like ${today()}`, instead: null });
    return undefined;
  };
  let [from, to] = [day('from'), day('to')];
  if (period !== 'custom') return { period, ...spanOf(period, to ?? from) };
  if (!from && !to) {
    problems.push({
      wrong: "A period of one's own needs a first and a last day",
      instead: 'shown are the last 28 days',
    });
    return { period: '28d' as const, ...spanOf('28d') };
  }
  from ??= addDays(to!, -27);
  to ??= today();
  if (from > to) {
    problems.push({ wrong: `${from} is after ${to}`, instead: 'they were taken the other way round' });
    [from, to] = [to, from];
  }
  if (to > today()) {
    problems.push({ wrong: `${to} is not here yet`, instead: 'the period ends today' });
    to = today();
    if (from > to) from = to;
  }
  return { period: nameOfDays({ from, to }) as PeriodName, from, to };
}

function filterOf(given: string | undefined, problems: Problem[]): Filter | null {
  if (!given) return null;
  const colon = given.indexOf(':');
  const [dimension, value] = [given.slice(0, colon), given.slice(colon + 1)];
  // The country of an address that the database does not know is ''.
  const isEmpty = value === '' && dimension !== 'country';
  const isKnown = colon > 0 && !isEmpty && value.length <= 500 && dimensionNames.includes(dimension);
  const instead = 'everything is shown';
  if (!isKnown || value.includes('\0')) {
    problems.push({
      wrong: `The filter ${quoted(given)} is none: one is written like "channel:search"`,
      instead,
    });
    return null;
  }
  const stored = storedValue(dimension, value);
  if (stored !== null) return { dimension, value: stored };
  problems.push({ wrong: `There is no ${dimension} ${quoted(value)}${examplesOf(dimension)}`, instead });
  return null;
}

function examplesOf(dimension: string): string {
  const values = storedValues(dimension);
  return values ? ` (there are ${values.join(', ')})` : '';
}

/** How a span is called that has no other name: "10 Oct 2026 to 25 Nov 2026". */
export function daysLabel({ from, to }: { from: Day; to: Day }): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return from === to ? inWords(from, day) : `${inWords(from, day)} to ${inWords(to, day)}`;
}

function labelOf({ period, from, to }: Pick<ReportQuery, 'period' | 'from' | 'to'>): string {
  const isCurrent = period !== 'custom' && to === spanOf(period).to && from === spanOf(period).from;
  if (isCurrent && period in labels) return labels[period as keyof typeof labels];
  if (period === 'month') return inWords(from, { month: 'long', year: 'numeric' });
  if (period === 'quarter') return `Quarter ${Math.ceil(Number(from.slice(5, 7)) / 3)}, ${from.slice(0, 4)}`;
  if (period === 'year') return from.slice(0, 4);
  return daysLabel({ from, to });
}

const labels = {
  today: 'Today',
  yesterday: 'Yesterday',
  '7d': 'Last 7 days',
  '28d': 'Last 28 days',
  '90d': 'Last 90 days',
  all: 'All time',
};

const inWords = (day: Day, options: Intl.DateTimeFormatOptions) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' });

const quoted = (text: string) => JSON.stringify(text.slice(0, 60));

import { getMany } from '@/lib/cache';
import { addDays, type Day, today } from '@/lib/clock';
import { hitsKey, readyKey, WHOLE } from '../keys';
import type { LiveAnswer } from '../live-asking';
import { type Contents, keysOf } from './contents';
import type { DayTotals } from './finished';
import { askLive } from './live-day';
import type { Span } from './periods';
import type { Filter, Metric } from './query';

/**
 * The days of a span that PostgreSQL does not have yet: today, and yesterday until it is rolled up. With what ingest
 * knows of them; when it does not answer, with the hits that stand in memcached for the pages.
 */
export type FreshDay = {
  day: Day;
  /** null: only `hits` is known, or nothing. */
  answer: LiveAnswer | null;
  totals: { hits: number | null; visitors: number | null; downloads: number | null };
  /** By release: hits, visitors, requests of bots, downloads are not known per release. */
  releases: Map<number, { views: number; visitors: number; bots: number }>;
};

export async function freshDays(contents: Contents, span: Span, rolledUp: Set<Day>): Promise<FreshDay[]> {
  const current = today();
  const days = [addDays(current, -1), current].filter(
    (day) => day >= span.from && day <= span.to && !rolledUp.has(day),
  );
  return Promise.all(days.map((day) => freshDay(contents, day)));
}

async function freshDay(contents: Contents, day: Day): Promise<FreshDay> {
  const answer = await askLive(keysOf(contents), day);
  if (!answer) return onlyHits(contents, day);
  const releases: FreshDay['releases'] = new Map();
  const totals: DayTotals = { hits: 0, visitors: 0, downloads: 0 };
  const { releaseIds } = contents;
  const pages = releaseIds.length + contents.newsroomIds.length;
  for (const [place, views, visitors, bots] of answer.contents) {
    if (place < releaseIds.length) releases.set(releaseIds[place]!, { views, visitors, bots });
    if (place >= pages) totals.downloads += views;
    else {
      totals.hits += views;
      totals.visitors += visitors;
    }
  }
  return { day, answer, totals, releases };
}

const unknown = { hits: null, visitors: null, downloads: null };
/** More counts than this are not fetched one by one while ingest is away. */
const MOST_COUNTS = 2000;

async function onlyHits({ releaseIds, newsroomIds }: Contents, day: Day): Promise<FreshDay> {
  const nothing = { day, answer: null, totals: unknown, releases: new Map() };
  if (releaseIds.length + newsroomIds.length > MOST_COUNTS) return nothing;
  const keys = [
    ...releaseIds.map((id) => hitsKey(day, 'release', id)),
    ...newsroomIds.map((id) => hitsKey(day, 'newsroom', id)),
  ];
  const counts = await getMany([readyKey(day), ...keys]);
  if (counts?.get(readyKey(day)) !== WHOLE) return nothing;
  const hitsOf = (key: string) => Number(counts.get(key) ?? 0);
  return {
    day,
    answer: null,
    totals: { ...unknown, hits: keys.reduce((sum, key) => sum + hitsOf(key), 0) },
    releases: new Map(
      releaseIds.map((id) => [id, { views: hitsOf(hitsKey(day, 'release', id)), visitors: 0, bots: 0 }]),
    ),
  };
}

/** What the day says of a metric, under a filter of the value's hits; null: not known. */
export function freshValue(
  { answer, totals }: FreshDay,
  metric: Metric,
  filter: Filter | null,
): number | null {
  if (filter) return answer ? viewsOf(answer, filter.dimension, filter.value) : null;
  if (metric === 'search') return answer ? viewsOf(answer, 'channel', 'search') : null;
  if (metric === 'bots') return answer ? (answer.totals.bot?.views ?? 0) : null;
  return totals[metric];
}

function viewsOf({ breakdowns }: LiveAnswer, dimension: string, value: string): number {
  return breakdowns[dimension]?.find(([name]) => name === value)?.[1] ?? 0;
}

/** Per release, for the table; what a release's visits were made of is not known one by one before the roll-up. */
export function freshByRelease(
  { answer, releases }: FreshDay,
  metric: Metric,
  filter: Filter | null,
): Map<number, number> {
  const field = metric === 'hits' ? 'views' : metric === 'visitors' || metric === 'bots' ? metric : null;
  if (!field || filter || (!answer && field !== 'views')) return new Map();
  return new Map([...releases].map(([id, figures]) => [id, figures[field]]));
}

/** Hits of pages by the 24 hours of the day; null: not known. */
export function freshHours({ answer }: FreshDay): number[] | null {
  if (!answer) return null;
  const hours = Array<number>(24).fill(0);
  for (const [hour, views] of answer.breakdowns.hour ?? []) hours[Number(hour)] = views;
  return hours;
}

import { getMany } from '@/lib/cache';
import { addDays, type Day, today } from '@/lib/clock';
import { hitsKey, readyKey, WHOLE } from '../keys';
import type { LiveAnswer } from '../live-asking';
import { HOURS, hourDimension } from '../times';
import { type Contents, keysOf } from './contents';
import type { DayTotals } from './finished';
import { askLive } from './live-day';
import { havingOn } from './live-filter';
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
  /** By release, as far as it is known: without an answer only its hits. */
  releases: Map<number, ReleaseDay>;
  /** Under a filter, the hits of pages that it lets through; null: not known. */
  having: number | null;
  /** Whether it is known, too, which releases they are of. */
  isSpread: boolean;
};

/** What a release had on a day; `having`: hits that the filter lets through. */
type ReleaseDay = Partial<Record<Metric | 'having', number>>;

export async function freshDays(
  contents: Contents,
  span: Span,
  rolledUp: Set<Day>,
  filter: Filter | null = null,
): Promise<FreshDay[]> {
  const current = today();
  const days = [addDays(current, -1), current].filter(
    (day) => day >= span.from && day <= span.to && !rolledUp.has(day),
  );
  return Promise.all(days.map((day) => freshDay(contents, day, filter)));
}

async function freshDay(contents: Contents, day: Day, filter: Filter | null): Promise<FreshDay> {
  const keys = keysOf(contents);
  const answer = await askLive(keys, day);
  if (!answer) return onlyHits(contents, day);
  const releases: FreshDay['releases'] = new Map();
  const totals: DayTotals = { hits: 0, visitors: 0, downloads: 0 };
  const { releaseIds, releaseOfFile } = contents;
  const pages = releaseIds.length + contents.newsroomIds.length;
  const filtered = filter && (await havingOn(answer, { contents: keys, pages, filter }));
  for (const [place, views, visitors, bots, search] of answer.contents) {
    if (place < releaseIds.length) {
      const having = filtered?.byPlace && { having: filtered.byPlace.get(place) ?? 0 };
      // Places go up, so a release comes before its files.
      releases.set(releaseIds[place]!, { hits: views, visitors, bots, search, downloads: 0, ...having });
    }
    if (place < pages) {
      totals.hits += views;
      totals.visitors += visitors;
      continue;
    }
    totals.downloads += views;
    const owner = releaseOfFile[place - pages];
    if (!owner) continue;
    const known = releases.get(owner);
    if (known) known.downloads = (known.downloads ?? 0) + views;
    else releases.set(owner, { downloads: views });
  }
  return {
    day,
    answer,
    totals,
    releases,
    having: filtered?.total ?? null,
    isSpread: !filtered || filtered.byPlace !== null,
  };
}

const unknown = { hits: null, visitors: null, downloads: null };
/** More counts than this are not fetched one by one while ingest is away. */
const MOST_COUNTS = 2000;

async function onlyHits({ releaseIds, newsroomIds }: Contents, day: Day): Promise<FreshDay> {
  const nothing = { day, answer: null, totals: unknown, releases: new Map(), having: null, isSpread: true };
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
    releases: new Map(releaseIds.map((id) => [id, { hits: hitsOf(hitsKey(day, 'release', id)) }])),
    having: null,
    isSpread: true,
  };
}

/** What the day says of a metric, under a filter of the hits that it lets through; null: not known. */
export function freshValue(
  { answer, totals, having }: FreshDay,
  metric: Metric,
  filter: Filter | null,
): number | null {
  if (filter) return having;
  if (metric === 'search' || metric === 'bots')
    return answer ? (answer.totals[hourDimension[metric]]?.views ?? 0) : null;
  return totals[metric];
}

/** Per release, for the table; those of which nothing is known are left out. */
export function freshByRelease(
  { releases }: FreshDay,
  metric: Metric,
  filter: Filter | null,
): Map<number, number> {
  return new Map(
    [...releases].flatMap(([id, day]) => {
      const value = day[filter ? 'having' : metric];
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}

/** A metric by the 24 hours of the day; null: not known. */
export function freshHours({ answer }: FreshDay, metric: Metric): number[] | null {
  if (!answer) return null;
  const hours = Array<number>(HOURS).fill(0);
  for (const [hour, n] of answer.breakdowns[hourDimension[metric]] ?? []) hours[Number(hour)] = n;
  return hours;
}

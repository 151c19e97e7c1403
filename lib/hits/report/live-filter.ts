import { setTimeout as sleep } from 'node:timers/promises';
import { getMany, set } from '@/lib/cache';
import type { Day } from '@/lib/clock';
import type { ContentKey } from '../day-sums';
import { filtersKey, havingKey } from '../keys';
import {
  askId,
  type Filter,
  type FilterAnswer,
  type FilterAskers,
  filterId,
  type LiveAnswer,
  MOST_FILTERS,
  unpacked,
} from '../live-asking';

/**
 * Hits of a fresh day under a filter. How many there are stands in the answer about the scope; only how they are spread
 * over its releases is asked of ingest, apart from it, and answered once.
 */
export type Having = {
  /** Hits of all pages that the filter lets through; null: not known. */
  total: number | null;
  /** By the page's place among the contents; null: not known. */
  byPlace: Map<number, number> | null;
};

/** @param o.pages how many of the contents, the first ones, are pages */
export async function havingOn(
  answer: LiveAnswer,
  o: { contents: readonly ContentKey[]; pages: number; filter: Filter },
): Promise<Having> {
  const { dimension, value } = o.filter;
  const listed = answer.breakdowns[dimension] ?? [];
  const total = listed.find(([known]) => known === value)?.[1];
  // The values of a long tail are not listed; of any other list, what is not there is nowhere.
  const isWhole = (answer.totals[dimension]?.distinct ?? 0) <= listed.length;
  if (total === undefined && isWhole) return { total: 0, byPlace: new Map() };
  if (total !== undefined && o.pages === 1) return { total, byPlace: new Map([[0, total]]) };
  const byPlace = await askHaving(o.contents, answer.day, o.filter);
  return { total: total ?? (byPlace && sumOf(byPlace)), byPlace };
}

const PATIENCE = 400;
const LOOK_EVERY = 40;
/** So long a page takes what another one asked for. */
const FRESH_MS = 2000;
const FILTERS_SECONDS = 5;

/** By the page's place. null: not answered in time, as when too many filters of these contents are asked at once. */
export async function askHaving(
  contents: readonly ContentKey[],
  day: Day,
  filter: Filter,
): Promise<Map<number, number> | null> {
  const [scope, id] = [askId(contents), filterId(filter)];
  const [list, key] = [filtersKey(scope), havingKey(scope, id, day)];
  const until = performance.now() + PATIENCE;
  let hasAsked = false;
  do {
    const found = await getMany([list, key]);
    if (!found) return null;
    const [text, known] = [found.get(key), found.get(list)];
    const answer = text ? await unpacked<FilterAnswer>(text) : null;
    const time = Date.now();
    if (answer && time - answer.asked < FRESH_MS) return new Map(answer.having);
    const askers = known ? (JSON.parse(known) as FilterAskers) : [];
    const waiting = askers.filter(([, , , asked]) => time - asked < PATIENCE);
    // Newer ones come first, once: who was pushed out asks again only where there is room.
    if (!waiting.some(([asker]) => asker === id) && (!hasAsked || waiting.length < MOST_FILTERS)) {
      const mine: FilterAskers[number] = [id, filter.dimension, filter.value, time];
      await set(list, JSON.stringify([...waiting, mine].slice(-MOST_FILTERS)), FILTERS_SECONDS);
      hasAsked = true;
    }
    await sleep(LOOK_EVERY);
  } while (performance.now() < until);
  return null;
}

const sumOf = (counts: Map<number, number>) => [...counts.values()].reduce((sum, n) => sum + n, 0);

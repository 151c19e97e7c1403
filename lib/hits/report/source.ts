import { eq } from 'drizzle-orm';
import { allows } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { getMany } from '@/lib/cache';
import { addDays, type Day, today } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { rollups } from '@/lib/db/tables';
import type { DropReason } from '../day-sums';
import type { IngestStatus } from '../ingest';
import { STATUS_KEY } from '../keys';

/** Where the numbers of a day come from: what became of every line of the site's log. lines = hits + all drops. */
export type Counted = {
  lines: number;
  hits: number;
  drops: Record<DropReason, number>;
  /** The files that were read; while the day is going on: none. */
  sources: { path: string; bytes: number }[];
  /** When it was rolled up; null: it is being counted live. */
  finishedAt: Date | null;
};

/**
 * The same for whoever may not see everybody's numbers: coarse shares of the lines of a day that is over, and of the logs
 * how many. A member of the only newsroom with readers, or whoever has a link to it, knows its hits already; but lines,
 * bots and failures are those of the whole site, and so are the bytes of its logs.
 */
export type CountedShares = {
  hits: Share;
  drops: Record<DropReason, Share>;
  /** Whether hits and drops are all of the lines. */
  addsUp: boolean;
  logs: number;
  finishedAt: Date | null;
};

/**
 * Per cent in steps of 5, to the nearest; 0 is "less than 5", none at all included, and 100 "more than 95". Finer ones
 * would tell of the lines: whoever sends a few hundred requests and sees a share flip knows how many they are part of.
 */
export type Share = number;
const STEP = 5;

function shareOf(count: number, lines: number): Share {
  const percent = lines === 0 ? 0 : (count / lines) * 100;
  if (percent < STEP) return 0;
  if (percent > 100 - STEP) return 100;
  return Math.round(percent / STEP) * STEP;
}

/** Whether somebody may see the sums of the whole site: who reads every newsroom's statistics. */
export const seesWholeSite = (user: User | null): boolean =>
  user !== null && allows(user.role, null, 'statistics');

/**
 * null as howCounted. 'later': the day goes on, or its roll-up is to come. No share is shown until then: one could send
 * requests and watch it change.
 */
export async function sharesCounted(day: Day): Promise<CountedShares | 'later' | null> {
  if (day >= today()) return 'later';
  const counted = await howCounted(day);
  if (!counted) return day === addDays(today(), -1) ? 'later' : null;
  const { lines, hits, drops, sources, finishedAt } = counted;
  const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
  return {
    hits: shareOf(hits, lines),
    drops: Object.fromEntries(
      Object.entries(drops).map(([reason, count]) => [reason, shareOf(count, lines)]),
    ) as CountedShares['drops'],
    addsUp: hits + dropped === lines,
    logs: sources.length,
    finishedAt,
  };
}

/** null: no log of that day has been counted, or what counts today does not say. */
export async function howCounted(day: Day): Promise<Counted | null> {
  const [row] = await db()
    .select({
      lines: rollups.lines,
      hits: rollups.hits,
      drops: rollups.drops,
      sources: rollups.sources,
      finishedAt: rollups.finishedAt,
    })
    .from(rollups)
    .where(eq(rollups.day, day));
  if (row) {
    return {
      lines: row.lines,
      hits: row.hits,
      drops: row.drops as Counted['drops'],
      sources: row.sources as Counted['sources'],
      finishedAt: row.finishedAt,
    };
  }
  if (day !== today()) return null;
  const text = (await getMany([STATUS_KEY]))?.get(STATUS_KEY);
  const status = text ? (JSON.parse(text) as IngestStatus) : null;
  if (status?.today.day !== day) return null;
  const { lines, hits, drops } = status.today;
  return { lines, hits, drops, sources: [], finishedAt: null };
}

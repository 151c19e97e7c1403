import { eq } from 'drizzle-orm';
import { getMany } from '@/lib/cache';
import { type Day, today } from '@/lib/clock';
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

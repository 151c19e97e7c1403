import { desc } from 'drizzle-orm';
import { getMany, stats } from '@/lib/cache';
import { addDays, type Day, dayOf, now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { rollups } from '@/lib/db/tables';
import { explain } from '@/lib/errors';
import type { IngestStatus } from './ingest';
import { STATUS_KEY } from './keys';

/** How an installation is doing, for machines and for the admin's page; times are ISO 8601, sizes are bytes. */
export type Health = {
  /** Nothing needs a person. */
  ok: boolean;
  /** What does, each a sentence. */
  reasons: string[];
  time: string;
  /** null: no sign of life within the last ten minutes. */
  ingest: {
    lastSeen: string;
    pid: number;
    secondsUp: number;
    logDirs: string[];
    logBytes: number;
    bytesBehind: number;
    secondsBehind: number;
  } | null;
  /** Lines of today so far: lines = hits + all drops. null: ingest does not say. */
  today: IngestStatus['today'] | null;
  /** null: PostgreSQL does not answer, or no day has been rolled up yet. */
  rollup: { lastDay: Day; finishedAt: string; lines: number; hits: number; durationMs: number } | null;
  memcached: MemcachedFigures[];
};
export type MemcachedFigures = { server: string; away: boolean } & Partial<Record<Figure, number>>;
type Figure =
  | 'secondsUp'
  | 'items'
  | 'usedBytes'
  | 'limitBytes'
  | 'hits'
  | 'misses'
  | 'evictions'
  | 'connections';

const SILENT_SECONDS = 10;
const BEHIND_SECONDS = 10;
/** Minutes after midnight by which the timer should have rolled yesterday up. */
const ROLLED_UP_BY = 15;

/** Asks all there is to ask. Never throws because something is away: that is what it says. */
export async function health(): Promise<Health> {
  const time = now();
  const reasons: string[] = [];
  const [status, memcached, last] = await Promise.all([ingestStatus(), figures(), lastRollup(reasons)]);
  for (const { server, away } of memcached) if (away) reasons.push(`memcached ${server} does not answer`);
  if (status) judgeIngest(status, time, reasons);
  else if (memcached.some(({ away }) => !away)) reasons.push('ingest is not running: start it');
  if (status && last !== undefined) judgeRollup(status, last?.lastDay, time, reasons);
  return {
    ok: reasons.length === 0,
    reasons,
    time: time.toISOString(),
    ingest: status && {
      lastSeen: status.time,
      pid: status.pid,
      secondsUp: status.secondsUp,
      logDirs: status.log.dirs,
      logBytes: status.log.size,
      bytesBehind: status.bytesBehind,
      secondsBehind: status.secondsBehind,
    },
    today: status?.today ?? null,
    rollup: last ?? null,
    memcached,
  };
}

async function ingestStatus(): Promise<IngestStatus | null> {
  const text = (await getMany([STATUS_KEY]))?.get(STATUS_KEY);
  return text ? (JSON.parse(text) as IngestStatus) : null;
}

async function figures(): Promise<MemcachedFigures[]> {
  return (await stats()).map(({ server, figures }) => {
    if (!figures) return { server, away: true };
    const number = (name: string) => Number(figures[name]);
    return {
      server,
      away: false,
      secondsUp: number('uptime'),
      items: number('curr_items'),
      usedBytes: number('bytes'),
      limitBytes: number('limit_maxbytes'),
      hits: number('get_hits'),
      misses: number('get_misses'),
      evictions: number('evictions'),
      connections: number('curr_connections'),
    };
  });
}

/** undefined: PostgreSQL does not answer. */
async function lastRollup(reasons: string[]): Promise<Health['rollup'] | undefined> {
  try {
    const [row] = await db()
      .select({
        lastDay: rollups.day,
        finishedAt: rollups.finishedAt,
        lines: rollups.lines,
        hits: rollups.hits,
        durationMs: rollups.durationMs,
      })
      .from(rollups)
      .orderBy(desc(rollups.day))
      .limit(1);
    return row ? { ...row, finishedAt: row.finishedAt.toISOString() } : null;
  } catch (error) {
    // To a reader of this page the statement says nothing, what PostgreSQL said does.
    const cause = error instanceof Error && error.cause ? error.cause : error;
    reasons.push(`PostgreSQL does not answer as it should (${explain(cause)})`);
    return undefined;
  }
}

function judgeIngest(status: IngestStatus, time: Date, reasons: string[]): void {
  const silent = Math.round((time.getTime() - Date.parse(status.time)) / 1000);
  if (silent > SILENT_SECONDS) reasons.push(`ingest gave its last sign of life ${silent} s ago: start it`);
  else if (status.secondsBehind > BEHIND_SECONDS)
    reasons.push(`ingest is ${status.bytesBehind} bytes and ${status.secondsBehind} s behind the log`);
  reasons.push(...status.troubles);
}

function judgeRollup(status: IngestStatus, last: Day | undefined, time: Date, reasons: string[]): void {
  const yesterday = addDays(dayOf(time), -1);
  const minutes = time.getHours() * 60 + time.getMinutes();
  if (status.yesterday.day !== yesterday || status.yesterday.lines === 0 || minutes < ROLLED_UP_BY) return;
  if (last === undefined || last < yesterday)
    reasons.push(
      `${yesterday} has a log and is not rolled up: run \`presskit rollup\`, look after its timer`,
    );
}

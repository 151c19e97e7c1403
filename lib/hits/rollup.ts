import type postgres from 'postgres';
import { addDays, type Day, today } from '@/lib/clock';
import { ownerSql } from '@/lib/db/client';
import { PresskitError } from '@/lib/errors';
import { countFiles } from './count';
import type { DaySums, DropReason } from './day-sums';
import { daysWithLog, filesOfDay, type LogFile } from './log-dirs';
import { addDay, giveHomes, withdrawDay } from './newsroom-sums';

/**
 * The roll-up: a finished day's log becomes rows in hits_daily and hits_breakdown, in one transaction that replaces
 * what was there. It may run again for any day; two at once for one day wait for each other.
 */
export type RolledUp = {
  day: Day;
  lines: number;
  hits: number;
  visitors: number;
  drops: Record<DropReason, number>;
  /** Files read and their bytes on disk. */
  files: number;
  bytes: number;
  durationMs: number;
};

/** What a roll-up read, so that a log that comes late, or has grown, is noticed. */
type Source = { path: string; bytes: number };

export type RollupOptions = {
  logDirs: string[];
  /** Lower-case host names of this site. */
  ownHosts?: string[];
  /** A database of countries (.mmdb). */
  geoDb?: string;
  threads?: number;
  /** Replace a day also when some of the log it was made from is gone, and its hits with it. */
  partial?: boolean;
  signal?: AbortSignal;
  onDay?: (done: RolledUp, index: number, total: number) => void;
};

/**
 * Rolls the days up, oldest first, and returns what each held. Throws an Error 'roll-up of <day>' with the cause, or a
 * PresskitError 'conflict' when a file that the day was made from is gone; the days before it are done, and that day is
 * as it was.
 */
export async function rollUp(days: Day[], options: RollupOptions): Promise<RolledUp[]> {
  const done: RolledUp[] = [];
  const sorted = [...days].sort();
  let next = sorted.length > 0 ? counting(sorted[0]!, options) : undefined;
  for (const [index, day] of sorted.entries()) {
    options.signal?.throwIfAborted();
    const counted = next!;
    // The next day is read while this one is written.
    next = index + 1 < sorted.length ? counting(sorted[index + 1]!, options) : undefined;
    try {
      done.push(await write(day, await counted, options));
      options.onDay?.(done.at(-1)!, done.length, sorted.length);
    } catch (cause) {
      if (cause instanceof PresskitError) throw cause;
      throw new Error(`roll-up of ${day}`, { cause });
    }
  }
  return done;
}

/**
 * The finished days that need a roll-up: those that have a log and no roll-up yet, and those whose log has grown or got
 * another file since. A day some of whose rolled-up files are gone is left as it is: its hits are kept.
 */
export async function daysToRollUp(logDirs: string[]): Promise<Day[]> {
  const rows = await ownerSql()<{ day: Day; sources: Source[] }[]>`
    /* rollup.sources */ select day::text, sources from rollups`;
  const rolledUp = new Map(rows.map(({ day, sources }) => [day, sources]));
  const days: Day[] = [];
  for (const day of await finishedDays(logDirs)) {
    const sources = rolledUp.get(day);
    if (!sources || hasGrown(sources, await filesOfDay(logDirs, day))) days.push(day);
  }
  return days;
}

/**
 * The finished days from `from` to `to` (both included) that have a log. Throws a PresskitError: 'usage' when the range
 * is no range or not finished, 'not_found' when it has no log.
 */
export async function daysBetween(from: Day, to: Day, logDirs: string[]): Promise<Day[]> {
  if (from > to) throw new PresskitError('usage', `${from} is after ${to}; name the earlier day first`);
  if (to >= today()) {
    throw new PresskitError(
      'usage',
      `${to} is not over yet; today's hits are counted live, roll up to ${addDays(today(), -1)}`,
    );
  }
  const days = (await finishedDays(logDirs)).filter((day) => day >= from && day <= to);
  if (days.length === 0) {
    const range = from === to ? from : `${from} to ${to}`;
    throw new PresskitError(
      'not_found',
      `there is no log of ${range} in ${logDirs.join(', ')}; nothing was changed`,
    );
  }
  return days;
}

async function finishedDays(logDirs: string[]): Promise<Day[]> {
  return (await daysWithLog(logDirs)).filter((day) => day < today());
}

type Counted = { files: LogFile[]; sums: DaySums; start: number };

function counting(day: Day, options: RollupOptions): Promise<Counted> {
  const counted = count(day, options);
  // Its failure is told when its turn comes; until then it must not end the process.
  counted.catch(() => undefined);
  return counted;
}

async function count(day: Day, { logDirs, ownHosts, geoDb, threads }: RollupOptions): Promise<Counted> {
  const start = performance.now();
  const files = await filesOfDay(logDirs, day);
  return { files, sums: await countFiles(files, { ownHosts, geoDb, threads }), start };
}

async function write(day: Day, counted: Counted, options: RollupOptions): Promise<RolledUp> {
  return ownerSql().begin(async (sql) => {
    await sql`/* rollup.lock */ select pg_advisory_xact_lock(hashtext('presskit.rollup'), ${dayNumber(day)}::int)`;
    // Of two at once, the one that writes last must not write what it read first.
    const isCurrent = sameFiles(counted.files, await filesOfDay(options.logDirs, day));
    const { files, sums } = isCurrent ? counted : await count(day, options);
    if (!options.partial) await refuseLoss(sql, day, files);
    const visitors = sums.distinctVisitors();
    await withdrawDay(sql, day);
    await sql`/* rollup.clear */ delete from hits_daily where day = ${day}`;
    await sql`/* rollup.clear */ delete from hits_breakdown where day = ${day}`;
    await giveHomes(sql);
    await insertDaily(sql, day, sums, visitors.of);
    await insertBreakdowns(sql, day, sums);
    await addDay(sql, day);
    const sources: Source[] = files.map(({ path, size }) => ({ path, bytes: size }));
    const durationMs = Math.round(performance.now() - counted.start);
    await sql`/* rollup.done */
      insert into rollups (day, lines, hits, visitors, drops, sources, duration_ms, finished_at)
      values (${day}, ${sums.lines}, ${sums.hits}, ${visitors.site}, ${json(sums.drops())}::jsonb, ${json(sources)}::jsonb,
              ${durationMs}, clock_timestamp())
      on conflict (day) do update set (lines, hits, visitors, drops, sources, duration_ms, finished_at) =
        (excluded.lines, excluded.hits, excluded.visitors, excluded.drops, excluded.sources, excluded.duration_ms,
         excluded.finished_at)`;
    return {
      day,
      lines: sums.lines,
      hits: sums.hits,
      visitors: visitors.site,
      drops: sums.drops(),
      files: files.length,
      bytes: files.reduce((bytes, file) => bytes + file.size, 0),
      durationMs,
    };
  });
}

/** A web node's folder may just not be mounted: its hits must not be replaced by none. */
async function refuseLoss(sql: Transaction, day: Day, files: LogFile[]): Promise<void> {
  const [before] = await sql<{ sources: Source[] }[]>`
    /* rollup.before */ select sources from rollups where day = ${day}`;
  const [gone] = before ? missing(before.sources, files) : [];
  if (gone === undefined) return;
  throw new PresskitError(
    'conflict',
    `${day} was rolled up from ${gone} too, which is gone: its hits would be lost, so the day was left as it is. ` +
      'Put the file back, or roll up with --partial',
  );
}

const sameFiles = (a: LogFile[], b: LogFile[]) => JSON.stringify(a) === JSON.stringify(b);

async function insertDaily(
  sql: Transaction,
  day: Day,
  sums: DaySums,
  visitors: Map<string, number>,
): Promise<void> {
  const rows = [...sums.all()].filter(({ views }) => views > 0);
  for (const part of chunks(rows)) {
    const [types, ids] = columnsOf(part);
    await sql`/* rollup.daily */
      insert into hits_daily (day, type, object_id, views, visitors, home_id)
      select ${day}::date, c.*, coalesce(h.newsroom_id, 0)
      from unnest(${types}::text[], ${ids}::int[], ${part.map(({ views }) => views)}::int[],
        ${part.map(({ key }) => visitors.get(key) ?? 0)}::int[]) as c (type, id, views, visitors)
        left join hits_homes h on h.type = c.type and h.object_id = c.id`;
  }
}

async function insertBreakdowns(sql: Transaction, day: Day, sums: DaySums): Promise<void> {
  for (const part of chunks(sums.breakdowns())) {
    const [types, ids] = columnsOf(part);
    await sql`/* rollup.breakdown */
      insert into hits_breakdown (day, type, object_id, dimension, value, views)
      select ${day}::date, * from unnest(${types}::text[], ${ids}::int[], ${part.map(({ dimension }) => dimension)}::text[],
        ${part.map(({ value }) => value)}::text[], ${part.map(({ views }) => views)}::int[])`;
  }
}

type Transaction = postgres.TransactionSql;
// drizzle takes over how its driver writes JSON: it wants text.
const json = JSON.stringify;
const ROWS_AT_ONCE = 10_000;

function* chunks<T>(rows: Iterable<T>): Generator<T[]> {
  let part: T[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length === ROWS_AT_ONCE) {
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
}

function columnsOf(rows: { key: string }[]): [types: string[], ids: number[]] {
  const parts = rows.map(({ key }) => key.split(':'));
  return [parts.map(([type]) => type!), parts.map(([, id]) => Number(id))];
}

/** Days since 1970-01-01. */
function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000;
}

function hasGrown(sources: Source[], files: LogFile[]): boolean {
  if (missing(sources, files).length > 0) return false;
  const before = new Map(sources.map((source) => [plain(source.path), source]));
  return files.some(({ path, size }) => {
    const source = before.get(plain(path));
    // Compressed since it was read: its size says nothing.
    return !source || (source.path === path && size > source.bytes);
  });
}

/** The files that were read and are not there any more, compressed or not. */
function missing(sources: Source[], files: LogFile[]): string[] {
  const now = new Set(files.map(({ path }) => plain(path)));
  return sources.map(({ path }) => path).filter((path) => !now.has(plain(path)));
}

const plain = (path: string) => path.replace(/\.gz$/, '');

import { addDays, type Day, today } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { Cached, type CachedState } from './audit-cached';
import { contentOf, storedDifferences } from './audit-stored';
import { countFiles } from './count';
import { type DropReason, dropReasons } from './day-sums';
import { filesOfDay } from './log-dirs';

/**
 * The audit: a day is counted again from its log, and every number that memcached or PostgreSQL has of it is held
 * against that. The log is right by definition; a difference says what would have to be written again.
 */
export type Difference = {
  where: 'memcached' | 'hits_daily' | 'hits_breakdown' | 'rollups';
  /** Which memcached, when there are several. */
  server?: string;
  /** "release:7 views", "release:7 browser Firefox", "lines". */
  key: string;
  /** What is stored; null: nothing. */
  says: number | null;
  /** What the log says. */
  log: number;
};

export type Audit = {
  day: Day;
  /** Files of the log and their bytes on disk. */
  files: number;
  bytes: number;
  lines: number;
  hits: number;
  visitors: number;
  drops: Record<DropReason, number>;
  /** Whether lines = hits + every reason to drop one. */
  addsUp: boolean;
  /** Each memcached; "not filled": ingest has not written that day (yet), or memcached no longer has it. */
  memcached: { server: string; state: CachedState }[];
  /** compared; not rolled up: it has nothing of the day, as it should be for a day that is not over. */
  postgres: 'compared' | 'not rolled up';
  /** How many differences there are, and the first of them. */
  different: number;
  differences: Difference[];
};

export type AuditOptions = {
  day: Day;
  logDirs: string[];
  /** memcached servers, each of which has every number. */
  servers: string[];
  /** Lower-case host names of this site, as the roll-up was given. */
  ownHosts?: string[];
  /** A database of countries (.mmdb). */
  geoDb?: string;
  threads?: number;
  /** Milliseconds that ingest may be behind the log. */
  patience?: number;
  signal?: AbortSignal;
  onProgress?: (bytes: number, of: number) => void;
};

/**
 * Audits a day. A day that is not over grows meanwhile; see audit-cached.ts for what is a difference then. Throws a
 * PresskitError 'not_found' when there is no log of the day, and what reading and PostgreSQL throw.
 */
export async function audit(options: AuditOptions): Promise<Audit> {
  const { day, logDirs, ownHosts, geoDb, threads, signal } = options;
  const cached = new Cached(day, options.servers);
  try {
    await cached.readBefore(await contentOf(day));
    const files = await filesOfDay(logDirs, day);
    if (files.length === 0) {
      const dirs = logDirs.join(', ');
      throw new PresskitError('not_found', `there is no log of ${day} in ${dirs}: nothing to compare with`);
    }
    const bytes = sizeOf(files);
    const onProgress = (done: number) => options.onProgress?.(done, bytes);
    const sums = await countFiles(files, { ownHosts, geoDb, threads, onProgress });
    signal?.throwIfAborted();
    const hasGrown = async () => sizeOf(await filesOfDay(logDirs, day)) !== bytes;
    const wrong = await cached.differences(sums, hasGrown, options.patience ?? 3000, signal);
    const stored = await storedDifferences(day, sums);
    const drops = sums.drops();
    // Added up from the content, not taken from the number of lines: so that it says something about the counter.
    let hits = 0;
    for (const { views } of sums.all()) hits += views;
    return {
      day,
      files: files.length,
      bytes,
      lines: sums.lines,
      hits,
      visitors: sums.distinctVisitors().site,
      drops,
      addsUp: sums.lines === hits + dropReasons.reduce((sum, reason) => sum + drops[reason], 0),
      memcached: cached.states(),
      postgres: stored.rolledUp ? 'compared' : 'not rolled up',
      different: wrong.length + stored.differences.length,
      differences: [...wrong, ...stored.differences].slice(0, MOST_DIFFERENCES),
    };
  } finally {
    cached.close();
  }
}

/** Whether the numbers are as they should be. */
export const isClean = (found: Audit): boolean => found.addsUp && found.different === 0;

/** The audit for people. */
export function auditReport(found: Audit): string {
  const number = (n: number) => n.toLocaleString('en');
  const drops = dropReasons.map((reason) => `${reason} ${number(found.drops[reason])}`);
  const postgres =
    found.postgres === 'compared'
      ? 'compared'
      : found.day < today()
        ? `has no roll-up of ${found.day}; run: presskit rollup --day ${found.day}`
        : `has no roll-up of ${found.day}, as it should be for a day that is not over`;
  const verdict =
    found.different === 0
      ? 'No differences.'
      : `${number(found.different)} ${found.different === 1 ? 'difference' : 'differences'}:`;
  const rows = found.differences.map(({ where, server, key, says, log }) => {
    const place = server && found.memcached.length > 1 ? `${where} ${server}` : where;
    return `  ${place.padEnd(15)} ${key}: says ${says === null ? 'nothing' : number(says)}, the log ${number(log)}`;
  });
  const more = found.different - rows.length;
  return [
    `${found.day}  ${number(found.files)} ${found.files === 1 ? 'file' : 'files'}, ${number(found.bytes)} bytes, ${number(found.visitors)} visitors`,
    `${number(found.lines)} lines = ${number(found.hits)} hits + ${drops.join(' + ')}` +
      (found.addsUp ? '' : '  WRONG: this does not add up'),
    ...found.memcached.map(({ server, state }) => `memcached   ${server} ${wordsFor(state, found.day)}`),
    `PostgreSQL  ${postgres}`,
    verdict,
    ...rows,
    ...(more > 0 ? [`  and ${number(more)} more`] : []),
  ].join('\n');
}

const MOST_DIFFERENCES = 1000;

const sizeOf = (files: { size: number }[]) => files.reduce((sum, { size }) => sum + size, 0);

function wordsFor(state: CachedState, day: Day): string {
  if (state === 'compared') return 'compared';
  if (state === 'away') return 'does not answer';
  return day < addDays(today(), -1)
    ? `no longer has ${day}, as it should be after two days`
    : `has no counts of ${day} yet; is ingest running?`;
}

import { lookup } from 'node:dns/promises';
import { mkdir } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { addDays, type Day, now, today } from '@/lib/clock';
import { explain, PresskitError } from '@/lib/errors';
import { type DropReason, dropReasons } from './day-sums';
import { Follower } from './follow';
import type { FollowedDay } from './followed-day';
import { countryLookup } from './geo';
import { LiveAnswers } from './live-answers';
import { LiveCounts } from './live-counts';
import { LogKeeper } from './log-keeper';
import { Notices } from './notices';
import { lockOut } from './one-of-a-kind';
import { SnapshotKeeper } from './snapshot-keeper';
import { StdinLog } from './stdin';

/**
 * The process that makes memcached say what the log says: follows the log, keeps the sums of today and yesterday, and
 * writes those that changed at once. The numbers are a function of the log alone; the snapshot only saves time.
 */
export type IngestOptions = {
  logDirs: string[];
  /** memcached servers, each of which gets every number. */
  servers: string[];
  stateDir: string;
  /** A web server that pipes its log, or an old log: its lines are put into the first log directory. */
  stdin?: Readable;
  /** Ends ingest in good order: counts what is there, writes it, saves the snapshot. */
  signal?: AbortSignal;
  /** The file with nginx's process id: nginx is told to reopen its logs when the error log moves on at midnight. */
  nginxPid?: string;
  /** Milliseconds between two snapshots at the least; 15 000 unless said otherwise. */
  saveEvery?: number;
  /** Host names of the site: referrers from there are internal. */
  ownHosts?: string[];
  /** A database of countries (.mmdb). */
  geoDb?: string;
  onStatus?: (status: IngestStatus) => void;
  /** Told each trouble once, and once that it is over; standard error unless said otherwise. */
  onNotice?: (sentence: string) => void;
};

/** How far ingest is; JSON under `STATUS_KEY` in memcached, each second. */
export type IngestStatus = {
  time: string;
  pid: number;
  secondsUp: number;
  /** All log directories together: bytes counted and bytes there, of the days that are followed. */
  log: { dirs: string[]; read: number; size: number };
  bytesBehind: number;
  /** Seconds since everything that was there had been counted. */
  secondsBehind: number;
  today: { day: Day; lines: number; hits: number; drops: Record<DropReason, number> };
  /** Yesterday's lines so far; it needs a roll-up when there are any. */
  yesterday: { day: Day; lines: number };
  memcached: { server: string; away: boolean; evictions: number }[];
  troubles: string[];
};

const HEARTBEAT = 1000;

/**
 * Runs until the signal, or until the end of standard input when that is read. Throws a PresskitError 'config' for
 * what cannot work as configured, 'conflict' when an ingest with the same state directory is running.
 */
export async function runIngest(options: IngestOptions): Promise<void> {
  await checkServers(options.servers);
  await mkdir(options.stateDir, { recursive: true, mode: 0o700 }).catch((cause) => {
    throw new PresskitError('config', `the state directory ${options.stateDir} cannot be made`, { cause });
  });
  const release = await lockOut(options.stateDir);
  try {
    const ingest = new Ingest(options);
    await ingest.run();
  } finally {
    release();
  }
}

class Ingest {
  private readonly notices: Notices;
  private readonly follower: Follower;
  private readonly counts: LiveCounts;
  private readonly answers: LiveAnswers;
  private readonly keeper: SnapshotKeeper;
  private readonly logs: LogKeeper;
  private caughtUpAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private ending = false;

  constructor(private readonly options: IngestOptions) {
    this.notices = new Notices(options.onNotice ?? ((sentence) => console.error(`ingest: ${sentence}`)));
    const counting = { ownHosts: options.ownHosts, countryOf: countryLookup(options.geoDb), live: true };
    this.keeper = new SnapshotKeeper({ ...options, counting, notices: this.notices });
    this.logs = new LogKeeper({ ...options, notices: this.notices });
    this.follower = new Follower({
      dirs: options.logDirs,
      counting,
      notices: this.notices,
      onCounted: () => this.counts.publish(),
      onRecount: (day) => this.counts.republish(day),
    });
    this.counts = new LiveCounts({ ...options, notices: this.notices, days: () => this.days });
    this.answers = new LiveAnswers({ servers: options.servers, days: () => this.follower.days });
  }

  async run(): Promise<void> {
    const { stdin, signal } = this.options;
    await this.logs.begin();
    await this.keeper.resume(this.follower.addDays());
    const ended = new Promise<void>((resolve) => {
      if (signal?.aborted) resolve();
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      // Standard input is taken at once: a web server must not wait for yesterday's log to be counted.
      const piped = stdin && new StdinLog(this.options.logDirs[0]!, this.notices).take(stdin, signal);
      void this.beat();
      this.answers.start();
      await Promise.race([this.follower.start(), ended, piped ?? ended]);
      await (piped ?? ended);
      await this.finish();
    } finally {
      this.ending = true;
      clearTimeout(this.timer);
      await this.follower.stop();
      this.answers.close();
      this.counts.close();
      this.follower.close();
    }
  }

  private get days(): FollowedDay[] {
    return [...this.follower.days.values()];
  }

  /** Once a second: the day's folders, memcached's health, the status and the snapshot. */
  private async beat(): Promise<void> {
    try {
      await this.logs.keep();
      for (const day of this.days) day.tick();
      const status = this.status();
      this.options.onStatus?.(status);
      void this.counts.heartbeat(JSON.stringify(status));
      this.keeper.saveIfDue(this.days);
      this.notices.clear('the heartbeat');
    } catch (error) {
      this.notices.raise('the heartbeat', `no status this time (${explain(error)})`);
    }
    if (!this.ending) this.timer = setTimeout(() => void this.beat(), HEARTBEAT);
  }

  private status(): IngestStatus {
    const day = today();
    const log = { dirs: this.options.logDirs, read: 0, size: 0 };
    for (const followed of this.days) {
      const { read, size } = followed.progress();
      log.read += read;
      log.size += size;
    }
    const bytesBehind = Math.max(0, log.size - log.read);
    if (bytesBehind === 0) this.caughtUpAt = performance.now();
    const sums = this.follower.days.get(day)?.sums;
    const none = Object.fromEntries(dropReasons.map((reason) => [reason, 0])) as Record<DropReason, number>;
    return {
      time: now().toISOString(),
      pid: process.pid,
      secondsUp: Math.round(process.uptime() * 10) / 10,
      log,
      bytesBehind,
      secondsBehind: Math.round((performance.now() - this.caughtUpAt) / 100) / 10,
      today: {
        day,
        lines: sums?.lines ?? 0,
        hits: sums?.hits ?? 0,
        drops: sums?.drops() ?? none,
      },
      yesterday: {
        day: addDays(day, -1),
        lines: this.follower.days.get(addDays(day, -1))?.sums.lines ?? 0,
      },
      memcached: this.counts.servers(),
      troubles: this.notices.list(),
    };
  }

  private async finish(): Promise<void> {
    this.ending = true;
    clearTimeout(this.timer);
    this.follower.giveUpIncomplete();
    await this.follower.drainAll();
    this.counts.publish();
    await this.counts.heartbeat(JSON.stringify(this.status()));
    await this.counts.settled(2000);
    await this.keeper.save(this.days);
  }
}

/** A name that does not exist is a typing mistake; a server that does not answer yet is not. */
async function checkServers(servers: string[]): Promise<void> {
  for (const server of servers) {
    if (server.startsWith('/')) continue;
    const host = server.slice(0, server.lastIndexOf(':')).replace(/^\[|\]$/g, '');
    if (isIP(host)) continue;
    await lookup(host).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOTFOUND') return;
      throw new PresskitError(
        'config',
        `memcached ${server}: there is no host ${host}; correct MEMCACHED_SERVERS`,
        { cause },
      );
    });
  }
}

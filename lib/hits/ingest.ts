import { lookup } from 'node:dns/promises';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { addDays, type Day, now, today } from '@/lib/clock';
import { explain, PresskitError } from '@/lib/errors';
import type { Entry } from '@/lib/memcached';
import type { ContentKey, DropReason } from './day-sums';
import { Follower } from './follow';
import type { FollowedDay } from './followed-day';
import { readyKey } from './keys';
import { pointToNewest, prepareDays } from './log-dirs';
import { Notices } from './notices';
import { lockOut } from './one-of-a-kind';
import { Publisher } from './publisher';
import { forgetOtherDays, loadDay, saveDay } from './snapshot';
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
const SAVE_EVERY = 15_000;
/** Saving takes this part of the time at the most, because hits wait while sums are being copied; and it writes so
 * many bytes a second at the most, because disks wear. What is not saved a start reads again in a moment. */
const SAVING_SHARE = 1 / 300;
const SAVED_PER_SECOND = 200_000;
const DAYS_AHEAD = 8;

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
  private readonly publishers: Publisher[];
  private readonly saved = new Map<FollowedDay, number>();
  private readonly sweeps = new Map<Publisher, Promise<void>>();
  private saving: Promise<void> | undefined;
  private nextSave = 0;
  private preparedFor: Day | undefined;
  private caughtUpAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private ending = false;

  constructor(private readonly options: IngestOptions) {
    this.notices = new Notices(options.onNotice ?? ((sentence) => console.error(`ingest: ${sentence}`)));
    this.follower = new Follower({
      dirs: options.logDirs,
      ownHosts: options.ownHosts,
      notices: this.notices,
      onCounted: () => this.publish(),
      onRecount: (day) => this.published(day),
    });
    this.publishers = options.servers.map(
      (server) =>
        new Publisher({
          server,
          all: () => this.everything(),
          onState: (state, detail) => {
            const subject = `memcached ${server}`;
            if (state === 'up') this.notices.clear(subject);
            else if (state === 'away')
              this.notices.raise(
                subject,
                `${subject} is away (${detail}); counting goes on, numbers are written when it is back`,
              );
            else this.notices.raise(subject, `${subject}: ${detail}`);
          },
        }),
    );
  }

  async run(): Promise<void> {
    const { stdin, signal } = this.options;
    await this.prepare(true);
    await this.resume();
    const ended = new Promise<void>((resolve) => {
      if (signal?.aborted) resolve();
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      // Standard input is taken at once: a web server must not wait for yesterday's log to be counted.
      const piped = stdin && new StdinLog(this.options.logDirs[0]!).take(stdin, signal);
      await Promise.race([this.follower.start(), ended, piped ?? ended]);
      void this.beat();
      await (piped ?? ended);
      await this.finish();
    } finally {
      this.ending = true;
      clearTimeout(this.timer);
      await this.follower.stop();
      for (const publisher of this.publishers) publisher.close();
      this.follower.close();
    }
  }

  /** Folders ahead of midnight and links to today; at a start trouble with them is a mistake in the configuration. */
  private async prepare(starting: boolean): Promise<void> {
    const day = today();
    try {
      if (this.preparedFor === day) await pointToNewest(this.options.logDirs, day);
      else {
        const moved = await prepareDays(this.options.logDirs, day, DAYS_AHEAD);
        this.preparedFor = day;
        if (moved) await this.reopenLogs();
        if (!starting) await forgetOtherDays(this.options.stateDir, [addDays(day, -1), day, addDays(day, 1)]);
      }
      this.notices.clear('the log folders');
    } catch (error) {
      if (starting) await checkReadable(this.options.logDirs, error);
      this.notices.raise('the log folders', explain(error));
    }
  }

  private async reopenLogs(): Promise<void> {
    const { nginxPid } = this.options;
    if (!nginxPid) return;
    try {
      const pid = Number((await readFile(nginxPid, 'utf8')).trim());
      if (!Number.isInteger(pid) || pid < 2) throw new Error(`${nginxPid} does not hold a process id`);
      process.kill(pid, 'SIGUSR1');
      this.notices.clear('nginx');
    } catch (error) {
      // Not running yet is no trouble: it opens its logs when it starts.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ESRCH') return;
      this.notices.raise('nginx', `nginx could not be told to reopen its error log (${explain(error)})`);
    }
  }

  private async resume(): Promise<void> {
    const day = today();
    const days = [addDays(day, -1), day, addDays(day, 1)];
    const { stateDir, ownHosts } = this.options;
    try {
      await forgetOtherDays(stateDir, days);
      this.notices.clear('the snapshot');
    } catch (error) {
      this.notices.raise('the snapshot', `${stateDir} cannot be tidied (${explain(error)})`);
    }
    for (const day of days) {
      const followed = this.follower.addDay(day);
      try {
        const found = await loadDay(stateDir, day, { ownHosts });
        if (found && (await followed.resume(found.state, found.sums)))
          this.saved.set(followed, followed.version);
      } catch (error) {
        this.notices.raise(
          `the snapshot of ${day}`,
          `the snapshot of ${day} is not used (${explain(error)}); the day is counted from its log`,
        );
      }
    }
  }

  private publish(): void {
    for (const day of this.follower.days.values()) {
      if (!day.complete) continue;
      for (const { key, views } of day.sums.takeChanged()) {
        day.gone.delete(key);
        for (const publisher of this.publishers) publisher.put(`hits:${day.day}:${key}`, `${views}`);
      }
    }
    for (const publisher of this.publishers) publisher.kick();
  }

  /** A day is complete, or all its numbers may be others: what memcached has of it and we do not becomes zero. */
  private published(day: FollowedDay): void {
    day.sums.takeChanged();
    for (const publisher of this.publishers) {
      publisher.rewriteAll();
      const before = this.sweeps.get(publisher) ?? Promise.resolve();
      this.sweeps.set(
        publisher,
        before.then(() => this.zeroStrays(publisher, day)),
      );
    }
  }

  private async zeroStrays(publisher: Publisher, day: FollowedDay): Promise<void> {
    const prefix = `hits:${day.day}:`;
    let keys: string[];
    try {
      keys = await publisher.keys(prefix);
    } catch (error) {
      if (!(error instanceof PresskitError)) throw error;
      return; // Away, or busy listing for somebody else; what is known to be gone is written all the same.
    }
    const known = new Set<string>();
    for (const { key } of day.sums.all()) known.add(key);
    for (const name of keys) {
      const key = name.slice(prefix.length);
      if (!/^\w+:\d+$/.test(key) || known.has(key)) continue;
      day.gone.add(key as ContentKey);
      publisher.put(name, '0');
    }
    publisher.kick();
  }

  private *everything(): Generator<Entry> {
    for (const day of this.follower.days.values()) {
      if (!day.complete) continue;
      for (const key of day.gone) yield [`hits:${day.day}:${key}`, '0'];
      for (const { key, views } of day.sums.all()) yield [`hits:${day.day}:${key}`, `${views}`];
      yield [readyKey(day.day), '1'];
    }
  }

  /** Once a second: the day's folders, memcached's health, the status and the snapshot. */
  private async beat(): Promise<void> {
    try {
      await this.prepare(false);
      const status = this.status();
      this.options.onStatus?.(status);
      const text = JSON.stringify(status);
      for (const publisher of this.publishers) void publisher.heartbeat(text);
      if (performance.now() >= this.nextSave) void this.save();
      this.notices.clear('the heartbeat');
    } catch (error) {
      this.notices.raise('the heartbeat', `no status this time (${explain(error)})`);
    }
    if (!this.ending) this.timer = setTimeout(() => void this.beat(), HEARTBEAT);
  }

  private status(): IngestStatus {
    const day = today();
    const log = { dirs: this.options.logDirs, read: 0, size: 0 };
    for (const followed of this.follower.days.values()) {
      const { read, size } = followed.progress();
      log.read += read;
      log.size += size;
    }
    const bytesBehind = Math.max(0, log.size - log.read);
    if (bytesBehind === 0) this.caughtUpAt = performance.now();
    const sums = this.follower.days.get(day)?.sums;
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
        drops: sums?.drops() ?? ({} as Record<DropReason, number>),
      },
      yesterday: {
        day: addDays(day, -1),
        lines: this.follower.days.get(addDays(day, -1))?.sums.lines ?? 0,
      },
      memcached: this.publishers.map(({ server, away, evictions }) => ({ server, away, evictions })),
      troubles: this.notices.list(),
    };
  }

  /** Saves the days that changed since they were saved; never twice at a time. */
  private save(): Promise<void> {
    this.saving ??= this.saveAll().finally(() => {
      this.saving = undefined;
    });
    return this.saving;
  }

  private async saveAll(): Promise<void> {
    let took = 0;
    let bytes = 0;
    try {
      for (const day of this.follower.days.values()) {
        const { version } = day;
        if (!day.complete || this.saved.get(day) === version) continue;
        const start = performance.now();
        bytes += await saveDay(this.options.stateDir, day);
        took += performance.now() - start;
        this.saved.set(day, version);
      }
      for (const day of this.saved.keys()) {
        if (this.follower.days.get(day.day) !== day) this.saved.delete(day);
      }
      this.notices.clear('the snapshot');
    } catch (error) {
      this.notices.raise(
        'the snapshot',
        `the snapshot cannot be written to ${this.options.stateDir} (${explain(error)}); the last one is kept, ` +
          'counts are not affected, a start will take longer',
      );
    }
    this.nextSave =
      performance.now() +
      Math.max(this.options.saveEvery ?? SAVE_EVERY, took / SAVING_SHARE, (bytes / SAVED_PER_SECOND) * 1000);
  }

  private async finish(): Promise<void> {
    this.ending = true;
    clearTimeout(this.timer);
    this.follower.giveUpIncomplete();
    await this.follower.drainAll();
    this.publish();
    const status = JSON.stringify(this.status());
    await Promise.all(
      this.publishers.map(async (publisher) => {
        await publisher.heartbeat(status);
        await publisher.settled(2000);
      }),
    );
    await this.saving;
    await this.saveAll();
  }
}

/** Folders that somebody else makes are fine to follow; one that is not there, or that we may not list, is not. */
async function checkReadable(dirs: string[], error: unknown): Promise<void> {
  for (const dir of dirs) {
    await readdir(dir).catch(() => {
      throw error;
    });
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

import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { addDays, type Day, today } from '@/lib/clock';
import { explain } from '@/lib/errors';
import type { SumsOptions } from './day-sums';
import { FollowedDay } from './followed-day';
import { dayFolder } from './log-dirs';
import type { Notices } from './notices';

/**
 * Follows the log of today, yesterday (late lines) and tomorrow (a web node whose clock is ahead, and no gap at
 * midnight). Woken by the kernel for each change in the folders; when that gets more than some ten thousand times a
 * second, it costs the web server more than a look at each millisecond does. A look at everything once a second
 * catches what no event tells: new folders, network file systems, permissions that came back.
 */
export type FollowerOptions = {
  dirs: string[];
  /** What the sums are counted with. */
  counting: SumsOptions;
  notices: Notices;
  /** Lines were counted in one of the days. */
  onCounted(): void;
  /** All numbers of a day are new, or complete for the first time. */
  onRecount(day: FollowedDay): void;
};

// Wake-ups in a window that are too many, and lines in a window of polling that are few enough to be woken again.
const WINDOW = 100;
const TOO_MANY = 1000;
const FEW = 400;
const SCAN_EVERY = 1000;
const PUBLISH_EVERY = 50;

export class Follower {
  days = new Map<Day, FollowedDay>();
  /** Whether it looks each millisecond instead of being woken. */
  polling = false;
  private readonly watchers = new Map<string, { watcher: FSWatcher; ino: number }>();
  private readonly seen = new WeakMap<FollowedDay, number>();
  private unpublished = false;
  private publishedAt = 0;
  private scheduled = false;
  private readonly looks = new Map<FollowedDay, Promise<void>>();
  private readonly soon = new Map<FollowedDay, NodeJS.Timeout>();
  private scanTimer: NodeJS.Timeout | undefined;
  private pollTimer: NodeJS.Timeout | undefined;
  private window = { since: performance.now(), wakes: 0, lines: 0 };
  private ending = false;
  private stopped = false;

  constructor(private readonly options: FollowerOptions) {}

  /** The days it is going to follow, before `start`: to take up what snapshots know of them. */
  addDays(): FollowedDay[] {
    this.followDays(today());
    return [...this.days.values()];
  }

  /** Counts what there is and goes on following; resolves when all days have been looked at once. */
  async start(): Promise<void> {
    await this.lookAtAll();
    const again = () => {
      if (this.stopped) return;
      this.scanTimer = setTimeout(again, SCAN_EVERY);
      void this.lookAtAll();
    };
    again();
  }

  /** Stops counting days that have not been counted once: the next start does that from the beginning. */
  giveUpIncomplete(): void {
    this.ending = true;
    for (const day of this.days.values()) if (!day.complete) day.close();
  }

  /** Counts all that is in the files now. */
  async drainAll(): Promise<void> {
    await this.lookAtAll();
    for (const day of this.days.values()) day.touchAll();
    while (this.drainDays()) await new Promise((resolve) => setImmediate(resolve));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.scanTimer);
    clearTimeout(this.pollTimer);
    for (const timer of this.soon.values()) clearTimeout(timer);
    for (const folder of [...this.watchers.keys()]) this.unwatch(folder);
    await Promise.all(this.looks.values());
  }

  close(): void {
    for (const day of this.days.values()) day.close();
    this.days.clear();
  }

  private async lookAtAll(): Promise<void> {
    if (!this.ending) this.followDays(today());
    await Promise.all([...this.days.values()].map((day) => this.lookAt(day)));
  }

  /** Never throws: what is wrong becomes a notice, and the numbers stay. One look at a day at a time. */
  private lookAt(day: FollowedDay): Promise<void> {
    const under = this.looks.get(day);
    if (under) return under;
    const look = this.scan(day).finally(() => this.looks.delete(day));
    this.looks.set(day, look);
    return look;
  }

  private async scan(day: FollowedDay): Promise<void> {
    const { notices } = this.options;
    const subject = `the log of ${day.day}`;
    try {
      this.watchFolders(day.day);
      await day.scan(day.day < today());
      notices.clear(subject);
    } catch (error) {
      notices.raise(
        subject,
        `${subject} cannot be read in full (${explain(error)}); its counts stay as they are until it can`,
      );
    }
    this.schedule();
  }

  private followDays(current: Day): void {
    const wanted = [addDays(current, -1), current, addDays(current, 1)];
    const { dirs, counting, onRecount } = this.options;
    for (const day of wanted) {
      if (!this.days.has(day)) this.days.set(day, new FollowedDay({ dirs, day, counting, onRecount }));
    }
    for (const [day, followed] of this.days) {
      if (wanted.includes(day)) continue;
      followed.close();
      this.days.delete(day);
      this.options.notices.clear(`the log of ${day}`);
      for (const dir of dirs) this.unwatch(dayFolder(dir, day));
    }
  }

  private watchFolders(day: Day): void {
    if (this.polling || this.stopped) return;
    for (const dir of this.options.dirs) {
      const folder = dayFolder(dir, day);
      const ino = statSync(folder, { throwIfNoEntry: false })?.ino;
      if (this.watchers.get(folder)?.ino === ino) continue;
      this.unwatch(folder);
      if (ino === undefined) continue;
      try {
        const watcher = watch(folder, (event, name) => this.woken(day, folder, event, name));
        watcher.on('error', () => this.unwatch(folder));
        this.watchers.set(folder, { watcher, ino });
        this.options.notices.clear(`watch ${folder}`);
      } catch (error) {
        this.options.notices.raise(
          `watch ${folder}`,
          `${folder} cannot be watched (${explain(error)}); its log is read once a second`,
        );
      }
    }
  }

  private unwatch(folder: string): void {
    this.watchers.get(folder)?.watcher.close();
    this.watchers.delete(folder);
  }

  private woken(day: Day, folder: string, event: string, name: string | null): void {
    const followed = this.days.get(day);
    if (!followed) return;
    const known = name !== null && followed.touch(join(folder, name));
    if (!known || event === 'rename') {
      // A file came, went or got another name: first read on in those that are known, then look.
      followed.touchAll();
      this.lookSoon(followed);
    }
    this.schedule();
  }

  private lookSoon(day: FollowedDay): void {
    if (this.soon.has(day) || this.stopped) return;
    const timer = setTimeout(async () => {
      this.soon.delete(day);
      // One that is under way may have listed the folder before the event.
      await this.looks.get(day);
      if (!this.stopped && this.days.get(day.day) === day) await this.lookAt(day);
    }, 1);
    this.soon.set(day, timer);
  }

  // Events of one turn of the event loop are one read.
  private schedule(): void {
    if (this.scheduled || this.stopped) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      if (this.stopped) return;
      this.window.wakes++;
      if (this.drainDays()) this.schedule();
      this.measure();
    });
  }

  /** Reads a piece of what is new; whether more is waiting. */
  private drainDays(): boolean {
    let more = false;
    let changed = false;
    for (const [name, day] of this.days) {
      const before = day.sums.lines;
      try {
        if (day.drain()) more = true;
      } catch (error) {
        this.options.notices.raise(
          `the log of ${name}`,
          `reading the log of ${name} failed (${explain(error)})`,
        );
      }
      this.window.lines += day.sums.lines - before;
      // Not only what was read here: looking at a day counts too.
      if (this.seen.get(day) !== day.version) changed = true;
      this.seen.set(day, day.version);
      if (day.disturbed) this.lookSoon(day);
    }
    if (changed) this.unpublished = true;
    // While it is behind, counts change thousands of times; some of them are enough.
    const now = performance.now();
    if (this.unpublished && (!more || now - this.publishedAt > PUBLISH_EVERY)) {
      this.unpublished = false;
      this.publishedAt = now;
      this.options.onCounted();
    }
    return more;
  }

  private measure(): void {
    const now = performance.now();
    if (now - this.window.since < WINDOW) return;
    const { wakes, lines } = this.window;
    this.window = { since: now, wakes: 0, lines: 0 };
    if (!this.polling && wakes > TOO_MANY) {
      this.polling = true;
      for (const folder of [...this.watchers.keys()]) this.unwatch(folder);
      this.poll();
    } else if (this.polling && lines < FEW) {
      this.polling = false;
      for (const day of this.days.keys()) this.watchFolders(day);
      for (const day of this.days.values()) day.touchAll();
      this.schedule();
    }
  }

  private poll(): void {
    if (!this.polling || this.stopped) return;
    for (const day of this.days.values()) day.touchAll();
    this.drainDays();
    this.measure();
    this.pollTimer = setTimeout(() => this.poll(), 1);
  }
}

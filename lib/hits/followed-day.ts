import { stat } from 'node:fs/promises';
import { type Day, dayOf, now } from '@/lib/clock';
import { Copies } from './copies';
import { type ContentKey, DaySums, type SumsOptions } from './day-sums';
import { type FileState, FollowedFile, type ReadResult } from './followed-file';
import { filesOfDay, type LogFile } from './log-dirs';
import { type Archive, countAll, DamagedArchive, idOf, readToEnd } from './recount';

/**
 * One day as ingest follows it: the sums of everything in the day's folders. Lines appended to a plain file are
 * added; anything else that happens to what was counted (a file vanished, shrank, was rewritten or gzipped) makes
 * the day be counted again from its folders, while the old sums stand until the new ones are complete.
 */
export type DayState = {
  day: Day;
  files: FileState[];
  archives: Archive[];
  /** Content that once had a count and has none now, so that its zero is written. */
  gone: ContentKey[];
};

export type DayOptions = {
  dirs: string[];
  day: Day;
  /** What its sums are counted with. */
  counting: SumsOptions;
  onRecount?: (day: FollowedDay) => void;
};

/** Milliseconds without growth after which the unfinished last line of a day that is over counts as its last. */
const TAIL_QUIET = 5000;

// A damaged archive is tried again when it has another size, or after so many milliseconds.
const TRY_AGAIN = 60_000;

export class FollowedDay {
  readonly day: Day;
  sums: DaySums;
  /** Whether the whole log has been counted once: before that, the sums are nobody's business. */
  complete = false;
  gone = new Set<ContentKey>();
  /** Counts up with each change, so that only a changed day is saved. */
  version = 0;
  private files = new Map<string, FollowedFile>();
  private archives = new Map<string, Archive>();
  private byPath = new Map<string, FollowedFile>();
  private readonly touched = new Set<FollowedFile>();
  private recounting = false;
  private troubled = false;
  private mustRecount = true;
  private damaged: { archives: string; error: DamagedArchive; at: number } | undefined;
  private closed = false;
  private readonly copies = new Copies();

  constructor(private readonly options: DayOptions) {
    this.day = options.day;
    this.sums = this.emptySums();
  }

  /**
   * Takes up where a snapshot left off, if each of its files is still there and holds what was counted; whether it
   * does. Otherwise the next scan counts the day from the start.
   */
  async resume(state: DayState, sums: DaySums): Promise<boolean> {
    const listed = new Map((await this.list()).map((file) => [idOf(file), file]));
    const opened: FollowedFile[] = [];
    const sound =
      state.archives.every((archive) => listed.get(idOf(archive))?.size === archive.size) &&
      state.files.every((known) => {
        const file = listed.get(idOf(known));
        const resumed = file && !file.gzip ? FollowedFile.resume(file, known) : null;
        if (resumed) opened.push(resumed);
        return resumed !== null;
      });
    // Whatever becomes of the day now: what had a count may still have it in memcached.
    this.gone = new Set([...state.gone, ...keysOf(sums)]);
    if (!sound) {
      for (const file of opened) file.close();
      return false;
    }
    this.sums = sums;
    for (const key of keysOf(sums)) this.gone.delete(key);
    state.files.forEach((known, i) => {
      this.files.set(idOf(known), opened[i]!);
    });
    this.archives = new Map(state.archives.map((archive) => [idOf(archive), archive]));
    this.index();
    this.mustRecount = false;
    return true;
  }

  /** Told of a change in the folder; whether it was to a file that is being followed. */
  touch(path: string): boolean {
    const file = this.byPath.get(path);
    if (file) this.touched.add(file);
    return file !== undefined;
  }

  touchAll(): void {
    for (const file of this.files.values()) this.touched.add(file);
  }

  /** Counts what was appended to touched files, a bounded piece of each; whether more is waiting. */
  drain(): boolean {
    if (this.recounting || this.mustRecount) return false;
    for (const file of this.touched) {
      if (this.read(file) !== 'more') this.touched.delete(file);
    }
    return this.touched.size > 0 && !this.mustRecount;
  }

  /** Whether a scan should come at once; one that just failed would fail again. */
  get disturbed(): boolean {
    return this.mustRecount && !this.recounting && !this.troubled;
  }

  /**
   * Compares what is followed with what is in the folders, takes up new files and recounts where needed. Throws what
   * listing or reading throws (no permission, a damaged archive); the sums then stay as they are.
   */
  async scan(over: boolean): Promise<void> {
    if (this.recounting || this.closed) return;
    this.troubled = true;
    const listed = await this.list();
    if (this.closed) return;
    let denied: unknown;
    if (!this.mustRecount) denied = this.compare(listed);
    // Listed once more: a listing taken during a rename may show a file under neither name.
    if (this.mustRecount) await this.recount(this.complete ? await this.list() : listed);
    else if (!this.complete) await this.catchUp();
    else if (over) this.countTails();
    if (denied) throw denied;
    this.troubled = false;
  }

  /** Once a second: what was recent is not for ever. */
  tick(): void {
    this.sums.tick(secondOf(this.day));
  }

  /** Bytes counted and bytes there, of all files. */
  progress(): { read: number; size: number } {
    let read = 0;
    let size = 0;
    for (const file of this.files.values()) {
      read += file.seen;
      size += file.size();
    }
    for (const archive of this.archives.values()) {
      read += archive.size;
      size += archive.size;
    }
    return { read, size };
  }

  state(): DayState {
    return {
      day: this.day,
      files: [...this.files.values()].map((file) => file.state()),
      archives: [...this.archives.values()],
      gone: [...this.gone],
    };
  }

  close(): void {
    this.closed = true;
    for (const file of this.files.values()) file.close();
    this.files.clear();
    this.byPath.clear();
    this.touched.clear();
  }

  // A directory that is gone altogether is a mount that is missing, not a day without visitors.
  private async list(): Promise<LogFile[]> {
    for (const dir of this.options.dirs) await stat(dir);
    return filesOfDay(this.options.dirs, this.day);
  }

  /** Takes up new plain files; notes when a recount is due. Returns the error of a file that could not be opened. */
  private compare(listed: LogFile[]): unknown {
    let denied: unknown;
    const present = new Set<string>();
    for (const file of listed) {
      const id = idOf(file);
      present.add(id);
      const known = this.files.get(id);
      if (known) {
        known.path = file.path;
        if (!known.isSame()) this.mustRecount = true;
      } else if (file.gzip) {
        if (this.archives.get(id)?.size !== file.size) this.mustRecount = true;
      } else {
        try {
          if (this.copies.mayBe(file, listed, this.files)) continue;
          const opened = FollowedFile.open(file);
          if (opened) this.files.set(id, opened);
        } catch (error) {
          // Gone again since the listing: the next one will tell.
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') denied = error;
        }
      }
    }
    for (const id of [...this.files.keys(), ...this.archives.keys()]) {
      if (!present.has(id)) this.mustRecount = true;
    }
    this.index();
    this.touchAll();
    return denied;
  }

  private async recount(listed: LogFile[]): Promise<void> {
    const archives = listed.filter(({ gzip }) => gzip);
    const listing = JSON.stringify(archives);
    if (this.damaged?.archives === listing && performance.now() - this.damaged.at < TRY_AGAIN)
      throw this.damaged.error;
    this.recounting = true;
    try {
      const sums = this.emptySums();
      const files = await countAll(listed, sums, () => this.closed);
      if (!files) return;
      if (!(await this.isStill(listed)) || this.closed) {
        for (const file of files.values()) file.close();
        return;
      }
      for (const file of this.files.values()) file.close();
      for (const key of keysOf(this.sums)) this.gone.add(key);
      for (const key of keysOf(sums)) this.gone.delete(key);
      this.sums = sums;
      this.files = files;
      this.archives = new Map(
        archives.map(({ path, dev, ino, size }) => [idOf({ dev, ino }), { path, dev, ino, size }]),
      );
      this.touched.clear();
      this.mustRecount = false;
      this.damaged = undefined;
      this.isComplete();
    } catch (error) {
      if (error instanceof DamagedArchive) this.damaged = { archives: listing, error, at: performance.now() };
      throw error;
    } finally {
      this.recounting = false;
    }
  }

  private isComplete(): void {
    this.index();
    this.touchAll();
    this.complete = true;
    this.version++;
    this.options.onRecount?.(this);
  }

  private async isStill(listed: LogFile[]): Promise<boolean> {
    const ids = (files: LogFile[]) => files.map(idOf).sort().join();
    return ids(await this.list()) === ids(listed);
  }

  /** Reads on to the end of a resumed day. */
  private async catchUp(): Promise<void> {
    this.recounting = true;
    try {
      if (await readToEnd(this.files, this.sums, () => this.closed)) this.isComplete();
      else this.mustRecount = true;
    } finally {
      this.recounting = false;
    }
  }

  /** Counts the unfinished last lines of a day that is over, as its roll-up does. */
  private countTails(): void {
    for (const file of this.files.values()) {
      if (this.read(file) === 'end' && file.countTail(this.sums, TAIL_QUIET)) this.version++;
    }
  }

  private read(file: FollowedFile): ReadResult {
    const before = this.sums.lines;
    const result = file.read(this.sums);
    if (this.sums.lines !== before) this.version++;
    if (result === 'changed') this.mustRecount = true;
    return result;
  }

  private index(): void {
    this.byPath = new Map([...this.files.values()].map((file) => [file.path, file]));
  }

  private emptySums(): DaySums {
    const sums = new DaySums(this.options.counting);
    sums.tick(secondOf(this.day));
    return sums;
  }
}

/** What second of a day it is now, by the clock on the wall: below 0 before it, 86 400 and more after it. */
function secondOf(day: Day): number {
  const time = now();
  const days = (Date.parse(dayOf(time)) - Date.parse(day)) / 86_400_000;
  return Math.round(days) * 86_400 + time.getHours() * 3600 + time.getMinutes() * 60 + time.getSeconds();
}

function* keysOf(sums: DaySums): Generator<ContentKey> {
  for (const { key } of sums.all()) yield key;
}

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Day } from '@/lib/clock';
import { type ContentKey, DaySums } from './day-sums';
import { type FileState, FollowedFile } from './followed-file';
import { filesOfDay, type LogFile } from './log-dirs';
import { countGzip } from './log-reader';

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
type Archive = Pick<LogFile, 'path' | 'dev' | 'ino' | 'size'>;

export type DayOptions = {
  dirs: string[];
  day: Day;
  ownHosts?: string[];
  onRecount?: (day: FollowedDay) => void;
};

/** Milliseconds without growth after which the unfinished last line of a day that is over counts as its last. */
const TAIL_QUIET = 5000;

/** Milliseconds a file that looks like a copy of another must have been at rest to be counted as one of its own. */
const COPY_QUIET = 3000;

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
  /** What the last recount failed on; as long as the folder looks the same, trying again would fail again. */
  private failedOn: { listing: string; error: unknown; at: number } | undefined;
  private closed = false;
  private readonly suspects = new Map<string, { size: number; since: number }>();

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
    const before = this.sums.lines;
    for (const file of this.touched) {
      const result = file.read(this.sums);
      if (result !== 'more') this.touched.delete(file);
      if (result === 'changed') this.mustRecount = true;
    }
    if (this.sums.lines !== before) this.version++;
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
    else if (!this.complete || over) await this.settle(over);
    if (denied) throw denied;
    this.troubled = false;
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
          if (this.mayBeCopy(file, listed)) continue;
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

  /**
   * Whether a new file looks like a copy in the making of one that is followed, as rotation by copy and truncate
   * makes it: until the truncation, both hold the same lines. It is, if it begins the same and still grows.
   */
  private mayBeCopy(file: LogFile, listed: LogFile[]): boolean {
    const id = idOf(file);
    const suspect = this.suspects.get(id);
    if (suspect && suspect.size === file.size && performance.now() - suspect.since > COPY_QUIET) {
      this.suspects.delete(id);
      return false;
    }
    const folder = dirname(file.path);
    const sibling = listed.some(
      (other) => dirname(other.path) === folder && this.files.get(idOf(other))?.beginsLike(file.path),
    );
    if (!sibling) return false;
    if (suspect?.size !== file.size) this.suspects.set(id, { size: file.size, since: performance.now() });
    return true;
  }

  private async recount(listed: LogFile[]): Promise<void> {
    const listing = JSON.stringify(listed.filter((file) => file.gzip));
    if (this.failedOn?.listing === listing && performance.now() - this.failedOn.at < 60_000) {
      if (this.failedOn.error instanceof DamagedArchive) throw this.failedOn.error;
    }
    this.recounting = true;
    const sums = this.emptySums();
    const files = new Map<string, FollowedFile>();
    try {
      for (const file of listed.filter(({ gzip }) => !gzip)) {
        const opened = FollowedFile.open(file);
        if (!opened) return;
        files.set(idOf(file), opened);
      }
      for (const file of listed.filter(({ gzip }) => gzip)) await countArchive(file, sums);
      if (!(await readToEnd(files, sums, () => this.closed))) return;
      const now = await this.list();
      if (this.closed || now.map(idOf).sort().join() !== listed.map(idOf).sort().join()) return;
      for (const file of this.files.values()) file.close();
      this.gone = new Set([...this.gone, ...keysOf(this.sums)]);
      for (const key of keysOf(sums)) this.gone.delete(key);
      this.sums = sums;
      this.files = new Map(files);
      files.clear();
      this.archives = new Map(
        listed
          .filter(({ gzip }) => gzip)
          .map(({ path, dev, ino, size }) => [idOf({ dev, ino }), { path, dev, ino, size }]),
      );
      this.index();
      this.touched.clear();
      this.touchAll();
      this.mustRecount = false;
      this.failedOn = undefined;
      this.complete = true;
      this.version++;
      this.options.onRecount?.(this);
    } catch (error) {
      this.failedOn = { listing, error, at: performance.now() };
      throw error;
    } finally {
      for (const file of files.values()) file.close();
      this.recounting = false;
    }
  }

  /** Reads on to the end of a resumed day, and the unfinished last lines of one that is over. */
  private async settle(over: boolean): Promise<void> {
    if (!this.complete) {
      this.recounting = true;
      try {
        if (!(await readToEnd(this.files, this.sums, () => this.closed))) {
          this.mustRecount = true;
          return;
        }
      } finally {
        this.recounting = false;
      }
      this.complete = true;
      this.version++;
      this.options.onRecount?.(this);
    }
    if (over) {
      for (const file of this.files.values()) {
        if (!this.touched.has(file) && file.countTail(this.sums, TAIL_QUIET)) this.version++;
      }
    }
  }

  private index(): void {
    this.byPath = new Map([...this.files.values()].map((file) => [file.path, file]));
  }

  private emptySums(): DaySums {
    return new DaySums({ ownHosts: this.options.ownHosts });
  }
}

/** A gzipped log that ends early or is no gzip at all. */
class DamagedArchive extends Error {}

const idOf = ({ dev, ino }: { dev: number; ino: number }) => `${dev}:${ino}`;

function* keysOf(sums: DaySums): Generator<ContentKey> {
  for (const { key } of sums.all()) yield key;
}

async function countArchive(file: LogFile, sums: DaySums): Promise<void> {
  try {
    await countGzip(file.path, sums);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code?.startsWith('Z_')) throw new DamagedArchive(`${file.path} is not a whole gzip file`, { cause });
    throw cause;
  }
}

/**
 * Reads files to their ends, in pieces between which everything else goes on; when all are at their ends in the same
 * turn of the event loop, nothing is missing. false: a file was changed under way, or it is over.
 */
async function readToEnd(
  files: Map<string, FollowedFile>,
  sums: DaySums,
  isOver: () => boolean,
): Promise<boolean> {
  for (;;) {
    let more = false;
    for (const file of files.values()) {
      const result = file.read(sums);
      if (result === 'changed') return false;
      if (result === 'more') {
        more = true;
        await turn();
        if (isOver()) return false;
      }
    }
    if (!more) return true;
  }
}

import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type DaySums, longestLine } from './day-sums';
import type { LogFile } from './log-dirs';

/**
 * One plain log file that is being followed: what was counted of it is everything before `offset`. That these are
 * still the bytes in the file is checked at each read for the bytes just before the offset (they are read along, so
 * it costs nothing), and by `isSame` for the file's beginning.
 */
export type FileState = {
  path: string;
  dev: number;
  ino: number;
  offset: number;
  skipping: boolean;
  tailCounted: boolean;
  head: Fingerprint;
  before: Fingerprint;
};
type Fingerprint = { length: number; hash: string };

/** What a read came to: `end` of the file reached, `more` is there, or what was counted has `changed`. */
export type ReadResult = 'end' | 'more' | 'changed';

const CHECKED = 256;
const READ_SIZE = 512 * 1024;
// Shared by all files: a read is over before the next begins, and the rest of a line is read again next time.
let shared: Buffer | undefined;

export class FollowedFile {
  path: string;
  offset = 0;
  /** Bytes looked at: `offset` and an unfinished last line. */
  seen = 0;
  private readonly dev: number;
  private readonly ino: number;
  private looked = { size: -1, mtimeMs: 0 };
  private head: Buffer = Buffer.alloc(0);
  private before: Buffer = Buffer.alloc(0);
  private skipping = false;
  private tailCounted = false;
  private grewAt = performance.now();
  private readonly fd: number;

  private constructor(file: LogFile) {
    this.path = file.path;
    this.dev = file.dev;
    this.ino = file.ino;
    this.fd = openSync(file.path, 'r');
  }

  /** Opens a listed file to be counted from its beginning. null: another file has taken its place since. */
  static open(file: LogFile): FollowedFile | null {
    const opened = new FollowedFile(file);
    const { dev, ino } = fstatSync(opened.fd);
    if (dev === file.dev && ino === file.ino) return opened;
    opened.close();
    return null;
  }

  /** Opens a file at the place where a snapshot left it. null: it does not hold what was counted then. */
  static resume(file: LogFile, state: FileState): FollowedFile | null {
    const opened = FollowedFile.open(file);
    if (!opened) return null;
    opened.offset = state.offset;
    opened.skipping = state.skipping;
    opened.tailCounted = state.tailCounted;
    opened.head = opened.bytes(0, state.head.length);
    opened.before = opened.bytes(state.offset - state.before.length, state.before.length);
    if (fits(opened.head, state.head) && fits(opened.before, state.before)) return opened;
    opened.close();
    return null;
  }

  /** Counts what has been appended, about 1.5 MiB at the most, whole lines only. */
  read(sums: DaySums): ReadResult {
    shared ??= Buffer.allocUnsafeSlow(CHECKED + longestLine + READ_SIZE);
    const buffer = shared;
    const check = this.before.length;
    const length = readSync(this.fd, buffer, 0, buffer.length, this.offset - check);
    if (length < check || this.before.compare(buffer, 0, check) !== 0) return 'changed';
    const seen = this.offset - check + length;
    if (seen !== this.seen) this.grewAt = performance.now();
    this.seen = seen;
    if (length === check) return 'end';
    if (this.tailCounted) return 'changed';
    const rest = this.count(sums, buffer, check, length);
    if (this.head.length < CHECKED)
      this.head = Buffer.concat([this.head, buffer.subarray(check, rest)]).subarray(0, CHECKED);
    this.before = Buffer.from(buffer.subarray(Math.max(0, rest - CHECKED), rest));
    this.offset += rest - check;
    if (length === buffer.length) return 'more';
    // From here on: whatever is written without making it longer, at once or later, is an edit.
    const { size, mtimeMs } = fstatSync(this.fd);
    if (size === this.seen) this.looked = { size, mtimeMs };
    return 'end';
  }

  /**
   * Counts a last line that no line feed ends, once the file has not grown for some milliseconds: the roll-up of a
   * day that is over counts it too. Whether there was one. Should the line go on after all, `read` says `changed`.
   */
  countTail(sums: DaySums, quiet: number): boolean {
    if (this.tailCounted || performance.now() - this.grewAt < quiet) return false;
    const rest = this.bytes(this.offset, longestLine);
    if (rest.length === 0 && !this.skipping) return false;
    if (this.skipping) sums.addOverlong();
    else sums.addTail(rest, 0, rest.length);
    this.tailCounted = true;
    this.offset += rest.length;
    this.before = Buffer.from(rest.length > 0 ? rest.subarray(-CHECKED) : this.before);
    return true;
  }

  /**
   * Whether the file still begins as it did and is as long as what was counted of it, and was not written to since it
   * last grew: then it was edited in the middle. Each look costs one small read.
   */
  isSame(): boolean {
    const { size, mtimeMs } = fstatSync(this.fd);
    if (size < this.offset || !this.bytes(0, this.head.length).equals(this.head)) return false;
    if (size !== this.seen) return true; // grown, and not read yet
    const { looked } = this;
    this.looked = { size, mtimeMs };
    return looked.size !== size || looked.mtimeMs === mtimeMs;
  }

  /** Whether another file has the same beginning, long enough to be no coincidence. */
  beginsLike(path: string): boolean {
    if (this.head.length < CHECKED) return false;
    const other = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(CHECKED);
      return readSync(other, bytes, 0, CHECKED, 0) === CHECKED && bytes.equals(this.head);
    } finally {
      closeSync(other);
    }
  }

  /** Bytes in the file now. */
  size(): number {
    return fstatSync(this.fd).size;
  }

  state(): FileState {
    const { path, dev, ino, offset, skipping, tailCounted } = this;
    const [head, before] = [fingerprint(this.head), fingerprint(this.before)];
    return { path, dev, ino, offset, skipping, tailCounted, head, before };
  }

  close(): void {
    closeSync(this.fd);
  }

  /** Counts in buffer[from, to); returns up to where it is settled. */
  private count(sums: DaySums, buffer: Buffer, from: number, to: number): number {
    let start = from;
    if (this.skipping) {
      const feed = buffer.subarray(0, to).indexOf(10, from);
      if (feed < 0) return to;
      sums.addOverlong();
      this.skipping = false;
      start = feed + 1;
    }
    const rest = sums.add(buffer, start, to);
    if (to - rest <= longestLine) return rest;
    this.skipping = true;
    return to;
  }

  private bytes(from: number, length: number): Buffer {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(this.fd, buffer, 0, length, from));
  }
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64');
const fingerprint = (bytes: Buffer): Fingerprint => ({ length: bytes.length, hash: hashOf(bytes) });
const fits = (bytes: Buffer, print: Fingerprint) =>
  bytes.length === print.length && hashOf(bytes) === print.hash;

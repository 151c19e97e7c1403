import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, type Day, isDay, today } from '@/lib/clock';
import { explain } from '@/lib/errors';
import { longestLine } from './day-sums';
import { dayFolder, makeDay } from './log-dirs';
import type { Notices } from './notices';

/**
 * A log on standard input (Apache's CustomLog "|...", or an old log): each line is appended to the access log of its
 * own day, by the digits of its own date, and so becomes a log like any other. A line without a date belongs to the
 * day it came. Whole lines only, in the order they came; the sender waits while the disk does.
 */
export class StdinLog {
  private readonly files = new Map<Day, { file: FileHandle; ino: number }>();
  private rest: Buffer = Buffer.alloc(0);
  private skipping = false;
  private signal: AbortSignal | undefined;

  constructor(
    private readonly dir: string,
    private readonly notices: Notices,
  ) {}

  /** Takes all lines until the end of the stream or the signal. Throws what reading the stream throws. */
  async take(lines: Readable, signal?: AbortSignal): Promise<void> {
    this.signal = signal;
    const stop = () => lines.destroy();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for await (const chunk of lines) await this.write(chunk as Buffer);
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      await this.end();
    }
  }

  private async write(chunk: Buffer): Promise<void> {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    let start = 0;
    if (this.skipping) {
      start = bytes.indexOf(10) + 1;
      if (start === 0) return;
      this.skipping = false;
    }
    const perDay = new Map<Day, Buffer[]>();
    for (let feed = bytes.indexOf(10, start); feed >= 0; feed = bytes.indexOf(10, start)) {
      collect(perDay, bytes.subarray(start, feed + 1));
      start = feed + 1;
    }
    this.rest = Buffer.from(bytes.subarray(start));
    if (this.rest.length > longestLine) {
      // It would be malformed whatever it holds; a mark of it stays, so that it is counted as that.
      collect(perDay, OVERLONG);
      this.rest = Buffer.alloc(0);
      this.skipping = true;
    }
    for (const [day, lines] of perDay) await this.append(day, Buffer.concat(lines));
  }

  private async end(): Promise<void> {
    if (this.rest.length > 0) {
      const perDay = new Map<Day, Buffer[]>();
      collect(perDay, Buffer.concat([this.rest, Buffer.from('\n')]));
      for (const [day, lines] of perDay) await this.append(day, Buffer.concat(lines));
    }
    for (const { file } of this.files.values()) await file.close();
    this.files.clear();
  }

  /** A full disk makes the sender wait; nothing is lost, unless it is told to stop meanwhile. */
  private async append(day: Day, lines: Buffer): Promise<void> {
    const subject = 'the piped log';
    for (let at = 0; at < lines.length; ) {
      try {
        const file = await this.fileOf(day);
        const { bytesWritten } = await file.write(lines, at);
        at += bytesWritten;
        this.notices.clear(subject);
      } catch (error) {
        if (this.signal?.aborted) throw error;
        this.notices.raise(subject, `${subject} cannot be stored (${explain(error)}); its sender waits`);
        await sleep(TRY_AGAIN);
      }
    }
  }

  private async fileOf(day: Day): Promise<FileHandle> {
    const path = join(dayFolder(this.dir, day), 'access.log');
    const open_ = this.files.get(day);
    if (open_) {
      this.files.delete(day);
      // Rotated away meanwhile?
      const present = await stat(path).catch(() => undefined);
      if (present?.ino === open_.ino) {
        this.files.set(day, open_);
        return open_.file;
      }
      await open_.file.close();
    }
    await makeDay(this.dir, day);
    const file = await open(path, 'a', 0o640);
    this.files.set(day, { file, ino: (await file.stat()).ino });
    if (this.files.size > MOST_OPEN) {
      const [oldest, { file: idle }] = this.files.entries().next().value!;
      this.files.delete(oldest);
      await idle.close();
    }
    return file;
  }
}

const MOST_OPEN = 16;
/** Milliseconds. */
const TRY_AGAIN = 500;
const OVERLONG = Buffer.from('(a line longer than 1 MiB)\n');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function collect(perDay: Map<Day, Buffer[]>, line: Buffer): void {
  const day = dayOfLine(line);
  const lines = perDay.get(day);
  if (lines) lines.push(line);
  else perDay.set(day, [line]);
}

let last: { date: string; day: Day } | undefined;

/** The day a log line belongs to: that of its first "[dd/Mon/yyyy:"; today when that is no day, or one to come. */
export function dayOfLine(line: Buffer): Day {
  for (let at = line.indexOf('['); at >= 0; at = line.indexOf('[', at + 1)) {
    if (line[at + 3] !== 0x2f || line[at + 7] !== 0x2f || line[at + 12] !== 0x3a) continue;
    const date = line.toString('latin1', at + 1, at + 12);
    if (last?.date === date) return last.day;
    const [dd, name, yyyy] = date.split('/');
    const day = `${yyyy}-${String(MONTHS.indexOf(name!) + 1).padStart(2, '0')}-${dd}`;
    if (!isDay(day) || day < '1990-01-01' || day > addDays(today(), 1)) break;
    last = { date, day };
    return day;
  }
  return today();
}

import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type DaySums, longestLine } from './day-sums';

/**
 * Cuts what is read of a log into whole lines for a day's sums, in one buffer that never grows: the rest of a line
 * waits in it for the next read, and a line longer than `longestLine` is counted as malformed and not kept.
 */
export class LogReader {
  private readonly sums: DaySums;
  private readonly buffer = Buffer.allocUnsafeSlow(longestLine + READ_SIZE);
  private length = 0;
  private skipping = false;

  constructor(sums: DaySums) {
    this.sums = sums;
  }

  /** Where the next bytes of the log go, at least one; tell `wrote` how many came. */
  space(): Buffer {
    return this.buffer.subarray(this.length, this.length + READ_SIZE);
  }

  wrote(bytes: number): void {
    const end = this.length + bytes;
    let start = 0;
    if (this.skipping) {
      const feed = this.buffer.subarray(0, end).indexOf(10, this.length);
      if (feed < 0) {
        this.length = 0;
        return;
      }
      this.skipping = false;
      this.sums.addOverlong();
      start = feed + 1;
    }
    const rest = this.sums.add(this.buffer, start, end);
    this.buffer.copyWithin(0, rest, end);
    this.length = end - rest;
    if (this.length > longestLine) {
      this.skipping = true;
      this.length = 0;
    }
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const space = this.space();
      const part = chunk.subarray(at, at + space.length);
      space.set(part);
      at += part.length;
      this.wrote(part.length);
    }
  }

  /** The log has ended: what is left is its last line. */
  end(): void {
    if (this.skipping) this.sums.addOverlong();
    else this.sums.addTail(this.buffer, 0, this.length);
    this.skipping = false;
    this.length = 0;
  }
}

/**
 * Counts the lines of a log file that begin in [from, to) bytes. Throws what reading throws.
 * @param to end of the range; a line that begins before it is read to its end
 */
export function countRange(path: string, from: number, to: number, sums: DaySums): void {
  const file = openSync(path, 'r');
  try {
    let at = from > 0 ? afterLineFeed(file, from - 1, to) : 0;
    if (at >= to) return; // no line begins here
    const reader = new LogReader(sums);
    while (at < to) {
      const space = reader.space();
      const read = readSync(file, space, 0, Math.min(space.length, to - at), at);
      if (read === 0) break;
      reader.wrote(read);
      at += read;
    }
    if (at === to && !endsLine(file, to)) readOn(file, to, reader);
    reader.end();
  } finally {
    closeSync(file);
  }
}

/** Counts a gzipped log; a damaged archive throws after what could be read was counted. */
export async function countGzip(path: string, sums: DaySums): Promise<void> {
  const reader = new LogReader(sums);
  await pipeline(createReadStream(path), createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) reader.push(chunk);
  });
  reader.end();
}

const READ_SIZE = 512 * 1024;

/** The offset behind the first line feed at or after `from`, or `to` when there is none before it. */
function afterLineFeed(file: number, from: number, to: number): number {
  const buffer = Buffer.allocUnsafe(64 * 1024);
  for (let at = from; at < to; ) {
    const read = readSync(file, buffer, 0, Math.min(buffer.length, to - at), at);
    if (read === 0) break;
    const feed = buffer.subarray(0, read).indexOf(10);
    if (feed >= 0) return at + feed + 1;
    at += read;
  }
  return to;
}

function endsLine(file: number, to: number): boolean {
  const last = Buffer.alloc(1);
  return readSync(file, last, 0, 1, to - 1) === 1 && last[0] === 10;
}

/** Reads on from the end of a range to the end of the line that began in it. */
function readOn(file: number, from: number, reader: LogReader): void {
  const end = afterLineFeed(file, from, Number.MAX_SAFE_INTEGER);
  const buffer = Buffer.allocUnsafe(64 * 1024);
  for (let at = from; at < end; ) {
    const read = readSync(file, buffer, 0, Math.min(buffer.length, end - at), at);
    if (read === 0) break;
    reader.push(buffer.subarray(0, read));
    at += read;
  }
}

import { createHash } from 'node:crypto';
import { open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Day, isDay } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { DaySums, type SumsOptions } from './day-sums';
import type { DayState, FollowedDay } from './followed-day';

/**
 * What ingest keeps in STATE_DIR so that a start need not read the whole day again: one file per day, readable by its
 * owner only (it holds the day's salt and the visitors' hashes), gone with the day. It may be thrown away any time.
 */
const FORMAT = 2;
const MAGIC = Buffer.from(`presskit snapshot ${FORMAT}\n`);

/**
 * Replaces the snapshot of a day in one step. Returns its bytes, and the milliseconds for which it kept everything else
 * waiting. Throws what writing throws; the old one then stays.
 */
export async function saveDay(
  stateDir: string,
  day: FollowedDay,
): Promise<{ bytes: number; blocked: number }> {
  const start = performance.now();
  // Both in the same turn of the event loop, so that offsets and sums belong together.
  const head = Buffer.from(JSON.stringify(day.state()));
  const sums = day.sums.save();
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  const blocked = performance.now() - start;
  const path = snapshotPath(stateDir, day.day);
  const fresh = `${path}.new`;
  try {
    const parts = [MAGIC, checksum(head), size, head, sums];
    await write(fresh, parts);
    await rename(fresh, path);
    return { bytes: sizeOf(parts), blocked };
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/**
 * The snapshot of a day; null when there is none. Throws a PresskitError 'invalid' when it is damaged or of another
 * version, and what reading throws.
 */
export async function loadDay(
  stateDir: string,
  day: Day,
  options: SumsOptions = {},
): Promise<{ state: DayState; sums: DaySums } | null> {
  const path = snapshotPath(stateDir, day);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const from = MAGIC.length + 32 + 4;
  const length = bytes.length > from ? bytes.readUInt32LE(from - 4) : 0;
  const head = bytes.subarray(from, from + length);
  const sum = bytes.subarray(MAGIC.length, MAGIC.length + 32);
  if (length === 0 || !bytes.subarray(0, MAGIC.length).equals(MAGIC) || !checksum(head).equals(sum))
    throw new PresskitError('invalid', `${path} is damaged or of another version`);
  const state = JSON.parse(head.toString()) as DayState;
  if (state.day !== day) throw new PresskitError('invalid', `${path} is the snapshot of ${state.day}`);
  return { state, sums: DaySums.load(bytes.subarray(from + length), options) };
}

/** Removes the snapshots of all days but these, and what a killed run left half written. */
export async function forgetOtherDays(stateDir: string, days: Day[]): Promise<void> {
  for (const name of await readdir(stateDir)) {
    const day = /^(.{10})\.snapshot(\.new)?$/.exec(name);
    if (!day || !isDay(day[1]!) || (days.includes(day[1]!) && !day[2])) continue;
    await unlink(join(stateDir, name));
  }
}

const sizeOf = (parts: Buffer[]) => parts.reduce((sum, { length }) => sum + length, 0);

async function write(path: string, parts: Buffer[]): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writev(parts);
    // writev may write less than it was given when the disk fills up, and says so only by the number.
    if ((await file.stat()).size !== sizeOf(parts)) throw new Error(`${path}: no space left on the disk`);
    await file.sync();
  } finally {
    await file.close();
  }
}

const snapshotPath = (stateDir: string, day: Day) => join(stateDir, `${day}.snapshot`);

const checksum = (bytes: Buffer) => createHash('sha256').update(bytes).digest();

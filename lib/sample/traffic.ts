import { existsSync } from 'node:fs';
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { addDays, type Day, dayOf } from '@/lib/clock';
import { Random } from './random';
import { agentsAt } from './traffic/agents';
import { DayLog } from './traffic/day-log';
import { strengthOf } from './traffic/interest';
import { robotsOfDay } from './traffic/robots';
import type { Site } from './traffic/site';
import { visitsOfDay } from './traffic/visits';

/**
 * The history of the sample site: access logs as its web server would have written them. Totals come only from
 * rolling these up. Each day follows from the seed and its date alone, so any day can be written again.
 */
const SEED = 'presskit';

/**
 * The log of one day: how many lines, and their bytes in the order of time. `until` ends it early (today). `volume`
 * scales the traffic; with 1 a day has some 2 000 lines.
 */
export function logOfDay(
  site: Site,
  day: Day,
  o: { first: Day; last: Day; until?: Date; volume?: number },
): { lines: number; bytes: Buffer } {
  const noon = new Date(`${day}T12:00:00`);
  const progress = Math.min(
    1,
    Math.max(0, daysBetween(o.first, day) / Math.max(1, daysBetween(o.first, o.last))),
  );
  const scene = {
    site,
    log: new DayLog(day, site.host, o.until),
    era: agentsAt(daysBetween('2024-11-01', day)),
    random: new Random(`${SEED} ${day}`),
    noon,
    progress,
    strength: strengthOf(noon, progress) * (o.volume ?? 1),
  };
  visitsOfDay(scene);
  robotsOfDay(scene);
  return scene.log.finish();
}

/**
 * Writes the logs of the `days` days before today, gzipped, and today's up to `now`, under `dir`. A day that has a
 * log already is left alone: logs are the truth, also those of somebody else. Today's lines are added to its log.
 * Throws the signal's reason when aborted.
 */
export async function writeHistory(
  site: Site,
  o: {
    dir: string;
    days: number;
    now: Date;
    volume?: number;
    signal?: AbortSignal;
  },
): Promise<{ days: number; lines: number }> {
  const last = dayOf(o.now);
  const first = addDays(last, -o.days);
  const done = { days: 0, lines: 0 };
  let writing: Promise<void>[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    o.signal?.throwIfAborted();
    const folder = join(o.dir, ...day.split('-'));
    const path = join(folder, 'access.log');
    if (day === last || !(existsSync(path) || existsSync(`${path}.gz`))) {
      const { lines, bytes } = logOfDay(site, day, { first, last, until: o.now, volume: o.volume });
      writing.push(day === last ? append(folder, path, bytes) : pack(folder, path, bytes));
      done.lines += lines;
      done.days++;
    }
    // Two days in flight: one is compressed on the thread pool while the next is composed here.
    if (writing.length > 2) {
      await Promise.all(writing);
      writing = [];
    }
  }
  await Promise.all(writing);
  return done;
}

async function append(folder: string, path: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await appendFile(path, bytes);
}

async function pack(folder: string, path: string, bytes: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const packed = await compress(bytes, { level: constants.Z_BEST_SPEED });
  // A name that no reader takes for a log, until the file is whole.
  await writeFile(`${path}.gz.part`, packed);
  await rename(`${path}.gz.part`, `${path}.gz`);
}

const compress = promisify(gzip);

const daysBetween = (from: Day, to: Day) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

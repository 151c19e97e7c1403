import type { Stats } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  stat,
  symlink,
  unlink,
} from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, type Day, isDay } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';

/**
 * Log directories: <dir>/YYYY/MM/DD/access.log per day, and the symlinks <dir>/access and <dir>/error to the newest.
 * What is in a day's folder is that day's log, whatever rotation has made of it: access.log, access.log.1,
 * access.log-20261124, access.log.2.gz. Here is where folders are listed and made; lines are read elsewhere.
 */
export type LogFile = { path: string; gzip: boolean; dev: number; ino: number; size: number };

/** The folder of a day: <dir>/YYYY/MM/DD. */
export const dayFolder = (dir: string, day: Day): string => join(dir, ...day.split('-'));

/** The days that have an access log in any of the directories, oldest first. A directory that is missing has none. */
export async function daysWithLog(dirs: string[]): Promise<Day[]> {
  const days = new Set<Day>();
  for (const dir of dirs) {
    for (const year of await names(dir, /^\d{4}$/)) {
      for (const month of await names(join(dir, year), /^\d{2}$/)) {
        for (const date of await names(join(dir, year, month), /^\d{2}$/)) {
          const day = `${year}-${month}-${date}`;
          if (!isDay(day) || days.has(day)) continue;
          const logs = await names(dayFolder(dir, day), LOG_NAME);
          if (logs.some((name) => !NOT_A_LOG.test(name))) days.add(day);
        }
      }
    }
  }
  return [...days].sort();
}

/**
 * The files of a day's log in all directories, each once even if two directories are the same place. Of x and x.gz
 * only x: gzip removes it when x.gz is whole. A missing folder has no files; one that may not be read throws, and
 * so does (PresskitError 'invalid') a log compressed in a way we cannot read: half a day must not pass for a day.
 */
export async function filesOfDay(dirs: string[], day: Day): Promise<LogFile[]> {
  const files = new Map<string, LogFile>();
  for (const dir of dirs) {
    for (const file of await filesIn(dayFolder(dir, day))) {
      const id = `${file.dev}:${file.ino}`;
      if (!files.has(id)) files.set(id, file);
    }
  }
  return [...files.values()];
}

/**
 * Makes the folders of `days` days from `from` on, because nginx makes none, and points the symlinks to the day
 * `from`. They get the owner and mode of the log directory, for nginx's workers open the dated log themselves.
 * Returns whether the link of the error log moved in a directory: then nginx must reopen its logs.
 * Throws a PresskitError 'config' when a directory cannot be made or written.
 */
export async function prepareDays(dirs: string[], from: Day, days: number): Promise<boolean> {
  let moved = false;
  for (const dir of dirs) {
    try {
      await mkdir(dir, { recursive: true });
      const like = await stat(dir);
      for (let n = 0; n < days; n++) await makeFolder(dir, addDays(from, n), like);
      await pointTo(join(dir, 'access'), await newestLog(dir, from));
      moved = (await pointTo(join(dir, 'error'), linkTarget(from, 'error.log'))) || moved;
    } catch (cause) {
      if (cause instanceof PresskitError) throw cause;
      throw new PresskitError(
        'config',
        `the log directory ${dir} cannot be prepared; make it, and let this user write to it`,
        { cause },
      );
    }
  }
  return moved;
}

/** Points <dir>/access to the newest day's log there is up to a day: at midnight, when that day's first line comes. */
export async function pointToNewest(dirs: string[], day: Day): Promise<void> {
  for (const dir of dirs) await pointTo(join(dir, 'access'), await newestLog(dir, day));
}

/** Makes a day's folder in a log directory if it is not there, with the directory's owner and mode. */
export async function makeDay(dir: string, day: Day): Promise<void> {
  await makeFolder(dir, day, await stat(dir));
}

const LOG_NAME = /^access\.log([.-][\w.:+-]+)?$/;
// What compressors, editors and copying tools leave behind while they work, or beside their work.
const NOT_A_LOG = /\.(?:tmp|temp|part|partial|filepart|swp|swx|bak|lock|new|md5|sha\d+|gz\.[^.]+)$/;
const UNREADABLE = /\.(?:bz2|xz|zst|lz4|zip)$/;

async function filesIn(folder: string): Promise<LogFile[]> {
  const present = new Set(await names(folder, LOG_NAME));
  const files: LogFile[] = [];
  for (const name of [...present].sort()) {
    const gzip = name.endsWith('.gz');
    if (NOT_A_LOG.test(name) || (gzip && present.has(name.slice(0, -3)))) continue;
    const path = join(folder, name);
    if (UNREADABLE.test(name)) {
      if (present.has(name.replace(UNREADABLE, ''))) continue;
      throw new PresskitError('invalid', `${path} cannot be read; unpack it, or compress it with gzip`);
    }
    const found = await lstat(path).catch(unlessMissing);
    if (found?.isFile()) files.push({ path, gzip, dev: found.dev, ino: found.ino, size: found.size });
  }
  return files;
}

async function names(folder: string, pattern: RegExp): Promise<string[]> {
  const found = await readdir(folder).catch(unlessMissing);
  return (found ?? []).filter((name) => pattern.test(name));
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}

async function makeFolder(dir: string, day: Day, like: Stats): Promise<void> {
  let folder = dir;
  for (const part of day.split('-')) {
    folder = join(folder, part);
    try {
      await mkdir(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    await chmod(folder, like.mode & 0o7777);
    if (process.getuid?.() === 0) await chown(folder, like.uid, like.gid);
  }
}

const linkTarget = (day: Day, name: string) => join(...day.split('-'), name);

// A quiet site has no line in the first minutes of a day: until then the newest log is an earlier day's.
async function newestLog(dir: string, day: Day): Promise<string> {
  for (let back = 0; back < 7; back++) {
    const target = linkTarget(addDays(day, -back), 'access.log');
    if (await stat(join(dir, target)).catch(unlessMissing)) return target;
  }
  return linkTarget(day, 'access.log');
}

/** Replaces a symlink in one step; whether it changed. A file of that name is left alone. */
async function pointTo(link: string, target: string): Promise<boolean> {
  const present = await lstat(link).catch(unlessMissing);
  if (present && !present.isSymbolicLink())
    throw new PresskitError(
      'config',
      `${link} is to be a symlink to the newest log, but something else is there; move it away`,
    );
  if (present && (await readlink(link)) === target) return false;
  const fresh = `${link}.${process.pid}.new`;
  await unlink(fresh).catch(unlessMissing);
  await symlink(target, fresh);
  await rename(fresh, link);
  return true;
}

import { setImmediate as turn } from 'node:timers/promises';
import type { DaySums } from './day-sums';
import { FollowedFile } from './followed-file';
import type { LogFile } from './log-dirs';
import { countGzip } from './log-reader';

/** A gzipped log that has been counted whole. */
export type Archive = Pick<LogFile, 'path' | 'dev' | 'ino' | 'size'>;

/** A gzipped log that ends early, or is no gzip at all. */
export class DamagedArchive extends Error {}

/** What makes a file the same file, whatever its name. */
export const idOf = ({ dev, ino }: { dev: number; ino: number }): string => `${dev}:${ino}`;

/**
 * Counts listed files from their beginnings into empty sums and leaves the plain ones open at their ends, by id.
 * null: the files changed under way, or it is over; list them again. Throws what opening and reading throws, and
 * DamagedArchive.
 */
export async function countAll(
  listed: LogFile[],
  sums: DaySums,
  isOver: () => boolean,
): Promise<Map<string, FollowedFile> | null> {
  const files = new Map<string, FollowedFile>();
  let whole = false;
  try {
    for (const file of listed.filter(({ gzip }) => !gzip)) {
      const opened = FollowedFile.open(file);
      if (!opened) return null;
      files.set(idOf(file), opened);
    }
    for (const file of listed.filter(({ gzip }) => gzip)) await countArchive(file, sums);
    whole = await readToEnd(files, sums, isOver);
    return whole ? files : null;
  } finally {
    if (!whole) for (const file of files.values()) file.close();
  }
}

/**
 * Reads files to their ends, in pieces between which everything else goes on; when all are at their ends in the same
 * turn of the event loop, nothing is missing. false: a file was changed under way, or it is over.
 */
export async function readToEnd(
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

async function countArchive(file: LogFile, sums: DaySums): Promise<void> {
  try {
    await countGzip(file.path, sums);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code?.startsWith('Z_')) throw new DamagedArchive(`${file.path} is not a whole gzip file`, { cause });
    throw cause;
  }
}

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PresskitError } from '@/lib/errors';
import { birthOf } from './leftovers';

/**
 * A lock that is a file with the holder's process id, so that it ends with its holder, however that ends.
 * @param path of the lock file
 * @param taken the sentence for whoever meets the lock; given the holder's process id
 * @param wait go on asking until it is free, instead of throwing 'conflict'; told once that it has to wait
 * @returns the function that gives the lock back
 */
export async function lock(
  path: string,
  taken: (pid: number) => string,
  wait?: { say: (line: string) => void; signal?: AbortSignal },
): Promise<() => void> {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${process.pid} ${birthOf(process.pid)}`;
  const own = `${path}.${process.pid}`;
  let said = false;
  for (;;) {
    writeFileSync(own, mine);
    if (linked(own, path)) break;
    const holder = holderOf(path);
    if (holder === null) continue;
    if (isAlive(holder)) {
      const sentence = taken(Number(holder.split(' ')[0]));
      rmSync(own, { force: true });
      if (!wait) throw new PresskitError('conflict', sentence);
      if (!said) wait.say(sentence);
      said = true;
      await sleep(200, undefined, { signal: wait.signal });
      continue;
    }
    // Of several that find a dead holder's lock, one gets to take it away.
    const away = `${own}.old`;
    if (!renamed(path, away)) continue;
    // Meanwhile somebody else may have taken it away and locked: then that lock is put back.
    if (readFileSync(away, 'utf8') !== holder) linked(away, path);
    rmSync(away, { force: true });
  }
  rmSync(own, { force: true });
  return () => {
    if (holderOf(path) === mine) rmSync(path, { force: true });
  };
}

/** The process id of a lock's living holder, or null. */
export function lockedBy(path: string): number | null {
  const holder = holderOf(path);
  return holder && isAlive(holder) ? Number(holder.split(' ')[0]) : null;
}

function isAlive(holder: string): boolean {
  const [pid, birth] = holder.split(' ');
  return birth ? birthOf(Number(pid)) === birth : false;
}

function holderOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PresskitError } from '@/lib/errors';

/** An account of the operating system. */
export type Account = { name: string; uid: number; gid: number };

export const isRoot = (): boolean => process.getuid?.() === 0;

export function accountNamed(name: string): Account | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : null;
}

/** The account of that name, made first (as a system account that nobody can sign in to) if there is none. */
export function ensureAccount(name: string): Account {
  const there = accountNamed(name);
  if (there) return there;
  try {
    execFileSync(
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        '/nonexistent',
        '--shell',
        '/usr/sbin/nologin',
        name,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
  } catch (cause) {
    throw new PresskitError('unavailable', `there is no account "${name}" and it could not be made`, {
      cause,
    });
  }
  const made = accountNamed(name);
  if (!made) throw new PresskitError('unavailable', `useradd ${name} said yes, but there is no such account`);
  return made;
}

/**
 * The first folder on the way from / to the path that the account may not pass; null: it can get there. Missing
 * parts are passed. Access lists are not looked at.
 */
export function barrier(path: string, account: Account): string | null {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of folders) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (!found) return null;
    const bit = found.uid === account.uid ? 0o100 : found.gid === account.gid ? 0o010 : 0o001;
    if (!(found.mode & bit)) return folder;
  }
  return null;
}

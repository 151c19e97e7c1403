import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain, PresskitError } from '@/lib/errors';
import { ensureServers, type Installable } from '@/lib/machine/apt';
import { ensureBuild } from '@/lib/machine/build';
import { Installation } from '@/lib/machine/installation';
import { endChildren } from '@/lib/machine/leftovers';
import { lock } from '@/lib/machine/lock';
import { isFree } from '@/lib/machine/ports';
import { abandonStarts } from '@/lib/machine/server';
import { Supervisor } from '@/lib/machine/supervisor';
import { samplePassword, sampleUsers } from '@/lib/sample/users';
import { runPresskit } from './child';
import { NightlyRollup } from './nightly';

export type DemoOptions = {
  /** Absolute path of DATA_DIR. */
  dir: string;
  port: number;
  /** Path of the lock that keeps a second demo out of the same folder. */
  lock: string;
  databaseUrl?: string;
  memcachedServers?: string;
  /** Ends the demo. */
  signal: AbortSignal;
  /** Told what is going on, a line at a time. */
  say: (line: string) => void;
};

/** Brings everything up, keeps it up until the signal, and stops all of it. Throws a PresskitError when it cannot. */
export async function runDemo(o: DemoOptions): Promise<void> {
  checkFolder(o.dir);
  const unlock = await lock(
    o.lock,
    (pid) => `a demo is running in ${o.dir} (process ${pid}); stop it, or set DATA_DIR to another folder`,
  );
  try {
    await bringUp(o);
  } catch (error) {
    // Whatever fails while everything is being stopped fails because of that.
    if (!o.signal.aborted) throw error;
  } finally {
    unlock();
  }
}

async function bringUp(o: DemoOptions): Promise<void> {
  const { dir, port, databaseUrl, memcachedServers, signal, say } = o;
  if (!(await isFree(port)) || !(await isFree(port, '::1', true)))
    throw new PresskitError('unavailable', `port ${port} is in use; set PORT to another one`);
  const needed: Installable[] = memcachedServers ? ['nginx'] : ['nginx', 'memcached'];
  await ensureServers(needed, say);
  const here = new Installation({ dir, port, databaseUrl, memcachedServers, say });
  const supervisor = new Supervisor(say);
  const nightly = new NightlyRollup(here.env, say);
  const abandon = () => void abandonStarts();
  signal.addEventListener('abort', abandon, { once: true });
  try {
    say(`Presskit demo in ${dir}`);
    await here.startStores();
    signal.throwIfAborted();
    await runPresskit(['migrate'], { env: here.env, signal });
    await fill(here, o);
    say('rolling up the finished days');
    await nightly.rollUp(signal);
    await here.startFront();
    signal.throwIfAborted();
    for (const server of here.servers) supervisor.watch(server);
    nightly.start();
    say(welcome(here, dir));
    say(`ready: ${here.url}`);
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
      if (signal.aborted) resolve();
    });
    say('stopping');
  } finally {
    nightly.stop();
    await supervisor.stop();
    await here.stop();
    endChildren();
  }
}

/** Sample content with the first start, and the build, side by side. */
async function fill(here: Installation, { dir, databaseUrl, signal, say }: DemoOptions): Promise<void> {
  // Kept with the database it was written into: another one wants its own.
  const seeded = join(dir, 'seeded');
  const database = createHash('sha256')
    .update(databaseUrl ?? new URL(here.env.DATABASE_URL!).password)
    .digest('hex');
  const other = new AbortController();
  const both = AbortSignal.any([signal, other.signal]);
  const seed = async () => {
    if (existsSync(seeded) && readFileSync(seeded, 'utf8') === database) return;
    say(
      'writing sample content and two years of history, which takes a minute or two; it is kept for the next start',
    );
    await runPresskit(['seed'], { env: here.env, signal: both });
    writeFileSync(seeded, database);
  };
  const work = [ensureBuild(say, both), seed()].map((one) =>
    one.catch((error: unknown) => {
      other.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(work);
  // The first failure, not what it made of the other.
  if (other.signal.aborted) throw other.signal.reason;
}

function welcome(here: Installation, dir: string): string {
  return [
    '',
    `  Visit         ${here.url}`,
    `  Other domains ${here.env.SITE_URLS!.replaceAll(',', ' and ')}: sign in at one, follow the link at its foot;`,
    '                the first is the site of one newsroom alone',
    ...sampleUsers.map(
      ({ email, may }, n) => `  ${n === 0 ? 'Sign in as ' : '           '}   ${email}, who ${may}`,
    ),
    `                all of them with the password ${samplePassword}, at ${here.url}/sign-in`,
    `  Mails         ${here.url}/mails   (nothing is sent to anybody)`,
    `  Log           ${join(dir, 'log/access')}`,
    '  Command line  npm run presskit -- --help   (works with this demo while it runs)',
    '  Stop          Ctrl-C; the data stays and the next start is quick',
    '',
  ].join('\n');
}

function checkFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new PresskitError(
      'unavailable',
      `the demo cannot write to ${dir}; set DATA_DIR to a folder it may write to (${explain(error)})`,
    );
  }
}

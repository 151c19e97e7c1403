import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuild } from '@/lib/machine/build';
import { freePort } from '@/lib/machine/ports';
import { startPostgres } from '@/lib/machine/postgres';
import { presskit, root } from '@/lib/machine/root';

/** The demo as a person meets it, without its sample content (which takes a minute): `npm run demo`, and Ctrl-C. */
const dir = mkdtempSync(join(tmpdir(), 'presskit demo '));
const demos: Demo[] = [];
after(async () => {
  // What a failed test has left running.
  for (const { child, ended } of demos) {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
    await ended;
  }
  rmSync(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
});

type Demo = {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
  dir: string;
  url: string;
};

async function demo(name: string, o: { seeded: boolean; port?: number }): Promise<Demo> {
  const port = o.port ?? (await freePort());
  const data = join(dir, name);
  mkdirSync(data, { recursive: true });
  if (o.seeded) await pretendSeeded(data);
  const { DATABASE_URL, MEMCACHED_SERVERS, LOG_DIR, FILES_DIR, STATE_DIR, SITE_URL, ...env } = process.env;
  const child = spawn('npm', ['run', 'demo'], {
    cwd: root,
    env: { ...env, PORT: String(port), DATA_DIR: data },
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const started = { child, output: () => text, ended, dir: data, url: `http://localhost:${port}` };
  demos.push(started);
  return started;
}

/** Makes the demo's cluster, and the note that it has been filled. */
async function pretendSeeded(data: string): Promise<void> {
  const postgres = await startPostgres({ dir: join(data, 'postgres') });
  await postgres.stop();
  const { password } = new URL(postgres.url);
  writeFileSync(join(data, 'seeded'), createHash('sha256').update(password).digest('hex'));
}

async function until(
  what: string,
  fact: () => boolean | Promise<boolean>,
  output: () => string,
): Promise<void> {
  for (const start = Date.now(); !(await fact()); await sleep(50))
    assert.ok(Date.now() - start < 240_000, `${what} did not come; the demo said:\n${output()}`);
}

const ready = (one: Demo) =>
  until(
    'ready',
    async () => one.output().split('\n').includes(`ready: ${one.url}`) || one.child.exitCode !== null,
    one.output,
  );

/** The processes that have something to do with a folder. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => {
      try {
        const about = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'latin1').replaceAll('\0', ' ');
        return `${about('cmdline')} | ${about('environ')}`;
      } catch {
        // Gone meanwhile.
        return '';
      }
    })
    .filter((line) => line.includes(folder));
}

const pidOf = (one: Demo, file: string) => Number(readFileSync(join(one.dir, file), 'utf8'));
const status = async (url: string) => (await fetch(url).catch(() => null))?.status ?? 0;

test('a demo comes up, starts again what is killed, stops with Ctrl-C and leaves nothing behind', async () => {
  await ensureBuild(() => {});
  const one = await demo('first', { seeded: true });
  await ready(one);
  assert.equal(await status(one.url), 200, one.output());

  const refused = spawn(process.execPath, presskit('demo'), {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(await freePort()),
      DATA_DIR: one.dir,
      DATABASE_URL: '',
      MEMCACHED_SERVERS: '',
    },
  });
  const code = await new Promise((resolve) => refused.once('close', resolve));
  assert.equal(code, 1, 'a second demo keeps out of the same folder');

  const servers = [
    'nginx/nginx.pid',
    'run/site.pid',
    'run/ingest.pid',
    'run/memcached.pid',
    'postgres/postgres.pid',
  ];
  for (const file of servers) process.kill(pidOf(one, file), 'SIGKILL');
  const again = () => servers.every((file) => one.output().includes(`${nameOf(file)} is running again`));
  await until('every server again', again, one.output);
  assert.equal(await status(one.url), 200);

  // As a terminal does it: to npm and all it has started.
  process.kill(-one.child.pid!, 'SIGINT');
  assert.equal(await one.ended, 0, one.output());
  assert.deepEqual(processesOf(one.dir), []);
  assert.equal(await status(one.url), 0);
});

test('two demos run side by side; one that was killed comes up again with what it had', async () => {
  const [one, two] = await Promise.all([demo('one', { seeded: true }), demo('two', { seeded: true })]);
  await Promise.all([ready(one), ready(two)]);
  assert.equal(await status(one.url), 200, one.output());
  assert.equal(await status(two.url), 200, two.output());

  await fetch(`${two.url}/releases`);
  const pid = Number(readFileSync(join(two.dir, 'demo.lock'), 'utf8').split(' ')[0]);
  process.kill(pid, 'SIGKILL');
  await two.ended;
  await until('the end of its servers', () => processesOf(two.dir).length === 0, two.output);
  const back = await demo('two', { seeded: false, port: Number(new URL(two.url).port) });
  await ready(back);
  assert.doesNotMatch(back.output(), /writing sample content/);
  assert.match(readFileSync(join(back.dir, 'log/access'), 'latin1'), /GET \/releases /);

  // To npm alone, as a service manager does it.
  for (const demo of [one, back]) demo.child.kill('SIGTERM');
  assert.deepEqual(await Promise.all([one.ended, back.ended]), [0, 0]);
  for (const demo of [one, back]) assert.deepEqual(processesOf(demo.dir), []);
});

test('a demo that is stopped before it is up stops at once', async () => {
  const one = await demo('early', { seeded: false });
  await until('the sample content', () => one.output().includes('writing sample content'), one.output);
  await sleep(1000);
  const start = Date.now();
  one.child.kill('SIGTERM');
  assert.equal(await one.ended, 0, one.output());
  assert.ok(Date.now() - start < 10_000);
  assert.deepEqual(processesOf(one.dir), []);
  assert.ok(!existsSync(join(one.dir, 'seeded')));
});

const nameOf = (pidFile: string) => pidFile.split('/')[1]!.replace('.pid', '');

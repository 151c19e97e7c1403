import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Memcached } from '@/lib/memcached';
import { MARK } from './leftovers';
import { startMemcached } from './memcached';
import { root } from './root';
import { Server } from './server';
import { Supervisor } from './supervisor';

const dir = mkdtempSync(join(tmpdir(), 'presskit-server-'));
after(() => rmSync(dir, { recursive: true }));

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await fact()); waited += 50) {
    assert.ok(waited < 10_000, 'waited for 10 s');
    await sleep(50);
  }
}

const sleeper = (name: string) =>
  new Server({
    name,
    dir,
    launch: () => ({ command: '/bin/sleep', args: ['60'] }),
    ready: async () => true,
  });

test('a server that an earlier run left behind is stopped first', async () => {
  const mark = join(dir, 'left.pid');
  const leftover = spawn('/bin/sleep', ['60'], { env: { ...process.env, [MARK]: mark }, detached: true });
  writeFileSync(mark, String(leftover.pid));
  const gone = new Promise((resolve) => leftover.once('exit', resolve));
  const server = await sleeper('left').start();
  await gone;
  await server.stop();
});

test('a process that merely has the number in the pid file is left alone', async () => {
  const stranger = spawn('/bin/sleep', ['60']);
  writeFileSync(join(dir, 'other.pid'), String(stranger.pid));
  const server = await sleeper('other').start();
  assert.ok(isAlive(stranger.pid!));
  await server.stop();
  stranger.kill();
});

test('a program that ends at once is reported with what it said', async () => {
  const server = new Server({
    name: 'broken',
    dir,
    launch: () => ({ command: '/bin/sh', args: ['-c', 'echo no such luck >&2; exit 3'] }),
    ready: async () => false,
  });
  await assert.rejects(server.start(), /broken has stopped.*no such luck/s);
});

test('a server that was killed is started again, at the same address', async () => {
  const memcached = await startMemcached({ dir });
  const said: string[] = [];
  const supervisor = new Supervisor((line) => said.push(line));
  supervisor.watch(memcached);
  const first = memcached.pid;
  await memcached.kill('SIGKILL');
  await until(() => memcached.isUp && memcached.pid !== first);
  const client = new Memcached(memcached.server);
  assert.equal(await client.set([['a', '1']], 10), 0);
  client.close();
  await supervisor.stop();
  await memcached.stop();
  assert.deepEqual(said, ['memcached has ended (SIGKILL); starting it again', 'memcached is running again']);
});

test('servers end with the process that started them, even when that is killed', async () => {
  const script = `import { startMemcached } from '@/lib/machine/memcached';
    const server = await startMemcached({ dir: ${JSON.stringify(dir)} });
    console.log(server.pid); setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: root,
  });
  const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
  assert.ok(isAlive(pid));
  parent.kill('SIGKILL');
  await until(() => !isAlive(pid));
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { PresskitError } from '@/lib/errors';
import { birthOf } from './leftovers';
import { lock, lockedBy } from './lock';

const dir = mkdtempSync(join(tmpdir(), 'presskit-lock-'));
after(() => rmSync(dir, { recursive: true }));
const taken = (pid: number) => `taken by ${pid}`;

test('a lock that is held is refused, and free again when given back', async () => {
  const path = join(dir, 'a');
  const unlock = await lock(path, taken);
  assert.equal(lockedBy(path), process.pid);
  await assert.rejects(lock(path, taken), (error: PresskitError) => {
    return error.code === 'conflict' && error.message === `taken by ${process.pid}`;
  });
  unlock();
  assert.equal(existsSync(path), false);
  (await lock(path, taken))();
});

test('whoever waits gets the lock when it is free, and is told once', async () => {
  const path = join(dir, 'b');
  const unlock = await lock(path, taken);
  const said: string[] = [];
  const waiting = lock(path, taken, { say: (line) => said.push(line) });
  setTimeout(unlock, 500);
  (await waiting)();
  assert.deepEqual(said, [`taken by ${process.pid}`]);
});

test('the lock of a process that is gone, or of another with its number, is taken over', async () => {
  const path = join(dir, 'c');
  const child = spawn('true');
  await new Promise((resolve) => child.once('exit', resolve));
  writeFileSync(path, `${child.pid} 12345`);
  (await lock(path, taken))();
  writeFileSync(path, `${process.pid} ${Number(birthOf(process.pid)) - 1}`);
  assert.equal(lockedBy(path), null);
  (await lock(path, taken))();
});

test('of many that find a dead lock at once, one at a time holds it', async () => {
  const path = join(dir, 'd');
  writeFileSync(path, '999999999 1');
  const unlock = await lock(path, taken);
  const others = await Promise.allSettled(Array.from({ length: 5 }, () => lock(path, taken)));
  assert.ok(others.every(({ status }) => status === 'rejected'));
  unlock();
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { attempt, forgetTries, wouldAllow } from './rate-limits';

const { owner: sql } = await testDatabase();
const dir = mkdtempSync(join(tmpdir(), 'presskit-clock-'));
const clock = join(dir, 'clock');
const at = (seconds: number) =>
  writeFileSync(clock, new Date(Date.parse('2026-03-01T12:00:00Z') + seconds * 1000).toISOString());
process.env.CLOCK_FILE = clock;
after(() => {
  delete process.env.CLOCK_FILE;
  rmSync(dir, { recursive: true });
});

const limit = { tries: 3, seconds: 60 };

test('so many tries in a window, then none until it has ended', async () => {
  at(0);
  for (let n = 0; n < 3; n++) assert.equal((await attempt('a', limit)).allowed, true);
  at(20);
  assert.deepEqual(await attempt('a', limit), { allowed: false, retryAfter: 40 });
  assert.deepEqual(await wouldAllow('a', limit), { allowed: false, retryAfter: 40 });
  assert.equal((await attempt('b', limit)).allowed, true, 'each key counts for itself');
  at(61);
  assert.equal((await wouldAllow('a', limit)).allowed, true);
  assert.equal((await attempt('a', limit)).allowed, true);
});

test('many tries at the same moment are counted each', async () => {
  at(0);
  const all = await Promise.all(Array.from({ length: 40 }, () => attempt('rush', limit)));
  assert.equal(all.filter(({ allowed }) => allowed).length, 3);
});

test('looking does not count, and a success begins anew', async () => {
  at(0);
  for (let n = 0; n < 9; n++) assert.equal((await wouldAllow('c', limit)).allowed, true);
  for (let n = 0; n < 4; n++) await attempt('c', limit);
  assert.equal((await wouldAllow('c', limit)).allowed, false);
  await forgetTries('c');
  assert.equal((await wouldAllow('c', limit)).allowed, true);
});

test('what was counted a day ago is forgotten', async () => {
  at(0);
  await attempt('old', limit);
  at(86_500);
  await attempt('new', limit);
  const left = await sql`select key from rate_limits where key in ('old', 'new')`;
  assert.deepEqual(
    left.map(({ key }) => key),
    ['new'],
  );
});

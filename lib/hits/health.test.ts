import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { closeCache, set } from '@/lib/cache';
import { testDatabase } from '@/lib/db/test-database';
import { startMemcached } from '@/lib/machine/memcached';
import { health } from './health';
import type { IngestStatus } from './ingest';
import { STATUS_KEY } from './keys';

const { owner: sql, dir } = await testDatabase();
const memcached = await startMemcached({ dir: join(dir, 'memcached') });
process.env.MEMCACHED_SERVERS = memcached.server;
process.env.CLOCK_FILE = join(dir, 'clock');
process.env.TZ = 'UTC';
await writeFile(process.env.CLOCK_FILE, '2026-11-24T12:00:00Z');
after(async () => {
  closeCache();
  await memcached.stop();
});

const drops = { malformed: 1, method: 2, status: 3, path: 4, prefetch: 0, bot: 0 };
const status: IngestStatus = {
  time: '2026-11-24T11:59:59Z',
  pid: 7,
  secondsUp: 60,
  log: { dirs: ['/var/log/presskit'], read: 900, size: 1000 },
  bytesBehind: 100,
  secondsBehind: 0.2,
  today: { day: '2026-11-24', lines: 15, hits: 5, drops },
  yesterday: { day: '2026-11-23', lines: 10 },
  memcached: [{ server: memcached.server, away: false, evictions: 0 }],
  troubles: [],
};
const say = (other: Partial<IngestStatus>) => set(STATUS_KEY, JSON.stringify({ ...status, ...other }), 60);

test('without ingest and roll-up, health says so', async () => {
  const state = await health();
  assert.equal(state.ok, false);
  assert.match(state.reasons.join(), /ingest is not running/);
  assert.deepEqual([state.ingest, state.today, state.rollup], [null, null, null]);
  assert.equal(state.memcached[0]!.away, false);
  assert.ok(state.memcached[0]!.limitBytes! > 0);
});

test('a day that should have been rolled up is named', async () => {
  await say({});
  assert.match((await health()).reasons.join(), /2026-11-23 has a log and is not rolled up/);
});

test('when all is well, it says how far everything is', async () => {
  await sql`insert into rollups values ('2026-11-23', 10, 4, 3, '{}', '[]', 12, '2026-11-24T00:01:02Z')`;
  const state = await health();
  assert.deepEqual(state.reasons, []);
  assert.equal(state.ok, true);
  assert.deepEqual(state.today, status.today);
  assert.equal(state.ingest!.bytesBehind, 100);
  assert.deepEqual(state.rollup, {
    lastDay: '2026-11-23',
    finishedAt: '2026-11-24T00:01:02.000Z',
    lines: 10,
    hits: 4,
    durationMs: 12,
  });
});

test('silence, a backlog and troubles are reasons', async () => {
  await say({ time: '2026-11-24T11:59:00Z' });
  assert.match((await health()).reasons.join(), /last sign of life 60 s ago/);
  await say({ secondsBehind: 30, bytesBehind: 5000, troubles: ['the snapshot cannot be written'] });
  assert.deepEqual((await health()).reasons, [
    'ingest is 5000 bytes and 30 s behind the log',
    'the snapshot cannot be written',
  ]);
});

test('memcached away is said, and nothing throws', async () => {
  await memcached.kill('SIGSTOP');
  const start = performance.now();
  const state = await health();
  assert.ok(performance.now() - start < 1000);
  assert.match(state.reasons.join(), /memcached .* does not answer/);
  assert.equal(state.rollup!.lastDay, '2026-11-23');
  await memcached.kill('SIGCONT');
});

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { closeCache, set } from '@/lib/cache';
import { testDatabase } from '@/lib/db/test-database';
import { startMemcached } from '@/lib/machine/memcached';
import { hitsKey, readyKey } from './keys';
import { counts, countsOf } from './statistics';

const { owner: sql, dir } = await testDatabase();
const memcached = await startMemcached({ dir: join(dir, 'memcached') });
process.env.MEMCACHED_SERVERS = memcached.server;
process.env.CLOCK_FILE = join(dir, 'clock');
const clock = (instant: string) => writeFile(join(dir, 'clock'), instant);
const release = (id: number) => ({ type: 'release', id }) as const;

before(async () => {
  await sql`insert into hits_daily (day, type, object_id, views, visitors) values
    ('2026-11-20', 'release', 7, 100, 90), ('2026-11-21', 'release', 7, 20, 9),
    ('2026-11-21', 'release', 8, 5, 5), ('2026-11-21', 'newsroom', 7, 3, 3)`;
});
beforeEach(() => clock('2026-11-24T12:00:00Z'));
after(async () => {
  closeCache();
  await memcached.stop();
});

async function live(day: string, hits: Record<number, number>) {
  for (const [id, n] of Object.entries(hits)) await set(hitsKey(day, 'release', Number(id)), String(n), 600);
  await set(readyKey(day), '1', 600);
}

test('before memcached is filled, today is on its way and the total is what PostgreSQL knows', async () => {
  assert.deepEqual(await counts(release(7)), { today: null, total: 120 });
});

test('today is added to the total; content nobody read today has 0', async () => {
  await live('2026-11-24', { 7: 12 });
  assert.deepEqual(await countsOf([release(8), release(7), { type: 'newsroom', id: 7 }, release(99)]), [
    { today: 0, total: 5 },
    { today: 12, total: 132 },
    { today: 0, total: 3 },
    { today: 0, total: 0 },
  ]);
});

test('a day that is over and not rolled up still counts, and only once when it is', async () => {
  await live('2026-11-24', { 7: 12 });
  await clock('2026-11-25T00:00:10Z');
  assert.deepEqual(await counts(release(7)), { today: null, total: 132 });
  await live('2026-11-25', { 7: 1 });
  assert.deepEqual(await counts(release(7)), { today: 1, total: 133 });
  await sql.begin(async (tx) => {
    await tx`insert into hits_daily values ('2026-11-24', 'release', 7, 12, 10)`;
    await tx`insert into rollups values ('2026-11-24', 12, 12, 10, '{}', '[]', 1, now())`;
  });
  assert.deepEqual(await counts(release(7)), { today: 1, total: 133 });
});

test('without memcached the total is shown, at once', async () => {
  await clock('2026-11-25T00:00:10Z');
  await memcached.stop();
  assert.deepEqual(await counts(release(7)), { today: null, total: 132 });
});

test('nothing asked for is nothing answered', async () => {
  assert.deepEqual(await countsOf([]), []);
});

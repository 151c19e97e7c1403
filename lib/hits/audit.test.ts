import assert from 'node:assert/strict';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { addDays, type Day, today } from '@/lib/clock';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { startMemcached } from '@/lib/machine/memcached';
import { freePort } from '@/lib/machine/ports';
import { Memcached } from '@/lib/memcached';
import { audit, auditReport, isClean } from './audit';
import { hitsKey, readyKey } from './keys';
import { dayFolder } from './log-dirs';
import { rollUp } from './rollup';
import { generatedLog } from './testing/generated-log';
import { naiveRecount } from './testing/naive-recount';

const { owner, dir } = await testDatabase();
const logs = join(dir, 'log');
const memcached = await startMemcached();
const cache = new Memcached(memcached.server);
const yesterday = addDays(today(), -1);
after(async () => {
  cache.close();
  await memcached.stop();
});

/** Writes a day's log; fills memcached as ingest does. */
async function haveLog(day: Day, log: Buffer): Promise<void> {
  await mkdir(dayFolder(logs, day), { recursive: true });
  await writeFile(join(dayFolder(logs, day), 'access.log'), log);
  await fill(day, log);
}

async function fill(day: Day, log: Buffer): Promise<void> {
  for (const [key, views] of naiveRecount(log).views) {
    const [type, id] = key.split(':');
    await cache.set([[hitsKey(day, type!, Number(id)), String(views)]], 3600);
  }
  await cache.set([[readyKey(day), '1']], 3600);
}

const audited = (day: Day, servers = [memcached.server]) =>
  audit({ day, logDirs: [logs], servers, patience: 300 });
const log = generatedLog({ seed: 3, lines: 800, day: yesterday });

beforeEach(async () => {
  await owner`truncate hits_daily, hits_breakdown, rollups`;
  await haveLog(yesterday, log);
  await rollUp([yesterday], { logDirs: [logs] });
});

test('a day whose numbers are the log’s is clean, and its lines add up', async () => {
  const found = await audited(yesterday);
  const naive = naiveRecount(log);
  assert.deepEqual(found.differences, []);
  assert.ok(isClean(found) && found.addsUp);
  assert.deepEqual([found.lines, found.hits, found.visitors], [naive.lines, naive.hits, naive.siteVisitors]);
  assert.deepEqual(found.drops, naive.drops);
  assert.match(
    auditReport(found),
    /800 lines = \d+ hits \+ malformed \d+ \+ method \d+ .*\n(.*\n)*No differences\./,
  );
});

test('every wrong, missing and invented number in PostgreSQL is found', async () => {
  await owner`update hits_daily set views = views + 1 where type = 'release' and object_id = 1`;
  await owner`delete from hits_daily where type = 'release' and object_id = 2`;
  await owner`insert into hits_daily values (${yesterday}, 'release', 999, 5, 4)`;
  await owner`update hits_breakdown set views = 0 where type = 'file' and object_id = 1 and dimension = 'device'
    and value = 'desktop'`;
  await owner`insert into hits_breakdown values (${yesterday}, 'newsroom', 777, 'hour', '3', 9)`;
  await owner`update rollups set lines = lines - 1, drops = jsonb_set(drops, '{bot}', '0')`;
  const found = await audited(yesterday);
  const keys = found.differences.map(({ where, key }) => `${where} ${key}`).sort();
  assert.deepEqual(keys, [
    'hits_breakdown file:1 device desktop',
    'hits_breakdown newsroom:777 hour 3',
    'hits_daily release:1 views',
    'hits_daily release:2 views',
    'hits_daily release:2 visitors',
    'hits_daily release:999 views',
    'hits_daily release:999 visitors',
    'rollups dropped for bot',
    'rollups lines',
  ]);
  const invented = found.differences.find(({ key }) => key === 'release:999 views');
  assert.deepEqual(invented, { where: 'hits_daily', key: 'release:999 views', says: 5, log: 0 });
  assert.equal(found.different, 9);
  assert.ok(!isClean(found));
  assert.match(
    auditReport(found),
    /9 differences:\n(.*\n)* {2}hits_daily +release:2 views: says nothing, the log \d+/,
  );
});

test('hits of a day without a roll-up are differences, no hits are none', async () => {
  await owner`delete from rollups`;
  const found = await audited(yesterday);
  assert.equal(found.postgres, 'not rolled up');
  assert.ok(
    found.different > 0 &&
      found.differences.every(({ where, log: right }) => where.startsWith('hits_') && right === 0),
  );
  await owner`truncate hits_daily, hits_breakdown`;
  const clean = await audited(yesterday);
  assert.ok(isClean(clean));
  assert.match(auditReport(clean), new RegExp(`presskit rollup --day ${yesterday}`));
});

test('a wrong, a missing and an invented count in memcached are found', async () => {
  const right = naiveRecount(log).views;
  await owner`insert into hits_daily values (${addDays(yesterday, -3)}, 'release', 500, 1, 1)`;
  const [first, second] = ['release:1', 'release:2'];
  await cache.set([[hitsKey(yesterday, 'release', 1), String(right.get(first)! + 3)]], 3600);
  await cache.set([[hitsKey(yesterday, 'release', 2), '']], -1);
  await cache.set([[hitsKey(yesterday, 'release', 500), '4']], 3600);
  const found = await audited(yesterday);
  assert.deepEqual(
    found.differences.map(({ where, key, says, log: views }) => [where, key, says, views]),
    [
      ['memcached', `${first} views`, right.get(first)! + 3, right.get(first)],
      ['memcached', `${second} views`, null, right.get(second)],
      ['memcached', 'release:500 views', 4, 0],
    ],
  );
});

test('a memcached that is away or was not filled is said, and is no difference', async () => {
  const away = `127.0.0.1:${await freePort()}`;
  await cache.set([[readyKey(yesterday), '']], -1);
  const found = await audited(yesterday, [memcached.server, away]);
  assert.deepEqual(
    found.memcached.map(({ state }) => state),
    ['not filled', 'away'],
  );
  assert.ok(isClean(found));
  assert.match(auditReport(found), /is ingest running\?\n.*does not answer/);
});

test('a day that is still growing is clean as long as memcached keeps up', async () => {
  const day = today();
  const start = generatedLog({ seed: 5, lines: 200, day, garbage: 0, dropped: 0 });
  await haveLog(day, start);
  let written = start;
  const more = generatedLog({ seed: 6, lines: 5, day, garbage: 0, dropped: 0 });
  let failure: unknown;
  const writer = setInterval(() => {
    written = Buffer.concat([written, more]);
    appendFile(join(dayFolder(logs, day), 'access.log'), more)
      .then(() => fill(day, written))
      .catch((error: unknown) => {
        failure = error;
      });
  }, 20);
  try {
    for (let i = 0; i < 3; i++) {
      const found = await audit({ day, logDirs: [logs], servers: [memcached.server], patience: 2000 });
      assert.deepEqual(found.differences, []);
    }
  } finally {
    clearInterval(writer);
  }
  assert.equal(failure, undefined);
});

test('a day without a log has nothing to compare with', async () => {
  await assert.rejects(audited('2001-01-01'), (error: PresskitError) => {
    assert.ok(error instanceof PresskitError);
    assert.equal(error.code, 'not_found');
    assert.match(error.message, /there is no log of 2001-01-01 in .*log/);
    return true;
  });
});

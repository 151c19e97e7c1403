import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Day } from '@/lib/clock';
import { testDatabase } from '@/lib/db/test-database';
import { dayFolder } from './log-dirs';
import { daysBetween, daysToRollUp, rollUp } from './rollup';
import { generatedLog } from './testing/generated-log';
import { naiveRecount } from './testing/naive-recount';

const { owner: sql, dir } = await testDatabase();
let logDirs: string[];

const clock = (instant: string) => writeFile(join(dir, 'clock'), instant);
before(async () => {
  process.env.CLOCK_FILE = join(dir, 'clock');
  await clock('2026-11-24T12:00:00Z');
});
after(() => {
  delete process.env.CLOCK_FILE;
});
beforeEach(async () => {
  await sql`truncate hits_daily, hits_breakdown, rollups`;
  logDirs = [await mkdtemp(join(dir, 'log-')), await mkdtemp(join(dir, 'log-'))];
});

const logOf = (seed: number, lines = 300) => generatedLog({ seed, lines, long: false });

async function writeLog(log: Uint8Array, day: Day, name = 'access.log', node = 0): Promise<string> {
  const path = join(dayFolder(logDirs[node]!, day), name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, log);
  return path;
}

/** views and visitors of a day in PostgreSQL, by "release:7". */
async function stored(day: Day) {
  const rows = await sql<{ key: string; views: number; visitors: number }[]>`
    select type || ':' || object_id as key, views, visitors from hits_daily where day = ${day}`;
  return {
    views: new Map(rows.map(({ key, views }) => [key, views])),
    visitors: new Map(rows.map(({ key, visitors }) => [key, visitors])),
  };
}

function expected(log: Uint8Array) {
  const { views, visitors } = naiveRecount(log);
  return { views, visitors };
}

test('a finished day becomes its rows, and what the log held', async () => {
  const log = logOf(1);
  await writeLog(log, '2026-11-23');
  assert.deepEqual(await daysToRollUp(logDirs), ['2026-11-23']);
  const [done] = await rollUp(['2026-11-23'], { logDirs });
  const naive = naiveRecount(log);
  assert.deepEqual(await stored('2026-11-23'), expected(log));
  assert.deepEqual(done!.drops, naive.drops);
  const [row] =
    await sql`select lines::int, hits::int, visitors, drops from rollups where day = '2026-11-23'`;
  assert.deepEqual(
    { ...row },
    { lines: naive.lines, hits: naive.hits, visitors: naive.siteVisitors, drops: naive.drops },
  );
  const breakdowns = await sql<{ dimension: string; views: number }[]>`
    select dimension, sum(views)::int as views from hits_breakdown
    where dimension in ('channel', 'browser', 'system', 'device', 'hour') group by 1`;
  assert.equal(breakdowns.length, 5);
  for (const { dimension, views } of breakdowns) assert.equal(views, naive.hits, dimension);
  assert.deepEqual(await daysToRollUp(logDirs), []);
});

test('a day rolled up again is replaced, not added to', async () => {
  await writeLog(logOf(1), '2026-11-23');
  await rollUp(['2026-11-23'], { logDirs });
  const log = logOf(2);
  await writeLog(log, '2026-11-23');
  await rollUp(['2026-11-23'], { logDirs });
  await rollUp(['2026-11-23'], { logDirs });
  assert.deepEqual(await stored('2026-11-23'), expected(log));
});

test('several files of several log directories, gzipped or not, are one day', async () => {
  const parts = [logOf(1), logOf(2), logOf(3), logOf(4)];
  await writeLog(parts[0]!, '2026-11-20');
  await writeLog(parts[1]!, '2026-11-20', 'access.log.1');
  await writeLog(gzipSync(parts[2]!), '2026-11-20', 'access.log.2.gz');
  await writeLog(parts[3]!, '2026-11-20', 'access.log', 1);
  await rollUp(['2026-11-20'], { logDirs });
  assert.deepEqual(await stored('2026-11-20'), expected(Buffer.concat(parts)));
});

test('a late log and a log that grew are noticed, a compressed or missing one is left alone', async () => {
  const path = await writeLog(logOf(1), '2026-11-22');
  await writeLog(logOf(2), '2026-11-21');
  const days = await daysToRollUp(logDirs);
  assert.deepEqual(days, ['2026-11-21', '2026-11-22']);
  await rollUp(days, { logDirs });

  await writeLog(logOf(3), '2026-11-22', 'access.log', 1);
  assert.deepEqual(await daysToRollUp(logDirs), ['2026-11-22'], 'another node');
  await rollUp(['2026-11-22'], { logDirs });
  await appendFile(path, logOf(4));
  assert.deepEqual(await daysToRollUp(logDirs), ['2026-11-22'], 'grown');
  await rollUp(['2026-11-22'], { logDirs });

  await writeFile(`${path}.gz`, gzipSync(await readFile(path)));
  await unlink(path);
  assert.deepEqual(await daysToRollUp(logDirs), [], 'compressed');
  const before = await stored('2026-11-22');
  await rename(`${path}.gz`, join(logDirs[0]!, 'elsewhere.gz'));
  assert.deepEqual(await daysToRollUp(logDirs), [], 'a part is gone');
  assert.deepEqual(await stored('2026-11-22'), before);
});

test('today is not rolled up, and becomes so when it is over', async () => {
  const log = logOf(5);
  await writeLog(log, '2026-11-24');
  assert.deepEqual(await daysToRollUp(logDirs), []);
  await assert.rejects(daysBetween('2026-11-24', '2026-11-24', logDirs), /is not over yet/);
  await clock('2026-11-25T12:00:00Z');
  assert.deepEqual(await daysToRollUp(logDirs), ['2026-11-24']);
  await clock('2026-11-24T12:00:00Z');
});

test('a range without a log, or the wrong way round, is refused in words', async () => {
  await writeLog(logOf(1), '2026-11-20');
  assert.deepEqual(await daysBetween('2026-11-01', '2026-11-23', logDirs), ['2026-11-20']);
  await assert.rejects(
    daysBetween('2026-11-01', '2026-11-02', logDirs),
    /there is no log of 2026-11-01 to 2026-11-02/,
  );
  await assert.rejects(daysBetween('2026-11-03', '2026-11-02', logDirs), /name the earlier day first/);
});

test('a damaged archive leaves the day as it was', async () => {
  const log = logOf(1);
  const path = await writeLog(log, '2026-11-19');
  await rollUp(['2026-11-19'], { logDirs });
  await unlink(path);
  await writeLog(gzipSync(logOf(2)).subarray(0, 500), '2026-11-19', 'access.log.gz');
  await assert.rejects(rollUp(['2026-11-19'], { logDirs }), /roll-up of 2026-11-19/);
  assert.deepEqual(await stored('2026-11-19'), expected(log));
});

test('two roll-ups of one day at once leave one', async () => {
  const log = logOf(6, 2000);
  await writeLog(log, '2026-11-18');
  await Promise.all([1, 2, 3].map(() => rollUp(['2026-11-18'], { logDirs })));
  assert.deepEqual(await stored('2026-11-18'), expected(log));
});

test('a roll-up that waits for another one does not write what it read before', async () => {
  const path = await writeLog(logOf(7), '2026-11-17');
  const lock = await sql.reserve();
  const key = Date.parse('2026-11-17') / 86_400_000;
  await lock`select pg_advisory_lock(hashtext('presskit.rollup'), ${key}::int)`;
  const rolled = rollUp(['2026-11-17'], { logDirs });
  const isWaiting = () => sql`select from pg_locks where locktype = 'advisory' and not granted`;
  while ((await isWaiting()).length === 0) await new Promise((again) => setTimeout(again, 20));
  await appendFile(path, logOf(8));
  await lock`select pg_advisory_unlock_all()`;
  lock.release();
  await rolled;
  assert.deepEqual(await stored('2026-11-17'), expected(await readFile(path)));
});

test('a day is not replaced while a file it was made from is gone, unless that is meant', async () => {
  await writeLog(logOf(9), '2026-11-16');
  const other = await writeLog(logOf(10), '2026-11-16', 'access.log', 1);
  await rollUp(['2026-11-16'], { logDirs });
  const before = await stored('2026-11-16');
  await unlink(other);
  await assert.rejects(rollUp(['2026-11-16'], { logDirs }), /rolled up from .*, which is gone.*--partial/);
  assert.deepEqual(await stored('2026-11-16'), before);
  await rollUp(['2026-11-16'], { logDirs, partial: true });
  assert.deepEqual(await stored('2026-11-16'), expected(logOf(9)));
});

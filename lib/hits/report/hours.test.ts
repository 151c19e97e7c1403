import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeCache } from '@/lib/cache';
import { addDays } from '@/lib/clock';
import { softDelete } from '@/lib/content/deleted';
import { createNewsroom } from '@/lib/content/newsrooms';
import { release as releaseType } from '@/lib/content/registry';
import { createRelease, updateRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { startMemcached } from '@/lib/machine/memcached';
import { runIngest } from '../ingest';
import { dayFolder } from '../log-dirs';
import { rollUp } from '../rollup';
import { metrics, parseQuery } from './query';
import { releasesOf, report } from './report';
import type { Scope } from './scope';

process.env.TZ = 'UTC';
const { owner: sql, dir } = await testDatabase();
const memcached = await startMemcached();
process.env.MEMCACHED_SERVERS = memcached.server;
process.env.CLOCK_FILE = join(dir, 'clock');
const clock = (instant: string) => writeFile(join(dir, 'clock'), instant);
const TODAY = '2026-11-24';
let logDirs: string[];
let newsroom: number;
let scope: Scope;
let ids: number[];
let files: number[];
let endIngest: (() => Promise<void>) | undefined;

before(() => clock(`${TODAY}T12:00:30Z`));
beforeEach(async () => {
  await clock(`${TODAY}T12:00:30Z`);
  logDirs = [await mkdtemp(join(dir, 'log-'))];
  await sql`truncate hits_daily, hits_breakdown, rollups, hits_sums, hits_newsroom_daily, hits_newsroom_breakdown,
    hits_newsroom_sums, hits_attributed`;
  newsroom = (await createNewsroom({ name: `Acme ${Math.random()}` })).id;
  scope = { kind: 'newsroom', id: newsroom };
  ids = [];
  files = [];
  for (const title of ['One', 'Two', 'Three']) {
    const { id } = await createRelease({ newsroomId: newsroom, title, status: 'published' });
    ids.push(id);
    const [file] = await sql<{ id: number }[]>`
      insert into store.files (newsroom_id, release_id, kind, name, mime, bytes, sha256, extension, position)
      values (${newsroom}, ${id}, 'attachment', ${`${title}.pdf`}, 'application/pdf', 1, ${`${title}${Math.random()}`}, 'pdf', 0) returning id`;
    files.push(file!.id);
  }
});
after(async () => {
  await endIngest?.();
  closeCache();
  await memcached.stop();
});

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
type Asked = { time: string; path?: string; referrer?: string; agent?: string; address?: string };

async function log(day: string, lines: Asked[]): Promise<void> {
  const [year, month, date] = day.split('-');
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1];
  const path = join(dayFolder(logDirs[0]!, day), 'access.log');
  await mkdir(dirname(path), { recursive: true });
  const text = lines.map(
    ({ time, path = `/releases/${ids[0]}/a`, referrer = '-', agent = firefox, address = '203.0.113.9' }) =>
      `${address} - - [${date}/${name}/${year}:${time} +0000] "GET ${path} HTTP/1.1" 200 1 "${referrer}" "${agent}"\n`,
  );
  await appendFile(path, text.join(''));
}

/** Of everything something, at three hours; one visitor comes twice, and the later hit stands first in the log. */
const day = (): Asked[] => [
  { time: '10:59:59' },
  { time: '09:00:00' },
  { time: '10:30:00', referrer: 'https://www.google.com/', address: '203.0.113.2' },
  {
    time: '10:31:00',
    referrer: 'https://www.google.com/',
    address: '203.0.113.2',
    path: `/releases/${ids[1]}/b`,
  },
  { time: '11:00:00', agent: googlebot },
  { time: '11:00:10', agent: googlebot, path: `/newsrooms/${newsroom}/acme` },
  { time: '09:10:00', path: `/files/${files[0]}/one.pdf` },
  { time: '11:10:00', path: `/files/${files[1]}/two.pdf` },
];

const hoursOfDay = {
  hits: { 9: 1, 10: 3 },
  visitors: { 9: 1, 10: 2 },
  downloads: { 9: 1, 11: 1 },
  search: { 10: 2 },
  bots: { 11: 2 },
};

const asked = (params: Record<string, string>) => parseQuery(params).query;
type Points = Awaited<ReturnType<typeof report>>['series']['points'];
const nonZero = (points: Points) =>
  Object.fromEntries(
    points.filter(({ value }) => value).map(({ at, value }) => [Number(at.slice(11, 13)), value]),
  );

async function charts(of: Scope, params: Record<string, string>) {
  const found = await Promise.all(metrics.map((metric) => report(of, asked({ ...params, metric }))));
  return Object.fromEntries(found.map(({ series }, i) => [metrics[i]!, nonZero(series.points)]));
}

async function following(): Promise<void> {
  const controller = new AbortController();
  const stateDir = await mkdtemp(join(dir, 'state-'));
  const { signal } = controller;
  const running = runIngest({
    logDirs,
    servers: [memcached.server],
    stateDir,
    signal,
    onNotice: () => undefined,
  });
  endIngest = async () => {
    controller.abort();
    endIngest = undefined;
    await running;
  };
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(30)) {
    const { notes } = await report(scope, asked({ period: 'today' }));
    if (notes.length === 0) return;
  }
  throw new Error('ingest does not answer');
}

test('every metric has its hours, live as rolled up, of a newsroom and of a release', async () => {
  await log(TODAY, day());
  await following();
  const one: Scope = { kind: 'release', id: ids[0]! };
  const ofOne = {
    hits: { 9: 1, 10: 2 },
    visitors: { 9: 1, 10: 1 },
    downloads: { 9: 1 },
    search: { 10: 1 },
    bots: { 11: 1 },
  };
  assert.deepEqual(await charts(scope, { period: 'today' }), hoursOfDay);
  assert.deepEqual(await charts(one, { period: 'today' }), ofOne);
  await endIngest?.();
  await clock('2026-11-25T12:00:00Z');
  await rollUp([TODAY], { logDirs });
  assert.deepEqual(await charts(scope, { period: 'yesterday' }), hoursOfDay);
  assert.deepEqual(await charts(one, { period: 'yesterday' }), ofOne);
});

test('every metric has the minutes of today', async () => {
  await log(TODAY, day());
  await following();
  for (const [metric, minutes] of Object.entries({
    hits: ['09:00', '10:30', '10:31', '10:59'],
    visitors: ['09:00', '10:30', '10:31'],
    downloads: ['09:10', '11:10'],
    search: ['10:30', '10:31'],
    bots: ['11:00'],
  })) {
    const { series } = await report(scope, asked({ period: 'today', interval: 'minute', metric }));
    const found = series.points.filter(({ value }) => value).map(({ at }) => at.slice(11));
    assert.deepEqual(found, minutes, metric);
  }
  await endIngest?.();
});

test('what was moved, or deleted, takes its hours along', async () => {
  const past = addDays(TODAY, -2);
  await log(past, day());
  await rollUp([past], { logDirs });
  const other = await createNewsroom({ name: `Other ${Math.random()}` });
  await updateRelease(ids[0]!, { newsroomId: other.id });
  await sql`update store.files set newsroom_id = ${other.id} where id = ${files[0]!}`;
  const at = { from: past, to: past };
  const rest = {
    hits: { 10: 1 },
    visitors: { 10: 1 },
    downloads: { 11: 1 },
    search: { 10: 1 },
    bots: { 11: 1 },
  };
  const gone = {
    hits: { 9: 1, 10: 2 },
    visitors: { 9: 1, 10: 1 },
    downloads: { 9: 1 },
    search: { 10: 1 },
    bots: { 11: 1 },
  };
  const elsewhere: Scope = { kind: 'newsroom', id: other.id };
  assert.deepEqual([await charts(scope, at), await charts(elsewhere, at)], [rest, gone]);
  await log(addDays(past, -1), [{ time: '08:00:00' }]);
  await rollUp([addDays(past, -1)], { logDirs });
  assert.deepEqual(
    [await charts(scope, at), await charts(elsewhere, at)],
    [rest, gone],
    'after the next roll-up',
  );
  await softDelete(releaseType, [ids[0]!]);
  assert.deepEqual((await charts(elsewhere, at)).hits, {});
});

test('days that were rolled up before there were such hours are a gap, and said so', async () => {
  const [past, later] = [addDays(TODAY, -2), addDays(TODAY, -1)];
  await log(past, day());
  await log(later, day());
  await rollUp([past, later], { logDirs });
  await sql`delete from hits_breakdown where dimension = 'visitor_hour' and day = ${past}`;
  await sql`delete from hits_newsroom_breakdown where dimension = 'visitor_hour' and day = ${past}`;
  const query = asked({ from: past, to: later, interval: 'hour', metric: 'visitors' });
  const { series, tiles, notes } = await report(scope, query);
  const of = (day: string) => series.points.filter(({ at }) => at.startsWith(day)).map(({ value }) => value);
  assert.ok(of(past).every((value) => value === null));
  assert.deepEqual(of(later).slice(8, 12), [0, 1, 2, 0]);
  assert.equal(tiles.visitors.value, 6);
  assert.match(notes.join(' '), new RegExp(`Visitors were not recorded by the hour then \\(on ${past}\\)`));
});

test('the hours of the week are those of the whole period, however long', async () => {
  const mondays = Array.from({ length: 60 }, (_, i) => addDays('2026-11-23', -7 * i));
  for (const monday of mondays) await log(monday, [{ time: '10:00:00' }, { time: '23:30:00' }]);
  await log('2026-11-22', [{ time: '00:10:00' }]);
  await log(TODAY, [{ time: '07:00:00' }]);
  await rollUp([...mondays, '2026-11-22'], { logDirs });
  await following();
  for (const of of [scope, { kind: 'release', id: ids[0]! } as Scope]) {
    const { heatMap, tiles } = await report(
      of,
      asked({ period: 'custom', from: mondays.at(-1)!, to: TODAY }),
    );
    const cells = heatMap!
      .filter(({ value }) => value > 0)
      .map(({ weekday, hour, value }) => [weekday, hour, value]);
    assert.deepEqual(cells, [
      [0, 10, 60],
      [0, 23, 60],
      [1, 7, 1],
      [6, 0, 1],
    ]);
    assert.equal(tiles.hits.value, 122);
  }
  await endIngest?.();
});

test("the table of releases has today's numbers of every metric and under a filter", async () => {
  await log(TODAY, day());
  await following();
  const table = async (params: Record<string, string>) =>
    (await releasesOf(scope, asked({ period: 'today', ...params })))
      .filter(({ value }) => value)
      .map(({ id, value, sparkline }) => [ids.indexOf(id), value, sparkline.at(-1)]);
  const tables = async (period: string) => ({
    hits: await table({ period }),
    visitors: await table({ period, metric: 'visitors' }),
    downloads: await table({ period, metric: 'downloads' }),
    search: await table({ period, metric: 'search' }),
    bots: await table({ period, metric: 'bots' }),
    filtered: await table({ period, filter: 'channel:direct' }),
    hour: await table({ period, filter: 'hour:10' }),
    none: await table({ period, filter: 'country:DE' }),
  });
  const live = await tables('today');
  assert.deepEqual(live.hits, [
    [0, 3, 3],
    [1, 1, 1],
  ]);
  assert.deepEqual(live.downloads, [
    [1, 1, 1],
    [0, 1, 1],
  ]);
  assert.deepEqual(live.filtered, [[0, 2, 2]]);
  const { notes, tiles } = await report(scope, asked({ period: 'today', filter: 'hour:10' }));
  assert.equal(tiles.hits.value, 3);
  assert.ok(!notes.some((note) => note.includes('cannot be filtered')));
  await endIngest?.();
  await clock('2026-11-25T12:00:00Z');
  await rollUp([TODAY], { logDirs });
  assert.deepEqual(await tables('yesterday'), live);
});

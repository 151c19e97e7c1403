import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeCache } from '@/lib/cache';
import { addDays } from '@/lib/clock';
import { restore, softDelete } from '@/lib/content/deleted';
import { createNewsroom } from '@/lib/content/newsrooms';
import { release as releaseType } from '@/lib/content/registry';
import { createRelease, updateRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { startMemcached } from '@/lib/machine/memcached';
import { runIngest } from '../ingest';
import { dayFolder } from '../log-dirs';
import { rollUp } from '../rollup';
import { generatedLog } from '../testing/generated-log';
import { live } from './live';
import { parseQuery } from './query';
import { card, dayFigures, releasesOf, report, sinceRelease } from './report';
import type { Scope } from './scope';
import { howCounted, sharesCounted } from './source';

process.env.TZ = 'UTC';
const { owner: sql, dir } = await testDatabase();
let memcached = await startMemcached();
process.env.MEMCACHED_SERVERS = memcached.server;
process.env.CLOCK_FILE = join(dir, 'clock');
const clock = (instant: string) => writeFile(join(dir, 'clock'), instant);
const TODAY = '2026-11-24';
let logDirs: string[];
let scope: Scope;
let ids: number[];
let endIngest: (() => Promise<void>) | undefined;

before(() => clock(`${TODAY}T12:00:30Z`));
beforeEach(async () => {
  await clock(`${TODAY}T12:00:30Z`);
  logDirs = [await mkdtemp(join(dir, 'log-'))];
  await sql`truncate hits_daily, hits_breakdown, rollups, hits_sums, hits_newsroom_daily, hits_newsroom_breakdown,
    hits_newsroom_sums, hits_attributed`;
  const newsroom = await createNewsroom({ name: `Acme ${Math.random()}` });
  scope = { kind: 'newsroom', id: newsroom.id };
  ids = [];
  for (const title of ['One', 'Two', 'Three']) {
    const created = await createRelease({ newsroomId: newsroom.id, title, status: 'published' });
    ids.push(created.id);
  }
});
after(async () => {
  await endIngest?.();
  closeCache();
  await memcached.stop();
});

type Asked = {
  id?: number;
  time?: string;
  query?: string;
  referrer?: string;
  agent?: string;
  address?: string;
};
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const search = 'https://www.google.com/';

function line(day: string, { id = ids[0]!, time = '10:00:00', query = '', ...rest }: Asked): string {
  const [year, month, date] = day.split('-');
  const name = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][
    Number(month) - 1
  ];
  const { address = '203.0.113.9', referrer = '-', agent = firefox } = rest;
  return `${address} - - [${date}/${name}/${year}:${time} +0000] "GET /releases/${id}/a${query} HTTP/1.1" 200 1 "${referrer}" "${agent}"\n`;
}

async function log(day: string, lines: Asked[] | Uint8Array): Promise<void> {
  const path = join(dayFolder(logDirs[0]!, day), 'access.log');
  await mkdir(dirname(path), { recursive: true });
  await appendFile(
    path,
    lines instanceof Uint8Array ? lines : lines.map((asked) => line(day, asked)).join(''),
  );
}

async function following(): Promise<void> {
  const controller = new AbortController();
  const stateDir = await mkdtemp(join(dir, 'state-'));
  const running = runIngest({
    logDirs,
    servers: [memcached.server],
    stateDir,
    signal: controller.signal,
    onNotice: () => undefined,
  });
  endIngest = async () => {
    controller.abort();
    endIngest = undefined;
    await running;
  };
}

const asked = (params: Record<string, string> = {}) => parseQuery(params).query;

async function until<T>(ask: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  for (const end = Date.now() + 10_000; ; await sleep(30)) {
    const value = await ask();
    if (isThere(value) || Date.now() > end) return value;
  }
}

test('what was logged is what a report says: tiles, chart, table and cards', async () => {
  const [day, earlier] = [addDays(TODAY, -2), addDays(TODAY, -30)];
  await log(day, [
    { referrer: search },
    { referrer: search, time: '11:00:00' },
    { id: ids[1], query: '?utm_source=letter', address: '203.0.113.10' },
    { agent: googlebot },
  ]);
  await log(earlier, [{}]);
  await rollUp([day, earlier], { logDirs });
  const found = await report(scope, asked());
  assert.deepEqual(found.period, { from: '2026-10-28', to: TODAY });
  assert.deepEqual(found.comparison, { from: '2026-09-30', to: '2026-10-27' });
  assert.deepEqual(found.tiles.hits, { value: 3, previous: 1, change: 2 });
  assert.equal(found.tiles.visitors.value, 2);
  assert.deepEqual(found.tiles.search, { value: 2, previous: 0, change: null });
  assert.equal(found.tiles.bots.value, 1);
  assert.equal(found.tiles.downloads.value, 0);
  assert.equal(found.series.points.length, 28);
  assert.equal(found.series.points.find(({ at }) => at === day)!.value, 3);
  assert.equal(found.series.points.at(-1)!.incomplete, true);
  assert.deepEqual(
    found.releases.map(({ id, value, previous }) => [id, value, previous]),
    [
      [ids[0], 2, 1],
      [ids[1], 1, 0],
      [ids[2], 0, 0],
    ],
  );
  assert.equal(found.releases[0]!.sparkline.at(-3), 2);
  const channels = found.cards.find(({ dimension }) => dimension === 'channel')!;
  assert.deepEqual(
    channels.rows.map(({ value, views, share }) => [value, views, share]),
    [
      ['search', 2, 2 / 3],
      ['direct', 1, 1 / 3],
    ],
  );
  assert.equal(
    found.heatMap!.reduce((sum, { value }) => sum + value, 0),
    4 - 1,
  );
  assert.match(found.notes.join(' '), /Today is not in these numbers/);
});

test('a day’s source is its own numbers, and of the whole log no sum', async () => {
  const day = addDays(TODAY, -2);
  const foreign = await createRelease({
    newsroomId: (await createNewsroom({ name: `Other ${Math.random()}` })).id,
    title: 'Foreign',
    status: 'published',
  });
  await log(day, [
    ...Array.from({ length: 30 }, () => ({})),
    ...Array.from({ length: 900 }, () => ({ id: foreign.id })),
    ...Array.from({ length: 70 }, () => ({ agent: googlebot })),
  ]);
  await rollUp([day], { logDirs });
  const { tiles } = await report(scope, asked({ from: day, to: day }));
  const figures = await dayFigures(scope, day);
  for (const [metric, { value }] of Object.entries(tiles))
    assert.equal(figures[metric as keyof typeof figures], value, metric);
  assert.equal(figures.hits, 30);
  const counted = await howCounted(day);
  assert.deepEqual([counted?.lines, counted?.hits, counted?.drops.bot], [1000, 930, 70]);
  const shares = await sharesCounted(day);
  assert.ok(shares && shares !== 'later');
  assert.deepEqual([shares.hits, shares.drops.bot, shares.addsUp, shares.logs], [95, 5, true, 1]);
  assert.deepEqual(shares.drops.status, 0, 'none is shown as few are');
  assert.deepEqual(Object.keys(shares).sort(), ['addsUp', 'drops', 'finishedAt', 'hits', 'logs']);
  assert.equal(await sharesCounted(addDays(TODAY, -9)), null);
});

test('while a day goes on no share is told, and afterwards requests of one’s own do not tell the lines', async () => {
  const day = addDays(TODAY, -1);
  await following();
  await log(TODAY, [{}, {}, { agent: googlebot }]);
  assert.ok(await until(async () => (await howCounted(TODAY))?.lines === 3, Boolean), 'it is being counted');
  assert.equal(await sharesCounted(TODAY), 'later');
  assert.equal(await sharesCounted(day), 'later', 'its roll-up is to come');
  await endIngest!();
  // Whatever the site had, within a twentieth of it, looks the same.
  const seen = new Set<string>();
  for (const lines of [980, 1000, 1020]) {
    const at = addDays(TODAY, -lines / 20);
    await log(at, [
      ...Array.from({ length: lines - 400 }, () => ({})),
      ...Array.from({ length: 400 }, () => ({ agent: googlebot })),
    ]);
    await rollUp([at], { logDirs });
    const shares = await sharesCounted(at);
    assert.ok(shares && shares !== 'later');
    for (const share of [shares.hits, ...Object.values(shares.drops)]) assert.equal(share % 5, 0);
    seen.add(JSON.stringify([shares.hits, shares.drops]));
  }
  assert.equal(seen.size, 1);
});

test('one release of a newsroom is its own rows, all time begins with its first hit', async () => {
  await log('2025-03-03', [{ id: ids[1] }]);
  await log('2026-11-20', [{ id: ids[1] }, { id: ids[0] }]);
  await rollUp(['2025-03-03', '2026-11-20'], { logDirs });
  const found = await report({ kind: 'release', id: ids[1]! }, asked({ period: 'all' }));
  assert.equal(found.tiles.hits.value, 2);
  assert.deepEqual(found.period, { from: '2025-03-03', to: TODAY });
  assert.equal(found.series.interval, 'month');
  assert.equal(found.series.points[0]!.value, 1);
  assert.equal(found.comparison, null);
});

test('a filter is in chart, table and its own card, and the others say that they have none', async () => {
  const day = addDays(TODAY, -3);
  await log(day, [
    { referrer: search },
    { id: ids[1], referrer: search },
    { id: ids[1], referrer: search },
    {},
  ]);
  await rollUp([day], { logDirs });
  const found = await report(scope, asked({ filter: 'channel:search' }));
  assert.equal(found.tiles.hits.value, 3);
  assert.equal(found.tiles.visitors.value, null);
  assert.equal(found.series.points.find(({ at }) => at === day)!.value, 3);
  assert.deepEqual(
    found.releases.map(({ id, value }) => [id, value]),
    [
      [ids[1], 2],
      [ids[0], 1],
      [ids[2], 0],
    ],
  );
  const states = Object.fromEntries(found.cards.map(({ dimension, filtered }) => [dimension, filtered]));
  assert.equal(states.channel, 'yes');
  assert.equal(states.browser, 'not available');
});

test("a deleted release's numbers are hidden at once, restored ones are back, moved ones are elsewhere", async () => {
  const day = addDays(TODAY, -2);
  await log(day, [{}, { id: ids[1], referrer: search }, { id: ids[1], referrer: search }]);
  await rollUp([day], { logDirs });
  const hits = async (of = scope) => {
    const found = await report(of, asked({ period: 'year' }));
    const channels = found.cards.find(({ dimension }) => dimension === 'channel')!;
    assert.equal(channels.total, found.tiles.hits.value);
    for (const period of ['year', 'all'])
      assert.equal(
        (await releasesOf(of, asked({ period }))).reduce((sum, { value }) => sum + value!, 0),
        found.tiles.hits.value,
        'the table says the same',
      );
    return found.tiles.hits.value;
  };
  assert.equal(await hits(), 3);
  const { id: deletion } = await softDelete(releaseType, [ids[1]!]);
  assert.equal(await hits(), 1);
  await rollUp([day], { logDirs });
  assert.equal(await hits(), 1, 'rolled up again');
  await restore(deletion!);
  assert.equal(await hits(), 3);
  const other = await createNewsroom({ name: `Other ${Math.random()}` });
  await updateRelease(ids[1]!, { newsroomId: other.id });
  const elsewhere: Scope = { kind: 'newsroom', id: other.id };
  assert.deepEqual([await hits(), await hits(elsewhere)], [1, 2]);
  await log(addDays(day, 1), [{}]);
  await rollUp([addDays(day, 1)], { logDirs });
  assert.deepEqual([await hits(), await hits(elsewhere)], [2, 2], 'after the next roll-up');
  const both: Scope = { kind: 'newsrooms', ids: [scope.kind === 'newsroom' ? scope.id : 0, other.id] };
  assert.equal(await hits(both), 4);
});

/** The hits of a period as the tile, the table of releases, the card of channels and the hours of the week have them. */
async function fourTimes(of: Scope, period: string): Promise<number[]> {
  const sum = (values: (number | null)[]) => values.reduce<number>((all, value) => all + value!, 0);
  const found = await report(of, asked({ period }));
  return [
    found.tiles.hits.value ?? 0,
    sum((await releasesOf(of, asked({ period }))).map(({ value }) => value)),
    found.cards.find(({ dimension }) => dimension === 'channel')!.total,
    sum(found.heatMap!.map(({ value }) => value)),
  ];
}

test('a newsroom that comes while a roll-up runs has its hits wherever they are shown', async () => {
  const [first, next] = [addDays(TODAY, -2), addDays(TODAY, -1)];
  await log(first, [{}]);
  const held = await sql.reserve();
  await held`select pg_advisory_lock(4711)`;
  await sql.unsafe(`create function wait() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(4711); return null; end $$;
    create trigger wait after insert on hits_daily for each statement execute function wait()`);
  const running = rollUp([first], { logDirs });
  await until(
    () => sql`select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`,
    ({ length }) => length > 0,
  );
  const { id } = await createNewsroom({ name: `New ${Math.random()}` });
  const made = await createRelease({ newsroomId: id, title: 'Four', status: 'published' });
  await held`select pg_advisory_unlock(4711)`;
  held.release();
  await running;
  await sql.unsafe('drop trigger wait on hits_daily; drop function wait()');
  await log(next, [{ id: made.id }, { id: made.id }]);
  await rollUp([next], { logDirs });
  assert.deepEqual(await fourTimes({ kind: 'newsroom', id }, '7d'), [2, 2, 2, 2]);
});

test('what was rolled up while the clock was ahead counts when its day has come, and not before', async () => {
  const [past, ahead] = [addDays(TODAY, -9), addDays(TODAY, 6)];
  await clock(`${addDays(ahead, 1)}T12:00:00Z`);
  await log(past, [{}, { id: ids[1] }]);
  await log(ahead, [{}, { id: ids[1] }, { id: ids[2] }]);
  await rollUp([past, ahead], { logDirs });
  await clock(`${TODAY}T12:00:30Z`);
  for (const [period, hits] of Object.entries({ '7d': 0, '28d': 2, month: 2, year: 2, all: 2 }))
    assert.deepEqual(await fourTimes(scope, period), [hits, hits, hits, hits], period);
  await clock(`${addDays(ahead, 2)}T12:00:00Z`);
  assert.deepEqual(await fourTimes(scope, '28d'), [5, 5, 5, 5]);
});

test("today's details are live, and its roll-up says the same of every breakdown", async () => {
  const seeds = [1, 2];
  for (const seed of seeds) await log(TODAY, generatedLog({ seed, lines: 1500, long: false }));
  await sql`insert into store.newsrooms (id, slug, name) overriding system value
    select n, 'generated-' || n, 'Generated' from generate_series(1001, 1001) n on conflict do nothing`;
  const known = await sql<{ type: string; id: number }[]>`select 'release' as type, id from releases`;
  assert.ok(known.length > 0);
  await following();
  const everything: Scope = {
    kind: 'newsrooms',
    ids: (await sql`select id from newsrooms`).map(({ id }) => id),
  };
  const today = asked({ period: 'today' });
  const before = await until(
    () => report(everything, today),
    ({ notes }) => notes.length === 0,
  );
  assert.deepEqual(before.notes, []);
  const cards = (found: typeof before) =>
    Promise.all(
      found.cards.map(({ dimension }) =>
        card(everything, asked({ period: 'custom', from: TODAY, to: TODAY }), dimension, { limit: 10_000 }),
      ),
    );
  const liveCards = await cards(before);
  await endIngest?.();
  await clock('2026-11-25T12:00:00Z');
  await rollUp([TODAY], { logDirs });
  const after = await report(everything, asked({ period: 'yesterday' }));
  assert.deepEqual(await cards(after), liveCards);
  for (const metric of ['hits', 'visitors', 'downloads', 'search', 'bots'] as const)
    assert.equal(after.tiles[metric].value, before.tiles[metric].value, metric);
  assert.ok(after.tiles.hits.value! > 0);
  assert.deepEqual(after.heatMap, before.heatMap);
});

test('now are the visitors of the last five minutes; minutes are those of the day', async () => {
  await log(TODAY, [
    { time: '11:50:00', address: '203.0.113.1' },
    { time: '11:57:00', address: '203.0.113.2' },
    { time: '12:00:10', address: '203.0.113.2', id: ids[1] },
    { time: '12:00:20', address: '203.0.113.3' },
  ]);
  await following();
  const found = await until(
    () => live(scope),
    ({ today, now }) => today === 4 && now !== null,
  );
  assert.deepEqual([found.today, found.now], [4, 2]);
  const minutes = await report(scope, asked({ period: 'today', interval: 'minute' }));
  const at = (time: string) => minutes.series.points.find((point) => point.at === `${TODAY}T${time}`);
  assert.equal(at('12:00')!.value, 2);
  assert.equal(at('12:00')!.incomplete, true);
  assert.equal(at('11:51')!.value, 0);
  assert.equal(at('12:01')!.value, null);
  await log(TODAY, [{ time: '12:00:25', address: '203.0.113.4' }]);
  assert.equal(
    (
      await until(
        () => live(scope),
        ({ now }) => now === 3,
      )
    ).now,
    3,
  );
  await memcached.stop();
  assert.deepEqual(
    await report(scope, asked({ period: 'today' })).then(({ tiles }) => tiles.hits.value),
    null,
  );
  memcached = await startMemcached({ port: Number(memcached.server.split(':')[1]) });
  const back = await until(
    () => live(scope),
    ({ today, now }) => today === 5 && now !== null,
  );
  assert.deepEqual([back.today, back.now], [5, 3]);
  await endIngest?.();
});

test('a day that is over and not rolled up counts from what is known live', async () => {
  await log(TODAY, [{}, { referrer: search }]);
  await clock('2026-11-25T00:01:00Z');
  await following();
  const found = await until(
    () => report(scope, asked({ period: '7d' })),
    ({ tiles }) => tiles.hits.value === 2,
  );
  assert.equal(found.tiles.search.value, 1);
  assert.match(found.notes.join(' '), /2026-11-24 is over and not rolled up yet/);
  await rollUp([TODAY], { logDirs });
  assert.equal((await report(scope, asked({ period: '7d' }))).tiles.hits.value, 2);
  await endIngest?.();
});

test("a release's beginning stands beside the median of the author's others", async () => {
  const start = '2026-11-02';
  for (const [i, id] of ids.entries()) {
    await updateRelease(id, { publishedAt: new Date(`2026-11-02T10:30:00Z`) });
    await log(start, [
      { id, time: '09:00:00' },
      ...Array.from({ length: i + 1 }, () => ({ id, time: '11:00:00' })),
    ]);
    await log('2026-11-03', [
      { id, time: '09:00:00' },
      { id, time: '13:00:00' },
    ]);
  }
  const fourth = await createRelease({
    newsroomId: scope.kind === 'newsroom' ? scope.id : 0,
    title: 'Four',
    status: 'published',
    publishedAt: new Date(`${TODAY}T08:00:00Z`),
  });
  const days = Array.from({ length: 20 }, (_, i) => addDays(start, i));
  for (const day of days) await log(day, []);
  await rollUp(days, { logDirs });
  const found = await sinceRelease(scope);
  assert.deepEqual(found[0], {
    id: fourth.id,
    title: 'Four',
    hours24: null,
    days7: null,
    known24: addDays(TODAY, 2),
    known7: addDays(TODAY, 7),
    median24: 3,
    median7: 5,
  });
  assert.deepEqual(
    found.slice(1).map(({ hours24, days7 }) => [hours24, days7]),
    [
      [4, 6],
      [3, 5],
      [2, 4],
    ],
  );
});

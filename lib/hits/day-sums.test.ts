import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { countFiles } from './count';
import { type ContentKey, DaySums, dropReasons, longestLine } from './day-sums';
import { countRange, LogReader } from './log-reader';
import { generatedLog } from './testing/generated-log';
import { naiveRecount } from './testing/naive-recount';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presskit-sums-'));
});
after(() => rm(folder, { recursive: true }));

/** What the naive recount says too. */
function figures(sums: DaySums) {
  const { site, of } = sums.distinctVisitors();
  const read = [...sums.all()].filter(({ views }) => views > 0);
  return {
    lines: sums.lines,
    hits: sums.hits,
    drops: sums.drops(),
    views: new Map(read.map(({ key, views }) => [key as string, views])),
    visitors: new Map(read.map(({ key }) => [key as string, of.get(key)!])),
    siteVisitors: site,
    hours: new Map(
      [...sums.breakdowns()]
        .filter(({ dimension }) => ['hour', 'bot_hour', 'visitor_hour'].includes(dimension))
        .map(({ key, dimension, value, views }) => [`${key} ${dimension} ${value}`, views]),
    ),
  };
}

function summed(log: Uint8Array): DaySums {
  const sums = new DaySums();
  sums.addTail(log, sums.add(log, 0, log.length), log.length);
  return sums;
}

const sorted = (sums: DaySums) =>
  [...sums.breakdowns()].map((row) => `${row.key} ${row.dimension} ${row.value} ${row.views}`).sort();

test('the sums of a generated log are those of a naive recount', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const log = generatedLog({ seed, lines: 400 });
      assert.deepEqual(figures(summed(log)), naiveRecount(log));
    }),
    { numRuns: 60 },
  );
});

test('lines are hits or have a reason, and each breakdown sums to the hits', () => {
  const sums = summed(generatedLog({ seed: 7, lines: 5000 }));
  const dropped = dropReasons.reduce((sum, reason) => sum + sums.drops()[reason], 0);
  assert.equal(sums.lines, sums.hits + dropped);
  const total = (dimension: string) =>
    [...sums.breakdowns()]
      .filter((row) => row.dimension === dimension)
      .reduce((sum, row) => sum + row.views, 0);
  for (const dimension of ['channel', 'device', 'browser', 'system', 'hour']) {
    assert.equal(total(dimension), sums.hits, dimension);
  }
  assert.equal(total('bot'), sums.drops().bot);
});

test('of each page, the hours of visitors, search visits and bots sum to what they are of', () => {
  const sums = summed(generatedLog({ seed: 7, lines: 5000 }));
  const sumOf = (key: string, dimension: string, value?: string) =>
    [...sums.breakdowns()]
      .filter((row) => row.key === key && row.dimension === dimension && (!value || row.value === value))
      .reduce((sum, row) => sum + row.views, 0);
  const { of } = sums.distinctVisitors();
  const pages = [...sums.all()].filter(({ key }) => !key.startsWith('file:'));
  assert.ok(pages.length > 10);
  for (const { key } of pages) {
    assert.equal(sumOf(key, 'visitor_hour'), of.get(key), key);
    assert.equal(sumOf(key, 'search_hour'), sumOf(key, 'channel', 'search'), key);
    assert.equal(sumOf(key, 'bot_hour'), sumOf(key, 'bot'), key);
  }
  assert.ok(pages.some(({ key }) => sumOf(key, 'search_hour') > 0));
});

test('while a day goes on, its minutes sum to its hours in whatever order the lines come', () => {
  const minutesOf = (sums: DaySums, key: ContentKey) => {
    const kinds = ['hits', 'visitors', 'search', 'bots'] as const;
    const counts = Object.fromEntries(kinds.map((kind) => [kind, new Uint32Array(1440)]));
    sums.addMinutesOf(sums.numberOf(key)!, counts);
    return counts as Record<(typeof kinds)[number], Uint32Array>;
  };
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const log = generatedLog({ seed, lines: 400, long: false });
      const lines = log.toString('latin1').split('\n');
      const backwards = Buffer.from(`${lines.reverse().join('\n')}\n`, 'latin1');
      const [forth, back] = [new DaySums({ live: true }), new DaySums({ live: true })];
      forth.addTail(log, forth.add(log, 0, log.length), log.length);
      back.add(backwards, 0, backwards.length);
      const saved = DaySums.load(forth.save(), { live: true });
      const hours = naiveRecount(log).hours;
      for (const { key } of forth.all()) {
        const minutes = minutesOf(forth, key);
        assert.deepEqual(minutesOf(back, key), minutes);
        assert.deepEqual(minutesOf(saved, key), minutes);
        const inHour = (of: Uint32Array, hour: number) =>
          of.subarray(hour * 60, hour * 60 + 60).reduce((sum, n) => sum + n, 0);
        for (let hour = 0; hour < 24; hour++) {
          assert.equal(inHour(minutes.hits, hour), hours.get(`${key} hour ${hour}`) ?? 0);
          if (key.startsWith('file:')) continue;
          assert.equal(inHour(minutes.visitors, hour), hours.get(`${key} visitor_hour ${hour}`) ?? 0);
          assert.equal(inHour(minutes.bots, hour), hours.get(`${key} bot_hour ${hour}`) ?? 0);
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('however a log is cut into reads, the sums are the same', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }), (seed, cuts) => {
      const log = generatedLog({ seed, lines: 120 });
      const sums = new DaySums();
      const reader = new LogReader(sums);
      for (let at = 0, i = 0; at < log.length; i++) {
        const end = at + cuts[i % cuts.length]!;
        reader.push(log.subarray(at, end));
        at = end;
      }
      reader.end();
      assert.deepEqual(figures(sums), figures(summed(log)));
    }),
    { numRuns: 40 },
  );
});

test('ranges of a file count each line once', async () => {
  const log = generatedLog({ seed: 3, lines: 300 });
  const path = join(folder, 'ranges.log');
  await writeFile(path, log);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: log.length })), (cuts) => {
      const sums = new DaySums();
      const bounds = [0, ...cuts.sort((a, b) => a - b), log.length];
      for (let i = 1; i < bounds.length; i++) countRange(path, bounds[i - 1]!, bounds[i]!, sums);
      assert.deepEqual(figures(sums), naiveRecount(log));
    }),
    { numRuns: 60 },
  );
});

test('parts of a day merge to the whole, with their breakdowns', () => {
  const salt = Buffer.alloc(16, 5);
  const log = generatedLog({ seed: 11, lines: 3000 });
  const middle = log.indexOf(10, log.length / 2) + 1;
  const [first, second, whole] = [new DaySums({ salt }), new DaySums({ salt }), new DaySums({ salt })];
  first.add(log, 0, middle);
  second.add(log, middle, log.length);
  whole.add(log, 0, log.length);
  first.merge(second);
  assert.deepEqual(figures(first), figures(whole));
  assert.deepEqual(sorted(first), sorted(whole));
  assert.throws(() => first.merge(new DaySums()), /salt/);
});

test('saved sums go on where they stopped', () => {
  const log = generatedLog({ seed: 13, lines: 3000 });
  const middle = log.indexOf(10, log.length / 3) + 1;
  const before = new DaySums();
  before.add(log, 0, middle);
  const after = DaySums.load(before.save());
  after.add(log, middle, log.length);
  const whole = new DaySums();
  whole.add(log, 0, log.length);
  assert.deepEqual(figures(after), figures(whole));
  assert.deepEqual(sorted(after), sorted(whole));
});

test('damaged sums are refused, wherever the damage is', () => {
  const saved = summed(generatedLog({ seed: 17, lines: 200 })).save();
  for (let at = 0; at < saved.length; at += 97) {
    const damaged = Buffer.from(saved);
    damaged[at]! ^= 1;
    assert.throws(() => DaySums.load(damaged), /damaged/);
    assert.throws(() => DaySums.load(saved.subarray(0, at)), /damaged/);
  }
});

test('changed content is told once, with its absolute views', () => {
  const line = (id: number) =>
    Buffer.from(
      `203.0.113.9 - - [23/Nov/2026:14:05:09 +0100] "GET /releases/${id}/a HTTP/1.1" 200 1 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"\n`,
    );
  const sums = new DaySums();
  for (const id of [7, 7, 8]) sums.add(line(id), 0, line(id).length);
  assert.deepEqual(sums.takeChanged(), [
    { key: 'release:7', views: 2 },
    { key: 'release:8', views: 1 },
  ]);
  assert.deepEqual(sums.takeChanged(), []);
  sums.add(line(8), 0, line(8).length);
  assert.deepEqual(sums.takeChanged(), [{ key: 'release:8', views: 2 }]);
});

test('a line over a mebibyte is one malformed line, in whatever pieces it comes', () => {
  const good =
    '203.0.113.9 - - [23/Nov/2026:14:05:09 +0100] "GET /releases/7/a HTTP/1.1" 200 1 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"';
  const log = Buffer.from(`${good}\n${good} "${'x'.repeat(longestLine)}"\n${good}\n`);
  const sums = new DaySums();
  const reader = new LogReader(sums);
  for (let at = 0; at < log.length; at += 300_000) reader.push(log.subarray(at, at + 300_000));
  reader.end();
  assert.deepEqual(figures(sums), naiveRecount(log));
  assert.equal(sums.drops().malformed, 1);
});

test('plain and gzipped files, in one thread or several, hold the same', async () => {
  const log = generatedLog({ seed: 19, lines: 2000, long: false });
  const repeated = Buffer.concat(Array.from({ length: 150 }, () => Buffer.concat([log, Buffer.from('\n')])));
  const path = join(folder, 'access.log');
  await writeFile(path, repeated);
  await writeFile(`${path}.gz`, gzipSync(repeated, { level: 1 }));
  const file = async (name: string) => ({ path: name, gzip: name.endsWith('.gz'), ...(await stat(name)) });
  const one = await countFiles([await file(path)], { threads: 1 });
  const several = await countFiles([await file(path)], { threads: 3 });
  const unzipped = await countFiles([await file(`${path}.gz`)], { threads: 1 });
  assert.deepEqual(figures(one), naiveRecount(repeated));
  assert.deepEqual(figures(several), figures(one));
  assert.deepEqual(figures(unzipped), figures(one));
  assert.deepEqual(sorted(several), sorted(one));
});

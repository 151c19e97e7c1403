import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DaySums } from './day-sums';
import { answerOf } from './live-answers';
import {
  askId,
  contentsIn,
  type FilterAnswer,
  type LiveAnswer,
  listParts,
  packed,
  partCount,
  unpacked,
} from './live-asking';
import { havingOf } from './live-filters';
import { generatedLog } from './testing/generated-log';

const summed = (log: Uint8Array, sums = new DaySums({ live: true })) => {
  sums.addTail(log, sums.add(log, 0, log.length), log.length);
  return sums;
};

/** What the roll-up would write of pages, all of them together. */
function rolledUp(sums: DaySums) {
  const found = new Map<string, number>();
  for (const { key, dimension, value, views } of sums.breakdowns()) {
    const isFile = key.startsWith('file:');
    if (isFile && dimension !== 'hour') continue;
    const name = JSON.stringify([isFile ? 'download_hour' : dimension, value]);
    found.set(name, (found.get(name) ?? 0) + views);
  }
  return found;
}

async function answered(sums: DaySums) {
  const contents = [...sums.all()].map(({ key }) => key);
  const answer = await answerOf({ day: '2026-11-24', sums, complete: true }, contents);
  const breakdowns = new Map(
    Object.entries(answer.breakdowns).flatMap(([dimension, rows]) =>
      rows.map(([value, views]) => [JSON.stringify([dimension, value]), views] as const),
    ),
  );
  const pages = answer.contents.filter(([place]) => !contents[place]!.startsWith('file:'));
  return { answer, breakdowns, contents, hits: pages.reduce((sum, [, views]) => sum + views, 0) };
}

test('an answer holds what the roll-up would write, and its minutes are its numbers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const log = generatedLog({ seed, lines: 400 });
      const middle = log.indexOf(10, log.length / 2) + 1;
      // Taken up from a snapshot in the middle, as after a restart.
      const first = new DaySums({ live: true });
      first.add(log, 0, middle);
      const sums = summed(log.subarray(middle), DaySums.load(first.save(), { live: true }));
      const { answer, breakdowns, contents } = await answered(sums);
      assert.deepEqual(breakdowns, rolledUp(summed(log)));
      const isFile = (place: number) => contents[place]!.startsWith('file:');
      const total = (column: 1 | 2 | 3 | 4, files = false) =>
        answer.contents.reduce((sum, row) => sum + (isFile(row[0]) === files ? row[column] : 0), 0);
      const minutes = Object.entries(answer.minutes).map(([kind, rows]) => [
        kind,
        rows.reduce((sum, [, n]) => sum + n, 0),
      ]);
      assert.deepEqual(Object.fromEntries(minutes), {
        hits: total(1),
        visitors: total(2),
        bots: total(3),
        search: total(4),
        downloads: total(1, true),
      });
      assert.equal(total(4), breakdowns.get('["channel","search"]') ?? 0);
      const { of } = sums.distinctVisitors();
      for (const [place, , visitors] of answer.contents) assert.equal(visitors, of.get(contents[place]!));
    }),
    { numRuns: 30 },
  );
});

test('asked about one value, it is said of each content how many of its hits have it', async () => {
  const sums = summed(generatedLog({ seed: 3, lines: 4000 }));
  const rows = [...sums.breakdowns()].filter(({ key }) => !key.startsWith('file:'));
  const contents = [...sums.all()].map(({ key }) => key);
  for (const [dimension, value] of [
    ['channel', 'search'],
    ['bot', 'search'],
    ['browser', 'Firefox'],
    ['hour', '14'],
    ['term', 'nobody, "ever" searched for that'],
  ] as const) {
    const having = await havingOf(sums, contents, { dimension, value });
    const expected = rows.filter((row) => row.dimension === dimension && row.value === value);
    assert.deepEqual(
      new Map(having.map(([place, views]) => [contents[place], views])),
      new Map(expected.map((row) => [row.key, row.views])),
    );
    assert.equal(expected.length > 0, dimension !== 'term', dimension);
  }
});

test('who reads now is who read within five minutes, once each, also after a restart', async () => {
  const sums = new DaySums({ live: true });
  sums.tick(12 * 3600);
  const line = (time: string, address: number, id = 7) =>
    Buffer.from(
      `203.0.113.${address} - - [24/Nov/2026:${time} +0000] "GET /releases/${id}/a HTTP/1.1" 200 1 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"\n`,
    );
  for (const [time, address, id] of [
    ['11:54:59', 1, 7],
    ['11:55:00', 2, 7],
    ['11:58:00', 3, 7],
    ['11:59:00', 3, 8],
    ['11:59:59', 4, 9],
  ] as const) {
    sums.add(line(time, address, id), 0, line(time, address, id).length);
  }
  const now = async (of: DaySums) =>
    (await answerOf({ day: '2026-11-24', sums: of, complete: true }, ['release:7', 'release:8'])).now;
  assert.equal(await now(sums), 2);
  const restored = DaySums.load(sums.save(), { live: true });
  restored.tick(12 * 3600);
  assert.equal(await now(restored), 2);
  restored.tick(12 * 3600 + 241);
  assert.equal(await now(restored), 0);
});

test('a long question of contents and a long answer survive the way through memcached', async () => {
  const contents = Array.from({ length: 100_000 }, (_, i) => `release:${i + 1}` as const);
  const parts = listParts(contents);
  assert.ok(parts.length > 1 && parts.every((part) => part.length < 1 << 20));
  assert.equal(partCount(parts[0]!), parts.length);
  assert.deepEqual(contentsIn(parts), contents);
  assert.deepEqual(contentsIn(listParts([])), []);
  assert.notEqual(askId(contents), askId(contents.slice(1)));
  const sums = summed(generatedLog({ seed: 3, lines: 4000 }));
  const { answer } = await answered(sums);
  const long = {
    ...answer,
    contents: contents.map((_, i): LiveAnswer['contents'][number] => [i, 1, 1, 0, 1]),
  };
  const text = await packed(long);
  assert.ok(text.length < 1 << 20);
  assert.deepEqual(await unpacked(text), long);
  assert.deepEqual(await unpacked(await packed(answer)), answer);
  const filtered: FilterAnswer = { asked: 5, having: contents.map((_, i) => [i, 1]) };
  assert.deepEqual(await unpacked(await packed(filtered)), filtered);
});

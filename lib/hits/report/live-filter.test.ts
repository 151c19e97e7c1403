import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeCache, getMany, set } from '@/lib/cache';
import { now, today } from '@/lib/clock';
import { startMemcached } from '@/lib/machine/memcached';
import { DaySums } from '../day-sums';
import type { FollowedDay } from '../followed-day';
import { ASKERS_KEY, filtersKey, STATUS_KEY } from '../keys';
import { LiveAnswers } from '../live-answers';
import { type Askers, askId, type FilterAskers, type LiveAnswer, MOST_FILTERS } from '../live-asking';
import { generatedLog } from '../testing/generated-log';
import { askLive } from './live-day';
import { askHaving, havingOn } from './live-filter';

const memcached = await startMemcached();
process.env.MEMCACHED_SERVERS = memcached.server;

// A site with some traffic: whatever is asked is out of date at once.
const sums = new DaySums({ live: true });
const read = (log: Uint8Array) => sums.addTail(log, sums.add(log, 0, log.length), log.length);
read(generatedLog({ seed: 3, lines: 2000 }));
const more = generatedLog({ seed: 4, lines: 3 });
const contents = [...sums.all()].map(({ key }) => key).filter((key) => !key.startsWith('file:'));
const day = today();
const followed = { day, sums, complete: true } as FollowedDay;
const ingest = new LiveAnswers({ servers: [memcached.server], days: () => new Map([[day, followed]]) });
let traffic: NodeJS.Timeout;

before(async () => {
  const beat = () => set(STATUS_KEY, JSON.stringify({ time: now().toISOString() }), 60);
  await beat();
  traffic = setInterval(() => {
    void beat();
    read(more);
  }, 200);
  ingest.start();
});
after(async () => {
  clearInterval(traffic);
  ingest.close();
  closeCache();
  await memcached.stop();
});

/**
 * A page's question, which has to be answered before the page loses patience. Where the page did not wait for so long,
 * memcached was not there in its tenth of a second: that is this machine's business, so it is asked again.
 */
async function asking<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  for (let left = 10; ; left--) {
    const start = performance.now();
    const answer = await ask();
    const ms = performance.now() - start;
    if (answer) return answer;
    assert.ok(ms < 390 && left > 0, `${what}: no answer in ${Math.round(ms)} ms`);
    await sleep(500);
  }
}

const answerAbout = (of: typeof contents, what = 'a page') => asking(what, () => askLive(of, day));
/** Pages only: what the answer says of a value is the sum of what is said of each. */
const expected = (dimension: string, value: string) =>
  [...sums.breakdowns()]
    .filter((row) => row.dimension === dimension && row.value === value && !row.key.startsWith('file:'))
    .reduce((sum, { views }) => sum + views, 0);

test('a filter is spread over its releases as it is counted; one that nothing has asks nothing', async () => {
  clearInterval(traffic);
  const answer = await answerAbout(contents);
  const pages = contents.length;
  const filter = { dimension: 'channel', value: 'search' };
  const { total, byPlace } = await havingOn(answer, { contents, pages, filter });
  assert.equal(total, expected('channel', 'search'));
  assert.ok(total! > 0);
  assert.equal(
    [...byPlace!.values()].reduce((sum, n) => sum + n, 0),
    total,
  );
  const list = filtersKey(askId(contents));
  const before = (await getMany([list]))!.get(list);
  assert.equal((JSON.parse(before!) as FilterAskers).length, 1);
  const nowhere = { dimension: 'country', value: 'nowhere' };
  assert.deepEqual(await havingOn(answer, { contents, pages, filter: nowhere }), {
    total: 0,
    byPlace: new Map(),
  });
  assert.equal((await getMany([list]))!.get(list), before, 'nothing was asked');
  // Of one page the answer has it already.
  const single = contents.slice(0, 1);
  const one = await havingOn(await answerAbout(single), { contents: single, pages: 1, filter });
  assert.equal(one.byPlace!.get(0) ?? 0, one.total);
  assert.equal((await getMany([filtersKey(askId(single))]))!.size, 0, 'nothing was asked');
  // Where the tail of the values is cut off, ingest says that there is none.
  const cut: LiveAnswer = { ...answer, breakdowns: {}, totals: { country: { views: 9, distinct: 9 } } };
  const unlisted = await havingOn(cut, { contents, pages, filter: nowhere });
  assert.deepEqual(unlisted, { total: 0, byPlace: new Map() });
  traffic = setInterval(() => {
    void set(STATUS_KEY, JSON.stringify({ time: now().toISOString() }), 60);
    read(more);
  }, 200);
});

test('three hundred filters of one scope keep nobody waiting', async () => {
  const other = contents.slice(0, 3);
  await answerAbout(contents);
  await answerAbout(other);
  const until = performance.now() + 20_000;
  let asked = 0;
  let answered = 0;
  const flood = async () => {
    for (; performance.now() < until; await sleep(20)) {
      const filter = { dimension: 'country', value: `x${asked++ % 300}` };
      void askLive(contents, day);
      void askHaving(contents, day, filter).then((having) => {
        if (having) answered++;
      });
    }
  };
  const flooding = flood();
  const filter = { dimension: 'channel', value: 'search' };
  for (let from = 3; performance.now() < until; from++) {
    // Somebody who looks all the time, somebody who opens a page that nobody has asked about, and their filter.
    const { madeAt } = await answerAbout(other, `looked at, after ${asked} filters`);
    assert.ok(Date.now() - madeAt < 5000, 'what is asked all the time is fresh');
    const fresh = contents.slice(from, from + 2);
    await answerAbout(fresh, `opened, after ${asked} filters`);
    await asking(`filtered, after ${asked} filters`, () => askHaving(fresh, day, filter));
    await sleep(400);
  }
  await flooding;
  assert.ok(asked > 300, `${asked} filters`);
  assert.ok(answered > 0, 'the newest of them are answered');
  const found = (await getMany([ASKERS_KEY, filtersKey(askId(contents))]))!;
  const askers = JSON.parse(found.get(ASKERS_KEY)!) as Askers;
  assert.equal(askers.filter(([id]) => id === askId(contents)).length, 1);
  assert.equal(new Set(askers.map(([id]) => id)).size, askers.length);
  const filters = JSON.parse(found.get(filtersKey(askId(contents)))!) as FilterAskers;
  assert.ok(filters.length <= MOST_FILTERS);
});

test('a new question goes before two hundred that are renewed, and those take turns', async () => {
  const pairs = contents.flatMap((a, i) => contents.slice(i + 1, i + 40).map((b) => [a, b]));
  assert.ok(pairs.length > 220);
  const known = pairs.slice(0, 200);
  for (const pair of known) await answerAbout(pair);
  for (const pair of pairs.slice(200, 210)) {
    await answerAbout(pair, 'a new one');
    await sleep(300);
  }
  const ages: number[] = [];
  for (const pair of known) ages.push(Date.now() - (await answerAbout(pair)).madeAt);
  assert.ok(Math.max(...ages) < 10_000, `the oldest answer is ${Math.max(...ages)} ms old`);
});

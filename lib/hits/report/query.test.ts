import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { addDays } from '@/lib/clock';
import { dimensionNames } from './dimensions';
import { lengthOf, periodNames } from './periods';
import {
  comparison,
  comparisons,
  intervals,
  intervalsOf,
  metrics,
  parseQuery,
  queryParams,
  type ReportQuery,
  sentenceOf,
  shifted,
} from './query';

const dir = mkdtempSync(join(tmpdir(), 'presskit-query-'));
process.env.CLOCK_FILE = join(dir, 'clock');
const clock = (instant: string) => writeFileSync(join(dir, 'clock'), instant);
beforeEach(() => clock('2026-11-24T12:00:00Z'));
after(() => {
  delete process.env.CLOCK_FILE;
  rmSync(dir, { recursive: true });
});

const asked = (params: Record<string, string> = {}) => parseQuery(params).query;
const read = (query: ReportQuery) => parseQuery(Object.fromEntries(queryParams(query)));

const days = fc.integer({ min: 0, max: 2000 }).map((n) => addDays('2026-11-24', -n));
const parameters = fc.record(
  {
    period: fc.constantFrom(...periodNames),
    from: days,
    to: days,
    compare: fc.constantFrom(...comparisons),
    interval: fc.constantFrom(...intervals),
    metric: fc.constantFrom(...metrics),
    filter: fc
      .tuple(fc.constantFrom(...dimensionNames), fc.string({ minLength: 1, maxLength: 40 }))
      .map(([dimension, value]) => `${dimension}:${value}`)
      .filter((filter) => !filter.includes('\0')),
  },
  { requiredKeys: [] },
);

test('without parameters it is the last 28 days, today among them', () => {
  const { query, problems } = parseQuery({});
  assert.deepEqual(problems, []);
  assert.deepEqual(
    [query.from, query.to, query.interval, query.label],
    ['2026-10-28', '2026-11-24', 'day', 'Last 28 days'],
  );
  assert.equal(String(queryParams(query)), '');
});

test('a query reads itself back from its parameters', () => {
  fc.assert(
    fc.property(parameters, (params) => {
      const { query } = parseQuery(params);
      assert.deepEqual(read(query), { query, problems: [] });
    }),
  );
});

test('all time is compared with nothing, and what comes after it with the period before again', () => {
  const all = asked({ period: 'all' });
  assert.equal(all.compare, 'none');
  assert.equal(String(queryParams(all, { period: '7d' })), 'period=7d');
  assert.equal(String(queryParams(all, { period: '7d', compare: 'none' })), 'period=7d&compare=none');
  const none = asked({ period: '7d', compare: 'none' });
  assert.equal(String(queryParams(none, { period: 'month' })), 'period=month&compare=none');
});

test('what it is compared with has as many days, all of them before', () => {
  fc.assert(
    fc.property(parameters, (params) => {
      const query = asked(params);
      const before = comparison(query);
      if (!before) return;
      assert.equal(lengthOf(before), lengthOf(query));
      assert.ok(before.from < query.from);
      if (query.compare === 'previous') assert.equal(addDays(before.to, 1), query.from);
    }),
  );
});

test('one period back and one forward is the same period, and no two of them share a day', () => {
  fc.assert(
    fc.property(parameters, (params) => {
      const query = asked(params);
      const earlier = shifted(query, -1);
      if (!earlier) return;
      assert.ok(earlier.to < query.from);
      assert.equal(addDays(earlier.to, 1), query.from);
      const back = shifted(earlier, 1)!;
      assert.deepEqual([back.period, back.from, back.to], [query.period, query.from, query.to]);
      assert.deepEqual(read(earlier).problems, []);
    }),
  );
});

test('nothing shows a day that is not here yet', () => {
  fc.assert(
    fc.property(parameters, (params) => {
      const query = asked(params);
      assert.ok(query.from <= query.to && query.to <= '2026-11-24');
      assert.ok(intervalsOf(query.period, query).includes(query.interval));
      for (let next = shifted(query, 1); next; next = shifted(next, 1)) assert.ok(next.to <= '2026-11-24');
    }),
    { numRuns: 40 },
  );
});

test('days have the same length where clocks change', () => {
  for (const [zone, to] of [
    ['Europe/Berlin', '2026-10-26'],
    ['America/New_York', '2026-11-02'],
    ['Europe/Berlin', '2026-03-30'],
  ] as const) {
    const before = process.env.TZ;
    process.env.TZ = zone;
    const query = asked({ period: '7d', to });
    process.env.TZ = before;
    assert.deepEqual([query.from, lengthOf(query)], [addDays(to, -6), 7], zone);
  }
});

test('what is not understood becomes a sentence and the default', () => {
  const { query, problems } = parseQuery({
    period: 'fortnight',
    metric: 'clicks',
    interval: 'minute',
    filter: 'colour:red',
    from: '2026-02-30',
  });
  assert.deepEqual([query.period, query.metric, query.interval, query.filter], ['28d', 'hits', 'day', null]);
  assert.equal(problems.length, 5);
  for (const problem of problems) assert.match(sentenceOf(problem), /^["A-Z].*\.$/);
  assert.deepEqual(parseQuery({ from: '2026-11-20', to: '2026-11-10' }).query.from, '2026-11-10');
  assert.equal(parseQuery({ from: '2026-11-20', to: '2030-01-01' }).query.to, '2026-11-24');
});

test('a filter by what cannot be is said; another way to write what can is read', () => {
  const filterOf = (filter: string) => asked({ filter }).filter?.value ?? null;
  assert.equal(filterOf('device:Phone'), 'phone');
  assert.equal(filterOf('country:de'), 'DE');
  assert.equal(filterOf('country:'), '');
  assert.equal(filterOf('hour:07'), '7');
  assert.equal(filterOf('referrer:Example.com'), 'Example.com');
  for (const filter of ['channel:nonsense', 'device:fridge', 'country:Germany', 'hour:24']) {
    const { query, problems } = parseQuery({ filter });
    assert.equal(query.filter, null, filter);
    assert.match(problems.map(sentenceOf).join(), /^There is no .*; everything is shown\.$/, filter);
  }
  assert.match(
    sentenceOf(parseQuery({ filter: 'channel:x' }).problems[0]!),
    /\(there are direct, .*, other\)/,
  );
});

test('no parameters whatever make it throw', () => {
  const names = fc.constantFrom('period', 'from', 'to', 'compare', 'interval', 'metric', 'filter');
  fc.assert(fc.property(fc.dictionary(names, fc.string()), (params) => void parseQuery(params)));
});

test('months, quarters and years end today while they last, and are whole before', () => {
  const spans = (period: string) => {
    const now = asked({ period });
    const before = shifted(now, -1)!;
    return [now.from, now.to, before.from, before.to, before.label];
  };
  assert.deepEqual(spans('month'), ['2026-11-01', '2026-11-24', '2026-10-01', '2026-10-31', 'October 2026']);
  assert.deepEqual(spans('quarter'), [
    '2026-10-01',
    '2026-11-24',
    '2026-07-01',
    '2026-09-30',
    'Quarter 3, 2026',
  ]);
  assert.deepEqual(spans('year'), ['2026-01-01', '2026-11-24', '2025-01-01', '2025-12-31', '2025']);
});

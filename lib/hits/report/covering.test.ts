import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, type Day } from '@/lib/clock';
import { covering, type Part } from './covering';
import { startOf } from './periods';

const shown = (parts: Part[]) => parts.map(({ unit, starts }) => `${unit} ${starts.join(' ')}`);

test('28 days are three weeks and the days beside them', () => {
  assert.deepEqual(shown(covering({ from: '2026-10-28', to: '2026-11-24' })), [
    'day 2026-10-28 2026-10-29 2026-10-30 2026-10-31 2026-11-01',
    'week 2026-11-02 2026-11-09 2026-11-16',
    'day 2026-11-23 2026-11-24',
  ]);
});

test('years have months, weeks and days at their edges', () => {
  assert.deepEqual(shown(covering({ from: '2023-11-28', to: '2026-02-11' })), [
    'day 2023-11-28 2023-11-29 2023-11-30',
    'month 2023-12-01',
    'year 2024-01-01 2025-01-01',
    'month 2026-01-01',
    'day 2026-02-01',
    'week 2026-02-02',
    'day 2026-02-09 2026-02-10 2026-02-11',
  ]);
});

test('whole units are one part, a day is a day, and nothing is nothing', () => {
  assert.deepEqual(shown(covering({ from: '2025-01-01', to: '2025-12-31' })), ['year 2025-01-01']);
  assert.deepEqual(shown(covering({ from: '2024-02-01', to: '2024-02-29' })), ['month 2024-02-01']);
  assert.deepEqual(shown(covering({ from: '2026-11-23', to: '2026-11-23' })), ['day 2026-11-23']);
  assert.deepEqual(covering({ from: '2026-11-24', to: '2026-11-23' }), []);
});

test('every day of a span is in one part, whatever the span', () => {
  for (let from = '2023-12-20'; from < '2024-04-10'; from = addDays(from, 1)) {
    for (const length of [1, 2, 6, 7, 8, 13, 27, 28, 31, 59, 90, 365, 366, 367, 800]) {
      const to = addDays(from, length - 1);
      const days = covering({ from, to }).flatMap(daysOf);
      assert.deepEqual(
        days,
        Array.from({ length }, (_, i) => addDays(from, i)),
        `${from} to ${to}`,
      );
    }
  }
});

/** The days of a part, from what its units are. */
function daysOf({ unit, starts }: Part): Day[] {
  if (unit === 'day') return starts;
  return starts.flatMap((start) => from(start, (day) => startOf(unit, day) === start));
}

function from(first: Day, isIn: (day: Day) => boolean): Day[] {
  const days: Day[] = [];
  for (let day = first; isIn(day); day = addDays(day, 1)) days.push(day);
  return days;
}

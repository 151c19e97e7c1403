import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays } from '@/lib/clock';
import { timeTicks, valueTicks } from './axis';

test('the value axis has few round whole numbers and holds the largest', () => {
  assert.deepEqual(valueTicks(37), [0, 10, 20, 30, 40]);
  assert.deepEqual(valueTicks(0), [0, 1]);
  assert.deepEqual(valueTicks(3), [0, 1, 2, 3]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (largest) => {
      const ticks = valueTicks(largest);
      assert.ok(ticks.length <= 5 && ticks.at(-1)! >= largest, String(ticks));
      assert.ok(ticks.every(Number.isInteger), String(ticks));
      assert.ok(ticks.at(-1)! <= Math.max(largest * 2.5, 4), `${ticks} leave the line in the lower part`);
    }),
  );
});

const two = (n: number) => String(n).padStart(2, '0');
const hours = (day: string) => Array.from({ length: 24 }, (_, hour) => `${day}T${two(hour)}`);
const days = (from: string, count: number) => Array.from({ length: count }, (_, n) => addDays(from, n));

test('a day of minutes or hours is marked at round hours', () => {
  const labels = timeTicks(hours('2026-11-24'), 'hour').map(({ label }) => label);
  assert.deepEqual(labels, ['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00']);
  const minutes = hours('2026-11-24').flatMap((hour) =>
    Array.from({ length: 60 }, (_, minute) => `${hour}:${two(minute)}`),
  );
  assert.deepEqual(
    timeTicks(minutes, 'minute').map(({ label }) => label),
    labels,
  );
});

test('four weeks of days are marked on Mondays, a year of days at months', () => {
  assert.deepEqual(
    timeTicks(days('2026-10-28', 28), 'day').map(({ label }) => label),
    ['2 Nov', '9 Nov', '16 Nov', '23 Nov'],
  );
  const year = timeTicks(days('2026-01-01', 365), 'day');
  assert.equal(year[1]!.label, 'Mar 2026');
});

test('whatever the series, ticks are few and at points of it', () => {
  const intervals = ['hour', 'day', 'week', 'month'] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...intervals),
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 0, max: 5000 }),
      (interval, count, start) => {
        const step = { hour: 0, day: 1, week: 7, month: 30 }[interval];
        const points = Array.from({ length: count }, (_, n) =>
          interval === 'hour'
            ? `${addDays('2020-01-01', start + Math.floor(n / 24))}T${two(n % 24)}`
            : addDays('2020-01-01', start + n * step),
        );
        const ticks = timeTicks(points, interval);
        assert.ok(ticks.length >= 1 && ticks.length <= 9, `${ticks.length} ticks`);
        for (const { index } of ticks) assert.ok(points[index] !== undefined);
      },
    ),
  );
});

import type { Interval } from '@/lib/hits/report/query';
import { clockOf, dayWords, monthWords } from './words';

/** Where a chart's lines of reference stand, and what is written at them. */
export type Tick = {
  index: number;
  label: string /** One that a narrow screen leaves out. */;
  extra: boolean;
};

/** Round values from 0 to at least the largest, four steps or fewer, whole numbers: 37 -> 0, 10, 20, 30, 40. */
export function valueTicks(largest: number): number[] {
  const most = Math.max(largest, 1);
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((size) => size >= rough && Number.isInteger(size))!;
  const steps = Math.ceil(most / step);
  return Array.from({ length: steps + 1 }, (_, n) => n * step);
}

/**
 * At most nine places of the time axis where something begins: a round hour, a day, a Monday, a month.
 * @param points the beginnings of the points in order, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`
 */
export function timeTicks(points: string[], interval: Interval): Tick[] {
  for (const [begins, label] of candidates(interval)) {
    const at = points.flatMap((point, index) => (begins(point) ? [index] : []));
    if (at.length > most || at.length < Math.min(2, points.length)) continue;
    return at.map((index, n) => ({ index, label: label(points[index]!), extra: n % 2 === 1 }));
  }
  // Nothing round is rare enough, or none is in sight: every so many, from the first.
  const every = Math.ceil(points.length / most);
  const label = interval === 'minute' || interval === 'hour' ? clockOf : dayWords;
  return points
    .flatMap((point, index) => (index % every === 0 ? [{ index, label: label(point) }] : []))
    .map((tick, n) => ({ ...tick, extra: n % 2 === 1 }));
}

const most = 9;

type Candidate = [begins: (point: string) => boolean, label: (point: string) => string];

function candidates(interval: Interval): Candidate[] {
  const hours = [1, 2, 3, 4, 6, 12].map(
    (size): Candidate => [
      (point) => clockOf(point).endsWith(':00') && Number(clockOf(point).slice(0, 2)) % size === 0,
      clockOf,
    ],
  );
  const midnight = (point: string) => clockOf(point) === '00:00';
  const days = [1, 2].map(
    (size): Candidate => [(point) => midnight(point) && dayNumber(point) % size === 0, dayWords],
  );
  const weeks = [1, 2, 4].map(
    (size): Candidate => [(point) => midnight(point) && isMonday(point, size), dayWords],
  );
  const months = [1, 2, 3, 6, 12, 24, 60, 120].map((size): Candidate => {
    const begins = (point: string) => {
      const month = Number(point.slice(0, 4)) * 12 + Number(point.slice(5, 7)) - 1;
      // A month that the period begins within is a point of its own.
      const isFirst = interval === 'month' || (midnight(point) && point.slice(8, 10) === '01');
      return isFirst && month % size === 0;
    };
    return [begins, monthWords];
  });
  if (interval === 'minute' || interval === 'hour') return [...hours, ...days, ...weeks, ...months];
  if (interval === 'month') return months;
  if (interval === 'week') return [...weeks, ...weeksOfMonths()];
  return [...days, ...weeks, ...months];
}

/** A week that begins in the first seven days of a month stands for the month. */
function weeksOfMonths(): Candidate[] {
  return [1, 2, 3, 6, 12].map((size) => [
    (point) => Number(point.slice(8, 10)) <= 7 && (Number(point.slice(5, 7)) - 1) % size === 0,
    monthWords,
  ]);
}

const dayNumber = (point: string) => Math.round(Date.parse(`${point.slice(0, 10)}T00:00:00Z`) / 86_400_000);
// Day 4 of the epoch was a Monday.
const isMonday = (point: string, size: number) => (dayNumber(point) - 4) % (7 * size) === 0;

import type { Day } from '@/lib/clock';
import { daysIn, later, type Span, startOf } from './periods';
import type { Interval } from './query';
import type { Point } from './types';

/** A metric over time as the points of a chart. */
export type Values = {
  /** Of each day of which something is known. */
  byDay: Map<Day, number>;
  /** Days that are known; one without a value has none, another one is a gap. */
  isKnown: (day: Day) => boolean;
  /** Of each day by its 24 hours; null where hours are not kept. */
  byHour: Map<Day, number[]> | null;
  /** Of today by its minutes; null where they are not kept. */
  byMinute: Map<number, number> | null;
  /** What time it is: the chart goes on in dashes from there. */
  today: Day;
  minuteNow: number;
};

const two = (n: number) => String(n).padStart(2, '0');

export function pointsOf(interval: Interval, span: Span, values: Values): Point[] {
  if (interval === 'minute') return minutesOf(span.to, values);
  if (interval === 'hour') return daysIn(span).flatMap((day) => hoursOf(day, values));
  const groups = new Map<Day, Point>();
  for (const day of daysIn(span)) {
    const start = interval === 'day' ? day : startOf(interval, day);
    const at = later(start, span.from);
    const point = groups.get(at) ?? { at, value: null, incomplete: false };
    const known = values.byDay.get(day) ?? (values.isKnown(day) ? 0 : null);
    if (known !== null) point.value = (point.value ?? 0) + known;
    // A week or month that today is in is not over, nor is one that the period cuts off today.
    if (day === values.today) point.incomplete = true;
    groups.set(at, point);
  }
  return [...groups.values()];
}

function hoursOf(day: Day, { byHour, byDay, isKnown, today, minuteNow }: Values): Point[] {
  const hours = byHour?.get(day);
  const current = Math.floor(minuteNow / 60);
  return Array.from({ length: 24 }, (_, hour) => {
    const isFuture = day === today && hour > current;
    const known = hours?.[hour] ?? (byHour && isKnown(day) && !byDay.get(day) ? 0 : null);
    return {
      at: `${day}T${two(hour)}`,
      value: isFuture ? null : known,
      incomplete: day === today && hour === current,
    };
  });
}

function minutesOf(day: Day, { byMinute, today, minuteNow }: Values): Point[] {
  const last = day === today ? minuteNow : 24 * 60 - 1;
  return Array.from({ length: 24 * 60 }, (_, minute) => ({
    at: `${day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`,
    value: byMinute && minute <= last ? (byMinute.get(minute) ?? 0) : null,
    incomplete: day === today && minute === last,
  }));
}

/**
 * Hits by weekday (0 is Monday) and hour.
 * @param finished by weekday * 24 + hour
 * @param fresh of days beside those, by hour
 */
export function heatMapOf(
  finished: Map<number, number>,
  fresh: Map<Day, number[]>,
): { weekday: number; hour: number; value: number }[] {
  const cells = Array.from({ length: 7 * 24 }, (_, at) => finished.get(at) ?? 0);
  for (const [day, hours] of fresh) {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    hours.forEach((views, hour) => {
      cells[weekday * 24 + hour]! += views;
    });
  }
  return cells.map((value, i) => ({ weekday: Math.floor(i / 24), hour: i % 24, value }));
}

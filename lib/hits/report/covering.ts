import { addDays, type Day, today } from '@/lib/clock';
import type { sumUnits } from '@/lib/db/tables';
import { daysIn, type Span, startOf } from './periods';

type SumUnit = (typeof sumUnits)[number];

/** Days, or whole units by their first days. */
export type Part = { unit: 'day' | SumUnit; starts: Day[] };

/**
 * As `covering`, for what PostgreSQL holds: later days than yesterday have no rows, so a span that reaches it is read to
 * the end of its year, which is fewer units. `isFromStart`: nor have days before the span.
 */
export function coveringFinished(span: Span, { isFromStart = false } = {}): Part[] {
  const isToEnd = span.from <= span.to && span.to >= addDays(today(), -1);
  return covering({
    from: isFromStart ? startOf('year', span.from) : span.from,
    to: isToEnd ? addDays(startAfter('year', span.to), -1) : span.to,
  });
}

/**
 * A span as the fewest whole units: the whole years in it, whole months before and after them, weeks and days at the
 * edges. Each day is in one part. 28 days are nine or so instead of 28, five years some thirty. None when it ends
 * before it begins.
 */
export function covering(span: Span): Part[] {
  return covered(span, ['year', 'month', 'week']);
}

function covered({ from, to }: Span, units: SumUnit[]): Part[] {
  if (from > to) return [];
  const [unit, ...smaller] = units;
  if (!unit) return [{ unit: 'day', starts: daysIn({ from, to }) }];
  const first = startOf(unit, from) === from ? from : startAfter(unit, from);
  // The unit that the day after the last one is in is not whole.
  const end = startOf(unit, addDays(to, 1));
  if (first >= end) return covered({ from, to }, smaller);
  const starts: Day[] = [];
  for (let start = first; start < end; start = startAfter(unit, start)) starts.push(start);
  return [
    ...covered({ from, to: addDays(first, -1) }, smaller),
    { unit, starts },
    ...covered({ from: end, to }, smaller),
  ];
}

const DAYS_INTO_NEXT = { week: 7, month: 31, year: 366 } as const;
const startAfter = (unit: SumUnit, day: Day) =>
  startOf(unit, addDays(startOf(unit, day), DAYS_INTO_NEXT[unit]));

import { addDays, type Day } from '@/lib/clock';
import type { sumUnits } from '@/lib/db/tables';
import { daysIn, type Span, startOf } from './periods';

type SumUnit = (typeof sumUnits)[number];

/** Days, or whole units by their first days. */
export type Part = { unit: 'day' | SumUnit; starts: Day[] };

/** Finished days; `isFromStart`: no hits that are asked about are before them; `isToEnd`: nothing is rolled up after them. */
export type FinishedSpan = Span & { isFromStart?: boolean; isToEnd?: boolean };

/** As `covering`, of whole years where there is nothing in the rest of them anyway, which is fewer units. */
export function coveringFinished({ from, to, isFromStart = false, isToEnd = false }: FinishedSpan): Part[] {
  if (from > to) return [];
  return covering({
    from: isFromStart ? startOf('year', from) : from,
    to: isToEnd ? addDays(startAfter('year', to), -1) : to,
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

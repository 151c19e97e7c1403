import { addDays, type Day, dayOf, isDay, today } from '@/lib/clock';

/** Spans of days, both ends included; pure calendar arithmetic, so no change of clocks makes one longer or shorter. */
export const periodNames = [
  'today',
  'yesterday',
  '7d',
  '28d',
  '90d',
  'month',
  'quarter',
  'year',
  'all',
  'custom',
] as const;
export type PeriodName = (typeof periodNames)[number];
export type Span = { from: Day; to: Day };

/** No log is older; "all" begins here until a report knows better. */
export const FIRST_DAY: Day = '1995-01-01';

// Days are compared as texts.
export const earlier = (a: Day, b: Day): Day => [a, b].sort()[0]!;
export const later = (a: Day, b: Day): Day => [a, b].sort()[1]!;

/** How many days a span has. */
export function lengthOf({ from, to }: Span): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000) + 1;
}

/** All days of a span; none when it ends before it begins. */
export function daysIn(span: Span): Day[] {
  return Array.from({ length: Math.max(0, lengthOf(span)) }, (_, i) => addDays(span.from, i));
}

/** The span of a name that holds a day (rolling ones end with it), none of it after today. */
export function spanOf(name: Exclude<PeriodName, 'custom'>, day: Day = today()): Span {
  const current = today();
  const anchor = day > current ? current : day;
  switch (name) {
    case 'today':
      return { from: current, to: current };
    case 'yesterday':
      return { from: addDays(current, -1), to: addDays(current, -1) };
    case '7d':
    case '28d':
    case '90d':
      return { from: addDays(anchor, 1 - Number.parseInt(name, 10)), to: anchor };
    case 'all':
      return { from: FIRST_DAY, to: current };
    case 'month':
    case 'quarter':
    case 'year': {
      const from = startOf(name, anchor);
      const end = addDays(startOf(name, addDays(from, DAYS_INTO_NEXT[name])), -1);
      return { from, to: earlier(end, current) };
    }
  }
}

/** The first day of the week (Monday), month, quarter or year of a day. */
export function startOf(unit: 'week' | 'month' | 'quarter' | 'year', day: Day): Day {
  const [year, month] = day.split('-') as [string, string];
  if (unit === 'year') return `${year}-01-01`;
  if (unit === 'month') return `${year}-${month}-01`;
  if (unit === 'quarter')
    return `${year}-${String(Number(month) - ((Number(month) - 1) % 3)).padStart(2, '0')}-01`;
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** The months up to today: of one that has no such day, its last day is taken. */
export function lastMonths(months: number): Span {
  const to = today();
  const [year, month, day] = to.split('-').map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, length));
  return { from: addDays(first.toISOString().slice(0, 10), 1), to };
}

/** The span before or after one of the same kind; null: it would lie in the future, or before all logs. */
export function neighbour(
  name: PeriodName,
  span: Span,
  direction: -1 | 1,
): { name: PeriodName; span: Span } | null {
  if (name === 'all') return null;
  const beside = direction < 0 ? addDays(span.from, -1) : addDays(spanEnd(name, span), 1);
  if (beside > today() || beside < FIRST_DAY) return null;
  switch (name) {
    case 'month':
    case 'quarter':
    case 'year':
      return { name, span: spanOf(name, beside) };
    case '7d':
    case '28d':
    case '90d': {
      const to = addDays(span.to, direction * Number.parseInt(name, 10));
      return to > today() ? null : { name, span: { from: addDays(to, 1 - lengthOf(span)), to } };
    }
    default: {
      const days = direction * lengthOf(span);
      const moved = { from: addDays(span.from, days), to: addDays(span.to, days) };
      return moved.to > today() ? null : { name: nameOfDays(moved), span: moved };
    }
  }
}

/** What a chosen span is called: a single day may be today or yesterday. */
export function nameOfDays({ from, to }: Span): 'today' | 'yesterday' | 'custom' {
  if (from !== to) return 'custom';
  if (from === today()) return 'today';
  return from === addDays(today(), -1) ? 'yesterday' : 'custom';
}

/** The span a period is compared with: just as many days, right before it or a year earlier. */
export function comparedWith(span: Span, how: 'previous' | 'year'): Span {
  const days = lengthOf(span);
  const from = how === 'previous' ? addDays(span.from, -days) : yearBefore(span.from);
  return { from, to: addDays(from, days - 1) };
}

const DAYS_INTO_NEXT = { month: 31, quarter: 92, year: 366 } as const;

// The current month, quarter or year ends today only because its rest is not there yet.
function spanEnd(name: PeriodName, { from, to }: Span): Day {
  if (name !== 'month' && name !== 'quarter' && name !== 'year') return to;
  return addDays(startOf(name, addDays(from, DAYS_INTO_NEXT[name])), -1);
}

function yearBefore(day: Day): Day {
  const before = `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`;
  // The 29th of February has none.
  return `${before}`.endsWith('-02-29') && !isDay(before) ? `${Number(day.slice(0, 4)) - 1}-02-28` : before;
}

/** "2026-11-24T14:05" in the site's time, as the points of a chart are named. */
export function wallClock(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${dayOf(time)}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

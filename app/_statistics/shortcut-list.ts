import { addDays, today } from '@/lib/clock';
import { lastMonths, type Span, spanOf } from '@/lib/hits/report/periods';
import { shifted } from '@/lib/hits/report/query';
import type { Shortcut } from './Shortcuts';
import { hrefOf, type View } from './view';

/** The keys of the page, those that users of Plausible know, each with where it leads from this view. */
export function shortcutList(view: View): Shortcut[] {
  const { query } = view;
  const period = (period: View['query']['period']) => hrefOf(view, { query: { period } });
  const days = ({ from, to }: Span) => hrefOf(view, { query: { period: 'custom', from, to } });
  const step = (direction: -1 | 1) => {
    const moved = shifted(query, direction);
    if (!moved) return null;
    const { period, from, to, interval } = moved;
    return hrefOf({ ...view, query: moved }, { query: { period, from, to, interval } });
  };
  const lastMonth = shifted({ ...query, period: 'month', ...spanOf('month') }, -1);
  return [
    { keys: ['d'], label: 'Today', href: period('today') },
    { keys: ['e'], label: 'Yesterday', href: period('yesterday') },
    {
      keys: ['r'],
      label: 'Today, minute by minute',
      href: hrefOf(view, { query: { period: 'today', interval: 'minute' } }),
    },
    { keys: ['w'], label: 'Last 7 days', href: period('7d') },
    { keys: ['f'], label: 'Last 28 days', href: period('28d') },
    { keys: ['t'], label: 'Last 30 days', href: days({ from: addDays(today(), -29), to: today() }) },
    { keys: ['n'], label: 'Last 90 days', href: period('90d') },
    { keys: ['m'], label: 'This month', href: period('month') },
    {
      keys: ['p'],
      label: 'Last month',
      href: lastMonth && hrefOf(view, { query: { period: 'month', from: lastMonth.from, to: lastMonth.to } }),
    },
    { keys: ['q'], label: 'This quarter', href: period('quarter') },
    { keys: ['y'], label: 'This year', href: period('year') },
    { keys: ['s'], label: 'Last 6 months', href: days(lastMonths(6)) },
    { keys: ['l'], label: 'Last 12 months', href: days(lastMonths(12)) },
    { keys: ['a'], label: 'All time', href: period('all') },
    { keys: ['c'], label: 'Days of your choice', href: null, focus: 'period-from' },
    {
      keys: ['x'],
      label: 'Comparison on or off',
      href: hrefOf(view, { query: { compare: query.compare === 'none' ? 'previous' : 'none' } }),
    },
    {
      keys: ['Escape'],
      label: 'Without the filter',
      href: query.filter && hrefOf(view, { query: { filter: null } }),
    },
    { keys: ['ArrowLeft'], label: 'Earlier', href: step(-1) },
    { keys: ['ArrowRight'], label: 'Later', href: step(1) },
  ];
}

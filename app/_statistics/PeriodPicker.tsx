import Link from 'next/link';
import { today } from '@/lib/clock';
import {
  type Compare,
  comparison,
  daysLabel,
  isRunning,
  type PeriodName,
  shifted,
} from '@/lib/hits/report/query';
import { HiddenFields } from './HiddenFields';
import { hrefOf, paramsOf, type View } from './view';
import { dayYearWords, rangeWords } from './words';

/** The choice of time: a menu of periods with one's own at its end, what to compare with, and a step back or on. */
export function PeriodPicker({ view, shown }: { view: View; shown: { from: string; to: string } }) {
  const { query } = view;
  const here = hrefOf(view);
  return (
    <div className="period">
      <Step view={view} direction={-1} />
      <details className="menu" name="statistics-menu" key={`period ${here}`}>
        <summary>
          <span className="menu-label">Period</span> <strong>{nameWords(query) ?? rangeWords(shown)}</strong>{' '}
          {nameWords(query) && <span className="menu-range">{rangeWords(shown)}</span>}
        </summary>
        <div className="menu-body">
          <ul>
            {periods.map(([period, label]) => (
              <li key={period}>
                <Link
                  href={hrefOf(view, { query: { period } })}
                  prefetch={false}
                  scroll={false}
                  aria-current={query.period === period && isCurrent(view, period) ? 'true' : undefined}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
          <OwnPeriod view={view} shown={shown} />
        </div>
      </details>
      <Step view={view} direction={1} />
      {query.period !== 'all' && (
        <details className="menu" name="statistics-menu" key={`compare ${here}`}>
          <summary>
            <span className="menu-label">Compared with</span> <strong>{compareWords[query.compare]}</strong>
          </summary>
          <div className="menu-body">
            <ul>
              {compares.map((compare) => (
                <li key={compare}>
                  <Link
                    href={hrefOf(view, { query: { compare } })}
                    prefetch={false}
                    scroll={false}
                    aria-current={query.compare === compare ? 'true' : undefined}
                  >
                    {compareWords[compare]}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        </details>
      )}
    </div>
  );
}

export const periods: [PeriodName, string][] = [
  ['today', 'Today'],
  ['yesterday', 'Yesterday'],
  ['7d', 'Last 7 days'],
  ['28d', 'Last 28 days'],
  ['90d', 'Last 90 days'],
  ['month', 'This month'],
  ['quarter', 'This quarter'],
  ['year', 'This year'],
  ['all', 'All time'],
];

const compares: Compare[] = ['previous', 'year', 'none'];
const compareWords: Record<Compare, string> = {
  previous: 'the period before',
  year: 'the year before',
  none: 'nothing',
};

/** What a period is called, "Last 28 days"; null when it has no name but its days. */
const nameWords = (query: View['query']) => (query.label === daysLabel(query) ? null : query.label);

/** A period and its days: "Last 28 days, 29 Oct – 25 Nov 2026", "10 Oct – 25 Nov 2026". */
export const periodWords = (query: View['query'], shown: { from: string; to: string }) =>
  [nameWords(query), rangeWords(shown)].filter(Boolean).join(', ');

/** What a query is compared with, in words: "28 Sep – 25 Oct 2026"; null when with nothing. */
export function comparedWords(query: View['query']): string | null {
  const span = comparison(query);
  if (!span) return null;
  return isRunning(query) ? `all of ${wholeDay(query)}` : rangeWords(span);
}

/** The day beside one that is not over: "yesterday", "25 Nov 2025"; null where there is none. */
export function wholeDay(query: View['query']): string | null {
  const span = isRunning(query) ? comparison(query) : null;
  return span && (query.compare === 'previous' ? 'yesterday' : dayYearWords(span.to));
}

/** Whether the period is the one that ends now, and not one that arrows have led to. */
const isCurrent = (view: View, period: PeriodName) =>
  paramsOf(view).get('to') === null || period === 'today' || period === 'yesterday';

function Step({ view, direction }: { view: View; direction: -1 | 1 }) {
  const moved = shifted(view.query, direction);
  const arrow = direction < 0 ? '‹' : '›';
  const label = direction < 0 ? 'Earlier' : 'Later';
  if (!moved)
    return (
      <span className="step step-off" aria-hidden="true">
        {arrow}
      </span>
    );
  const { period, from, to, interval } = moved;
  return (
    <Link
      className="step"
      href={hrefOf({ ...view, query: moved }, { query: { period, from, to, interval } })}
      prefetch={false}
      scroll={false}
      aria-label={`${label}: ${moved.label}`}
      title={`${label}: ${moved.label}`}
    >
      <span aria-hidden="true">{arrow}</span>
    </Link>
  );
}

function OwnPeriod({ view, shown }: { view: View; shown: { from: string; to: string } }) {
  return (
    <form className="own-period" action={view.place.path} method="get">
      <HiddenFields view={view} without={['period', 'from', 'to', 'interval', 'page']} />
      <input type="hidden" name="period" value="custom" />
      <p>
        <label htmlFor="period-from">From</label>
        <input id="period-from" name="from" type="date" defaultValue={shown.from} max={today()} required />
      </p>
      <p>
        <label htmlFor="period-to">To</label>
        <input id="period-to" name="to" type="date" defaultValue={shown.to} max={today()} required />
      </p>
      <button className="button button-small" type="submit">
        Show
      </button>
    </form>
  );
}

import { notFound } from 'next/navigation';
import { addDays, isDay, today } from '@/lib/clock';
import { howCounted } from '@/lib/hits/report/source';
import type { Door } from './doors';
import { Trail } from './Trail';
import { rangeWords } from './words';

/** Where the numbers of a day come from: every line of its log is a hit or was dropped for one reason. */
export async function CountedPage({ door, day }: { door: Door; day: string }) {
  if (!isDay(day) || day > today()) notFound();
  const report = await howCounted(day);
  const { place } = door;
  const name = rangeWords({ from: day, to: day });
  return (
    <div className="wrap stat">
      <header className="stat-head">
        <div>
          <Trail door={door} page="How this was counted" />
          <h1>How {name} was counted</h1>
        </div>
        <p className="stat-what">
          Nothing counts but the web server’s log. Each line of it is one request, and becomes a hit or is
          dropped for exactly one reason, so that the two add up to the lines. These are the numbers of the
          whole site on this day; of them,{' '}
          <a href={`${place.path}?from=${day}&to=${day}`}>{place.name} has its part</a>.
        </p>
      </header>
      <nav className="steps" aria-label="Days">
        <a href={`${place.path}/counted/${addDays(day, -1)}`} rel="prev">
          ← {rangeWords({ from: addDays(day, -1), to: addDays(day, -1) })}
        </a>
        <span />
        {day < today() ? (
          <a className="steps-on" href={`${place.path}/counted/${addDays(day, 1)}`} rel="next">
            {rangeWords({ from: addDays(day, 1), to: addDays(day, 1) })} →
          </a>
        ) : (
          <span />
        )}
      </nav>
      {report ? (
        <Sums report={report} />
      ) : (
        <p className="notice">Nothing is known of this day: no log of it has been counted.</p>
      )}
    </div>
  );
}

function Sums({ report }: { report: unknown }) {
  return <pre>{JSON.stringify(report)}</pre>;
}

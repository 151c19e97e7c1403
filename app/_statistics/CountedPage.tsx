import { notFound } from 'next/navigation';
import { addDays, isDay, today } from '@/lib/clock';
import { type Counted, howCounted } from '@/lib/hits/report/source';
import { day as dayWords, number, size, time } from '../_site/format';
import type { Door } from './doors';
import { Scroll } from './Scroll';
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
        <Sums report={report} isShared={place.isShared} />
      ) : (
        <p className="notice">Nothing is known of this day: no log of it has been counted.</p>
      )}
    </div>
  );
}

function Sums({ report, isShared }: { report: Counted; isShared: boolean }) {
  const { lines, hits, drops } = report;
  const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
  return (
    <section className="panel" aria-labelledby="sums">
      <h2 id="sums" className="label">
        What became of every line
      </h2>
      <Scroll label="What became of every line, as a table">
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">Lines</th>
              <th scope="col" className="num">
                Number
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Hits</th>
              <td className="num strong">{number(hits)}</td>
              <td>A person’s browser asked for a release, a newsroom or a file, and got it.</td>
            </tr>
            {ordered(drops).map(([reason, count]) => (
              <tr key={reason}>
                <th scope="row">{reasons[reason]?.[0] ?? reason}</th>
                <td className="num">{number(count)}</td>
                <td>{reasons[reason]?.[1]}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Lines read</th>
              <td className="num strong">{number(lines)}</td>
              <td>
                {hits + dropped === lines
                  ? 'Hits and all that was dropped, to the last line.'
                  : `Hits and what was dropped are ${number(hits + dropped)}: something was counted wrongly.`}
              </td>
            </tr>
          </tfoot>
        </table>
      </Scroll>
      <Origin report={report} isShared={isShared} />
    </section>
  );
}

/** The reasons always in the same order, those that are new to this page last. */
function ordered(drops: Record<string, number>): [reason: string, count: number][] {
  const names = new Set([...Object.keys(reasons), ...Object.keys(drops)]);
  return [...names].map((reason) => [reason, drops[reason] ?? 0]);
}

/** What a line is dropped for, and what that means. */
const reasons: Record<string, [name: string, meaning: string]> = {
  bot: ['Read by a program', 'A search engine, an AI crawler, a feed reader …; counted apart, as bot reads.'],
  prefetch: ['Fetched in advance', 'A browser fetched the page before anybody had asked to see it.'],
  status: ['Not delivered', 'Refused, redirected, broken off or not there.'],
  path: ['Something else', 'Pictures, styles, scripts, lists and all that is no release, newsroom or file.'],
  method: ['Not a reading', 'A form that was sent, or only the head of a page asked for.'],
  malformed: ['Unreadable', 'No line of an access log, as attackers and broken clients bring about.'],
};

function Origin({ report, isShared }: { report: Counted; isShared: boolean }) {
  const { sources, finishedAt } = report;
  return (
    <p className="small">
      {finishedAt
        ? `Counted for good on ${dayWords(finishedAt)}, ${time(finishedAt)}. `
        : 'The day goes on: these are the sums of this moment. After midnight its whole log is counted once more, for good.'}
      {sources.length > 0 &&
        `Read from ${sources
          .map(({ path, bytes }) => `${isShared ? 'a log' : tail(path)} (${size(bytes)})`)
          .join(', ')}.`}
    </p>
  );
}

/** "2026/11/23/access.log": where the folder of logs lies is nobody's business. */
const tail = (path: string) => path.split('/').slice(-4).join('/');

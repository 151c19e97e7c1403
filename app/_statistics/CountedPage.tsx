import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { addDays, isDay, today } from '@/lib/clock';
import { metrics } from '@/lib/hits/report/query';
import { dayFigures } from '@/lib/hits/report/report';
import {
  type Counted,
  type CountedShares,
  howCounted,
  type Share,
  seesWholeSite,
  sharesCounted,
} from '@/lib/hits/report/source';
import { day as dayWords, number, size, time } from '../_site/format';
import type { Door } from './doors';
import { Scroll } from './Scroll';
import { Trail } from './Trail';
import { figure, metricMeaning, metricName, rangeWords } from './words';

/**
 * Where the numbers of a day come from: every line of its log is a hit or was dropped for one reason. One log holds all
 * newsrooms, so its sums are for who reads all newsrooms' statistics; everybody else sees roughly what it became, once the
 * day is over.
 */
export async function CountedPage({ door, day }: { door: Door; day: string }) {
  if (!isDay(day) || day > today()) notFound();
  const { place, user, scope } = door;
  const [own, whole, shares] = await Promise.all([
    dayFigures(scope, day),
    seesWholeSite(user) ? howCounted(day) : null,
    seesWholeSite(user) ? null : sharesCounted(day),
  ]);
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
          dropped for exactly one reason, so that the two add up to the lines. The log is that of the whole
          site; <a href={`${place.path}?from=${day}&to=${day}`}>{place.name}</a> has its part in it.
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
      <section className="panel" aria-labelledby="own">
        <h2 id="own" className="label">
          Numbers of {place.name}
        </h2>
        <Table
          label={`Numbers of ${place.name}, as a table`}
          heads={['What', 'Number', 'What it is']}
          rows={metrics.map((metric) => [metricName[metric], figure(own[metric]), metricMeaning[metric]])}
        />
      </section>
      {whole && <Sums report={whole} />}
      {shares === 'later' && (
        <p className="notice">
          What became of the site’s lines is shown in shares when the day is over and its log has been counted
          for good, in the night after it.
        </p>
      )}
      {shares && shares !== 'later' && <Shares report={shares} />}
      {!whole && !shares && (
        <p className="notice">Nothing is known of this day: no log of it has been counted.</p>
      )}
    </div>
  );
}

/** For who may see the whole site. */
function Sums({ report }: { report: Counted }) {
  const { lines, hits, drops, sources, finishedAt } = report;
  const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
  return (
    <Lines
      unit="Number"
      rows={rowsOf(hits, drops, number)}
      all={number(lines)}
      sum={
        hits + dropped === lines
          ? 'Hits and all that was dropped, to the last line.'
          : `Hits and what was dropped are ${number(hits + dropped)}: something was counted wrongly.`
      }
    >
      {finished(finishedAt)}
      {sources.length > 0 &&
        `Read from ${sources.map(({ path, bytes }) => `${tail(path)} (${size(bytes)})`).join(', ')}.`}
    </Lines>
  );
}

/** For everybody else. */
function Shares({ report }: { report: CountedShares }) {
  const { hits, drops, addsUp, logs, finishedAt } = report;
  return (
    <Lines
      unit="Share"
      rows={rowsOf(hits, drops, shareWords)}
      all="100%"
      sum={
        addsUp
          ? 'Hits and all that was dropped are all the lines, to the last one; shares are rounded to 5%.'
          : 'Hits and what was dropped are not all the lines: something was counted wrongly.'
      }
    >
      {finished(finishedAt)}
      {logs > 0 && `Read from ${logs === 1 ? 'one log' : `${logs} logs`}. `}
      The shares are of all the site’s lines; its sums are other people’s numbers as well.
    </Lines>
  );
}

/** What became of every line of a log, in numbers or shares, with what is said of their sum. */
function Lines({
  unit,
  rows,
  all,
  sum,
  children,
}: {
  unit: string;
  rows: Row[];
  all: string;
  sum: string;
  children: ReactNode;
}) {
  return (
    <section className="panel" aria-labelledby="sums">
      <h2 id="sums" className="label">
        What became of every line
      </h2>
      <Table
        label="What became of every line, as a table"
        heads={['Lines', unit, 'Why']}
        rows={rows}
        foot={['Lines read', all, sum]}
      />
      <p className="small">{children}</p>
    </section>
  );
}

function shareWords(share: Share): string {
  if (share === 0) return 'less than 5%';
  return share === 100 ? 'more than 95%' : `about ${share}%`;
}

type Row = [name: string, value: ReactNode, meaning: ReactNode];

function Table({
  label,
  heads,
  rows,
  foot,
}: {
  label: string;
  heads: [string, string, string];
  rows: Row[];
  foot?: Row;
}) {
  return (
    <Scroll label={label}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{heads[0]}</th>
            <th scope="col" className="num">
              {heads[1]}
            </th>
            <th scope="col">{heads[2]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value, meaning], place) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={place === 0 ? 'num strong' : 'num'}>{value}</td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <tr>
              <th scope="row">{foot[0]}</th>
              <td className="num strong">{foot[1]}</td>
              <td>{foot[2]}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </Scroll>
  );
}

/** The hits and each reason, always in the same order; those that are new to this page last. */
function rowsOf(hits: number, drops: Record<string, number>, shown: (count: number) => string): Row[] {
  const names = new Set([...Object.keys(reasons), ...Object.keys(drops)]);
  return [
    ['Hits', shown(hits), 'A person’s browser asked for a release, a newsroom or a file, and got it.'],
    ...[...names].map(
      (reason): Row => [reasons[reason]?.[0] ?? reason, shown(drops[reason] ?? 0), reasons[reason]?.[1]],
    ),
  ];
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

const finished = (at: Date | null): string =>
  at
    ? `Counted for good on ${dayWords(at)}, ${time(at)}. `
    : 'The day goes on: this is how it stands at this moment. After midnight its whole log is counted once more, for good. ';

/** "2026/11/23/access.log": where the folder of logs lies is nobody's business. */
const tail = (path: string) => path.split('/').slice(-4).join('/');

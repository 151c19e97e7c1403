import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Interval, intervalsOf, isRunning } from '@/lib/hits/report/query';
import type { Beginning } from '@/lib/hits/report/since';
import type { Report } from '@/lib/hits/report/types';
import { ActiveFilter, filterWords } from './ActiveFilter';
import { Cards } from './Cards';
import { Chart } from './Chart';
import { ChartTable } from './ChartTable';
import { Export } from './Export';
import { HeatMap } from './HeatMap';
import { comparedWords, PeriodPicker, periodWords } from './PeriodPicker';
import { Published } from './Published';
import { type ReleaseList, ReleaseTable } from './ReleaseTable';
import { SinceRelease, SinceTable } from './SinceRelease';
import { Tiles } from './Tiles';
import { hrefOf, type View } from './view';
import { intervalName, metricName } from './words';

type Props = {
  view: View;
  report: Report;
  /** Null: no table of releases here. */
  releases: ReleaseList | null;
  since: Beginning[];
  problems: string[];
  /** What a release's name leads to; one's own statistics, or its public page when they are not in sight. */
  hrefOfRelease: (release: { id: number; url?: string }) => string;
  /** Beneath everything: what may be done with this page. */
  foot: ReactNode;
};

/** Everything beneath the head of a page of statistics, from one report. */
export function StatisticsBody({ view, report, releases, since, problems, hrefOfRelease, foot }: Props) {
  const { query } = view;
  const compared = report.comparison && comparedWords(query);
  const { series, published } = report;
  const own = view.place.kind === 'release' ? since[0] : undefined;
  return (
    <>
      <div className="stat-bar">
        <ActiveFilter view={view} />
        <PeriodPicker view={view} shown={report.period} />
      </div>
      <p className="print-only">
        {periodWords(query, report.period)}
        {compared && `, compared with ${compared}`}
        {query.filter && `. Only ${filterWords(query.filter)}`}
      </p>
      {[...problems, ...report.notes].map((note) => (
        <p key={note} className="notice">
          {note}
        </p>
      ))}
      <section className="panel panel-main" aria-labelledby="figures">
        <h2 id="figures" className="hidden">
          {query.label}
        </h2>
        <Tiles
          tiles={report.tiles}
          metric={query.metric}
          compared={compared}
          isRunning={isRunning(query)}
          hrefOfMetric={(metric) => hrefOf(view, { query: { metric } })}
        />
        <div className="chart-head">
          <h3 className="label">{metricName[query.metric]}</h3>
          <Intervals view={view} shown={report.period} drawn={series.interval} />
        </div>
        <Chart
          series={series}
          published={published}
          metric={query.metric}
          compared={compared}
          hrefOfRelease={hrefOfRelease}
        />
        <div className="chart-foot">
          <Published published={published} hrefOfRelease={hrefOfRelease} />
          <ChartTable series={series} metric={query.metric} compared={compared} />
        </div>
      </section>
      {own && <SinceRelease view={view} since={own} />}
      {releases && (
        <ReleaseTable view={view} list={releases} compared={compared} hrefOfRelease={hrefOfRelease} />
      )}
      <div className="stat-cards">
        <Cards view={view} cards={report.cards} />
      </div>
      <div className="stat-more">
        <HeatMap view={view} cells={report.heatMap} />
        {!own && <SinceTable view={view} rows={since} hrefOfRelease={hrefOfRelease} />}
      </div>
      <Export view={view} />
      {foot}
    </>
  );
}

/** What a point of the chart stands for: an hour, a day … */
function Intervals({ view, shown, drawn }: { view: View; shown: Report['period']; drawn: Interval }) {
  const { query } = view;
  const possible = intervalsOf(query.period, query.period === 'all' ? query : shown);
  if (possible.length < 2) return null;
  return (
    <ul className="tabs" aria-label="Chart by">
      {possible.map((interval) => (
        <li key={interval}>
          <Link
            href={hrefOf(view, { query: { interval } })}
            prefetch={false}
            scroll={false}
            aria-current={interval === drawn ? 'true' : undefined}
          >
            {intervalName[interval]}
          </Link>
        </li>
      ))}
    </ul>
  );
}

import type { Metric } from '@/lib/hits/report/query';
import type { Report } from '@/lib/hits/report/types';
import { timeTicks, valueTicks } from './axis';
import { ChartReading } from './ChartReading';
import { HEIGHT, type Mark, marksOf, shapes, WIDTH, xOf } from './shape';
import { axisFigure, figureInWords, localOf, metricName, pointWords, zone } from './words';

type Props = {
  series: Report['series'];
  published: Report['published'];
  metric: Metric;
  /** What the second line is, "28 Sep – 25 Oct 2026"; null when there is none. */
  compared: string | null;
  /** Where a release's mark leads. */
  hrefOfRelease: (release: { id: number; url: string }) => string;
};

/**
 * The metric over time. Drawn on the server: the lines stretch with the page, the writing around them does not. What
 * it shows stands in ChartTable as well, so the drawing itself is left out for screen readers.
 */
export function Chart({ series, published, metric, compared, hrefOfRelease }: Props) {
  const { points, comparison, interval } = series;
  const known = points.some(({ value }) => value !== null);
  const largest = Math.max(
    0,
    ...points.map(({ value }) => value ?? 0),
    ...(comparison ?? []).map(({ value }) => value ?? 0),
  );
  const ticks = valueTicks(largest);
  const top = ticks.at(-1)!;
  const { line, dashed, area } = shapes(points, top);
  const second = comparison ? shapes(comparison.slice(0, points.length), top).line : '';
  const times = timeTicks(
    points.map(({ at }) => at),
    interval,
  );
  const marks = marksOf(series, published);
  const left = (index: number) => `${xOf(index, points.length) / 10}%`;
  const isLast = (index: number) => points.length > 2 && xOf(index, points.length) > 0.96 * WIDTH;
  return (
    <div className={points.length > 300 ? 'chart chart-fine' : 'chart'}>
      <div className="chart-plot">
        <svg
          className="chart-lines"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          {ticks.map((value) => {
            const y = HEIGHT - (value * HEIGHT) / top;
            return <line key={value} className="chart-grid" x1="0" x2={WIDTH} y1={y} y2={y} />;
          })}
          {marks.map(({ index }) => {
            const x = xOf(index, points.length);
            return <line key={index} className="chart-mark-line" x1={x} x2={x} y1="0" y2={HEIGHT} />;
          })}
          <path className="chart-area" d={area} />
          {second && <path className="chart-second" d={second} />}
          <path className="chart-line" d={line} />
          {dashed && <path className="chart-line chart-dashed" d={dashed} />}
        </svg>
        <div className="chart-values" aria-hidden="true">
          {ticks.map((value) => (
            <span key={value} style={{ bottom: `${(value * 100) / top}%` }}>
              {axisFigure(value)}
            </span>
          ))}
        </div>
        <div className="chart-times" aria-hidden="true">
          {times.map(({ index, label, extra }) => (
            <span
              key={index}
              className={
                [extra && 'chart-extra', isLast(index) && 'chart-end'].filter(Boolean).join(' ') || undefined
              }
              style={{ left: left(index) }}
            >
              {label}
            </span>
          ))}
        </div>
        {largest === 0 && (
          <p className="chart-empty">
            {known
              ? `No ${metricName[metric].toLowerCase()} in this time yet.`
              : 'Nothing is known of this time.'}
          </p>
        )}
        <ChartReading points={readings(series, metric, marks)} top={top} name={metricName[metric]} />
        {marks.length > 0 && (
          <ul className="chart-marks" aria-label="Published in this time">
            {marks.map((mark) => (
              <li key={mark.index} style={{ left: left(mark.index) }}>
                <MarkLink mark={mark} hrefOfRelease={hrefOfRelease} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <Legend
        metric={metric}
        compared={second ? compared : null}
        hasDashed={dashed !== ''}
        hasMarks={marks.length > 0}
      />
    </div>
  );
}

function MarkLink({ mark, hrefOfRelease }: { mark: Mark; hrefOfRelease: Props['hrefOfRelease'] }) {
  const [first] = mark.releases;
  const titles = mark.releases.map(({ title }) => title).join('; ');
  const text = `Published ${pointWords(localOf(first!.at), 'day')}: ${titles}`;
  // Of several at one point the list beneath the chart has each.
  const href = mark.releases.length === 1 ? hrefOfRelease(first!) : '#published';
  return (
    <a href={href} title={text}>
      <span className="hidden">{text}</span>
      <span aria-hidden="true">{mark.releases.length > 1 ? mark.releases.length : ''}</span>
    </a>
  );
}

function Legend(o: { metric: Metric; compared: string | null; hasDashed: boolean; hasMarks: boolean }) {
  return (
    <p className="chart-legend">
      <span className="key key-line">{metricName[o.metric]}</span>
      {o.compared && <span className="key key-second">{o.compared}</span>}
      {o.hasDashed && <span className="key key-dashed">not over yet</span>}
      {o.hasMarks && <span className="key key-mark">published</span>}
      <span className="chart-zone">Times are in {zone()}.</span>
    </p>
  );
}

/** What is read of each point, in the order of the points: place in the drawing and sentences. */
function readings(series: Report['series'], metric: Metric, marks: Mark[]) {
  const published = new Map(marks.map(({ index, releases }) => [index, releases.map(({ title }) => title)]));
  return series.points.map(({ at, value, incomplete }, index) => {
    const before = series.comparison?.[index];
    return {
      value,
      title: pointWords(at, series.interval),
      text: `${figureInWords(value, metric)}${incomplete && value !== null ? ' so far' : ''}`,
      ...(before
        ? {
            before: `${pointWords(before.at, series.interval)}: ${figureInWords(before.value, metric)}`,
            beforeValue: before.value,
          }
        : {}),
      ...(published.has(index) ? { published: published.get(index)! } : {}),
    };
  });
}

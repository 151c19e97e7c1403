import type { Metric } from '@/lib/hits/report/query';
import type { Report } from '@/lib/hits/report/types';
import { Scroll } from './Scroll';
import { figure, metricName, pointWords } from './words';

type Props = {
  series: Report['series'];
  metric: Metric;
  compared: string | null;
};

const mostRows = 400;

/** What the chart shows, as a table; for whoever cannot see a drawing, or wants the very number. */
export function ChartTable({ series, metric, compared }: Props) {
  const { points, comparison, interval } = series;
  const rows = points.map((point, index) => ({ ...point, before: comparison?.[index] ?? null }));
  // A day has 1440 minutes, and most of them are empty.
  const isLong = rows.length > mostRows;
  const shown = isLong ? rows.filter(({ value, before }) => value || before?.value) : rows;
  return (
    <details className="chart-table">
      <summary>Show the chart as a table</summary>
      {isLong && <p className="small">Lines without {metricName[metric].toLowerCase()} are left out.</p>}
      <Scroll label="Chart as a table" isHigh>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col" className="num">
                {metricName[metric]}
              </th>
              {comparison && (
                <th scope="col" className="num">
                  {compared}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ at, value, incomplete, before }) => (
              <tr key={at}>
                <th scope="row">
                  {pointWords(at, interval)}
                  {incomplete && value !== null && <span className="faint"> (not over yet)</span>}
                </th>
                <td className="num">{figure(value)}</td>
                {comparison && <td className="num">{figure(before?.value ?? null)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}

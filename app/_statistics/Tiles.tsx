import Link from 'next/link';
import { type Metric, metrics } from '@/lib/hits/report/query';
import type { Report } from '@/lib/hits/report/types';
import { Change } from './Change';
import { figure, metricMeaning, metricName } from './words';

/** The key figures of the period. Each is a link that draws the chart of it. */
export function Tiles({
  tiles,
  metric,
  compared,
  isRunning,
  hrefOfMetric,
}: {
  tiles: Report['tiles'];
  metric: Metric;
  /** What is compared with, in words: "28 Sep – 25 Oct 2026"; null when nothing is. */
  compared: string | null;
  /** The period is a day that is not over. */
  isRunning: boolean;
  hrefOfMetric: (metric: Metric) => string;
}) {
  return (
    <ul className="tiles" aria-label="Key figures; each shows its chart">
      {metrics.map((name) => {
        const { value, previous, change } = tiles[name];
        return (
          <li key={name}>
            <Link
              href={hrefOfMetric(name)}
              prefetch={false}
              scroll={false}
              className={name === 'bots' ? 'tile tile-muted' : 'tile'}
              aria-current={name === metric ? 'true' : undefined}
              title={metricMeaning[name]}
            >
              <span className="tile-name">{metricName[name]}</span>
              <strong className="tile-value">
                {value === null ? (
                  <>
                    <span aria-hidden="true">–</span>
                    <span className="hidden">not known</span>
                  </>
                ) : (
                  figure(value)
                )}
              </strong>
              {compared && (
                <Change
                  change={change}
                  previous={previous}
                  compared={compared}
                  isNeutral={name === 'bots'}
                  isRunning={isRunning}
                />
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

import { today } from '@/lib/clock';
import type { Beginning } from '@/lib/hits/report/since';
import { number } from '../_site/format';
import { NotFiltered } from './NotFiltered';
import { Scroll } from './Scroll';
import type { View } from './view';
import { capital, changeInWords, dayWords, figure } from './words';

type Since = Beginning;

/** One release after it was published, against the median of those before it. */
export function SinceRelease({ view, since }: { view: View; since: Since }) {
  if (view.query.filter) return <SinceFiltered view={view} />;
  return (
    <section className="panel" aria-labelledby="since">
      <h2 id="since" className="label">
        After publication
      </h2>
      <div className="since">
        <Measure
          name="First 24 hours"
          value={since.hours24}
          median={since.median24}
          knownOn={since.known24}
        />
        <Measure name="First 7 days" value={since.days7} median={since.median7} knownOn={since.known7} />
      </div>
      {(since.median24 !== null || since.median7 !== null) && (
        <p className="small">
          The median is that of the author’s other releases in this newsroom: half of them had more in the
          same time, half had fewer.
        </p>
      )}
    </section>
  );
}

/** Hits of the first hours and days are kept whole: a filter would be said to hold of numbers that it does not. */
const SinceFiltered = ({ view }: { view: View }) => (
  <section className="panel" aria-labelledby="since">
    <h2 id="since" className="label">
      After publication
    </h2>
    <NotFiltered
      view={view}
      why="Not available under this filter: how releases began is known of all hits together."
    />
  </section>
);

/** `knownOn`: the day on which the value is there, if it is not yet. */
type Measured = { value: number | null; median: number | null; knownOn: string };

function Measure({ name, value, median, knownOn }: Measured & { name: string }) {
  const most = Math.max(value ?? 0, median ?? 0, 1);
  return (
    <div className="measure">
      <h3>{name}</h3>
      <p className="measure-value">
        {value === null ? unknownWords(knownOn) : `${number(value)} ${value === 1 ? 'hit' : 'hits'}`}
      </p>
      <div className="measure-bar" aria-hidden="true">
        <span style={{ width: `${((value ?? 0) * 100) / most}%` }} />
        {median !== null && <i style={{ left: `${(median * 100) / most}%` }} />}
      </div>
      <p className="small">
        {median === null
          ? 'No median to compare it with.'
          : value === null || median === 0
            ? `Median: ${figure(median)}`
            : `${capital(changeInWords(value / median - 1))} the median of ${number(median)}`}
      </p>
    </div>
  );
}

/** "known on 27 Nov": the last of the days is counted in the night after it. */
const unknownWords = (knownOn: string) => (knownOn > today() ? `known on ${dayWords(knownOn)}` : 'not known');

/** The newest releases of an author side by side, each against the median. */
export function SinceTable({
  view,
  rows,
  hrefOfRelease,
}: {
  view: View;
  rows: Since[];
  hrefOfRelease: (release: { id: number }) => string;
}) {
  if (rows.length === 0) return null;
  if (view.query.filter) return <SinceFiltered view={view} />;
  return (
    <section className="panel" aria-labelledby="since">
      <h2 id="since" className="label">
        After publication
      </h2>
      <Scroll label="Releases after publication">
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">Release</th>
              <th scope="col" className="num">
                First 24 hours
              </th>
              <th scope="col" className="num">
                First 7 days
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <a href={hrefOfRelease(row)}>{row.title}</a>
                </th>
                <Against value={row.hours24} median={row.median24} knownOn={row.known24} />
                <Against value={row.days7} median={row.median7} knownOn={row.known7} />
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="small">Each against the median of its author’s other releases in the newsroom.</p>
    </section>
  );
}

function Against({ value, median, knownOn }: Measured) {
  const times = value !== null && median ? value / median : null;
  return (
    <td className="num" title={median === null ? undefined : `Median: ${figure(median)}`}>
      {value === null ? <span className="faint">{unknownWords(knownOn)}</span> : figure(value)}
      {times !== null && (
        <span className={times >= 1 ? 'against against-more' : 'against'}>
          <span aria-hidden="true">×{times >= 9.95 ? Math.round(times) : times.toFixed(1)}</span>
          <span className="hidden">, {changeInWords(times - 1)} the median</span>
        </span>
      )}
    </td>
  );
}

import type { HeatCell } from '@/lib/hits/report/types';
import { counted, number } from '../_site/format';
import { NotFiltered } from './NotFiltered';
import type { View } from './view';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const two = (n: number) => String(n).padStart(2, '0');
const hourWords = (hour: number) => `${two(hour)}:00–${two((hour + 1) % 24)}:00`;

/** When people read: a table of the hours of the week, whose cells are the darker the more hits there were. */
export function HeatMap({ view, cells }: { view: View; cells: HeatCell[] | null }) {
  return (
    <section className="panel panel-wide" aria-labelledby="heat">
      <h2 id="heat" className="label">
        Hours of the week
      </h2>
      {cells ? (
        <Hours cells={cells} />
      ) : (
        <NotFiltered
          view={view}
          why="Not available under this filter: hours are kept of all hits together."
        />
      )}
    </section>
  );
}

function Hours({ cells }: { cells: HeatCell[] }) {
  const values = new Map(cells.map(({ weekday, hour, value }) => [weekday * 24 + hour, value]));
  const most = Math.max(...cells.map(({ value }) => value), 0);
  const busiest = cells.find(({ value }) => value === most);
  if (most === 0 || !busiest) return <p className="card-none">No hits in this time.</p>;
  return (
    <>
      <table className="heat">
        <caption className="hidden">Hits by weekday and hour</caption>
        <thead>
          <tr>
            <td className="heat-day" />
            {hours.map((hour) => (
              <th key={hour} scope="col" className="heat-head heat-hour">
                <span className={hour % 6 === 0 ? undefined : 'hidden'}>{two(hour)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((name, weekday) => (
            <tr key={name}>
              <th scope="row" className="heat-head heat-day">
                <abbr title={name}>{name.slice(0, 3)}</abbr>
              </th>
              {hours.map((hour) => {
                const value = values.get(weekday * 24 + hour) ?? 0;
                return (
                  <td
                    key={hour}
                    className="heat-cell"
                    title={`${name} ${hourWords(hour)}: ${counted(value, 'hit')}`}
                  >
                    <span style={{ opacity: value === 0 ? 0 : 0.12 + (0.88 * value) / most }} />
                    <span className="hidden">{number(value)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small">
        Busiest: {weekdays[busiest.weekday]} {hourWords(busiest.hour)}, {counted(most, 'hit')}. All days of
        the period added up.
      </p>
    </>
  );
}

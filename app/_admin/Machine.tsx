import type { Health } from '@/lib/admin/health';
import type { Disk } from '@/lib/admin/home';
import { counted, number, size } from '../_site/format';
import { Scroll } from '../_statistics/Scroll';
import { moment } from './words';

/** How the installation is doing: ingest, roll-up, memcached, the disk, and what became of today's lines. */
export function Machine({ health, disk }: { health: Health | null; disk: Disk[] }) {
  const low = disk.filter(({ isLow }) => isLow).map(({ path }) => `there is little room left for ${path}`);
  const reasons = [...(health?.reasons ?? ['it is not known where memcached is']), ...low];
  return (
    <section aria-labelledby="machine" className="admin-machine">
      <h2 id="machine">Machine room</h2>
      {reasons.length === 0 ? (
        <p className="form-message form-message-ok">Everything is as it should be.</p>
      ) : (
        <ul className="form-message form-message-bad">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <dl className="admin-facts">
        <Fact label="Ingest">
          {health?.ingest
            ? `follows the log, ${number(health.ingest.bytesBehind)} bytes behind; up since ${moment(new Date(Date.parse(health.time) - health.ingest.secondsUp * 1000))}`
            : 'gives no sign of life'}
        </Fact>
        <Fact label="Roll-up">
          {health?.rollup
            ? `${health.rollup.lastDay}: ${counted(health.rollup.hits, 'hit')} of ${counted(health.rollup.lines, 'line')}, done ${moment(new Date(health.rollup.finishedAt))}`
            : 'no day has been rolled up yet'}
        </Fact>
        {health?.memcached.map((one) => (
          <Fact key={one.server} label={`memcached ${one.server}`}>
            {one.away
              ? 'does not answer'
              : `${counted(one.items ?? 0, 'item')}, ${size(one.usedBytes ?? 0)} of ${size(one.limitBytes ?? 0)}, ${number(one.evictions ?? 0)} evicted`}
          </Fact>
        ))}
        {disk.map(({ path, freeBytes, totalBytes, isLow }) => (
          <Fact key={path} label={`Disk of ${path}`}>
            {isLow && <strong>Low: </strong>}
            {size(freeBytes)} free of {size(totalBytes)}
          </Fact>
        ))}
      </dl>
      {health?.today && <Today today={health.today} />}
    </section>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Today({ today }: { today: NonNullable<Health['today']> }) {
  const drops = Object.entries(today.drops)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
  return (
    <Scroll label="What became of today’s lines">
      <table className="admin-table">
        <caption>
          {counted(today.lines, 'line')} of today’s log: each is a hit or was dropped for one reason
        </caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="num">
              Lines
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">hits</th>
            <td className="num">{number(today.hits)}</td>
          </tr>
          {drops.map(([reason, count]) => (
            <tr key={reason}>
              <th scope="row">{reason.replaceAll('_', ' ')}</th>
              <td className="num">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

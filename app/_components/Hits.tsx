import Link from 'next/link';
import type { Counts } from '@/lib/hits/statistics';
import { number } from '../_site/format';

/**
 * Every place of a page that shows counts, and no other component does: the slots are marked (data-hits), so that a
 * program that keeps the finished page can put newer numbers in without rendering it again.
 */
export function Hits({ counts }: { counts: Counts }) {
  const { today, total } = counts;
  return (
    <section className="hits" aria-labelledby="hits">
      <h2 id="hits" className="label">
        Hits
      </h2>
      <dl>
        {today !== null && (
          <div>
            <dt>today</dt>
            <dd>
              <data data-hits="today" value={today}>
                {number(today)}
              </data>
            </dd>
          </div>
        )}
        <div>
          <dt>in total</dt>
          <dd>
            <data data-hits="total" value={total}>
              {number(total)}
            </data>
          </dd>
        </div>
      </dl>
      {today === null && <p className="hits-wait">Today’s count is on its way.</p>}
      <p className="hits-note">
        <Link href="/about/hits" prefetch={false}>
          How hits are counted
        </Link>
      </p>
    </section>
  );
}

/** The total of one entry of a list, "3,402 hits"; not a marked slot, because a list holds many contents. */
export function ListHits({
  counts,
  noun = 'hit',
}: {
  counts: Counts | undefined;
  noun?: 'hit' | 'download';
}) {
  if (!counts) return null;
  return (
    <data className="list-hits" value={counts.total}>
      {number(counts.total)} {counts.total === 1 ? noun : `${noun}s`}
    </data>
  );
}

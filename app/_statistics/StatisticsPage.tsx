import type { ReactNode } from 'react';
import { today } from '@/lib/clock';
import { live } from '@/lib/hits/report/live';
import { type Report, releasesOf, report, sinceRelease } from '@/lib/hits/report/report';
import type { Beginning } from '@/lib/hits/report/since';
import type { Query } from '../_site/requests';
import { viewAt } from './asked';
import type { Door } from './doors';
import { LiveHeader } from './LiveHeader';
import { PER_PAGE, type ReleaseList } from './ReleaseTable';
import { Shortcuts } from './Shortcuts';
import { StatisticsBody } from './StatisticsBody';
import { shortcutList } from './shortcut-list';
import { Trail } from './Trail';
import type { View } from './view';

/** A page of statistics behind a door. */
export async function StatisticsPage({
  door,
  params,
  beside,
  foot,
}: {
  door: Door;
  params: Query;
  /** Beneath the head: where else one may look. */
  beside?: ReactNode;
  foot?: ReactNode;
}) {
  const { place, scope } = door;
  const { view, problems } = viewAt(place, params);
  const [numbers, now, since] = await Promise.all([
    report(scope, view.query, { draftsOf: door.draftsOf }),
    live(scope),
    beginningsOf(door),
  ]);
  const releases = await listOf(door, view, numbers);
  const hrefOfRelease = (release: { id: number; url?: string }) =>
    place.isShared ? (release.url ?? '#since') : `/author/statistics/release/${release.id}`;
  return (
    <div className="wrap stat">
      <LiveHeader
        place={place}
        live={now}
        isCurrent={view.query.to === today()}
        countedHref={`${place.path}/counted/${view.query.to}`}
        above={<Trail door={door} />}
      />
      {beside}
      <StatisticsBody
        view={view}
        report={numbers}
        releases={releases}
        since={since}
        problems={problems}
        hrefOfRelease={hrefOfRelease}
        foot={
          <>
            {foot}
            <div className="stat-foot">
              {place.publicUrl && <a href={place.publicUrl}>What readers see</a>}
              <Shortcuts shortcuts={shortcutList(view)} />
            </div>
          </>
        }
      />
    </div>
  );
}

/** How releases began, as far as it may be seen behind this door. */
export async function beginningsOf({ scope, place }: Door): Promise<Beginning[]> {
  const beginnings = await sinceRelease(scope);
  // The median is of the author's other releases: nothing of what a link to one release shares.
  return place.isShared && place.kind === 'release'
    ? beginnings.map((one) => ({ ...one, median24: null, median7: null }))
    : beginnings;
}

/** The table of releases as it is asked for; the report has its first page already. */
export async function listOf(
  { scope, draftsOf }: Door,
  view: View,
  known: Report,
): Promise<ReleaseList | null> {
  if (scope.kind === 'release') return null;
  const { search, sort, isReversed, page } = view.list;
  const total = search ? null : known.releasesTotal;
  const offset = (page - 1) * PER_PAGE;
  const isFirst = total !== null && sort === 'value' && !isReversed && page === 1;
  // One more than is shown tells whether there is a next page.
  const rows = isFirst
    ? known.releases
    : await releasesOf(scope, view.query, {
        search,
        sort,
        isReversed,
        offset,
        limit: PER_PAGE + 1,
        draftsOf,
      });
  const hasMore = total === null ? rows.length > PER_PAGE : offset + PER_PAGE < total;
  return { rows: rows.slice(0, PER_PAGE), total, hasMore };
}

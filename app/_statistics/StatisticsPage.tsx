import type { ReactNode } from 'react';
import { today } from '@/lib/clock';
import { live } from '@/lib/hits/report/live';
import type { ReportQuery } from '@/lib/hits/report/query';
import { releasesOf, report, sinceRelease } from '@/lib/hits/report/report';
import type { Scope } from '@/lib/hits/report/scope';
import type { Query } from '../_site/requests';
import { viewAt } from './asked';
import type { Door } from './doors';
import { LiveHeader } from './LiveHeader';
import { PER_PAGE } from './ReleaseTable';
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
    report(scope, view.query),
    live(scope),
    sinceRelease(scope),
  ]);
  const releases = await listOf(scope, view, numbers);
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

/** The table of releases as it is asked for; the report has its first page already. */
export async function listOf(
  scope: Scope,
  { list, query }: { list: View['list']; query: ReportQuery },
  known?: { releases: Awaited<ReturnType<typeof report>>['releases']; releasesTotal: number },
) {
  if (scope.kind === 'release') return null;
  const { search, sort, page } = list;
  if (known && !search && sort === 'hits' && page === 1)
    return { rows: known.releases.slice(0, PER_PAGE), total: known.releasesTotal };
  return releasesOf(scope, query, { search, sort, offset: (page - 1) * PER_PAGE, limit: PER_PAGE });
}

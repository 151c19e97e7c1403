import Link from 'next/link';
import type { OwnRelease } from '@/lib/content/author-releases';
import { siteTimeZone, spoken } from '@/lib/content/zoned-time';
import type { Counts } from '@/lib/hits/statistics';
import { number } from '../../_site/format';
import { stateWords } from './states';

/** Releases with what their writers want to know of each: its state, its hits, and where to go on. */
export function ReleaseList({
  releases,
  hits,
  zone,
}: {
  releases: OwnRelease[];
  /** Of the releases, in their order. */
  hits: Counts[];
  /** The reader's time zone; null: the site's. */
  zone: string | null;
}) {
  return (
    <ul className="author-list">
      {releases.map((release, index) => (
        <li key={release.id}>
          <p className="author-list-title">
            <Link href={release.mayWrite ? `/author/releases/${release.id}` : release.url} prefetch={false}>
              {release.title}
            </Link>
          </p>
          <p className="author-list-meta">
            <span className={`state state-${release.state}`}>{stateWords[release.state].one}</span>
            <span>{release.newsroom.name}</span>
            <span>{when(release, zone)}</span>
          </p>
          {release.state === 'published' && (
            <p className="author-list-hits">
              {hits[index]?.today != null && <span>{number(hits[index].today)} today</span>}
              <span>{number(hits[index]?.total ?? 0)} in total</span>
              <Link href={`/author/statistics/release/${release.id}`} prefetch={false}>
                Statistics<span className="hidden"> of {release.title}</span>
              </Link>
              <Link href={release.url} prefetch={false}>
                View<span className="hidden"> {release.title}</span>
              </Link>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function when({ state, publishedAt, timeZone, updatedAt }: OwnRelease, zone: string | null): string {
  const own = zone ?? siteTimeZone();
  if (state === 'published') return `since ${spoken(publishedAt!, own)}`;
  if (state === 'draft') return `last saved ${spoken(updatedAt, own)}`;
  return `until ${spoken(publishedAt!, timeZone ?? own)}`;
}

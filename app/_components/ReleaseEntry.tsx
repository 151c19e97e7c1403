import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ReleaseSummary } from '@/lib/content/releases';
import type { Counts } from '@/lib/hits/statistics';
import { day, dayShort } from '../_site/format';
import { ListHits } from './Hits';
import { Picture } from './Picture';

type Props = {
  release: ReleaseSummary;
  counts?: Counts | undefined;
  /** 'lead': the one story that opens the home page; 'card': with its picture on top; 'row': a line of a list. */
  as: 'lead' | 'card' | 'row';
  heading?: 'h2' | 'h3';
  /** In place of the excerpt, for search results. */
  snippet?: ReactNode;
  /** False on the newsroom's own page. */
  showNewsroom?: boolean;
};

const sizes = {
  lead: '(min-width: 64rem) 42rem, 100vw',
  card: '(min-width: 64rem) 24rem, (min-width: 40rem) 33vw, 100vw',
  row: '10rem',
};

/** A release in a list. The headline is the link; its area is the whole entry. */
export function ReleaseEntry({
  release,
  counts,
  as,
  heading: Heading = 'h2',
  snippet,
  showNewsroom = true,
}: Props) {
  return (
    <article className={`entry entry-${as}`}>
      <div className="entry-text">
        <p className="entry-meta">
          {showNewsroom && <span className="entry-newsroom">{release.newsroom.name}</span>}
          <time dateTime={release.publishedAt.toISOString()}>
            {as === 'lead' ? day(release.publishedAt) : dayShort(release.publishedAt)}
          </time>
        </p>
        <Heading className="entry-title">
          <Link className="entry-link" href={release.url} prefetch={false}>
            {release.title}
          </Link>
        </Heading>
        {as === 'lead' && release.subtitle ? (
          <p className="entry-subtitle">{release.subtitle}</p>
        ) : (
          <p className="entry-excerpt">
            {as === 'card' ? (release.subtitle ?? release.excerpt) : (snippet ?? release.excerpt)}
          </p>
        )}
        {counts && (
          <p className="entry-foot">
            <ListHits counts={counts} />
          </p>
        )}
      </div>
      {release.image && (
        <div className="entry-picture">
          <Picture picture={release.image} sizes={sizes[as]} first={as === 'lead'} decorative />
        </div>
      )}
    </article>
  );
}

import Link from 'next/link';
import type { Release, ReleaseSummary } from '@/lib/content/releases';
import type { Counts } from '@/lib/hits/statistics';
import { day, time } from '../_site/format';
import { absolute } from '../_site/metadata';
import { Contacts } from './Contacts';
import { Downloads } from './Downloads';
import { Gallery, LeadPicture } from './Figures';
import { Hits } from './Hits';
import { Logo } from './Picture';
import { Prose } from './Prose';
import { ReleaseEntry } from './ReleaseEntry';
import { Tags } from './Tags';

/** A release as readers see it: its own page, and what previews of it show. */
export function ReleaseArticle({
  release,
  hits,
  downloads,
  related,
}: {
  release: Release;
  hits: Counts;
  /** Of the attachments, in their order. */
  downloads: Counts[];
  related: ReleaseSummary[];
}) {
  const { newsroom, attachments, pictures, image } = release;
  const others = pictures.filter(({ id }) => id !== image?.id);
  return (
    <>
      <article className="release">
        <header className="release-head">
          <Link className="release-newsroom" href={newsroom.url} prefetch={false}>
            <Logo name={newsroom.name} logo={newsroom.logo} size="small" />
            {newsroom.name}
          </Link>
          <h1>{release.title}</h1>
          {release.subtitle && <p className="release-subtitle">{release.subtitle}</p>}
        </header>
        <div className="release-bar">
          <p className="release-date">
            <time dateTime={release.publishedAt.toISOString()}>
              {day(release.publishedAt)}, {time(release.publishedAt)}
            </time>
          </p>
          <Hits counts={hits} />
        </div>
        {image && <LeadPicture picture={image} />}
        <div className="release-columns">
          <div className="release-body">
            <Prose html={release.bodyHtml} dateline={release.dateline} />
            <Gallery pictures={others} />
            {release.boilerplate && (
              <section className="about" aria-labelledby="about">
                <h2 id="about">About {newsroom.name}</h2>
                <p>{release.boilerplate}</p>
              </section>
            )}
            <Tags tags={release.tags} />
            <p className="on-paper">{absolute(release.url, newsroom.domain)}</p>
          </div>
          <aside className="side" aria-label="About this release">
            <Downloads files={attachments} counts={downloads} />
            <Contacts contacts={release.contacts} />
          </aside>
        </div>
      </article>
      {related.length > 0 && (
        <section className="related" aria-labelledby="related">
          <h2 id="related" className="label">
            Related releases
          </h2>
          <div className="cards">
            {related.map((one) => (
              <ReleaseEntry key={one.id} as="card" heading="h3" release={one} />
            ))}
          </div>
        </section>
      )}
    </>
  );
}

import type { Metadata } from 'next';
import Link from 'next/link';
import { type Release, relatedReleases } from '@/lib/content/releases';
import { counts, countsOf } from '@/lib/hits/statistics';
import { Contacts } from '../../../_components/Contacts';
import { Downloads } from '../../../_components/Downloads';
import { Gallery, LeadPicture } from '../../../_components/Figures';
import { Hits } from '../../../_components/Hits';
import { JsonLd } from '../../../_components/JsonLd';
import { Logo } from '../../../_components/Picture';
import { Prose } from '../../../_components/Prose';
import { ReleaseEntry } from '../../../_components/ReleaseEntry';
import { Tags } from '../../../_components/Tags';
import { day, time } from '../../../_site/format';
import { absolute, metadataOf } from '../../../_site/metadata';
import { releaseAt } from './release';

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<'/releases/[id]/[slug]'>): Promise<Metadata> {
  const release = await releaseAt(await params, await searchParams);
  return metadataOf({
    title: release.title,
    description: release.subtitle ?? release.excerpt,
    path: release.url,
    image: { path: cardOf(release), alt: `${release.newsroom.name}: ${release.title}` },
    article: {
      published: release.publishedAt,
      updated: release.updatedAt,
      section: release.newsroom.name,
      tags: release.tags,
    },
  });
}

export default async function ReleasePage({ params, searchParams }: PageProps<'/releases/[id]/[slug]'>) {
  const release = await releaseAt(await params, await searchParams);
  const { newsroom, attachments, pictures, image } = release;
  const [hits, downloads, related] = await Promise.all([
    counts({ type: 'release', id: release.id }),
    countsOf(attachments.map(({ id }) => ({ type: 'file', id }))),
    relatedReleases(release, 3),
  ]);
  const others = pictures.filter(({ id }) => id !== image?.id);
  return (
    <div className="wrap">
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
            <p className="on-paper">{absolute(release.url)}</p>
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
      <JsonLd data={newsArticle(release)} />
    </div>
  );
}

/** The share image's address changes when the release does, so that what has fetched it fetches it again. */
const cardOf = (release: Release): string =>
  `${release.url}/card.png?v=${release.updatedAt.getTime().toString(36)}`;

/** https://schema.org/NewsArticle */
function newsArticle(release: Release): Record<string, unknown> {
  const { newsroom } = release;
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: release.title,
    alternativeHeadline: release.subtitle ?? undefined,
    description: release.excerpt,
    dateline: release.dateline ?? undefined,
    datePublished: release.publishedAt.toISOString(),
    dateModified: release.updatedAt.toISOString(),
    mainEntityOfPage: absolute(release.url),
    image: [...release.pictures.map(({ src }) => absolute(src)), absolute(cardOf(release))],
    keywords: release.tags,
    author: { '@type': 'Organization', name: newsroom.name, url: absolute(newsroom.url) },
    publisher: {
      '@type': 'Organization',
      name: newsroom.name,
      logo: newsroom.logo ? { '@type': 'ImageObject', url: absolute(newsroom.logo.src) } : undefined,
    },
  };
}

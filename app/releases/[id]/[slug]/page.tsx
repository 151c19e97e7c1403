import type { Metadata } from 'next';
import { type Release, relatedReleases } from '@/lib/content/releases';
import { counts, countsOf } from '@/lib/hits/statistics';
import { JsonLd } from '../../../_components/JsonLd';
import { ReleaseArticle } from '../../../_components/ReleaseArticle';
import { here } from '../../../_site/here';
import { absolute, metadataOf, siteOf } from '../../../_site/metadata';
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
    site: siteOf(release.newsroom),
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
  const [hits, downloads, related] = await Promise.all([
    counts({ type: 'release', id: release.id }),
    countsOf(release.attachments.map(({ id }) => ({ type: 'file', id }))),
    relatedReleases(release, 3, { within: (await here()).newsroom !== null }),
  ]);
  return (
    <div className="wrap">
      <ReleaseArticle {...{ release, hits, downloads, related }} />
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
  const at = (path: string) => absolute(path, newsroom.domain);
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: release.title,
    alternativeHeadline: release.subtitle ?? undefined,
    description: release.excerpt,
    dateline: release.dateline ?? undefined,
    datePublished: release.publishedAt.toISOString(),
    dateModified: release.updatedAt.toISOString(),
    mainEntityOfPage: at(release.url),
    image: [...release.pictures.map(({ src }) => at(src)), at(cardOf(release))],
    keywords: release.tags,
    author: { '@type': 'Organization', name: newsroom.name, url: at(newsroom.url) },
    publisher: {
      '@type': 'Organization',
      name: newsroom.name,
      logo: newsroom.logo ? { '@type': 'ImageObject', url: at(newsroom.logo.src) } : undefined,
    },
  };
}

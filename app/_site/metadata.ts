import type { Metadata } from 'next';
import { env } from '@/lib/env';

/** What a page says about itself to machines: canonical link, feeds, Open Graph, Twitter card. Built at request time. */
export type About = {
  /** Without the site's name. */
  title: string;
  description: string;
  /** The canonical path, '/releases/7/acme-ships'. */
  path: string;
  feeds?: { title: string; rss: string; json: string };
  image?: { path: string; alt: string };
  article?: { published: Date; updated: Date; section: string; tags: string[] };
  index?: boolean;
};

export const siteName = 'Presskit';
export const siteFeeds = { title: `${siteName}: all releases`, rss: '/feed.xml', json: '/feed.json' };

/** The absolute address of a path of this site: SITE_URL at request time, so that one build serves any address. */
export const absolute = (path: string): string => new URL(path, env('SITE_URL').SITE_URL).href;

export function metadataOf(about: About): Metadata {
  const feeds = about.feeds ?? siteFeeds;
  const images = about.image && [
    { url: absolute(about.image.path), alt: about.image.alt, width: 1200, height: 630, type: 'image/png' },
  ];
  const shared = { title: about.title, description: about.description, images };
  return {
    title: about.path === '/' ? { absolute: about.title } : about.title,
    description: about.description,
    alternates: {
      canonical: absolute(about.path),
      types: {
        'application/rss+xml': [{ url: absolute(feeds.rss), title: feeds.title }],
        'application/feed+json': [{ url: absolute(feeds.json), title: feeds.title }],
      },
    },
    openGraph: {
      ...shared,
      siteName,
      url: absolute(about.path),
      locale: 'en',
      ...(about.article
        ? {
            type: 'article',
            publishedTime: about.article.published.toISOString(),
            modifiedTime: about.article.updated.toISOString(),
            section: about.article.section,
            tags: about.article.tags,
          }
        : { type: 'website' }),
    },
    twitter: { ...shared, card: images ? 'summary_large_image' : 'summary' },
    ...(about.index === false ? { robots: { index: false, follow: true } } : {}),
  };
}

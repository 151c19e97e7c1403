import type { Metadata } from 'next';
import { env } from '@/lib/env';

/** What a page says about itself to machines: canonical link, feeds, Open Graph, Twitter card. Built at request time. */
export type About = {
  /** Without the site's name. */
  title: string;
  description: string;
  /** The canonical path, '/releases/7/acme-ships'. */
  path: string;
  /** The site that it belongs to, where that is a newsroom's own. */
  site?: Site | undefined;
  /** The page that its site begins with: the title is the site's name, and has it once. */
  isHome?: boolean;
  feeds?: { title: string; rss: string; json: string };
  image?: { path: string; alt: string };
  article?: { published: Date; updated: Date; section: string; tags: string[] };
  index?: boolean;
};

export const siteName = 'Presskit';
export const siteFeeds = { title: `${siteName}: all releases`, rss: '/feed.xml', json: '/feed.json' };

/** A newsroom with a domain of its own. */
export type Site = { origin: string; name: string };
export const siteOf = ({ domain, name }: { domain: string | null; name: string }): Site | undefined =>
  domain === null ? undefined : { origin: domain, name };
export const feedsOf = (site: Site | undefined): typeof siteFeeds =>
  site ? { ...siteFeeds, title: `${site.name}: releases` } : siteFeeds;

/**
 * The absolute address of a path: below SITE_URL at request time, so that one build serves any address, or below the
 * domain of the newsroom that it belongs to.
 */
export const absolute = (path: string, origin?: string | null): string =>
  new URL(path, origin ?? env('SITE_URL').SITE_URL).href;

export function metadataOf(about: About): Metadata {
  const { site } = about;
  const feeds = about.feeds ?? feedsOf(site);
  const at = (path: string) => absolute(path, site?.origin);
  const images = about.image && [
    { url: at(about.image.path), alt: about.image.alt, width: 1200, height: 630, type: 'image/png' },
  ];
  const shared = { title: about.title, description: about.description, images };
  return {
    title: about.isHome || about.path === '/' ? { absolute: about.title } : about.title,
    description: about.description,
    alternates: {
      canonical: at(about.path),
      types: {
        'application/rss+xml': [{ url: at(feeds.rss), title: feeds.title }],
        'application/feed+json': [{ url: at(feeds.json), title: feeds.title }],
      },
    },
    openGraph: {
      ...shared,
      siteName: site?.name ?? siteName,
      url: at(about.path),
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

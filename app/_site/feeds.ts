import { Feed } from 'feed';
import type { Newsroom } from '@/lib/content/newsrooms';
import { publicRelease, type Release, searchReleases } from '@/lib/content/releases';
import { conditional } from './conditional';
import { absolute, siteFeeds, siteName } from './metadata';

const length = 20;

/**
 * The feed of the site, or of one newsroom, as RSS 2.0 or JSON Feed; 304 when the reader has it already.
 * @param o.isSite it is the feed of the newsroom's own site
 */
export async function feedOf(
  request: Request,
  format: 'rss' | 'json',
  newsroom: Newsroom | null,
  { isSite = false }: { isSite?: boolean } = {},
): Promise<Response> {
  const { releases: latest } = await searchReleases({
    page: 1,
    perPage: length,
    ...(newsroom ? { newsroomId: newsroom.id } : {}),
  });
  const releases = (await Promise.all(latest.map(({ id }) => publicRelease(id)))).filter(
    (one) => one !== null,
  );
  const modified = releases.reduce<Date | null>((newest, release) => later(newest, stampOf(release)), null);
  const feed = feedFor(newsroom, modified, isSite);
  for (const release of releases) feed.addItem(itemOf(release));
  return format === 'rss'
    ? conditional(request, feed.rss2(), 'application/rss+xml; charset=utf-8', modified)
    : conditional(request, json(feed, releases), 'application/feed+json; charset=utf-8', modified);
}

function feedFor(newsroom: Newsroom | null, modified: Date | null, isSite: boolean): Feed {
  const at = (path: string) => absolute(path, newsroom?.domain);
  const home = newsroom ? newsroom.url : '/';
  const under = newsroom && !isSite ? newsroom.url : '';
  return new Feed({
    // A name, which stays when the newsroom gets a domain.
    id: absolute(home),
    title: newsroom ? `${newsroom.name}: releases` : siteFeeds.title,
    description: newsroom?.description || `The latest press releases on ${siteName}.`,
    link: at(home),
    language: 'en',
    // Not the time of this request: two answers with the same releases are the same bytes.
    updated: modified ?? new Date(0),
    generator: siteName,
    docs: 'https://www.rssboard.org/rss-specification',
    feedLinks: { rss: at(`${under}/feed.xml`), json: at(`${under}/feed.json`) },
    ...(newsroom?.logo ? { image: at(newsroom.logo.src) } : {}),
  });
}

/** What a feed reader knows a release by: its address without the slug, which may change, as may its newsroom's domain. */
const identityOf = (release: Release) => absolute(`/releases/${release.id}`);

function itemOf(release: Release) {
  const at = absoluteFor(release);
  return {
    id: identityOf(release),
    guid: identityOf(release),
    link: at(release.url),
    title: release.title,
    date: stampOf(release),
    published: release.publishedAt,
    // Readers take this for HTML (RSS 2.0, <description>); ours is text.
    description: escaped(release.subtitle ?? release.excerpt),
    content: absoluteLinks(release.bodyHtml, at),
    // RSS wants an e-mail address in <author>; a name goes here.
    extensions: [{ name: 'dc:creator', objects: { _cdata: release.newsroom.name } }],
    category: release.tags.map((name) => ({ name })),
    ...(release.image ? { image: { url: at(release.image.src), type: 'image/webp' } } : {}),
  };
}

/** The library knows JSON Feed 1.0; 1.1 has the language, authors as a list, and a word for attachments. */
function json(feed: Feed, releases: Release[]): string {
  const { home_page_url, description } = JSON.parse(feed.json1());
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.options.title,
    home_page_url,
    feed_url: feed.options.feedLinks?.json,
    description,
    language: 'en',
    ...(feed.options.image ? { icon: feed.options.image } : {}),
    items: releases.map((release) => ({
      id: identityOf(release),
      url: absoluteFor(release)(release.url),
      title: release.title,
      summary: release.subtitle ?? release.excerpt,
      content_html: absoluteLinks(release.bodyHtml, absoluteFor(release)),
      ...(release.image ? { image: absoluteFor(release)(release.image.src) } : {}),
      date_published: release.publishedAt.toISOString(),
      date_modified: stampOf(release).toISOString(),
      authors: [{ name: release.newsroom.name, url: absoluteFor(release)(release.newsroom.url) }],
      tags: release.tags,
      attachments: release.attachments.map((file) => ({
        url: absoluteFor(release)(file.url),
        mime_type: file.mime,
        title: file.title || file.name,
        size_in_bytes: file.bytes,
      })),
    })),
  });
}

const absoluteFor =
  ({ newsroom }: Release) =>
  (path: string): string =>
    absolute(path, newsroom.domain);

const later = (a: Date | null, b: Date): Date => (a && a > b ? a : b);

/** A release that was written before its day came changed, for readers, when it appeared. */
const stampOf = (release: Release): Date => later(release.publishedAt, release.updatedAt);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Links and pictures with the site's address, because a feed reader stands elsewhere. */
function absoluteLinks(html: string, absolute: (path: string) => string): string {
  return html.replaceAll(
    /(\s(?:href|src)=")(\/(?!\/)[^"]*)/g,
    (_, before: string, path: string) => before + absolute(path),
  );
}

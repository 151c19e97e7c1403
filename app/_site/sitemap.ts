import { newsroomsElsewhere } from '@/lib/content/domains';
import { newsrooms } from '@/lib/content/newsrooms';
import { type Mapped, sitemapEntries } from '@/lib/content/releases';
import { conditional } from './conditional';
import { absolute } from './metadata';
import type { Here } from './sites';

/** How many releases one sitemap lists: the protocol allows 50 000, and the first has the other pages too. */
export const sitemapSize = 45_000;

const fixed = ['/', '/releases', '/newsrooms', '/about/hits'];

/** What a site's map has: each page stands in the map of the site that it belongs to, as the protocol wants. */
export const mappedAt = async ({ newsroom }: Here): Promise<Mapped> =>
  newsroom ? { newsroomId: newsroom.id } : { without: await newsroomsElsewhere() };

/** Page 1 and on. */
export async function sitemap(request: Request, at: Here, page: number): Promise<Response> {
  const site = siteAt(at);
  const entries = await sitemapEntries(page, sitemapSize, await mappedAt(at));
  const lines = entries.map(
    ({ url, updatedAt }) =>
      `<url><loc>${xml(absolute(url, site))}</loc><lastmod>${updatedAt.toISOString()}</lastmod></url>`,
  );
  if (page === 1) {
    const paths = at.newsroom ? [at.newsroom.url, '/releases'] : [...fixed, ...(await newsroomPaths())];
    lines.unshift(...paths.map((path) => `<url><loc>${xml(absolute(path, site))}</loc></url>`));
  }
  return answer(request, 'urlset', lines);
}

const newsroomPaths = async (): Promise<string[]> =>
  (await newsrooms())
    .filter(({ domain }) => domain === null)
    .slice(0, 4900)
    .map(({ url }) => url);

/** Further domains that are nobody's have the pages of SITE_URL. */
const siteAt = ({ newsroom, origin }: Here): string | undefined => (newsroom ? origin : undefined);

export const sitemapAddress = (at: Here): string => absolute('/sitemap.xml', siteAt(at));

export function sitemapIndex(request: Request, at: Here, pages: number): Response {
  const lines = Array.from(
    { length: pages },
    (_, index) => `<sitemap><loc>${xml(absolute(`/sitemap/${index + 1}.xml`, siteAt(at)))}</loc></sitemap>`,
  );
  return answer(request, 'sitemapindex', lines);
}

function answer(request: Request, element: 'urlset' | 'sitemapindex', lines: string[]): Response {
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<${element} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${lines.join('\n')}
</${element}>
`;
  return conditional(request, body, 'application/xml; charset=utf-8', null);
}

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

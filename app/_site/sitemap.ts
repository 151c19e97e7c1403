import { newsrooms } from '@/lib/content/newsrooms';
import { sitemapEntries } from '@/lib/content/releases';
import { conditional } from './conditional';
import { absolute } from './metadata';

/** How many releases one sitemap lists: the protocol allows 50 000, and the first has the other pages too. */
export const sitemapSize = 45_000;

const fixed = ['/', '/releases', '/newsrooms', '/about/hits'];

/** Page 1 and on. */
export async function sitemap(request: Request, page: number): Promise<Response> {
  const entries = await sitemapEntries(page, sitemapSize);
  const lines = entries.map(
    ({ url, updatedAt }) =>
      `<url><loc>${xml(absolute(url))}</loc><lastmod>${updatedAt.toISOString()}</lastmod></url>`,
  );
  if (page === 1) {
    const rooms = (await newsrooms()).slice(0, 4900).map(({ url }) => url);
    lines.unshift(...[...fixed, ...rooms].map((path) => `<url><loc>${xml(absolute(path))}</loc></url>`));
  }
  return answer(request, 'urlset', lines);
}

export function sitemapIndex(request: Request, pages: number): Response {
  const lines = Array.from(
    { length: pages },
    (_, index) => `<sitemap><loc>${xml(absolute(`/sitemap/${index + 1}.xml`))}</loc></sitemap>`,
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

import { sitemapPages } from '@/lib/content/releases';
import { sitemap, sitemapIndex, sitemapSize } from '../_site/sitemap';

export const dynamic = 'force-dynamic';

/** One sitemap while it holds everything, else an index of its pages (https://www.sitemaps.org/protocol.html). */
export async function GET(request: Request): Promise<Response> {
  const pages = await sitemapPages(sitemapSize);
  return pages > 1 ? sitemapIndex(request, pages) : sitemap(request, 1);
}

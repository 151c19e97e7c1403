import { sitemapPages } from '@/lib/content/releases';
import { goneText } from '../_site/answers';
import { here } from '../_site/here';
import { mappedAt, sitemap, sitemapIndex, sitemapSize } from '../_site/sitemap';

export const dynamic = 'force-dynamic';

/** One sitemap while it holds everything, else an index of its pages (https://www.sitemaps.org/protocol.html). */
export async function GET(request: Request): Promise<Response> {
  const at = await here();
  if (at.isGone) return goneText();
  const pages = await sitemapPages(sitemapSize, await mappedAt(at));
  return pages > 1 ? sitemapIndex(request, at, pages) : sitemap(request, at, 1);
}

import { sitemapPages } from '@/lib/content/releases';
import { goneText, notFoundText } from '../../_site/answers';
import { here } from '../../_site/here';
import { mappedAt, sitemap, sitemapSize } from '../../_site/sitemap';

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: RouteContext<'/sitemap/[page]'>): Promise<Response> {
  const page = Number(/^([1-9]\d{0,5})\.xml$/.exec((await params).page)?.[1] ?? 0);
  const at = await here();
  if (at.isGone) return goneText();
  if (page === 0 || page > Math.max(1, await sitemapPages(sitemapSize, await mappedAt(at))))
    return notFoundText('There is no such page of the sitemap.');
  return sitemap(request, at, page);
}

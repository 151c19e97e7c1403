import { sitemapPages } from '@/lib/content/releases';
import { notFoundText } from '../../_site/answers';
import { sitemap, sitemapSize } from '../../_site/sitemap';

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: RouteContext<'/sitemap/[page]'>): Promise<Response> {
  const page = Number(/^([1-9]\d{0,5})\.xml$/.exec((await params).page)?.[1] ?? 0);
  if (page === 0 || page > Math.max(1, await sitemapPages(sitemapSize)))
    return notFoundText('There is no such page of the sitemap.');
  return sitemap(request, page);
}

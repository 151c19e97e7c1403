import { here } from '../_site/here';
import { sitemapAddress } from '../_site/sitemap';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const at = await here();
  const lines = [
    'User-agent: *',
    'Disallow: /api/',
    'Allow: /',
    ...(at.isGone ? [] : ['', `Sitemap: ${sitemapAddress(at)}`]),
    '',
  ];
  return new Response(lines.join('\n'), { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

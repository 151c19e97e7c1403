import { hasPublicCounter } from '@/lib/content/newsroom-settings';
import { counts } from '@/lib/hits/statistics';
import { idOf } from '../../../_site/requests';
import { counterSvg } from './svg';

export const dynamic = 'force-dynamic';

/** Any page may read it, nobody may keep it. Its path is nobody's content, so asking for it is no hit. */
const headers = {
  'Cache-Control': 'no-store',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/**
 * A release's counts for other pages: /api/counter/<id>.svg and <id>.json, {"today": n, "total": n}; today is null
 * while it is not known. 404 unless the release is visible and its newsroom has switched its counter on.
 */
export async function GET(_: Request, { params }: RouteContext<'/api/counter/[file]'>): Promise<Response> {
  const [, given = '', format] = /^(\d+)\.(svg|json)$/.exec((await params).file) ?? [];
  const id = idOf(given);
  if (id === null || !(await hasPublicCounter(id)))
    return Response.json({ error: 'There is no public counter here.' }, { status: 404, headers });
  const found = await counts({ type: 'release', id });
  if (format === 'json') return Response.json(found, { headers });
  return new Response(counterSvg(found), {
    headers: { ...headers, 'Content-Type': 'image/svg+xml; charset=utf-8' },
  });
}

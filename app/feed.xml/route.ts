import { feedOf } from '../_site/feeds';

export const dynamic = 'force-dynamic';

export const GET = (request: Request): Promise<Response> => feedOf(request, 'rss', null);

import { siteFeed } from '../_site/site-feed';

export const dynamic = 'force-dynamic';

export const GET = (request: Request): Promise<Response> => siteFeed(request, 'rss');

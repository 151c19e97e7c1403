import { newsroomFeed } from '../newsroom-feed';

export const dynamic = 'force-dynamic';

export const GET = async (request: Request, { params }: RouteContext<'/newsrooms/[id]/[slug]/feed.json'>) =>
  newsroomFeed(request, 'json', await params);

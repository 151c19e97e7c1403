import { publicNewsroom } from '@/lib/content/newsrooms';
import { notFoundText } from '../../../_site/answers';
import { feedOf } from '../../../_site/feeds';
import { absolute } from '../../../_site/metadata';
import { decoded, idOf } from '../../../_site/requests';

/** A newsroom's feed; an old slug redirects, an unknown newsroom is 404 with a sentence. */
export async function newsroomFeed(
  request: Request,
  format: 'rss' | 'json',
  path: { id: string; slug: string },
): Promise<Response> {
  const id = idOf(path.id);
  const newsroom = id === null ? null : await publicNewsroom(id);
  if (!newsroom) return notFoundText('There is no newsroom at this address.');
  if (decoded(path.slug) !== newsroom.slug) {
    const location = absolute(`${newsroom.url}/feed.${format === 'rss' ? 'xml' : 'json'}`);
    return new Response(null, { status: 308, headers: { Location: location } });
  }
  return feedOf(request, format, newsroom);
}

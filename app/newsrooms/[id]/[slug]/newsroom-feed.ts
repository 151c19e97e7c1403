import { publicNewsroom } from '@/lib/content/newsrooms';
import { movedTo, notFoundText } from '../../../_site/answers';
import { feedOf } from '../../../_site/feeds';
import { here } from '../../../_site/here';
import { absolute } from '../../../_site/metadata';
import { decoded, idOf } from '../../../_site/requests';
import { isForeign } from '../../../_site/sites';

/** A newsroom's feed; an old slug redirects, as does the site of another; an unknown newsroom is 404 with a sentence. */
export async function newsroomFeed(
  request: Request,
  format: 'rss' | 'json',
  path: { id: string; slug: string },
): Promise<Response> {
  const id = idOf(path.id);
  const newsroom = id === null ? null : await publicNewsroom(id);
  if (!newsroom) return notFoundText('There is no newsroom at this address.');
  if (decoded(path.slug) !== newsroom.slug || isForeign(await here(), newsroom.id))
    return movedTo(absolute(`${newsroom.url}/feed.${format === 'rss' ? 'xml' : 'json'}`, newsroom.domain));
  return feedOf(request, format, newsroom);
}

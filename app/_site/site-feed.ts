import { publicNewsroom } from '@/lib/content/newsrooms';
import { goneText } from './answers';
import { feedOf } from './feeds';
import { here } from './here';

/** The feed of the site that is asked: of everybody's, or of the newsroom whose domain it is. */
export async function siteFeed(request: Request, format: 'rss' | 'json'): Promise<Response> {
  const at = await here();
  const newsroom = at.newsroom && (await publicNewsroom(at.newsroom.id));
  // Deleted since it was found a moment ago, which must not make it the feed of all.
  if (at.isGone || (at.newsroom && !newsroom)) return goneText();
  return feedOf(request, format, newsroom, { isSite: newsroom !== null });
}

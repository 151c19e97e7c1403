import { notFound, permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { publicNewsroom } from '@/lib/content/newsrooms';
import { mustBelongHere } from '../../../_site/here';
import { decoded, idOf, type Query, withQuery } from '../../../_site/requests';

const read = cache(publicNewsroom);

/** The newsroom a path names. Unknown or deleted: 404; a slug that is not its own, or the site of another: 308 to its address. */
export async function newsroomAt(path: { id: string; slug: string }, query: Query) {
  const id = idOf(path.id);
  const newsroom = id === null ? null : await read(id);
  if (!newsroom) notFound();
  await mustBelongHere(newsroom, withQuery(newsroom.url, query));
  if (decoded(path.slug) !== newsroom.slug) permanentRedirect(withQuery(newsroom.url, query));
  return newsroom;
}

import { notFound, permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { publicRelease } from '@/lib/content/releases';
import { mustBelongHere } from '../../../_site/here';
import { decoded, idOf, type Query, withQuery } from '../../../_site/requests';

const read = cache(publicRelease);

/** The release a path names. Unknown, not public yet or deleted: 404; a slug that is not its own, or the site of another newsroom: 308 to its address. */
export async function releaseAt(path: { id: string; slug: string }, query: Query) {
  const id = idOf(path.id);
  const release = id === null ? null : await read(id);
  if (!release) notFound();
  await mustBelongHere(release.newsroom, withQuery(release.url, query));
  if (decoded(path.slug) !== release.slug) permanentRedirect(withQuery(release.url, query));
  return release;
}

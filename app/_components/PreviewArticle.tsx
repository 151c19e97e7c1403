import type { Preview } from '@/lib/content/previews';
import { relatedReleases } from '@/lib/content/releases';
import { counts, countsOf } from '@/lib/hits/statistics';
import { ReleaseArticle } from './ReleaseArticle';

/** The release of a preview, through the component of its page. */
export async function PreviewArticle({ preview: { release } }: { preview: Preview }) {
  const [hits, downloads, related] = await Promise.all([
    counts({ type: 'release', id: release.id }),
    countsOf(release.attachments.map(({ id }) => ({ type: 'file', id }))),
    relatedReleases(release, 3),
  ]);
  return <ReleaseArticle {...{ release, hits, downloads, related }} />;
}

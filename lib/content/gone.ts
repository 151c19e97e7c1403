import { byId } from './deleted';
import { file, newsroom, release, resolve } from './registry';

/**
 * Whether a path is that of a release, newsroom or file which readers could see until it was deleted: it is gone (410),
 * which search engines and readers may know. What was never public, or is not yet, is as if it had never been (404). The
 * id decides, as it does for what is living; the title is not told.
 */
export async function isGone(path: string): Promise<boolean> {
  const at = resolve(path);
  switch (at?.type) {
    case release:
      return wasPublic(at.id);
    case newsroom:
      return (await byId(newsroom, at.id))?.state === 'deleted';
    case file: {
      const found = await byId(file, at.id);
      if (found?.state !== 'deleted') return false;
      const { releaseId, placement } = found.row;
      if (placement === 'none') return false;
      return releaseId === null || wasPublic(releaseId, found.row.deletedAt);
    }
    default:
      return false;
  }
}

/** Whether a release was visible when it, or something of it, was deleted. */
async function wasPublic(id: number, deletedAt?: Date): Promise<boolean> {
  const found = await byId(release, id);
  if (!found || (!deletedAt && found.state === 'living')) return false;
  const { status, publishedAt } = found.row;
  const until = deletedAt ?? (found.state === 'deleted' ? found.row.deletedAt : null);
  return status !== 'draft' && publishedAt !== null && until !== null && publishedAt <= until;
}

import { fileForWriter } from '@/lib/content/previews';
import { idOf } from '../../../_site/requests';
import { hiddenFile, storedFile } from '../../../_site/stored-file';
import { currentUser } from '../../../_site/who';

export const dynamic = 'force-dynamic';

/**
 * Derivatives of a picture, <width>-<hash8>.webp: nginx answers 404 itself for one that was never made. Pictures stand in
 * texts under this address, so whoever writes a text sees here those that readers do not see yet.
 */
export async function GET(_: Request, { params }: RouteContext<'/media/[id]/[name]'>): Promise<Response> {
  const path = await params;
  const answer = await storedFile('media', path, (given) => /^\d{1,5}-[0-9a-f]{8}\.webp$/.test(given));
  if (answer.status !== 404) return answer;
  const user = await currentUser();
  const file = user && (await fileForWriter(user, idOf(path.id) ?? 0));
  return file ? hiddenFile('media', file, path.name) : answer;
}

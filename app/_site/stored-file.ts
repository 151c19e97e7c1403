import { publicFile, publishFile, storedName } from '@/lib/content/files';
import { notFoundText } from './answers';
import { decoded, idOf } from './requests';

type Folder = 'files' | 'media';
type Path = { id: string; name: string };

/**
 * A request for a file that nginx did not find among the public ones: when the file is public (now), it is put there
 * and nginx is told to send it; the bytes never pass through Node. Else 404.
 * `fits` says whether the name in the path belongs to the file.
 */
export async function storedFile(
  folder: Folder,
  path: Path,
  fits: (given: string, stored: string) => boolean,
): Promise<Response> {
  const id = idOf(path.id);
  const name = decoded(path.name);
  const file = id === null ? null : await publicFile(id);
  if (!file || name === null || !fits(name, file.name) || !(await publishFile(file.id)))
    return notFoundText('There is no public file at this address.');
  return new Response(null, {
    headers: {
      'X-Accel-Redirect': `/internal-files/public/${folder}/${file.id}/${encodeURIComponent(name)}`,
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

/**
 * A file that readers do not see, for whoever may; whoever calls has asked that. nginx sends it and nobody is to keep it.
 * 404 when there is none or the name is not of the file.
 */
export function hiddenFile(
  folder: Folder,
  file: Parameters<typeof storedName>[1] | null,
  given: string,
): Response {
  const name = decoded(given);
  const stored = file && name !== null ? storedName(folder, file, name) : null;
  if (!stored) return notFoundText('There is no such file, or it is not there for you.');
  return new Response(null, {
    headers: {
      'X-Accel-Redirect': `/internal-drafts/${stored}`,
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

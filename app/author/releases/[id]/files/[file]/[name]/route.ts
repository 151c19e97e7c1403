import { idOf } from '@/app/_site/requests';
import { hiddenFile } from '@/app/_site/stored-file';
import { currentUser } from '@/app/_site/who';
import { fileForWriter } from '@/lib/content/previews';

export const dynamic = 'force-dynamic';

/** For its writers. An address of their own, because what is fetched at /files/ is a hit. */
export async function GET(
  _: Request,
  { params }: RouteContext<'/author/releases/[id]/files/[file]/[name]'>,
): Promise<Response> {
  const { file, name } = await params;
  const user = await currentUser();
  return hiddenFile('files', user && (await fileForWriter(user, idOf(file) ?? 0)), name);
}

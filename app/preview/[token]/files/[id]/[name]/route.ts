import { idOf } from '@/app/_site/requests';
import { hiddenFile } from '@/app/_site/stored-file';
import { fileByToken } from '@/lib/content/previews';

export const dynamic = 'force-dynamic';

/** For whoever has the link, while it is good. */
export async function GET(
  _: Request,
  { params }: RouteContext<'/preview/[token]/files/[id]/[name]'>,
): Promise<Response> {
  const { token, id, name } = await params;
  return hiddenFile('files', await fileByToken(token, idOf(id) ?? 0), name);
}

import { publicFile } from '@/lib/content/files';
import { publicNewsroom } from '@/lib/content/newsrooms';
import { publicRelease } from '@/lib/content/releases';
import { type ContentRef, counts } from '@/lib/hits/statistics';
import { freshJson } from '../../../../_site/answers';
import { idOf } from '../../../../_site/requests';

export const dynamic = 'force-dynamic';

const reads: Record<ContentRef['type'], (id: number) => Promise<unknown>> = {
  release: publicRelease,
  newsroom: publicNewsroom,
  file: publicFile,
};

/** {"today": n, "total": n}; today is null while it is not known. */
export async function GET(_: Request, { params }: RouteContext<'/api/hits/[type]/[id]'>): Promise<Response> {
  const { type, id: given } = await params;
  if (!isCounted(type))
    return freshJson(
      { error: `Nothing of type “${type}” is counted; types are ${Object.keys(reads).join(', ')}.` },
      404,
    );
  const id = idOf(given);
  if (id === null || (await reads[type](id)) === null)
    return freshJson({ error: `There is no public ${type} with this id.` }, 404);
  return freshJson(await counts({ type, id }));
}

const isCounted = (type: string): type is ContentRef['type'] => Object.hasOwn(reads, type);

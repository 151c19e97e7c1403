import { mayEnter } from '@/lib/admin/permissions';
import { lookUp } from '@/lib/admin/references';
import { adminType } from '@/lib/admin/types';
import { PresskitError } from '@/lib/errors';
import { nameOfSegment } from '../../../_admin/paths';
import { freshJson, notFoundText } from '../../../_site/answers';
import { currentUser } from '../../../_site/who';

export const dynamic = 'force-dynamic';

/** Records with the words ?q= in them, [{"id", "title"}], for whoever types a reference. */
export async function GET(
  request: Request,
  context: { params: Promise<{ type: string }> },
): Promise<Response> {
  const user = await currentUser();
  if (!user || !mayEnter(user)) return missing();
  try {
    const type = adminType(nameOfSegment((await context.params).type));
    return freshJson(await lookUp(user, type, new URL(request.url).searchParams.get('q') ?? ''));
  } catch (error) {
    if (error instanceof PresskitError && ['not_found', 'forbidden'].includes(error.code)) return missing();
    throw error;
  }
}

const missing = () => notFoundText('There is nothing at this address.');

import { draftOf } from '@/lib/content/drafts';
import { enter, leave } from '@/lib/content/editors';
import { failureJson, freshJson, signInFirst } from '../../../../_site/answers';
import { handler } from '../../../../_site/form-action';
import { sameOrigin } from '../../../../_site/guard';
import { idOf } from '../../../../_site/requests';
import { unattendedSession } from '../../../../_site/session-cookie';
import { currentUser } from '../../../../_site/who';

export const dynamic = 'force-dynamic';

type Context = RouteContext<'/api/drafts/[id]/presence'>;

/**
 * Who else has the release open, {"editors": [{"id", "name"}], "revision", "savedAt", "savedBy"}, and notes that the person
 * who asks has. To be asked again within thirty seconds; an open editor does, whether anybody writes or not, so this keeps
 * no session alive.
 */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const user = (await unattendedSession())?.user;
  if (!user) return signInFirst();
  const id = idOf((await params).id) ?? 0;
  try {
    const [editors, { revision, savedAt, savedBy }] = await Promise.all([enter(user, id), draftOf(user, id)]);
    return freshJson({ editors, revision, savedAt, savedBy });
  } catch (error) {
    return failureJson(error);
  }
}

/** The editor was closed; as a POST, so that a beacon can say it. */
export const POST = handler(async (request: Request, { params }: Context): Promise<Response> => {
  const foreign = sameOrigin(request);
  if (foreign) return foreign;
  const user = await currentUser();
  if (!user) return signInFirst();
  await leave(user, idOf((await params).id) ?? 0);
  return new Response(null, { status: 204 });
});

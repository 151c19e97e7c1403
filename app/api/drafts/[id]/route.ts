import { z } from 'zod';
import { checklistOf } from '@/lib/content/checklist';
import { draftOf, saveDraft } from '@/lib/content/drafts';
import { enter } from '@/lib/content/editors';
import { failureJson, freshJson, signInFirst } from '../../../_site/answers';
import { handler } from '../../../_site/form-action';
import { sameOrigin } from '../../../_site/guard';
import { idOf } from '../../../_site/requests';
import { currentUser } from '../../../_site/who';

export const dynamic = 'force-dynamic';

type Context = RouteContext<'/api/drafts/[id]'>;

const body = z.object({
  revision: z.int().min(0),
  content: z.unknown(),
  kind: z.enum(['autosave', 'save']),
});

/** The working copy as it stands, with its checklist: after a conflict, or for a tab that was away. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const user = await currentUser();
  if (!user) return signInFirst();
  const id = idOf((await params).id) ?? 0;
  try {
    const draft = await draftOf(user, id);
    return freshJson({ ...draft, checklist: await checklistOf(user, id) });
  } catch (error) {
    return failureJson(error);
  }
}

/**
 * Saves the working copy: {"revision", "content", "kind": "autosave" | "save"}. 200 {"revision", "savedAt", "editors",
 * "checklist"}; 409 {"conflict": {"by", "savedAt", "revision", "content"}, "keptVersionId"} when somebody else saved
 * first: what was sent is kept as that version.
 */
export const PUT = handler(async (request: Request, { params }: Context): Promise<Response> => {
  const foreign = sameOrigin(request);
  if (foreign) return foreign;
  const user = await currentUser();
  if (!user) return signInFirst();
  const id = idOf((await params).id) ?? 0;
  const given = body.safeParse(await request.json().catch(() => null));
  if (!given.success) {
    return freshJson({ error: 'Nothing was saved: this is not a working copy.', code: 'usage' }, 400);
  }
  try {
    const saved = await saveDraft(user, id, given.data);
    if ('conflict' in saved) return freshJson(saved, 409);
    const [editors, checklist] = await Promise.all([enter(user, id), checklistOf(user, id)]);
    return freshJson({ ...saved, editors, checklist });
  } catch (error) {
    return failureJson(error);
  }
});

/** The same, for a page that is being closed: a beacon can only be a POST. */
export const POST = PUT;

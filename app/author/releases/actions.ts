'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { createDraft, discardDraft, restoreVersion, saveDraft } from '@/lib/content/drafts';
import { previewLink, revokePreview } from '@/lib/content/previews';
import { deleteRelease, publish, undeleteRelease, unpublish } from '@/lib/content/publishing';
import { siteTimeZone, spoken } from '@/lib/content/zoned-time';
import { PresskitError } from '@/lib/errors';
import { action, formAction } from '../../_site/form-action';
import { failure, textOf } from '../../_site/form-state';
import { absolute } from '../../_site/metadata';
import { idOf } from '../../_site/requests';
import { requireUser } from '../../_site/who';
import { contentOf, publishingOf, revisionOf, wishOf } from './_editor/form-content';
import type { EditorState } from './_editor/types';

/** Every form of the pages about writing. lib/content checks that the person may. */
const pageOf = (id: number, done?: string) => `/author/releases/${id}${done ? `?done=${done}` : ''}`;
const idIn = (data: FormData, name = 'id'): number => idOf(textOf(data, name)) ?? 0;

export const create = formAction(async (data) => {
  const { id } = await createDraft(await requireUser(), idIn(data, 'newsroom'));
  redirect(pageOf(id));
});

/** The editor's form: saves what it says, then does what the button was for. */
export const edit = action(async (id: number, _: EditorState, data: FormData): Promise<EditorState> => {
  let standing: Pick<NonNullable<EditorState>, 'revision' | 'savedAt'> = {};
  try {
    const user = await requireUser();
    const saved = await saveDraft(user, id, {
      revision: revisionOf(data),
      content: contentOf(data),
      kind: 'save',
    });
    if ('conflict' in saved) redirect(`/author/releases/${id}/versions/${saved.keptVersionId}?conflict=1`);
    standing = saved;
    return { ok: true, ...saved, ...(await fulfilled(user, id, saved.revision, data)) };
  } catch (error) {
    return { ...(failure(error, data) ?? {}), ...standing };
  }
});

/** What the button was for, done. */
async function fulfilled(
  user: User,
  id: number,
  revision: number,
  data: FormData,
): Promise<NonNullable<EditorState>> {
  switch (wishOf(data)) {
    case 'publish': {
      const { status, publishedAt } = await publish(user, id, { revision, when: publishingOf(data) });
      const when = spoken(publishedAt, textOf(data, 'timeZone') || (user.timeZone ?? siteTimeZone()));
      if (publishedAt <= now()) return { message: 'Published: readers see it as it is now.' };
      return {
        message: `${status === 'embargoed' ? 'Under embargo' : 'Scheduled'}: readers will see it on ${when}.`,
      };
    }
    case 'unpublish':
      await unpublish(user, id);
      return { message: 'Taken back: it is a draft again, and readers do not see it any more.' };
    case 'discard': {
      const standing = await discardDraft(user, id, { revision });
      return {
        message: 'Discarded: the working copy is what was published. What you had stays among the versions.',
        ...standing,
        reload: true,
      };
    }
    case 'save':
      return { message: 'Saved.' };
  }
}

export const bringBack = formAction(async (data) => {
  const id = idIn(data);
  await restoreVersion(await requireUser(), id, idIn(data, 'version'), { revision: revisionOf(data) });
  redirect(pageOf(id, 'restored'));
});

export const sharePreview = formAction(async (data) => {
  const user = await requireUser();
  const hours = Number(textOf(data, 'hours'));
  const { token, expiresAt } = await previewLink(user, idIn(data), hours);
  // The list of links beside the form has one more.
  refresh();
  const until = spoken(expiresAt, user.timeZone ?? siteTimeZone());
  return {
    ok: true,
    message: `Copy the link now; it is not shown again. It is good until ${until}: ${absolute(`/preview/${token}`)}`,
  };
});

export const endPreview = formAction(async (data) => {
  await revokePreview(await requireUser(), idIn(data), idIn(data, 'link'));
  redirect(pageOf(idIn(data), 'revoked'));
});

export const remove = formAction(async (data) => {
  const id = idIn(data);
  if (!data.has('sure'))
    throw new PresskitError('invalid', 'Nothing was deleted: tick the box first, to say that you mean it.');
  const { batch } = await deleteRelease(await requireUser(), id);
  redirect(`/author?deleted=${id}&batch=${batch}`);
});

export const undo = formAction(async (data) => {
  await undeleteRelease(await requireUser(), idIn(data), idIn(data, 'batch'));
  redirect(pageOf(idIn(data), 'undone'));
});

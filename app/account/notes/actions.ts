'use server';

import { redirect } from 'next/navigation';
import { changeNotePreferences, digests } from '@/lib/hits/notes/preferences';
import { doneAt } from '../../_site/done';
import { formAction } from '../../_site/form-action';
import { textOf } from '../../_site/form-state';
import { requireUser } from '../../_site/who';

export const saveNotes = formAction(async (data) => {
  const user = await requireUser();
  const digest = digests.find((one) => one === textOf(data, 'digest'));
  if (!digest) return { errors: { digest: 'Please choose one of these; nothing was changed.' } };
  await changeNotePreferences(user.id, { digest, takeOffNotes: data.get('takeOffNotes') !== null });
  redirect(doneAt('/account/notes', 'saved'));
});

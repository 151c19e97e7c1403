'use server';

import { refresh } from 'next/cache';
import { createShareLink, revokeShareLink } from '@/lib/auth/share-links';
import { now } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { action } from '../_site/form-action';
import { type FormState, failure, textOf } from '../_site/form-state';
import { absolute } from '../_site/metadata';
import { idOf } from '../_site/requests';
import { requireUser } from '../_site/who';
import type { ShareState } from './ShareForm';

/** Makes a link and shows it, this once: only its hash is kept. */
export const createLink = action(async (_: ShareState, data: FormData): Promise<ShareState> => {
  const user = await requireUser();
  try {
    const days = Number(textOf(data, 'days'));
    const expires = Number.isInteger(days) && days > 0 && days <= 3650 ? inDays(days) : null;
    const { token } = await createShareLink(user, { ...whatOf(data), expires });
    refresh();
    return {
      ok: true,
      message: 'This is the link. Copy it now: it is not shown again.',
      link: absolute(`/shared/${token}`),
    };
  } catch (error) {
    return failure(error, data);
  }
});

/** Takes a link back; whoever has it sees nothing any more. */
export const revokeLink = action(async (_: FormState, data: FormData): Promise<FormState> => {
  const user = await requireUser();
  try {
    const id = idOf(textOf(data, 'link'));
    if (id === null) throw new PresskitError('not_found', 'There is no such link.');
    await revokeShareLink(user, id);
    refresh();
    return { ok: true, message: 'The link has been revoked. It shows nothing any more.' };
  } catch (error) {
    return failure(error);
  }
});

function whatOf(data: FormData): { type: 'release' | 'newsroom'; id: number } {
  const type = textOf(data, 'type');
  const id = idOf(textOf(data, 'id'));
  if (id === null || (type !== 'release' && type !== 'newsroom'))
    throw new PresskitError('not_found', 'There are no such statistics.');
  return { type, id };
}

const inDays = (days: number) => new Date(now().getTime() + days * 86_400_000);

'use server';

import { refresh } from 'next/cache';
import { createShareLink, revokeShareLink } from '@/lib/auth/share-links';
import { now } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { parseQuery, queryParams } from '@/lib/hits/report/query';
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
    const { token } = await createShareLink(user, { ...whatOf(data), expires, name: textOf(data, 'name') });
    const view = firstView(textOf(data, 'view'));
    refresh();
    return {
      ok: true,
      message: 'This is the link. Copy it now: it is not shown again.',
      link: absolute(`/shared/${token}${view && '?'}${view}`),
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

/**
 * What a link begins with: the period and how it is shown. No filter, for a link shows all there is, and would look as if
 * it did not.
 */
function firstView(asked: string): string {
  const params = Object.fromEntries(new URLSearchParams(asked.slice(0, 500)));
  return queryParams({ ...parseQuery(params).query, filter: null }).toString();
}

const inDays = (days: number) => new Date(now().getTime() + days * 86_400_000);

'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { createApiToken, revokeApiToken } from '@/lib/auth/api-tokens';
import { now } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { doneAt } from '../../_site/done';
import { action, formAction } from '../../_site/form-action';
import { failure, textOf } from '../../_site/form-state';
import { idOf } from '../../_site/requests';
import { requireUser } from '../../_site/who';
import { unconfirmed } from '../session';
import type { NewTokenState } from './NewToken';

export const createToken = action(async (_: NewTokenState, data: FormData): Promise<NewTokenState> => {
  try {
    const user = await requireUser();
    const refusal = await unconfirmed(data);
    if (refusal) return refusal;
    const days = idOf(textOf(data, 'days'));
    const expires = days === null ? null : new Date(now().getTime() + Math.min(days, 3660) * 86_400_000);
    const { token } = await createApiToken(user, textOf(data, 'name'), expires);
    revalidatePath('/account/tokens');
    return { ok: true, message: 'The token is made. Copy it now: it is not shown again.', token };
  } catch (error) {
    return failure(error, data);
  }
});

export const revokeToken = formAction(async (data) => {
  const user = await requireUser();
  const id = idOf(textOf(data, 'id'));
  if (id === null) throw new PresskitError('not_found', 'There is no such token that could be revoked');
  await revokeApiToken(user, id);
  redirect(doneAt('/account/tokens', 'revoked'));
});

'use server';

import { redirect } from 'next/navigation';
import { acceptInvitation, type Invitation, signUpByInvitation } from '@/lib/auth/invitations';
import { nameOf } from '@/lib/auth/users';
import { formAction } from '../../_site/form-action';
import { failure, textOf } from '../../_site/form-state';
import { signIn } from '../../_site/session-cookie';
import { requireUser } from '../../_site/who';

export const accept = formAction(async (data) => {
  const user = await requireUser();
  const invitation = await acceptInvitation(textOf(data, 'token'), user);
  redirect(entrance(invitation));
});

export const signUp = formAction(async (data) => {
  try {
    nameOf(textOf(data, 'name'));
  } catch (error) {
    return failure(error, data, 'name');
  }
  let invitation: Invitation;
  try {
    const made = await signUpByInvitation(textOf(data, 'token'), {
      name: textOf(data, 'name'),
      password: String(data.get('password') ?? ''),
    });
    invitation = made.invitation;
    await signIn(made.user.id, 'invitation');
  } catch (error) {
    return failure(error, data, (error as { code?: string }).code === 'invalid' ? 'password' : undefined);
  }
  redirect(entrance(invitation));
});

/** Where somebody new can do something: writers to their releases, analysts to the figures. */
function entrance({ newsroom, role }: Invitation): string {
  return newsroom && role === 'analyst' ? `/author/statistics/newsroom/${newsroom.id}` : '/author';
}

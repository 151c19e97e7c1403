'use server';

import { redirect } from 'next/navigation';
import { invite, resendInvitation, revokeInvitation } from '@/lib/auth/invitations';
import { changeMemberRole, memberRoles, removeMember } from '@/lib/auth/members';
import type { MemberRole } from '@/lib/auth/rights';
import { addressOf } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import { doneAt } from '../../../../_site/done';
import { formAction } from '../../../../_site/form-action';
import { failure, textOf } from '../../../../_site/form-state';
import { idOf } from '../../../../_site/requests';
import { requireUser } from '../../../../_site/who';

export const inviteMember = formAction(async (data) => {
  const user = await requireUser();
  const newsroomId = numberOf(data, 'id');
  try {
    addressOf(textOf(data, 'email'));
  } catch (error) {
    return failure(error, data, 'email');
  }
  await invite(user, { newsroomId, email: textOf(data, 'email'), role: roleOf(data) });
  redirect(back(newsroomId, 'invited'));
});

export const resend = formAction(async (data) => {
  const user = await requireUser();
  const { newsroom } = await resendInvitation(user, numberOf(data, 'invitation'));
  redirect(back(newsroom?.id ?? numberOf(data, 'id'), 'resent'));
});

export const revoke = formAction(async (data) => {
  const user = await requireUser();
  const { newsroom } = await revokeInvitation(user, numberOf(data, 'invitation'));
  redirect(back(newsroom?.id ?? numberOf(data, 'id'), 'revoked'));
});

export const changeRole = formAction(async (data) => {
  const user = await requireUser();
  const newsroomId = numberOf(data, 'id');
  const userId = numberOf(data, 'user');
  const role = roleOf(data);
  await changeMemberRole(user, newsroomId, userId, role);
  // Whoever has made themselves less than an owner has no business here any more.
  const isStillTheirs = userId !== user.id || role === 'owner' || user.role === 'admin';
  redirect(isStillTheirs ? back(newsroomId, 'role') : '/author/newsrooms');
});

export const remove = formAction(async (data) => {
  const user = await requireUser();
  const newsroomId = numberOf(data, 'id');
  const userId = numberOf(data, 'user');
  await removeMember(user, newsroomId, userId);
  redirect(userId === user.id ? '/author/newsrooms' : back(newsroomId, 'removed'));
});

const back = (newsroomId: number, done: string) => doneAt(`/author/newsrooms/${newsroomId}/members`, done);

function numberOf(data: FormData, name: string): number {
  const id = idOf(textOf(data, name));
  if (id === null) throw new PresskitError('invalid', 'The form is not complete; please load the page again');
  return id;
}

function roleOf(data: FormData): MemberRole {
  const role = memberRoles.find((one) => one === textOf(data, 'role'));
  if (!role) throw new PresskitError('invalid', 'Please choose a role: owner, editor or analyst');
  return role;
}

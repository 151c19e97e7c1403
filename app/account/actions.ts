'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { connect } from '@/lib/auth/connecting';
import { deleteAccount } from '@/lib/auth/deletion';
import { mailEmailChange } from '@/lib/auth/email-change';
import { unlink } from '@/lib/auth/identities';
import { mustAllow, networkOf } from '@/lib/auth/limits';
import { changePassword } from '@/lib/auth/password-change';
import { hasPassword } from '@/lib/auth/passwords';
import { endAllSessions, endSessionById } from '@/lib/auth/sessions';
import { signOutEverywhere } from '@/lib/auth/sso/sign-out';
import { addressOf, updateProfile } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import { canSendMail } from '@/lib/mail/settings';
import { keepConnection, keptConnection } from '../_site/connection-cookie';
import { domain } from '../_site/domain';
import { doneAt } from '../_site/done';
import { formAction } from '../_site/form-action';
import { failure, textOf, typed } from '../_site/form-state';
import { clientAddress, signOut } from '../_site/session-cookie';
import { requireSession, unconfirmed } from './session';

export const saveProfile = formAction(async (data) => {
  const { user } = await requireSession();
  await updateProfile(user.id, {
    name: textOf(data, 'name'),
    timeZone: textOf(data, 'timeZone') || null,
  });
  // The name stands above the page, too.
  refresh();
  return { ok: true, message: 'Saved.', values: typed(data) };
});

export const changeEmail = formAction(async (data) => {
  const { user } = await requireSession();
  let email: string;
  try {
    email = addressOf(textOf(data, 'email'));
    if (email === user.email) throw new PresskitError('invalid', 'This is your address already');
  } catch (error) {
    return failure(error, data, 'email');
  }
  const refusal = await unconfirmed(data);
  if (refusal) return refusal;
  if (!canSendMail())
    throw new PresskitError('unavailable', 'This site sends no mail, so nothing was changed');
  await mustAllow('mailFrom', networkOf(await clientAddress()));
  const site = await domain();
  after(() => mailEmailChange(user, email, site));
  return {
    ok: true,
    message: `A mail is on its way to ${email}. Until you have opened the link in it, ${user.email} stays your address.`,
  };
});

export const saveNewPassword = formAction(async (data) => {
  const { user, session } = await requireSession();
  // The old one has to be given even by somebody who has just signed in, if there is one.
  const refusal = await unconfirmed(data, { always: await hasPassword(user.id) });
  if (refusal) return refusal;
  try {
    await changePassword(user, String(data.get('newPassword') ?? ''), { session: session.id });
  } catch (error) {
    return failure(error, data, 'newPassword');
  }
  return { ok: true, message: 'Your password is changed. All other devices are signed out.' };
});

export const endOne = formAction(async (data) => {
  const { user, session } = await requireSession();
  const id = Number(textOf(data, 'id'));
  if (id === session.id) {
    await signOut();
    redirect('/sign-in?done=signed-out');
  }
  await endSessionById(user.id, id);
  redirect(doneAt('/account/security', 'ended'));
});

export const endOthers = formAction(async () => {
  const { user, session } = await requireSession();
  await endAllSessions(user.id, { except: session.id });
  redirect(doneAt('/account/security', 'others'));
});

export const endEverywhere = formAction(async () => {
  const { user } = await requireSession();
  const { told } = await signOutEverywhere(user.id);
  await signOut();
  redirect(told.every(({ ok }) => ok) ? '/sign-in?done=everywhere' : '/sign-in?done=almost-everywhere');
});

export const disconnect = formAction(async (data) => {
  const { user } = await requireSession();
  if (!canSendMail() && !(await hasPassword(user.id)))
    throw new PresskitError('conflict', 'Choose a password first: else you could not sign in any more');
  await unlink(user.id, textOf(data, 'provider'));
  redirect(doneAt('/account/security', 'disconnected'));
});

export const connectAccounts = formAction(async (data) => {
  const { user } = await requireSession();
  const connection = await keptConnection();
  if (!connection)
    throw new PresskitError('not_found', 'It was too long ago: press the other site’s button once more');
  const refusal = await unconfirmed(data);
  if (refusal) return refusal;
  await connect(user, connection);
  await keepConnection(null);
  redirect(doneAt('/account/security', 'connected'));
});

export const deleteMyAccount = formAction(async (data) => {
  const { user } = await requireSession();
  if (data.get('sure') !== 'yes') return { errors: { sure: 'Please tick this box, if you are sure' } };
  const refusal = await unconfirmed(data);
  if (refusal) return refusal;
  await deleteAccount(user);
  await signOut();
  redirect('/sign-in?done=deleted');
});

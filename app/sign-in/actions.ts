'use server';

import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { confirmEmailChange } from '@/lib/auth/email-change';
import { mustAllow, networkOf } from '@/lib/auth/limits';
import { mailPasswordReset, resetPassword } from '@/lib/auth/password-change';
import { mailSignInLink, signInWithLink, signInWithPassword } from '@/lib/auth/sign-in';
import { addressOf } from '@/lib/auth/users';
import { domain } from '../_site/domain';
import { formAction } from '../_site/form-action';
import { failure, textOf, typed } from '../_site/form-state';
import { nextPath } from '../_site/next-path';
import { clientAddress, signIn } from '../_site/session-cookie';
import { currentUser } from '../_site/who';

/** Where somebody who has just signed in begins. */
const home = '/author';

export const signInAction = formAction(async (data) => {
  const email = textOf(data, 'email');
  const next = nextPath(data.get('next'));
  const password = String(data.get('password') ?? '');
  if (!email || !password)
    return {
      errors: {
        ...(email ? {} : { email: 'Please give your e-mail address' }),
        ...(password ? {} : { password: 'Please give your password' }),
      },
      values: typed(data),
    };
  const result = await signInWithPassword({ email, password, address: await clientAddress() });
  if ('refused' in result) {
    if (result.refused === 'mail') {
      const site = await domain();
      after(() => mailSignInLink(email, next, site));
    }
    return { message: result.sentence, values: typed(data) };
  }
  await signIn(result.user.id, 'password');
  redirect(next || home);
});

export const requestLink = formAction((data) =>
  mailed(data, (email, site) => mailSignInLink(email, nextPath(data.get('next')), site)),
);

export const requestReset = formAction((data) => mailed(data, mailPasswordReset));

export const useLink = formAction(async (data) => {
  const { user, next } = await signInWithLink(textOf(data, 'token'));
  await signIn(user.id, 'link');
  redirect(nextPath(next) || home);
});

export const chooseNewPassword = formAction(async (data) => {
  try {
    const user = await resetPassword(textOf(data, 'token'), String(data.get('password') ?? ''));
    await signIn(user.id, 'link');
  } catch (error) {
    return failure(error, data, isAboutPassword(error) ? 'password' : undefined);
  }
  redirect(home);
});

export const confirmAddress = formAction(async (data) => {
  await confirmEmailChange(textOf(data, 'token'), await currentUser());
  redirect('/sign-in/address?done=yes');
});

/**
 * Answers first and mails then: whether there is an account cannot be told from the answer, nor from the time it takes.
 */
async function mailed(data: FormData, mail: (email: string, site: string) => Promise<void>) {
  let email: string;
  try {
    email = addressOf(textOf(data, 'email'));
  } catch (error) {
    return failure(error, data, 'email');
  }
  await mustAllow('mailFrom', networkOf(await clientAddress()));
  const site = await domain();
  after(() => mail(email, site));
  return {
    ok: true,
    message: `If there is an account with ${email}, a mail is on its way there. It may take a minute; look in the folder for unwanted mail, too.`,
  };
}

const isAboutPassword = (error: unknown) => (error as { code?: string }).code === 'invalid';

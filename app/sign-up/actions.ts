'use server';

import { redirect } from 'next/navigation';
import { after } from 'next/server';
import { mustAllow, networkOf } from '@/lib/auth/limits';
import { finishSignUp, mailSignUp, mustBeOpen } from '@/lib/auth/sign-up';
import { addressOf, nameOf } from '@/lib/auth/users';
import { domain } from '../_site/domain';
import { formAction } from '../_site/form-action';
import { failure, textOf } from '../_site/form-state';
import { nextPath } from '../_site/next-path';
import { clientAddress, signIn } from '../_site/session-cookie';

export const signUpAction = formAction(async (data) => {
  mustBeOpen();
  let email: string;
  let name: string;
  try {
    email = addressOf(textOf(data, 'email'));
  } catch (error) {
    return failure(error, data, 'email');
  }
  try {
    name = nameOf(textOf(data, 'name'));
  } catch (error) {
    return failure(error, data, 'name');
  }
  await mustAllow('mailFrom', networkOf(await clientAddress()));
  const next = nextPath(data.get('next'));
  const site = await domain();
  after(() => mailSignUp({ email, name, next, site }));
  return {
    ok: true,
    message: `A mail is on its way to ${email}. Open the link in it to go on; it may take a minute to arrive.`,
  };
});

export const finishSignUpAction = formAction(async (data) => {
  let next: string;
  try {
    nameOf(textOf(data, 'name'));
  } catch (error) {
    return failure(error, data, 'name');
  }
  try {
    const made = await finishSignUp(textOf(data, 'token'), {
      name: textOf(data, 'name'),
      password: String(data.get('password') ?? ''),
    });
    next = nextPath(made.next);
    await signIn(made.user.id, 'sign_up');
  } catch (error) {
    return failure(error, data, (error as { code?: string }).code === 'invalid' ? 'password' : undefined);
  }
  redirect(next || '/author');
});

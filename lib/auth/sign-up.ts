import { db } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { optionalEnv } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { record } from './audit-log';
import { sendKnownAlready, sendSignUp } from './letters';
import { accountKey, attemptOf } from './limits';
import { linkFor, mailedToken, spendMailedToken } from './mailed-tokens';
import { checkPassword, setPassword } from './passwords';
import { createUser, nameOf, type User, userByEmail } from './users';

/**
 * Making an account. The password is chosen behind the mailed link, not before it: otherwise somebody could make an
 * account with another person's address and a password of their own, and wait for the other to press the button.
 */
export type SignUpMode = 'open' | 'invited' | 'closed';

/** Who may make an account; SIGN_UP, invited when it is not set. */
export const signUpMode = (): SignUpMode => optionalEnv('SIGN_UP').SIGN_UP ?? 'invited';

/** Throws 'forbidden' unless anybody may make an account. */
export function mustBeOpen(): void {
  if (signUpMode() === 'open') return;
  throw new PresskitError(
    'forbidden',
    signUpMode() === 'closed' ? 'This site takes no new accounts' : 'Accounts here are by invitation',
  );
}

/**
 * Mails the link that makes an account, or, where there is one with the address, a mail that says so: who asks learns
 * nothing. To be called when the answer has been given. Throws 'forbidden' when sign-up is not open.
 */
export async function mailSignUp(o: {
  email: string;
  name: string;
  next: string;
  /** Which of our domains it was asked for at. */
  site?: string | undefined;
}): Promise<void> {
  mustBeOpen();
  if (!(await attemptOf('mailSignUp', accountKey(o.email))).allowed) return;
  const known = await userByEmail(o.email);
  if (known) return sendKnownAlready(known, o.site);
  const email = o.email.trim();
  const data = { name: nameOf(o.name), next: o.next };
  await sendSignUp(
    { email },
    await linkFor('/sign-up/confirm', { purpose: 'sign_up', userId: null, email, data, site: o.site }),
  );
}

/** What a link would make an account of; null when it is used or too old. */
export async function signUpOf(token: string): Promise<{ email: string; name: string } | null> {
  const found = await mailedToken(token, 'sign_up');
  return found && { email: found.email, name: found.data.name ?? '' };
}

/**
 * Makes the account of a link and uses it up. Throws 'not_found' for the link, 'invalid' for the name or the password,
 * which leaves the link good, and 'conflict' when somebody has the address by now.
 */
export async function finishSignUp(
  token: string,
  { name, password }: { name: string; password: string },
): Promise<{ user: User; next: string }> {
  mustBeOpen();
  const asked = await mailedToken(token, 'sign_up');
  if (asked) checkPassword(password, [asked.email, name]);
  try {
    return await db().transaction(async (tx) => {
      const { email, data } = await spendMailedToken(token, 'sign_up', tx);
      const user = await createUser({ email, name, isVerified: true }, tx);
      await setPassword(user.id, password, tx);
      await record({ actorId: user.id, action: 'account.create', type: 'user', objectId: user.id }, tx);
      return { user, next: data.next ?? '' };
    });
  } catch (error) {
    throw expected(error, 'the account');
  }
}

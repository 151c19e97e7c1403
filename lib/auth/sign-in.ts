import { PresskitError } from '@/lib/errors';
import { canSendMail } from '@/lib/mail/settings';
import { record } from './audit-log';
import { sendSignInLink } from './letters';
import { accountKey, attemptOf, keyOf, networkOf, waiting } from './limits';
import { linkFor, revokeMailedTokens, spendMailedToken } from './mailed-tokens';
import { isPasswordOf } from './passwords';
import { forgetTries } from './rate-limits';
import { markVerified, type User, userByEmail, userById } from './users';

/**
 * Signing in with a password or with a link. What is answered, and how long that takes, is the same whether there is
 * such an account or not.
 */
export type SignInResult = { user: User } | { refused: 'wrong' | 'wait' | 'mail'; sentence: string };

/**
 * Signs in with a password.
 * 'wait': too many tries from this address of the network, or from there for this account. 'mail': too many tries for
 * this account from everywhere; whoever reads its mail can still sign in, and the caller mails them the link.
 */
export async function signInWithPassword(o: {
  email: string;
  password: string;
  address: string;
}): Promise<SignInResult> {
  const from = networkOf(o.address);
  const account = accountKey(o.email);
  const counted = [await attemptOf('signInFrom', from), await attemptOf('signInPair', from, account)];
  const retryAfter = Math.max(...counted.map((one) => one.retryAfter));
  if (retryAfter > 0)
    return {
      refused: 'wait',
      sentence: `There were too many tries from where you are. Please wait ${waiting(retryAfter)}${
        canSendMail() ? ', or have a sign-in link mailed to you' : ''
      }.`,
    };
  // Without mail there is no other way in, so the limit of the address has to do.
  if (!(await attemptOf('signInAccount', account)).allowed && canSendMail())
    return {
      refused: 'mail',
      sentence:
        'Somebody has tried many passwords for this account, so for now a password alone is not enough. ' +
        'If the account exists, a sign-in link is on its way to its address.',
    };
  const user = await userByEmail(o.email);
  if (!(await isPasswordOf(user?.id ?? null, o.password)) || !user) {
    // Also for nobody: writing takes time, and that would tell who there is.
    await record({
      actorId: user?.id ?? null,
      action: 'session.open',
      isRefusal: true,
      // Counted alike for everybody and for nobody, for the same reason.
      countedAs: account,
    });
    return { refused: 'wrong', sentence: 'The e-mail address or the password is wrong.' };
  }
  await forgetTries(keyOf('signInPair', from, account));
  return { user };
}

/**
 * Mails a sign-in link, if there is such an account and it has not had too many. Says nothing about it; to be called
 * when the answer has been given, so that its time says nothing either.
 * @param site which of our domains it was asked for at
 */
export async function mailSignInLink(email: string, next: string, site?: string): Promise<void> {
  const { allowed } = await attemptOf('mailSignIn', accountKey(email));
  const user = allowed ? await userByEmail(email) : null;
  if (!user) return;
  const url = await linkFor('/sign-in/link', {
    purpose: 'sign_in',
    userId: user.id,
    email: user.email,
    data: { next },
    site,
  });
  await sendSignInLink(user, url);
}

/** Signs in with the token of a mailed link and uses it up. Throws 'not_found'. The address is verified by it. */
export async function signInWithLink(token: string): Promise<{ user: User; next: string }> {
  const { userId, email, data } = await spendMailedToken(token, 'sign_in');
  const user = userId === null ? null : await userById(userId);
  // The address has changed since, or the account is deactivated or gone.
  if (!user || user.email !== email)
    throw new PresskitError('not_found', 'This link has been used or is too old; ask for a new one');
  await revokeMailedTokens(user.id, ['sign_in']);
  if (!user.emailVerifiedAt) await markVerified(user.id);
  return { user, next: data.next ?? '' };
}

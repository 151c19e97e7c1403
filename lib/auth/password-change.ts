import { db } from '@/lib/db/client';
import { PresskitError } from '@/lib/errors';
import { canSendMail } from '@/lib/mail/settings';
import { revokeAllApiTokens } from './api-tokens';
import { record } from './audit-log';
import { sendPasswordChanged, sendPasswordReset } from './letters';
import { accountKey, attemptOf } from './limits';
import { linkFor, mailedToken, revokeMailedTokens, spendMailedToken } from './mailed-tokens';
import { checkPassword, setPassword } from './passwords';
import { endAllSessions } from './sessions';
import { markVerified, type User, userByEmail, userById } from './users';

/** A new password: in the account, or behind a mailed link when the old one is forgotten. */

/** Sets the password of a person who has shown who they are, and ends their sessions but this one. Throws 'invalid'. */
export async function changePassword(user: User, password: string, o: { session: number }): Promise<void> {
  checkPassword(password, [user.email, user.name]);
  await setPassword(user.id, password);
  await afterChange(user, 'password.change', o.session);
}

/** Mails a link to choose a new password, if there is such an account; to be called when the answer has been given. */
export async function mailPasswordReset(email: string, site?: string): Promise<void> {
  const { allowed } = await attemptOf('mailReset', accountKey(email));
  const user = allowed ? await userByEmail(email) : null;
  if (!user) return;
  const url = await linkFor('/sign-in/password', {
    purpose: 'reset_password',
    userId: user.id,
    email: user.email,
    site,
  });
  await sendPasswordReset(user, url);
}

/** Whose password a link sets; null when it is used or too old. */
export async function resetOf(token: string): Promise<User | null> {
  const found = await mailedToken(token, 'reset_password');
  const user = found?.userId ? await userById(found.userId) : null;
  return user?.email === found?.email ? user : null;
}

/**
 * Sets the password of a link, uses it up, and ends all sessions and API tokens: whoever had the old password is out. Throws
 * 'not_found' for the link, and 'invalid' for the password, which leaves the link good.
 */
export async function resetPassword(token: string, password: string): Promise<User> {
  const user = await resetOf(token);
  if (!user) throw new PresskitError('not_found', 'This link has been used or is too old; ask for a new one');
  checkPassword(password, [user.email, user.name]);
  await db().transaction(async (tx) => {
    await spendMailedToken(token, 'reset_password', tx);
    await setPassword(user.id, password, tx);
    await revokeAllApiTokens(user.id, tx);
  });
  if (!user.emailVerifiedAt) await markVerified(user.id);
  await afterChange(user, 'password.reset');
  return user;
}

async function afterChange(user: User, action: string, session?: number): Promise<void> {
  await endAllSessions(user.id, { except: session });
  await revokeMailedTokens(user.id, ['sign_in', 'reset_password', 'change_email']);
  await record({ actorId: user.id, action, type: 'user', objectId: user.id });
  if (canSendMail()) await sendPasswordChanged(user, { isReset: action === 'password.reset' });
}

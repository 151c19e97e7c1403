import { eq } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { record } from './audit-log';
import { sendAddressChanged, sendConfirmAddress, sendKnownAlready } from './letters';
import { accountKey, attemptOf } from './limits';
import { linkFor, mailedToken, revokeMailedTokens, spendMailedToken } from './mailed-tokens';
import { addressOf, type User, userByEmail, userById } from './users';

/** Another address for an account: it is confirmed from the new one, and the old one is told. */

/** Mails a link to the new address, of which the answer says nothing; to be called when it has been given. */
export async function mailEmailChange(user: User, to: string, site?: string): Promise<void> {
  const email = addressOf(to);
  if (!(await attemptOf('mailChange', accountKey(email))).allowed) return;
  const known = await userByEmail(email);
  if (known && known.id !== user.id) return sendKnownAlready(known, site);
  const url = await linkFor('/sign-in/address', {
    purpose: 'change_email',
    userId: user.id,
    email,
    data: { from: user.email },
    site,
  });
  await sendConfirmAddress({ email }, url);
}

/** What a link changes; null when it is used or too old. */
export async function emailChangeOf(token: string): Promise<{ user: User; email: string } | null> {
  const found = await mailedToken(token, 'change_email');
  const user = found?.userId ? await userById(found.userId) : null;
  // Two changes under way: the one that comes second was asked for under another address.
  return found && user && found.data.from === user.email ? { user, email: found.email } : null;
}

/**
 * Changes the address and uses the link up. Throws 'not_found' for the link, 'conflict' when the address is taken, and
 * 'forbidden' for anybody but the person themselves: at a mistyped address a stranger has the link, and a new password
 * could be mailed to them next; and nobody is to confirm the account of another as theirs.
 * @param by who is signed in
 */
export async function confirmEmailChange(
  token: string,
  by: Pick<User, 'id'> | null,
): Promise<{ user: User; email: string }> {
  const change = await emailChangeOf(token);
  if (!change)
    throw new PresskitError('not_found', 'This link has been used or is too old; ask for a new one');
  if (by?.id !== change.user.id)
    throw new PresskitError(
      'forbidden',
      'Only who has asked for it may change the address: sign in as them in this browser, and open the link again. ' +
        'Nothing was changed.',
    );
  const { user, email } = change;
  try {
    await db().transaction(async (tx) => {
      await spendMailedToken(token, 'change_email', tx);
      const at = now();
      await tx.update(users).set({ email, emailVerifiedAt: at, updatedAt: at }).where(eq(users.id, user.id));
    });
  } catch (error) {
    throw expected(error, 'the account');
  }
  // Links that went to the old address must not open the account any more.
  await revokeMailedTokens(user.id);
  await record({ actorId: user.id, action: 'email.change', type: 'user', objectId: user.id });
  await sendAddressChanged(user, email);
  return change;
}

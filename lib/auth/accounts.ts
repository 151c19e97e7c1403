import { asc, eq, sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { passwords, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { canSendMail } from '@/lib/mail/settings';
import { revokeAllApiTokens } from './api-tokens';
import { record } from './audit-log';
import { sendPasswordReset } from './letters';
import { linkFor, revokeMailedTokens } from './mailed-tokens';
import { checkPassword, setPassword } from './passwords';
import { endAllSessions } from './sessions';
import { createUser, type Role, type User, userByEmail } from './users';

/** Accounts as whoever runs the installation sees to them, from its command line. */
export type Account = User & { deactivatedAt: Date | null; hasPassword: boolean };

/** All living accounts, deactivated ones too, by address. */
export const accounts = (): Promise<Account[]> =>
  db()
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      timeZone: users.timeZone,
      emailVerifiedAt: users.emailVerifiedAt,
      deactivatedAt: users.deactivatedAt,
      hasPassword: sql<boolean>`${passwords.userId} is not null`,
    })
    .from(users)
    .leftJoin(passwords, eq(passwords.userId, users.id))
    .orderBy(asc(sql`lower(${users.email})`));

/**
 * How somebody gets their password: it is given, or they choose it behind a link, which is mailed or handed to the
 * caller.
 */
export type PasswordBy = { password: string } | 'link' | 'mail';

/** Makes an account; with a password given, its address counts as verified. Throws 'invalid' and 'conflict'. */
export async function addAccount(
  o: { email: string; name: string; role: Role },
  by: PasswordBy,
): Promise<{ user: User; link: string | null }> {
  checkWay(by, [o.email, o.name]);
  const user = await createUser({ ...o, isVerified: typeof by === 'object' });
  await record({ actorId: null, action: 'account.create', type: 'user', objectId: user.id });
  return { user, link: await givePassword(user, by) };
}

/** Gives an account another password and ends its sessions and API tokens. Throws 'not_found' and 'invalid'. */
export async function replacePassword(
  email: string,
  by: PasswordBy,
): Promise<{ user: User; link: string | null }> {
  const user = await userByEmail(email);
  if (!user) throw new PresskitError('not_found', `there is no account ${email} that may sign in`);
  checkWay(by, [user.email, user.name]);
  const link = await givePassword(user, by);
  if (typeof by === 'object') {
    await endAllSessions(user.id);
    await revokeMailedTokens(user.id);
    await revokeAllApiTokens(user.id);
  }
  return { user, link };
}

/** Before anything is changed. */
function checkWay(by: PasswordBy, about: string[]): void {
  if (typeof by === 'object') checkPassword(by.password, about);
  if (by === 'mail' && !canSendMail())
    throw new PresskitError(
      'unavailable',
      'this installation sends no mail: set SMTP_URL, or leave --mail out',
    );
}

async function givePassword(user: User, by: PasswordBy): Promise<string | null> {
  if (typeof by === 'object') {
    await setPassword(user.id, by.password);
    await record({ actorId: null, action: 'password.change', type: 'user', objectId: user.id });
    return null;
  }
  const link = await linkFor('/sign-in/password', {
    purpose: 'reset_password',
    userId: user.id,
    email: user.email,
  });
  if (by === 'mail') await sendPasswordReset(user, link);
  return by === 'mail' ? null : link;
}

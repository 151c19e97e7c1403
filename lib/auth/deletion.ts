import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import {
  apiTokens,
  identities,
  newsroomMembers,
  newsrooms,
  passwords,
  sessions,
  users,
} from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { canSendMail } from '@/lib/mail/settings';
import { record } from './audit-log';
import { sendDeleted } from './letters';
import { revokeMailedTokens } from './mailed-tokens';
import { queueSignOuts } from './sso/sign-outs';
import { isActive, type User } from './users';

/** The end of an account, at its owner's wish. What they wrote belongs to its newsroom and stays. */

/** Newsrooms that nobody would own any more. */
export async function onlyOwnedBy(user: User): Promise<{ id: number; name: string }[]> {
  const another = sql`select 1 from newsroom_members o join users u on u.id = o.user_id
    where o.newsroom_id = ${newsrooms.id} and o.role = 'owner' and o.user_id <> ${user.id} and u.deactivated_at is null`;
  return db()
    .select({ id: newsrooms.id, name: newsrooms.name })
    .from(newsroomMembers)
    .innerJoin(newsrooms, eq(newsrooms.id, newsroomMembers.newsroomId))
    .where(
      and(
        eq(newsroomMembers.userId, user.id),
        eq(newsroomMembers.role, 'owner'),
        sql`not exists (${another})`,
      ),
    )
    .orderBy(newsrooms.name);
}

/**
 * Deletes a person: softly, so that an administrator can undo it, but without what signs in; their memberships go along
 * and would come back. Throws 'conflict' for the last administrator.
 */
export async function deleteAccount(user: User): Promise<void> {
  await db().transaction(async (tx) => {
    if (user.role === 'admin') {
      // Two last ones at the same moment: the second waits and finds itself the last. The same lock as lib/admin takes
      // to demote or deactivate one.
      await tx.execute(sql`/* auth.lastAdmin */ select pg_advisory_xact_lock(hashtext('presskit admins'))`);
      const others = await tx.$count(users, and(eq(users.role, 'admin'), ne(users.id, user.id), isActive));
      if (others === 0)
        throw new PresskitError(
          'conflict',
          'You are the only administrator; make somebody else one first. Nothing was deleted.',
        );
    }
    const said = JSON.stringify({ by: user.id, why: 'by the person themselves', at: now() });
    await tx.execute(sql`/* auth.deletion */ select set_config('living.deletion', ${said}, true)`);
    await tx.delete(users).where(eq(users.id, user.id));
    await tx.delete(sessions).where(eq(sessions.userId, user.id));
    await queueSignOuts([user.id], tx);
    await tx.delete(passwords).where(eq(passwords.userId, user.id));
    await tx.delete(identities).where(eq(identities.userId, user.id));
    await tx
      .update(apiTokens)
      .set({ revokedAt: now() })
      .where(and(eq(apiTokens.userId, user.id), isNull(apiTokens.revokedAt)));
    await revokeMailedTokens(user.id, undefined, tx);
    await record({ actorId: user.id, action: 'account.delete', type: 'user', objectId: user.id }, tx);
  });
  if (canSendMail()) await sendDeleted(user);
}

import { and, eq, gt, isNotNull, isNull, like } from 'drizzle-orm';
import { type User, userColumns } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { sentNotes, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { type Mail, send } from '@/lib/mail/mails';
import { type NoteKind, unsubscribeHeaders, unsubscribeUrl } from './preferences';

/**
 * Notes that are sent once: whether somebody has had one is written in the same transaction that puts it into the
 * outbox, so it comes neither twice nor not at all, whoever runs this how often and dies when.
 */

/** Who may get mails about numbers: they can sign in, and have proved that the address is theirs. */
export const readsMail = and(isNull(users.deactivatedAt), isNotNull(users.emailVerifiedAt))!;

/** The person with the columns of a User; null: they are gone, or get no mail. */
export async function reader(userId: number): Promise<User | null> {
  const [row] = await db()
    .select(userColumns)
    .from(users)
    .where(and(eq(users.id, userId), readsMail));
  return row ?? null;
}

/**
 * Sends a note about a subject unless the person has had it. Returns whether it was sent now.
 * @param write the mail, given the address that ends its kind
 */
export async function sendOnce(
  user: User,
  kind: NoteKind,
  subject: string,
  write: (unsubscribe: string) => Omit<Mail, 'to' | 'headers'>,
): Promise<boolean> {
  const url = unsubscribeUrl(user.id, kind);
  try {
    return await db().transaction(async (tx) => {
      const [isNew] = await tx
        .insert(sentNotes)
        .values({ userId: user.id, kind, subject, sentAt: now() })
        .onConflictDoNothing()
        .returning();
      if (!isNew) return false;
      await send({ ...write(url), to: user.email, headers: unsubscribeHeaders(url) }, tx);
      return true;
    });
  } catch (error) {
    // An address that cannot be written to must not keep the others from their mail.
    if (error instanceof PresskitError && error.code === 'invalid') return false;
    throw error;
  }
}

/** Whether the person has had a note whose subject begins like this, since then. */
export async function hasHad(
  userId: number,
  kind: NoteKind,
  beginning: string,
  since: Date,
): Promise<boolean> {
  const escaped = beginning.replace(/[\\%_]/g, '\\$&');
  const [row] = await db()
    .select({ subject: sentNotes.subject })
    .from(sentNotes)
    .where(
      and(
        eq(sentNotes.userId, userId),
        eq(sentNotes.kind, kind),
        like(sentNotes.subject, `${escaped}%`),
        gt(sentNotes.sentAt, since),
      ),
    )
    .limit(1);
  return row !== undefined;
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { record } from '@/lib/auth/audit-log';
import { userById } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { users } from '@/lib/db/tables';
import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';

/**
 * Which mails about their numbers somebody wants, and the link in each that ends its kind. The link works without a
 * session, for ever, and does nothing else; so it is signed and not stored.
 */
export type NoteKind = 'digest' | 'take_off';
export type Digest = 'none' | 'weekly' | 'monthly';
export type NotePreferences = { digest: Digest; takeOffNotes: boolean };

export const digests: readonly Digest[] = ['none', 'weekly', 'monthly'];
const kinds: readonly NoteKind[] = ['digest', 'take_off'];

/** Throws 'not_found' when the person is gone. */
export async function notePreferences(userId: number): Promise<NotePreferences> {
  const [row] = await db()
    .select({ digest: users.digest, takeOffNotes: users.takeOffNotes })
    .from(users)
    .where(eq(users.id, userId));
  if (!row) throw new PresskitError('not_found', 'there is no such person');
  return row;
}

export async function changeNotePreferences(userId: number, wanted: NotePreferences): Promise<void> {
  await db()
    .update(users)
    .set({ ...wanted, updatedAt: now() })
    .where(eq(users.id, userId));
}

/** The address that ends a kind of mail for somebody, of RFC 8058: a POST does it, a GET asks. */
export const unsubscribeUrl = (userId: number, kind: NoteKind): string =>
  new URL(
    `/unsubscribe/${userId}.${kind}.${signatureOf(userId, kind).toString('base64url')}`,
    env('SITE_URL').SITE_URL,
  ).href;

/** The headers with which mail programs offer that themselves. */
export const unsubscribeHeaders = (url: string): Record<string, string> => ({
  'List-Unsubscribe': `<${url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
});

/** Whose mails of which kind a link ends; null: the link is not one of ours, or the person is gone. */
export async function unsubscriptionOf(
  token: string,
): Promise<{ userId: number; email: string; kind: NoteKind; isDone: boolean } | null> {
  const [, id, name, signature = ''] = /^([1-9]\d{0,9})\.(\w+)\.([\w-]{43})$/.exec(token) ?? [];
  const kind = kinds.find((one) => one === name);
  const userId = Number(id);
  if (!kind || userId > 2_147_483_647) return null;
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== 32 || !timingSafeEqual(given, signatureOf(userId, kind))) return null;
  const user = await userById(userId);
  if (!user) return null;
  const { digest, takeOffNotes } = await notePreferences(userId);
  const isDone = kind === 'digest' ? digest === 'none' : !takeOffNotes;
  return { userId, email: user.email, kind, isDone };
}

/** Ends a kind of mail, also when it is ended already. Throws 'not_found' for a link that is none. */
export async function unsubscribe(token: string): Promise<void> {
  const found = await unsubscriptionOf(token);
  if (!found)
    throw new PresskitError(
      'not_found',
      'This link is not complete, or the account is gone; nothing was changed',
    );
  if (found.isDone) return;
  await db()
    .update(users)
    .set(found.kind === 'digest' ? { digest: 'none' } : { takeOffNotes: false })
    .where(eq(users.id, found.userId));
  await record({ actorId: found.userId, action: 'notes.unsubscribe', detail: { kind: found.kind } });
}

const signatureOf = (userId: number, kind: NoteKind): Buffer =>
  createHmac('sha256', env('AUTH_SECRET').AUTH_SECRET)
    .update(`presskit unsubscribe ${userId} ${kind}`)
    .digest();

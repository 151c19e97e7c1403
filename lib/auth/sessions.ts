import { and, desc, eq, gt, lt, ne } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { sessions, users } from '@/lib/db/tables';
import { hashOf, newToken } from './tokens';
import { isActive, type User, userColumns } from './users';

/**
 * Who is signed in where. A session is a row in PostgreSQL, found by the hash of the token in the browser's cookie; so
 * ending one, deactivating a person or deleting them takes effect with the next request.
 */
const DAY = 86_400_000;
/** A session ends after this long without a request, */
const IDLE = 30 * DAY;
/** and this long after the sign-in in any case: as long as the cookie lasts. */
export const LONGEST = 180 * DAY;
/** Seen is written this often at most, so that reading pages is not writing. */
const SEEN_EVERY = 5 * 60_000;

export type Method = 'password' | 'link' | 'sign_up' | 'invitation' | `oauth:${string}` | `peer:${string}`;

export type ListedSession = {
  id: number;
  createdAt: Date;
  seenAt: Date;
  method: string;
  userAgent: string;
  address: string;
  /** Which of our domains it is for; empty: that was not noted. */
  host: string;
};

/**
 * Opens a session and returns the token that goes into the cookie and nowhere else.
 * @param about.provenAt when the person showed that it is them, where a peer brings them; any other method is that itself
 */
export async function openSession(
  userId: number,
  about: { method: Method; userAgent?: string; address?: string; host?: string; provenAt?: Date | null },
): Promise<{ token: string; expiresAt: Date }> {
  const at = now();
  const { token, hash } = newToken();
  await db().delete(sessions).where(lt(sessions.expiresAt, at));
  await db()
    .insert(sessions)
    .values({
      tokenHash: hash,
      userId,
      createdAt: at,
      seenAt: at,
      expiresAt: new Date(at.getTime() + IDLE),
      method: about.method,
      userAgent: printable(about.userAgent ?? '', 300),
      address: printable(about.address ?? '', 64),
      host: printable(about.host ?? '', 255),
      provenAt: about.method.startsWith('peer:') ? (about.provenAt ?? null) : at,
    });
  return { token, expiresAt: new Date(at.getTime() + LONGEST) };
}

type Session = { id: number; user: User; createdAt: Date; provenAt: Date | null; method: string };

/** The session of a token and its person, as they are at this moment; null when there is none (any more). */
export async function sessionOf(token: string): Promise<Session | null> {
  const found = await foundSession(token);
  if (!found) return null;
  const { seenAt, ...session } = found;
  const at = now();
  if (at.getTime() - seenAt.getTime() > SEEN_EVERY) {
    const expiresAt = new Date(Math.min(at.getTime() + IDLE, session.createdAt.getTime() + LONGEST));
    await db().update(sessions).set({ seenAt: at, expiresAt }).where(eq(sessions.id, session.id));
  }
  return session;
}

/** The same for what a page that was left open asks by itself: that is nobody's doing, and keeps no session alive. */
export async function unattendedSessionOf(token: string): Promise<Session | null> {
  const found = await foundSession(token);
  if (!found) return null;
  const { seenAt: _, ...session } = found;
  return session;
}

async function foundSession(token: string): Promise<(Session & { seenAt: Date }) | null> {
  const [found] = await db()
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      provenAt: sessions.provenAt,
      seenAt: sessions.seenAt,
      method: sessions.method,
      user: userColumns,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, hashOf(token)), gt(sessions.expiresAt, now()), isActive));
  return found ?? null;
}

/** Ends the session of a token, if there is one. */
export async function endSession(token: string): Promise<void> {
  await db()
    .delete(sessions)
    .where(eq(sessions.tokenHash, hashOf(token)));
}

/** Ends one of a person's sessions by its number. Returns whether it was theirs and there. */
export async function endSessionById(userId: number, id: number): Promise<boolean> {
  const ended = await db()
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
    .returning({ id: sessions.id });
  return ended.length > 0;
}

/** Ends all of a person's sessions, or all but one. Returns how many. */
export async function endAllSessions(userId: number, o: { except?: number } = {}): Promise<number> {
  const ended = await db()
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), o.except === undefined ? undefined : ne(sessions.id, o.except)))
    .returning({ id: sessions.id });
  return ended.length;
}

/** A person's sessions that have not ended, the last seen first. */
export async function listSessions(userId: number): Promise<ListedSession[]> {
  return db()
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      method: sessions.method,
      userAgent: sessions.userAgent,
      address: sessions.address,
      host: sessions.host,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now())))
    .orderBy(desc(sessions.seenAt), desc(sessions.id));
}

// PostgreSQL keeps no NUL, and nobody wants to see the rest.
const printable = (text: string, length: number) => text.replace(/\p{Cc}/gu, '').slice(0, length);

import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { endSession, type Method, openSession, sessionOf, unattendedSessionOf } from '@/lib/auth/sessions';
import type { User } from '@/lib/auth/users';
import { actsNow } from '@/lib/db/actor';
import { env } from '@/lib/env';
import { domain } from './domain';
import { hint } from './hint-cookie';

/**
 * The cookie that carries a session's token; nothing else writes or reads it. It lasts as long as a session can, and
 * PostgreSQL knows how long that is: the cookie need not be renewed where nothing can be set, in a page.
 */

// A "__Host-" cookie comes from this very host, over TLS, and no subdomain can put another in its place.
export const isSecure = (): boolean => env('SITE_URL').SITE_URL.startsWith('https:');
const attributes = () => ({ httpOnly: true, secure: isSecure(), sameSite: 'lax', path: '/' }) as const;
export const cookieName = (): string => (isSecure() ? '__Host-presskit' : 'presskit');

/**
 * Sets or takes away both: the session's, and the hint that scripts may read, which says that there is one and not
 * whose. Public pages are the same for everybody, so only a script can say on them who is back.
 */
async function putCookies(token: string, life: { expires: Date } | { maxAge: 0 }): Promise<void> {
  const jar = await cookies();
  jar.set(cookieName(), token, { ...attributes(), ...life });
  jar.set(hint.name, token && hint.value, { ...attributes(), httpOnly: false, ...life });
}

/** The session of this request, found once per request; null: nobody is signed in. What is written from here on is theirs. */
export async function currentSession(): Promise<Awaited<ReturnType<typeof sessionOf>>> {
  const session = await sessionOfRequest();
  if (session) actsNow(session.user.id);
  return session;
}

const sessionOfRequest = cache(async () => {
  const token = (await cookies()).get(cookieName())?.value;
  return token ? sessionOf(token) : null;
});

/**
 * The person for what a page that was left open asks by itself: it keeps no session alive. `ask` says who they are by now;
 * null: the session is over.
 */
export async function unattendedSession(): Promise<{ user: User; ask: () => Promise<User | null> } | null> {
  const token = (await cookies()).get(cookieName())?.value;
  const ask = async () => (token && (await unattendedSessionOf(token))?.user) || null;
  const user = await ask();
  return user && { user, ask };
}

/**
 * Signs in: in actions and route handlers only. A new token each time, so one that somebody planted in the browser is
 * worth nothing, and the session that was there ends.
 * @param provenAt when they showed that it is them, if a peer brings them
 */
export async function signIn(userId: number, method: Method, provenAt?: Date | null): Promise<void> {
  const jar = await cookies();
  const before = jar.get(cookieName())?.value;
  if (before) await endSession(before);
  const { token, expiresAt } = await openSession(userId, {
    method,
    provenAt,
    userAgent: (await headers()).get('user-agent') ?? '',
    address: await clientAddress(),
    host: new URL(await domain()).host,
  });
  await giveCookie(token, expiresAt);
}

/** Gives the browser the token of a session that has just been opened: in actions and route handlers only. */
export async function giveCookie(token: string, expires: Date): Promise<void> {
  await putCookies(token, { expires });
}

/** Ends this browser's session: in actions and route handlers only. */
export async function signOut(): Promise<void> {
  const token = (await cookies()).get(cookieName())?.value;
  if (token) await endSession(token);
  await putCookies('', { maxAge: 0 });
}

/** The visitor's address, as nginx says it: it replaces whatever the visitor claims. */
export async function clientAddress(): Promise<string> {
  const forwarded = (await headers()).get('x-forwarded-for') ?? '';
  return forwarded.split(',').at(-1)!.trim() || 'unknown';
}

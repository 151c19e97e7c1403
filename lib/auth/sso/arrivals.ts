import { and, eq, gt, lt } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { type ArrivingProfile, ssoArrivals, ssoSessionsIn } from '@/lib/db/tables';
import { sessionOf } from '../sessions';
import { hashOf, newToken } from '../tokens';
import type { User } from '../users';
import { sends } from './peer-rules';
import { type Peer, peerFor } from './peers';
import { type Person, personFor } from './people';
import { isRefused, type Refused, refuse } from './refusals';

/**
 * Somebody whose token was good. Most are signed in at once; who has to be asked something first is kept here for a
 * quarter of an hour, under a secret in a cookie: the token itself is used up, and no address needs to carry anything.
 */
export type Arrival = {
  peer: Peer;
  profile: ArrivingProfile;
  sid: string | null;
  /** A path of this site. */
  next: string;
};
export const PATIENCE_SECONDS = 15 * 60;

export type Decision =
  | { state: 'sign_in'; user: User }
  /** Nothing proves that this browser asked for it, so the person is asked. */
  | { state: 'confirm'; user: User }
  /** Somebody else has signed in here. */
  | { state: 'other'; user: User }
  /** They have no account here that is connected; signing in once does it. */
  | { state: 'link' }
  | Refused;

/** What is to happen with somebody who arrives. @param current who has signed in here */
export async function decide(
  { peer, profile }: Arrival,
  { isBound, current }: { isBound: boolean; current: User | null },
): Promise<Decision> {
  const person: Person = await personFor(peer, profile);
  if (isRefused(person)) return person;
  if ('unlinked' in person) return { state: 'link' };
  const { user } = person;
  if (current && current.id !== user.id) return { state: 'other', user };
  // Being signed in as the same person is proof enough: nothing would change.
  return isBound || current ? { state: 'sign_in', user } : { state: 'confirm', user };
}

/** Keeps an arrival and returns the secret for the cookie. */
export async function keepArrival({ peer, profile, sid, next }: Arrival): Promise<string> {
  const at = now();
  const { token, hash } = newToken();
  await db().delete(ssoArrivals).where(lt(ssoArrivals.expiresAt, at));
  await db()
    .insert(ssoArrivals)
    .values({
      tokenHash: hash,
      issuer: peer.origin,
      profile,
      sid,
      next,
      expiresAt: new Date(at.getTime() + PATIENCE_SECONDS * 1000),
    });
  return token;
}

/** The arrival that is kept under a secret; refused when the peer is not what it was any more. Null: none is kept. */
export async function arrivalOf(secret: string, here: string): Promise<Arrival | Refused | null> {
  const [row] = await db()
    .select()
    .from(ssoArrivals)
    .where(and(eq(ssoArrivals.tokenHash, hashOf(secret)), gt(ssoArrivals.expiresAt, now())));
  if (!row) return null;
  const peer = await peerFor(row.issuer, here);
  if (!peer) return refuse('peer_unknown');
  if (!peer.enabled) return refuse('peer_disabled');
  if (!sends(peer)) return refuse('direction');
  return { peer, profile: row.profile, sid: row.sid, next: row.next };
}

/** Ends an arrival. Whoever does something with one calls this first: true says that nobody else has. */
export async function takeArrival(secret: string): Promise<boolean> {
  const taken = await db()
    .delete(ssoArrivals)
    .where(eq(ssoArrivals.tokenHash, hashOf(secret)))
    .returning({ issuer: ssoArrivals.issuer });
  return taken.length === 1;
}

/**
 * When somebody who arrives has shown that it is them: at the domain of ours that they come from, or here, in the session
 * that ends with it. What another peer says of them is no such thing.
 * @param before the session that was there
 */
export function provenBy(
  { peer, profile }: Arrival,
  userId: number,
  before: { user: User; provenAt: Date | null } | null,
): Date | null {
  const there = peer.sharesDatabase ? (profile.provenAt ?? 0) : 0;
  const here = before?.user.id === userId ? (before.provenAt?.getTime() ?? 0) : 0;
  // Another deployment's clock may be ahead of ours.
  const proven = Math.min(Math.max(there, here), now().getTime());
  return proven > 0 ? new Date(proven) : null;
}

/** Notes which session of ours began with which of theirs, so that it can end there. @param token of the new session */
export async function noteSession(token: string, { peer, profile, sid }: Arrival): Promise<void> {
  const session = await sessionOf(token);
  if (!session || peer.sharesDatabase) return;
  await db()
    .insert(ssoSessionsIn)
    .values({ sessionId: session.id, issuer: peer.origin, subject: profile.subject, sid });
}

import { and, eq, inArray } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { sessions, ssoSessionsIn } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { record } from '../audit-log';
import { endAllSessions } from '../sessions';
import type { User } from '../users';
import { burn } from './burning';
import { note } from './log';
import { keyOf } from './peer-keys';
import { type Peer, peerFor } from './peers';
import { isRefused, type Refused, refuse } from './refusals';
import { queueSignOuts, type Told, takeAllOf, tellNow } from './sign-outs';
import { issuerOf, readSignOut, TOLERANCE } from './tokens';

/**
 * Signing out everywhere: all sessions on our domains, which are rows of one table, and those at peers, which are told
 * from server to server (OpenID Connect Back-Channel Logout), so that no browser has to visit them.
 */

/**
 * Ends all of somebody's sessions, here and at the peers they went to. Returns how many, and which peers know; the others
 * are told as soon as they answer.
 */
export async function signOutEverywhere(
  userId: number,
  by: number | null = userId,
): Promise<{ ended: number; told: Told[] }> {
  const { ended, taken } = await actingAs(by, async () => ({
    ended: await endEverywhere(userId, by),
    taken: await takeAllOf(userId),
  }));
  return { ended, told: await tellNow(taken) };
}

/** The same without waiting for the peers, as a part of the caller's transaction. */
export async function endEverywhere(userId: number, by: number | null): Promise<number> {
  const ended = await endAllSessions(userId);
  await record({ actorId: by, action: 'session.end_all', type: 'user', objectId: userId, detail: { ended } });
  await queueSignOuts([userId]);
  return ended;
}

/** The same for somebody else. Throws 'forbidden' for whoever is not an admin. */
export async function endSessionsOf(admin: User, userId: number): Promise<{ ended: number; told: Told[] }> {
  if (admin.role !== 'admin') {
    await record({
      actorId: admin.id,
      action: 'session.end_all',
      type: 'user',
      objectId: userId,
      isRefusal: true,
    });
    throw new PresskitError('forbidden', "Only an admin ends other people's sessions");
  }
  return signOutEverywhere(userId, admin.id);
}

/** What a peer says about somebody who has signed out there. Returns how many sessions ended here. */
export async function receiveSignOut(
  here: string,
  token: string,
): Promise<{ ended: number } | (Refused & { peer: Peer | null })> {
  const said = issuerOf(token);
  if (isRefused(said)) return { ...said, peer: null };
  const peer = await peerFor(said.issuer, here);
  if (!peer || peer.origin !== said.issuer)
    return { ...refuse('issuer', { issuer: said.issuer }), peer: null };
  // One that is switched off or was for another direction may still end what it began.
  if (peer.protocol === 'discourse') return { ...refuse('protocol'), peer };
  const key = await keyOf(peer, said.kid);
  if (isRefused(key)) return { ...key, peer };
  const claims = await readSignOut(token, {
    issuer: peer.origin,
    audience: here,
    algorithm: peer.algorithm,
    key,
    at: now(),
  });
  if (isRefused(claims)) return { ...claims, peer };
  if (!(await burn(peer.origin, claims.jti, new Date((claims.exp + TOLERANCE) * 1000))))
    return { ...refuse('replayed', { jti: claims.jti }), peer };
  const theirs = db()
    .select({ id: ssoSessionsIn.sessionId })
    .from(ssoSessionsIn)
    .where(
      and(
        eq(ssoSessionsIn.issuer, peer.origin),
        claims.sub === undefined ? undefined : eq(ssoSessionsIn.subject, claims.sub),
        claims.sid === undefined ? undefined : eq(ssoSessionsIn.sid, claims.sid),
      ),
    );
  const ended = await db()
    .delete(sessions)
    .where(inArray(sessions.id, theirs))
    .returning({ by: sessions.userId });
  await note('sign_out', { actorId: ended[0]?.by ?? null, peer, detail: { here, ended: ended.length } });
  return { ended: ended.length };
}

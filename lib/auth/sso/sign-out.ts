import { randomUUID } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { peers, sessions, ssoSessionsIn, ssoSessionsOut } from '@/lib/db/tables';
import { explain, PresskitError } from '@/lib/errors';
import { record } from '../audit-log';
import { endAllSessions } from '../sessions';
import type { User } from '../users';
import { burn } from './burning';
import { signingKey } from './keys';
import { note, noteRefusal } from './log';
import { keyOf } from './peer-keys';
import { endpoints, type Peer, peerFor, secretOf } from './peers';
import { isRefused, type Refused, refuse } from './refusals';
import { issuerOf, readSignOut, SIGN_OUT, sign, TOLERANCE } from './tokens';

/**
 * Signing out everywhere: all sessions on our domains, which are rows of one table, and those at peers, which are told
 * from server to server (OpenID Connect Back-Channel Logout), so that no browser has to visit them.
 */
export type Told = { peer: string; ok: boolean };

/** Ends all of somebody's sessions, here and at the peers they went to. Returns how many, and which peers know. */
export async function signOutEverywhere(
  userId: number,
  by: number | null = userId,
): Promise<{ ended: number; told: Told[] }> {
  const ended = await endAllSessions(userId);
  await record({ actorId: by, action: 'session.end_all', type: 'user', objectId: userId, detail: { ended } });
  return { ended, told: await tellPeers(userId) };
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

async function tellPeers(userId: number): Promise<Told[]> {
  const rows = await db()
    .selectDistinct({ peer: peers, issuer: ssoSessionsOut.issuer })
    .from(ssoSessionsOut)
    .innerJoin(peers, eq(peers.id, ssoSessionsOut.peerId))
    .where(eq(ssoSessionsOut.userId, userId));
  const listening = rows.filter(({ peer }) => peer.logoutUrl || peer.protocol === 'presskit');
  return Promise.all(
    listening.map(async ({ peer, issuer }) => {
      const ok = await tell(peer, issuer, userId);
      if (ok)
        await db()
          .delete(ssoSessionsOut)
          .where(
            and(
              eq(ssoSessionsOut.userId, userId),
              eq(ssoSessionsOut.peerId, peer.id),
              eq(ssoSessionsOut.issuer, issuer),
            ),
          );
      return { peer: peer.name, ok };
    }),
  );
}

async function tell(peer: Peer, issuer: string, userId: number): Promise<boolean> {
  try {
    const claims = {
      iss: issuer,
      aud: peer.origin,
      sub: String(userId),
      jti: randomUUID(),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    };
    const token =
      peer.algorithm === 'HS256'
        ? await sign(claims, { algorithm: 'HS256', key: secretOf(peer), typ: SIGN_OUT, at: now() })
        : await sign(claims, { algorithm: 'ES256', ...(await signingKey()), typ: SIGN_OUT, at: now() });
    const answer = await fetch(endpoints(peer).logout, {
      method: 'POST',
      body: new URLSearchParams({ logout_token: token }),
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    await note('sign_out', { actorId: userId, peer, detail: { told: true } });
    return true;
  } catch (error) {
    await noteRefusal('sign_out', refuse('keys_unreachable', { cause: explain(error) }), {
      actorId: userId,
      peer,
      here: issuer,
    });
    return false;
  }
}

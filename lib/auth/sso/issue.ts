import { createHmac, randomUUID } from 'node:crypto';
import { lt } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { ssoSessionsOut } from '@/lib/db/tables';
import { LONGEST as LONGEST_SESSION } from '../sessions';
import type { User } from '../users';
import { payload, unverified, verified } from './discourse';
import { signingKey } from './keys';
import { note } from './log';
import { isNonce } from './nonces';
import { pathWithin } from './paths';
import { receives } from './peer-rules';
import { endpoints, type Peer, peerFor, secretOf, touch } from './peers';
import { isRefused, type Refused, refuse } from './refusals';
import { keyFor } from './seal';
import { sign } from './tokens';

/** Sending people on to a peer, with a token that says who they are. */
export type Asking = {
  /** Null: nobody has signed in. */
  session: Signed | null;
  /** Which of our domains was asked. */
  here: string;
};
type Signed = { id: number; user: User; provenAt?: Date | null };
export type Sent = { location: string } | (Refused & { peer: Peer | null });

/**
 * Where to send somebody who follows a link to a peer: with a token; first to fetch a nonce; or, whoever has not signed
 * in, just to the page that the link is for.
 */
export async function issue(
  { session, here }: Asking,
  asked: { site: string; next: string; nonce: string | null },
): Promise<Sent> {
  const peer = await peerFor(asked.site, here);
  if (!peer) return { ...refuse('peer_unknown'), peer };
  const next = pathWithin(asked.next);
  if (!session) return { location: `${peer.origin}${next}` };
  const unable = unableTo(peer);
  if (unable) return { ...unable, peer };
  if (peer.protocol === 'discourse')
    return { location: `${peer.origin}/session/sso?${new URLSearchParams({ return_path: next })}` };
  const { nonce } = asked;
  if (nonce !== null && !isNonce(nonce)) return { ...refuse('nonce'), peer };
  if (nonce === null && peer.protocol === 'presskit' && peer.noncePolicy === 'required')
    return { location: `${endpoints(peer).start}?${new URLSearchParams({ iss: here, next })}` };
  const token = await tokenFor(peer, { session, here }, { next, ...(nonce !== null && { nonce }) });
  return { location: addressFor(peer, token, next) };
}

/** Answers a forum's question who somebody is (DiscourseConnect, as its provider). */
export async function answerDiscourse(
  { session, here }: Asking & { session: NonNullable<Asking['session']> },
  asked: { sso: string; sig: string },
): Promise<Sent> {
  const question = await discourseQuestion(here, asked);
  if (isRefused(question)) return question;
  const { peer, nonce, back } = question;
  const { user } = session;
  const { sso, sig } = payload(
    {
      nonce,
      external_id: String(user.id),
      email: user.email,
      name: user.name,
      ...(!user.emailVerifiedAt && { require_activation: 'true' }),
    },
    secretOf(peer),
  );
  back.searchParams.set('sso', sso);
  back.searchParams.set('sig', sig);
  await noteSent(peer, { session, here });
  return { location: back.href };
}

/** A forum's question, if it is from a peer: whoever has not signed in is to do so for nobody else. */
export async function discourseQuestion(
  here: string,
  { sso, sig }: { sso: string; sig: string },
): Promise<{ peer: Peer; nonce: string; back: URL } | (Refused & { peer: Peer | null })> {
  const said = unverified(sso);
  if (isRefused(said)) return { ...said, peer: null };
  const back = said.get('return_sso_url') ?? '';
  const peer = URL.canParse(back) ? await peerFor(new URL(back).origin, here) : null;
  if (!peer) return { ...refuse('peer_unknown'), peer };
  if (peer.protocol !== 'discourse') return { ...refuse('protocol'), peer };
  const unable = unableTo(peer);
  if (unable) return { ...unable, peer };
  const read = verified(sso, sig, secretOf(peer));
  if (isRefused(read)) return { ...read, peer };
  const nonce = read.get('nonce');
  return nonce ? { peer, nonce, back: new URL(back) } : { ...refuse('claims', { claims: ['nonce'] }), peer };
}

/** A session's name for other sites: says nothing about it, and is the same each time. */
export const sidOf = (sessionId: number): string =>
  createHmac('sha256', keyFor('session names')).update(String(sessionId)).digest('base64url').slice(0, 22);

async function tokenFor(
  peer: Peer,
  { session, here }: { session: Signed; here: string },
  more: { next: string; nonce?: string },
): Promise<string> {
  const { user } = session;
  const at = now();
  const claims = {
    iss: here,
    aud: peer.origin,
    sub: String(user.id),
    jti: randomUUID(),
    sid: sidOf(session.id),
    email: user.email,
    email_verified: user.emailVerifiedAt !== null,
    name: user.name,
    ...(peer.sharesDatabase && session.provenAt && { auth_time: session.provenAt.getTime() / 1000 }),
    ...more,
  };
  const signed =
    peer.algorithm === 'HS256'
      ? await sign(claims, { algorithm: 'HS256', key: secretOf(peer), typ: typOf(peer), at })
      : await sign(claims, { algorithm: 'ES256', ...(await signingKey()), typ: typOf(peer), at });
  await noteSent(peer, { session, here }, { jti: claims.jti });
  return signed;
}

// Programs that know nothing of us look for the usual one.
const typOf = (peer: Peer) => (peer.protocol === 'jwt' ? 'JWT' : undefined);

/** A peer's own address may say where the token and the way go: https://shop.example/jwt?jwt={token}&return_to={next} */
function addressFor(peer: Peer, token: string, next: string): string {
  const { consume } = endpoints(peer);
  if (consume.includes('{token}'))
    return consume.replaceAll('{token}', token).replaceAll('{next}', encodeURIComponent(next));
  const url = new URL(consume);
  url.searchParams.set('token', token);
  if (peer.protocol === 'jwt') url.searchParams.set('return_to', next);
  return url.href;
}

async function noteSent(
  peer: Peer,
  { session, here }: { session: Signed; here: string },
  detail: Record<string, unknown> = {},
): Promise<void> {
  await note('issue', { actorId: session.user.id, peer, detail: { here, ...detail } });
  await touch(peer);
  // Our own domains have the sessions in this very database.
  if (peer.sharesDatabase) return;
  const sentAt = now();
  await db()
    .insert(ssoSessionsOut)
    .values({ userId: session.user.id, peerId: peer.id, issuer: here, sid: sidOf(session.id), sentAt })
    .onConflictDoUpdate({
      target: [ssoSessionsOut.peerId, ssoSessionsOut.issuer, ssoSessionsOut.sid],
      set: { sentAt },
    });
  await db()
    .delete(ssoSessionsOut)
    .where(lt(ssoSessionsOut.sentAt, new Date(sentAt.getTime() - LONGEST_SESSION)));
}

function unableTo(peer: Peer): Refused | null {
  if (!peer.enabled) return refuse('peer_disabled');
  return receives(peer) ? null : refuse('direction');
}

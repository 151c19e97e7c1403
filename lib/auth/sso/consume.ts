import { now } from '@/lib/clock';
import type { ArrivingProfile } from '@/lib/db/tables';
import type { Arrival } from './arrivals';
import { burn } from './burning';
import { payload, verified } from './discourse';
import { isNonceFor, isOnceFor, nonceFor, onceFor } from './nonces';
import { pathWithin } from './paths';
import { keyOf } from './peer-keys';
import { sends } from './peer-rules';
import { endpoints, type Peer, peerFor, secretOf, touch } from './peers';
import { isRefused, type Refused, refuse } from './refusals';
import { issuerOf, readSignIn, SIGN_IN, type SignInClaims, TOLERANCE } from './tokens';

/** Receiving people from a peer. */
export type Arrived =
  | { arrival: Arrival; isBound: boolean }
  /** `next`: where the link was to lead, when the token has been found to be the peer's. */
  | (Refused & { peer: Peer | null; next?: string });

/**
 * Where to send a browser that wants to arrive from a peer: back there, with a nonce.
 * @param secret what is in the browser's cookie
 */
export async function start(
  here: string,
  asked: { iss: string; next: string; secret: string },
): Promise<{ location: string } | (Refused & { peer: Peer | null })> {
  const peer = await peerFor(asked.iss, here);
  if (!peer) return { ...refuse('peer_unknown'), peer };
  const unable = unableTo(peer);
  if (unable) return { ...unable, peer };
  const next = pathWithin(asked.next);
  const { start: forum, issue } = endpoints(peer);
  if (peer.protocol === 'discourse') {
    const back = new URLSearchParams({ iss: peer.origin, next });
    const nonce = onceFor(asked.secret);
    const question = payload({ nonce, return_sso_url: `${here}/api/sso/consume?${back}` }, secretOf(peer));
    return { location: withParams(forum, question) };
  }
  const nonce = nonceFor(asked.secret);
  if (peer.protocol === 'jwt') return { location: withParams(issue, { return_to: next, nonce }) };
  return { location: withParams(issue, { site: here, next, nonce }) };
}

/**
 * Reads a token, uses it up, and says who arrives. Every other outcome is a refusal with its own reason.
 * @param o.secret what is in the browser's cookie; null: nothing
 * @param o.next where to, for tokens that do not say so themselves
 */
export async function consume(
  here: string,
  o: { token: string; secret: string | null; next: string },
): Promise<Arrived> {
  const said = issuerOf(o.token);
  if (isRefused(said)) return { ...said, peer: null };
  const peer = await peerFor(said.issuer, here);
  if (!peer || peer.origin !== said.issuer)
    return { ...refuse('issuer', { issuer: said.issuer }), peer: null };
  const unable = unableTo(peer);
  if (unable) return { ...unable, peer };
  if (peer.protocol === 'discourse') return { ...refuse('protocol'), peer };
  const key = await keyOf(peer, said.kid);
  if (isRefused(key)) return { ...key, peer };
  const claims = await readSignIn(o.token, {
    issuer: peer.origin,
    audience: here,
    algorithm: peer.algorithm,
    key,
    types: peer.protocol === 'jwt' ? ['', 'jwt', SIGN_IN] : [SIGN_IN],
    at: now(),
  });
  if (isRefused(claims)) return { ...claims, peer };
  const next = pathWithin(claims.next ?? o.next);
  const bound = boundBy(claims.nonce, o.secret, peer);
  if (isRefused(bound)) return { ...bound, peer, next };
  // Last: what is refused for another reason has not been used.
  if (!(await burn(peer.origin, claims.jti, new Date((claims.exp + TOLERANCE) * 1000))))
    return { ...refuse('replayed', { jti: claims.jti }), peer, next };
  await touch(peer);
  return { arrival: { peer, profile: profileOf(claims, peer), sid: claims.sid ?? null, next }, ...bound };
}

/** The same for a forum's answer (DiscourseConnect, as its consumer). */
export async function consumeDiscourse(
  here: string,
  o: { iss: string; sso: string; sig: string; secret: string | null; next: string },
): Promise<Arrived> {
  const peer = await peerFor(o.iss, here);
  if (!peer) return { ...refuse('issuer', { issuer: o.iss.slice(0, 255) }), peer };
  const unable = unableTo(peer);
  if (unable) return { ...unable, peer };
  if (peer.protocol !== 'discourse') return { ...refuse('protocol'), peer };
  const values = verified(o.sso, o.sig, secretOf(peer));
  if (isRefused(values)) return { ...values, peer };
  const nonce = values.get('nonce') ?? '';
  const subject = values.get('external_id') ?? '';
  if (!o.secret || !isOnceFor(nonce, o.secret)) return { ...refuse('nonce'), peer };
  if (!subject || subject.length > 255) return { ...refuse('claims', { claims: ['external_id'] }), peer };
  if (!(await burn(peer.origin, nonce, new Date(now().getTime() + NONCE_SECONDS * 1000))))
    return { ...refuse('replayed'), peer };
  await touch(peer);
  const profile: ArrivingProfile = {
    subject,
    email: values.get('email'),
    // A forum has had each address confirmed, unless it says otherwise.
    isVerified: values.get('require_activation') !== 'true',
    name: values.get('name') ?? values.get('username'),
  };
  return { arrival: { peer, profile, sid: null, next: pathWithin(o.next) }, isBound: true };
}

/** How long the browser's secret lasts. */
export const NONCE_SECONDS = 300;

/**
 * A nonce that does not fit is refused under every policy: a token that was made for another browser. None at all is a
 * matter of the policy; and so is what a program that knows nothing of ours calls by this name.
 */
function boundBy(
  nonce: string | undefined,
  secret: string | null,
  peer: Peer,
): { isBound: boolean } | Refused {
  if (nonce !== undefined && secret && isNonceFor(nonce, secret)) return { isBound: true };
  const mayLack = nonce === undefined || peer.protocol === 'jwt';
  if (mayLack && peer.noncePolicy === 'confirm') return { isBound: false };
  return refuse('nonce', { given: nonce !== undefined });
}

const profileOf = (claims: SignInClaims, peer: Peer): ArrivingProfile => ({
  subject: claims.sub,
  email: claims.email ?? null,
  isVerified: claims.email_verified === true,
  name: claims.name ?? null,
  ...(peer.sharesDatabase &&
    claims.auth_time !== undefined && { provenAt: Math.round(claims.auth_time * 1000) }),
});

function unableTo(peer: Peer): Refused | null {
  if (!peer.enabled) return refuse('peer_disabled');
  return sends(peer) ? null : refuse('direction');
}

function withParams(address: string, params: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url.href;
}

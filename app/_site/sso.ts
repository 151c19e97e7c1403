import { cookies } from 'next/headers';
import { networkOf } from '@/lib/auth/limits';
import { attempt } from '@/lib/auth/rate-limits';
import { type Arrival, keepArrival, noteSession, PATIENCE_SECONDS, provenBy } from '@/lib/auth/sso/arrivals';
import { NONCE_SECONDS } from '@/lib/auth/sso/consume';
import { note, noteRefusal } from '@/lib/auth/sso/log';
import { newSecret } from '@/lib/auth/sso/nonces';
import { ONWARD_SECONDS, type Onward, onwardOf } from '@/lib/auth/sso/onward';
import type { Peer } from '@/lib/auth/sso/peers';
import { type Refused, refuse } from '@/lib/auth/sso/refusals';
import { originOfHost, ownOrigins } from '@/lib/origins';
import { nextPath } from './next-path';
import { cookieName, currentSession, signIn } from './session-cookie';

/**
 * What the routes below /api/sso and the pages below /sso have in common: which domain was asked, the cookies, and
 * answers that nobody keeps and that tell no other site where somebody comes from.
 */
const isSecure = () => ownOrigins()[0]!.startsWith('https:');
const named = (name: string) => (isSecure() ? `__Host-${name}` : name);
const attributes = (maxAge: number) =>
  ({ httpOnly: true, secure: isSecure(), sameSite: 'lax', path: '/', maxAge }) as const;

/** A page that says nothing but that it did not work. */
export const refusedPath = '/sso/refused';
export const confirmPath = '/sso/confirm';

/** Tries to do any of it, from one address of the network. */
const tries = { tries: 240, seconds: 60 };
/** Refusals after which nothing from that address is looked at for a while. */
const refusals = { tries: 60, seconds: 300 };

/**
 * Begins every route: which of our domains is asked, or the answer, when it is none of them, when a browser only looks
 * ahead (a token works once), or when there are too many.
 */
export async function asked(
  request: Request,
): Promise<{ here: string; url: URL; address: string } | Response> {
  const here = originOfHost(request.headers.get('host'));
  if (!here) return plain(421, 'This is none of the addresses of this site.');
  if (/prefetch|prerender/i.test(request.headers.get('sec-purpose') ?? request.headers.get('purpose') ?? ''))
    return plain(503, 'This is not to be loaded ahead.');
  const address = networkOf(request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown');
  const url = new URL(request.url);
  if ((await attempt(`sso ${address}`, tries)).allowed) return { here, url, address };
  await refused(refuse('too_many'), { here, address, peer: null });
  return seeOther(refusedPath);
}

/** Notes why, and answers with the page that does not say. The way on from there: where the link was to lead. */
export async function refused(
  why: Refused,
  o: {
    here: string;
    address: string;
    peer: Peer | null;
    next?: string;
    event?: 'issue' | 'consume';
    actorId?: number;
  },
): Promise<Response> {
  // What is beyond counting is not worth a line each: the first ones have said it.
  if ((await attempt(`sso refused ${o.address}`, refusals)).allowed)
    await noteRefusal(o.event ?? 'consume', why, o);
  const next = nextPath(o.next);
  return seeOther(next && next !== '/' ? `${refusedPath}?next=${encodeURIComponent(next)}` : refusedPath);
}

export const headersOf = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };

/** 303, which nobody keeps. */
export const seeOther = (location: string): Response =>
  new Response(null, { status: 303, headers: { ...headersOf, Location: location } });

export const plain = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { ...headersOf, 'Content-Type': 'text/plain; charset=utf-8' },
  });

/** Next would answer HEAD with GET, and a token would be used up by whoever only looks. */
export const notHead = (): Response =>
  new Response(null, { status: 405, headers: { ...headersOf, Allow: 'GET' } });

/**
 * The browser's secret. One that is there is kept, so that two links in two tabs both arrive; it lasts five minutes, or
 * longer where somebody signs in on the way.
 */
export async function browserSecret(seconds = NONCE_SECONDS): Promise<string> {
  const jar = await cookies();
  const secret = (await givenSecret()) ?? newSecret();
  jar.set(named('sso_nonce'), secret, attributes(seconds));
  return secret;
}

export async function givenSecret(): Promise<string | null> {
  const value = (await cookies()).get(named('sso_nonce'))?.value;
  return value && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

/** Keeps somebody who has to be asked something, and goes to the page that asks. */
export async function askFirst(arrival: Arrival): Promise<Response> {
  (await cookies()).set(named('sso_arrival'), await keepArrival(arrival), attributes(PATIENCE_SECONDS));
  return seeOther(confirmPath);
}

export async function arrivalSecret(): Promise<string | null> {
  return (await cookies()).get(named('sso_arrival'))?.value ?? null;
}

export async function forgetArrival(): Promise<void> {
  (await cookies()).set(named('sso_arrival'), '', attributes(0));
}

/** Where somebody came from who signs in with a provider: a further domain of ours. Null: from here. */
export async function keepOnward(ticket: string | null): Promise<void> {
  (await cookies()).set(named('sso_onward'), ticket ?? '', attributes(ticket ? ONWARD_SECONDS : 0));
}

export async function takeOnward(): Promise<Onward | null> {
  const ticket = (await cookies()).get(named('sso_onward'))?.value;
  if (!ticket) return null;
  await keepOnward(null);
  return onwardOf(ticket);
}

/** A forum's question, while whoever it is about signs in. */
export async function keepQuestion(question: { sso: string; sig: string }): Promise<void> {
  const value = Buffer.from(JSON.stringify(question)).toString('base64url');
  (await cookies()).set(named('sso_question'), value, attributes(PATIENCE_SECONDS));
}

export async function takeQuestion(): Promise<{ sso: string; sig: string } | null> {
  const jar = await cookies();
  const value = jar.get(named('sso_question'))?.value;
  if (!value) return null;
  jar.set(named('sso_question'), '', attributes(0));
  try {
    const { sso, sig } = JSON.parse(Buffer.from(value, 'base64url').toString()) as Record<string, unknown>;
    return typeof sso === 'string' && typeof sig === 'string' ? { sso, sig } : null;
  } catch (error) {
    // A cookie is whatever a browser sends.
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    return null;
  }
}

/** Signs somebody in who has arrived: the session that was there ends, and a new one begins. */
export async function signInArrived(userId: number, arrival: Arrival, here: string): Promise<void> {
  const { peer } = arrival;
  await signIn(userId, `peer:${peer.key}`, provenBy(arrival, userId, await currentSession()));
  await note('consume', { actorId: userId, peer, detail: { here } });
  const token = (await cookies()).get(cookieName())?.value;
  if (token) await noteSession(token, arrival);
}

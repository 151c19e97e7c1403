import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { now } from '@/lib/clock';
import { furtherOrigins, ownOrigins } from '@/lib/origins';
import { endSession, sessionOf } from '../sessions';
import { issue } from './issue';
import { isNonce } from './nonces';
import { isRefused } from './refusals';
import { keyFor } from './seal';

/**
 * Signing in with a provider at a further domain. The provider sends people back to SITE_URL, the one address that it
 * knows; so it is there that they are led to it, and from there that they come home with a token, as by a link from one
 * domain to another. What was asked goes along, signed: where to, and the nonce of the browser that pressed the button, so
 * that nobody can be sent into somebody else's sign-in.
 */
export type Onward = { to: string; next: string; nonce: string };

/** How long one may take to sign in at the provider. */
export const ONWARD_SECONDS = 900;

const shape = z.strictObject({
  to: z.string().refine((origin) => furtherOrigins().includes(origin)),
  next: z.string().startsWith('/').max(2000),
  nonce: z.string().refine(isNonce),
  until: z.number(),
});

/** @param seconds how long it is good */
export function ticketFor(onward: Onward, seconds = ONWARD_SECONDS): string {
  const said = JSON.stringify({ ...onward, until: now().getTime() + seconds * 1000 });
  const text = Buffer.from(said).toString('base64url');
  return `${text}.${signatureOf(text)}`;
}

/** Null: none of ours, or too old. */
export function onwardOf(ticket: string): Onward | null {
  const [text = '', signature = '', ...more] = ticket.split('.');
  const [given, ours] = [Buffer.from(signature), Buffer.from(signatureOf(text))];
  if (more.length > 0 || given.length !== ours.length || !timingSafeEqual(given, ours)) return null;
  const parsed = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success || parsed.data.until < now().getTime()) return null;
  const { until: _, ...onward } = parsed.data;
  return onward;
}

/**
 * Where somebody goes whom a provider has just signed in, to be signed in at the domain that they came from; null: they
 * cannot go there. At SITE_URL they are not signed in: that session, which no browser has seen, ends here.
 * @param token of that session
 */
export async function onwardWith({ to, next, nonce }: Onward, token: string): Promise<string | null> {
  const session = await sessionOf(token);
  const sent = session && (await issue({ session, here: ownOrigins()[0]! }, { site: to, next, nonce }));
  await endSession(token);
  return sent && !isRefused(sent) ? sent.location : null;
}

const signatureOf = (text: string): string =>
  createHmac('sha256', keyFor('onward')).update(text).digest('base64url');

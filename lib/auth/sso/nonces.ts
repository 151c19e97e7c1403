import { createHmac } from 'node:crypto';
import { hashOf, newToken } from '../tokens';
import { isSame } from './tokens';

/**
 * What binds a token to the browser that asked for it: a secret in a cookie of the site that one arrives at, of which the
 * other site sees only what is made from it. So nobody can be signed in as somebody else by a link that they were sent.
 */
export const newSecret = (): string => newToken().token;

/** What goes into the address, and comes back in the token. */
export const nonceFor = (secret: string): string => hashOf(secret).toString('base64url');
export const isNonceFor = (nonce: string, secret: string): boolean => isSame(nonce, nonceFor(secret));
export const isNonce = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** For DiscourseConnect, where the nonce is all that makes an answer usable only once: another one each time. */
export function onceFor(secret: string): string {
  const random = newToken().token.slice(0, 22);
  return `${random}${mark(secret, random)}`;
}
export const isOnceFor = (nonce: string, secret: string): boolean =>
  isSame(nonce.slice(22), mark(secret, nonce.slice(0, 22)));

const mark = (secret: string, random: string) =>
  createHmac('sha256', secret).update(random).digest('base64url').slice(0, 22);

import { createHash, randomBytes } from 'node:crypto';

/**
 * Secrets that somebody carries: in a cookie, in a link, in a header of a program. 32 random bytes are beyond guessing,
 * so a plain SHA-256 is all the protection their stored form needs.
 */

/** A new secret, and what of it is stored. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** The stored form of a secret. Takes any string, also one that is no token of ours: it is found nowhere. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

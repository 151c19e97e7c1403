import { createHmac } from 'node:crypto';
import { type Refused, refuse } from './refusals';
import { isSame } from './tokens';

/**
 * DiscourseConnect: a query string in Base64, and its HMAC-SHA256 in hex. What is signed is the Base64 exactly as it was
 * sent: some programs break it into lines, and then the line breaks are signed too.
 */
export const signatureOf = (sso: string, secret: Uint8Array): string =>
  createHmac('sha256', secret).update(sso).digest('hex');

/** Values as the two parameters of an address. */
export function payload(values: Record<string, string>, secret: Uint8Array): { sso: string; sig: string } {
  const sso = Buffer.from(new URLSearchParams(values).toString()).toString('base64');
  return { sso, sig: signatureOf(sso, secret) };
}

/** The values, not believed yet: to know whose secret to ask. */
export function unverified(sso: string): URLSearchParams | Refused {
  if (sso.length > 8192) return refuse('too_large', { length: sso.length });
  if (!/^[A-Za-z0-9+/=\s]+$/.test(sso)) return refuse('malformed');
  return new URLSearchParams(Buffer.from(sso, 'base64').toString());
}

/** The values, if the signature is right. */
export function verified(sso: string, sig: string, secret: Uint8Array): URLSearchParams | Refused {
  if (!isSame(sig.toLowerCase(), signatureOf(sso, secret))) return refuse('signature');
  return unverified(sso);
}

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';

/**
 * Secrets at rest: AES-256-GCM under a key made from AUTH_SECRET (HKDF, RFC 5869). What a secret belongs to is sealed
 * in with it, so that one cannot be put in another's place in the database.
 */

/** @param owner what the secret belongs to: 'peer shop' */
export function seal(secret: string, owner: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor('secrets at rest'), nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${sealed.toString('base64url')}`;
}

/** Throws 'config' when it was sealed with another AUTH_SECRET, or for another owner. */
export function unseal(sealed: string, owner: string): string {
  const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyFor('secrets at rest'), bytes.subarray(0, 12))
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(-16));
  try {
    return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new PresskitError(
      'config',
      `the secret of ${owner} was encrypted with another AUTH_SECRET; set that one again, or make a new secret`,
      { cause },
    );
  }
}

/** A key of 32 bytes for one purpose, from AUTH_SECRET. */
export const keyFor = (purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', env('AUTH_SECRET').AUTH_SECRET, '', `presskit sso ${purpose}`, 32));

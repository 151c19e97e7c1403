import { desc, gt, isNull, lt, or } from 'drizzle-orm';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { ssoKeys } from '@/lib/db/tables';
import { record } from '../audit-log';
import { seal, unseal } from './seal';
import { LIFETIME, TOLERANCE } from './tokens';

/**
 * Our keys for ES256. One signs. One that has been replaced is honoured until the last token that it may have signed
 * has expired, and then forgotten.
 */
export type SigningKey = { kid: string; key: CryptoKey };
export type ListedKey = { kid: string; createdAt: Date; retiredAt: Date | null };

const honouredFor = (LIFETIME + TOLERANCE) * 1000;

/** The key that signs now; the first use makes it. Two processes that make one at once agree on one. */
export async function signingKey(): Promise<SigningKey> {
  const [found] = await db().select().from(ssoKeys).where(isNull(ssoKeys.retiredAt));
  if (!found) {
    await insertNew();
    return signingKey();
  }
  return { kid: found.kid, key: await privateKey(found.kid, found.privateSealed) };
}

/** Retires the key that signs and makes another one. */
export async function rotateKeys(by: number | null = null): Promise<{ kid: string; retired: string | null }> {
  const at = now();
  return db().transaction(async (tx) => {
    await tx.delete(ssoKeys).where(lt(ssoKeys.retiredAt, new Date(at.getTime() - honouredFor)));
    const [retired] = await tx
      .update(ssoKeys)
      .set({ retiredAt: at })
      .where(isNull(ssoKeys.retiredAt))
      .returning({ kid: ssoKeys.kid });
    const row = await newKey(at);
    await tx.insert(ssoKeys).values(row);
    await record(
      { actorId: by, action: 'sso.rotate', detail: { kid: row.kid, retired: retired?.kid ?? null } },
      tx,
    );
    return { kid: row.kid, retired: retired?.kid ?? null };
  });
}

/**
 * The public keys that are honoured now, as a JWK Set (RFC 7517). Never none: a peer that looks before the first token is
 * to find that all is well.
 */
export async function jwks(): Promise<{ keys: JWK[] }> {
  let rows = await honoured();
  if (rows.length === 0) {
    await insertNew();
    rows = await honoured();
  }
  return { keys: rows.map(({ publicJwk }) => publicJwk as JWK) };
}

/** One of our public keys, if it is honoured now. */
export async function publicKey(kid: string): Promise<CryptoKey | null> {
  const row = (await honoured()).find((one) => one.kid === kid);
  return row ? ((await importJWK(row.publicJwk, 'ES256')) as CryptoKey) : null;
}

/** All keys that are kept, the newest first. */
export const listKeys = (): Promise<ListedKey[]> =>
  db()
    .select({ kid: ssoKeys.kid, createdAt: ssoKeys.createdAt, retiredAt: ssoKeys.retiredAt })
    .from(ssoKeys)
    .orderBy(desc(ssoKeys.createdAt));

/** Whether a retired key still has tokens under way. */
export const isHonoured = ({ retiredAt }: ListedKey): boolean =>
  !retiredAt || retiredAt.getTime() + honouredFor > now().getTime();

const honoured = () =>
  db()
    .select({ kid: ssoKeys.kid, publicJwk: ssoKeys.publicJwk })
    .from(ssoKeys)
    .where(or(isNull(ssoKeys.retiredAt), gt(ssoKeys.retiredAt, new Date(now().getTime() - honouredFor))))
    .orderBy(desc(ssoKeys.createdAt));

async function insertNew(): Promise<void> {
  await db()
    .insert(ssoKeys)
    .values(await newKey(now()))
    .onConflictDoNothing();
}

async function newKey(at: Date) {
  const { privateKey: secret, publicKey: shown } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(shown);
  const kid = (await calculateJwkThumbprint(jwk)).slice(0, 16);
  const sealed = seal(JSON.stringify(await exportJWK(secret)), `signing key ${kid}`);
  const publicJwk = { kty: jwk.kty!, crv: jwk.crv!, x: jwk.x!, y: jwk.y!, kid, alg: 'ES256', use: 'sig' };
  return { kid, publicJwk, privateSealed: sealed, createdAt: at, retiredAt: null };
}

// Unsealing and importing a key takes longer than signing with it.
const imported = new Map<string, { sealed: string; key: CryptoKey }>();

async function privateKey(kid: string, sealed: string): Promise<CryptoKey> {
  const known = imported.get(kid);
  if (known?.sealed === sealed) return known.key;
  const jwk = JSON.parse(unseal(sealed, `signing key ${kid}`)) as JWK;
  const key = (await importJWK(jwk, 'ES256')) as CryptoKey;
  imported.clear();
  imported.set(kid, { sealed, key });
  return key;
}

import { randomBytes } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { softDelete } from '@/lib/content/deleted';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { peers } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { ownOrigins } from '@/lib/origins';
import { record } from '../audit-log';
import { checked, needsSecret, type PeerInput, peerDefaults } from './peer-rules';
import { seal, unseal } from './seal';

/**
 * The other sites that people come from or go to. A peer is a record that is deleted softly and has a history; its
 * secret is encrypted, is shown once, when it is made, and never leaves through anything here but `secretOf`.
 * The domains of this deployment are known by configuration: `ownPeer` says what they would be as peers.
 */
export type Peer = typeof peers.$inferSelect;

export const listPeers = (): Promise<Peer[]> => db().select().from(peers).orderBy(asc(peers.key));

/** The peer with this key. Throws 'not_found'. */
export async function peerByKey(key: string): Promise<Peer> {
  const [peer] = await db().select().from(peers).where(eq(peers.key, key));
  if (!peer) throw new PresskitError('not_found', `there is no peer “${key}”`);
  return peer;
}

/**
 * Whom an address means by "site" or "iss": a peer's key or origin, or a domain of this deployment.
 * @param here the domain that is asked, which is no peer of its own
 */
export async function peerFor(named: string, here: string): Promise<Peer | null> {
  const own = ownOrigins().find((origin) => origin === named || new URL(origin).host === named);
  if (own) return own === here ? null : ownPeer(own);
  if (named.length > 255 || /\p{Cc}/u.test(named)) return null;
  const [peer] = await db().select().from(peers).where(sql`${named} in (${peers.key}, ${peers.origin})`);
  return peer && peer.origin !== here ? peer : null;
}

/** A domain of this deployment, as the peer that it is to the others. Its id is 0: there is no record. */
export function ownPeer(origin: string): Peer {
  const at = new Date(0);
  return {
    id: 0,
    key: new URL(origin).host,
    name: new URL(origin).host,
    origin,
    ...peerDefaults,
    secretSealed: null,
    sharesDatabase: true,
    usedAt: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** A new peer, and its secret if its kind has one: this is the only time that it is seen. Throws 'invalid', 'conflict'. */
export async function addPeer(
  by: number | null,
  input: PeerInput,
): Promise<{ peer: Peer; secret: string | null }> {
  const values = checked(input);
  const secret = secretFor({ ...values, secretSealed: null });
  const peer = await actingAs(by, async () => {
    const [row] = await db()
      .insert(peers)
      .values({ ...values, secretSealed: secret?.sealed, createdAt: now(), updatedAt: now() })
      .returning();
    await record({ actorId: by, action: 'peer.create', type: 'peer', objectId: row!.id });
    return row!;
  }).catch((error) => {
    throw expected(error, 'the peer');
  });
  return { peer, secret: secret?.secret ?? null };
}

/**
 * Changes a peer. The key stays: the secret is sealed to it. What now needs a secret and has none gets one, which is
 * returned. Throws 'not_found', 'invalid', 'conflict'.
 */
export async function changePeer(
  by: number | null,
  key: string,
  changes: Partial<Omit<PeerInput, 'key'>>,
): Promise<{ secret: string | null }> {
  const before = await peerByKey(key);
  const values = checked({ ...before, ...changes, key });
  const secret = secretFor({ ...before, ...values });
  await actingAs(by, async () => {
    await db()
      .update(peers)
      .set({ ...values, ...(secret && { secretSealed: secret.sealed }), updatedAt: now() })
      .where(eq(peers.id, before.id));
    await record({
      actorId: by,
      action: 'peer.change',
      type: 'peer',
      objectId: before.id,
      detail: { changed: Object.keys(changes) },
    });
  }).catch((error) => {
    throw expected(error, 'the peer');
  });
  return { secret: secret?.secret ?? null };
}

/** The first secret of a peer whose kind has one and that has none yet; null: it takes none. */
export function secretFor(
  peer: Pick<Peer, 'key' | 'algorithm' | 'protocol' | 'secretSealed'>,
): { secret: string; sealed: string } | null {
  if (!needsSecret(peer) || peer.secretSealed) return null;
  const secret = newSecret();
  return { secret, sealed: seal(secret, owner(peer.key)) };
}

/** Gives a peer its first secret when it needs one and has none, within the caller's transaction, and returns it. */
export async function firstSecret(peer: Peer): Promise<string | undefined> {
  const made = secretFor(peer);
  if (!made) return undefined;
  await db().update(peers).set({ secretSealed: made.sealed }).where(eq(peers.id, peer.id));
  return made.secret;
}

/** Gives a peer another secret: a new one, which is returned, or one that the other side made. Throws 'invalid'. */
export async function setSecret(by: number | null, key: string, given?: string): Promise<string> {
  const secret = given ?? newSecret();
  // Taken off silently, it would be another one than the peer's; kept, it is most likely a slip of copying.
  if (secret !== secret.trim())
    throw new PresskitError('invalid', 'A secret neither begins nor ends with a space; copy it once more');
  if (Buffer.byteLength(secret) < 32)
    throw new PresskitError('invalid', 'A secret has 32 characters or more; leave it away and one is made');
  if (Buffer.byteLength(secret) > 1000 || /\p{Cc}/u.test(secret))
    throw new PresskitError('invalid', 'That is no secret: it is one line of 1000 characters at most');
  const peer = await peerByKey(key);
  if (!needsSecret(peer))
    throw new PresskitError(
      'invalid',
      `“${peer.name}” has no secret: each side signs with a key of its own, and fetches the other's`,
    );
  await actingAs(by, async () => {
    await db()
      .update(peers)
      .set({ secretSealed: seal(secret, owner(key)), updatedAt: now() })
      .where(eq(peers.id, peer.id));
    await record({ actorId: by, action: 'peer.secret', type: 'peer', objectId: peer.id });
  });
  return secret;
}

/** Deletes a peer, softly: nobody comes from there or goes there any more. Throws 'not_found'. */
export async function removePeer(by: number | null, key: string, why?: string): Promise<void> {
  const { id } = await peerByKey(key);
  await softDelete({ table: peers }, [id], { ...(by !== null && { by }), why });
  await record({ actorId: by, action: 'peer.delete', type: 'peer', objectId: id });
}

/** The secret that is shared with a peer. Throws 'config' when it has none, or AUTH_SECRET is another one. */
export function secretOf(peer: Peer): Uint8Array {
  if (!peer.secretSealed)
    throw new PresskitError(
      'config',
      `the peer “${peer.key}” has no secret: presskit sso secret ${peer.key}`,
    );
  return Buffer.from(unseal(peer.secretSealed, owner(peer.key)));
}

/** Seals the secret of a peer that comes back under another key to that one. */
export const sealedAnew = (sealed: string, before: string, after: string): string =>
  seal(unseal(sealed, owner(before)), owner(after));

/** Notes that somebody came from there or went there; to the minute, so that it is not a write each time. */
export async function touch(peer: Peer): Promise<void> {
  const at = now();
  if (peer.id === 0 || (peer.usedAt && at.getTime() - peer.usedAt.getTime() < 60_000)) return;
  await db().update(peers).set({ usedAt: at }).where(eq(peers.id, peer.id));
}

/** Where a peer's endpoints are. */
export const endpoints = (peer: Peer) => ({
  jwks: peer.jwksUrl ?? `${peer.origin}/.well-known/jwks.json`,
  start:
    peer.startUrl ??
    `${peer.origin}${peer.protocol === 'discourse' ? '/session/sso_provider' : '/api/sso/start'}`,
  issue: peer.startUrl ?? `${peer.origin}/api/sso/issue`,
  consume: peer.consumeUrl ?? `${peer.origin}/api/sso/consume`,
  logout: peer.logoutUrl ?? `${peer.origin}/api/sso/logout`,
});

const owner = (key: string) => `peer ${key}`;
const newSecret = () => randomBytes(33).toString('base64url');

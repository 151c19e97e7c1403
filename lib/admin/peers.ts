import { eq } from 'drizzle-orm';
import { record } from '@/lib/auth/audit-log';
import { attempt } from '@/lib/auth/rate-limits';
import { checkPeer, type Finding } from '@/lib/auth/sso/check';
import { needsSecret, warningsOf } from '@/lib/auth/sso/peer-rules';
import { type Peer, peerByKey, sealedAnew, setSecret } from '@/lib/auth/sso/peers';
import { tellAgain, type Unheard, unheard } from '@/lib/auth/sso/sign-outs';
import type { User } from '@/lib/auth/users';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { peers } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { demand, may } from './permissions';
import { storedRecord } from './record-form';
import { adminType } from './types';

/**
 * What can be done with a peer besides saving its record: looking after its secret, trying the connection, telling it what
 * it has not heard. The rules of peers themselves are those of lib/auth/sso.
 */
export type PeerState = {
  key: string;
  needsSecret: boolean;
  hasSecret: boolean;
  warnings: string[];
  unheard: Unheard | null;
  mayChange: boolean;
};

/** What stands beside a peer's form; null for a deleted one. Throws 'forbidden', 'not_found'. */
export async function peerState(user: User, id: number): Promise<PeerState | null> {
  const type = adminType('peer');
  await demand(user, 'view', type, id);
  const { row, deletion } = await storedRecord(type, id);
  if (deletion) return null;
  const peer = row as unknown as Peer;
  return {
    key: peer.key,
    needsSecret: needsSecret(peer),
    hasSecret: peer.secretSealed !== null,
    warnings: warningsOf(peer),
    unheard: (await unheard({ peerId: id }))[0] ?? null,
    mayChange: may(user, 'change', type),
  };
}

/**
 * Another secret: a new one, which is returned and never again, or one that the other side made (null is returned).
 * `version` is the one of the record that was shown, so that a form that is sent twice makes no second one. Throws
 * 'forbidden', 'not_found', 'conflict', 'invalid'.
 */
export async function changeSecret(
  user: User,
  id: number,
  { version, given }: { version: string | null; given?: string },
): Promise<string | null> {
  const type = adminType('peer');
  await demand(user, 'change', type, id);
  return actingAs(user.id, async () => {
    await db().select({ id: peers.id }).from(peers).where(eq(peers.id, id)).for('update');
    const { row, version: current } = await storedRecord(type, id);
    if (current !== version)
      throw new PresskitError(
        'conflict',
        'This was done already, or somebody changed the peer meanwhile. No other secret was made: open the record afresh.',
      );
    const secret = await setSecret(user.id, (row as unknown as Peer).key, given);
    return given === undefined ? secret : null;
  });
}

/** How often one person may have addresses of peers fetched. */
const tests = { tries: 20, seconds: 300 };

/**
 * "Test this connection". It makes this server fetch addresses, so it is for those who may set them. Throws 'forbidden',
 * 'not_found', 'conflict' when there were too many.
 */
export async function testConnection(user: User, id: number): Promise<Finding[]> {
  const peer = await livingPeer(user, id);
  const { allowed, retryAfter } = await attempt(`peer test ${user.id}`, tests);
  if (!allowed)
    throw new PresskitError(
      'conflict',
      `That was tested often enough for now; try again in ${Math.ceil(retryAfter / 60)} minutes.`,
    );
  const findings = await checkPeer(peer);
  const wrong = findings.filter(({ ok }) => !ok).length;
  await record({ actorId: user.id, action: 'peer.test', type: 'peer', objectId: id, detail: { wrong } });
  return findings;
}

/** Tells a peer at once what it has not heard, as `tellAgain` does. Throws 'forbidden', 'not_found'. */
export async function tellPeerAgain(user: User, id: number): ReturnType<typeof tellAgain> {
  await livingPeer(user, id);
  return tellAgain(id);
}

async function livingPeer(user: User, id: number): Promise<Peer> {
  const type = adminType('peer');
  await demand(user, 'change', type, id);
  const { row, deletion } = await storedRecord(type, id);
  if (deletion) throw new PresskitError('not_found', 'This peer is deleted; restore it first.');
  return peerByKey((row as unknown as Peer).key);
}

/** What follows when a peer that comes back gets another key: its secret, which is sealed to the key. */
export const columnsOfRekeyed = (
  { key, secretSealed }: Peer,
  changes: { key?: unknown },
): { secretSealed?: string } =>
  secretSealed && typeof changes.key === 'string'
    ? { secretSealed: sealedAnew(secretSealed, key, changes.key) }
    : {};

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { eq } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import type { ArrivingProfile } from '@/lib/db/tables';
import { users } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { createUser, markVerified, type User, userById } from '../users';
import { addPeer, changePeer, ownPeer, type Peer, peerByKey } from './peers';
import { connect, personFor } from './people';
import { peerInput } from './testing/peer-input';

const { owner: sql } = await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';

let peer: Peer;
let n = 0;
const someone = (o: Partial<Parameters<typeof createUser>[0]> = {}) =>
  createUser({ email: `person${n++}@example.com`, name: 'Person', isVerified: true, ...o });
const profile = (o: Partial<ArrivingProfile> = {}): ArrivingProfile => ({
  subject: `subject ${n++}`,
  email: `nobody${n}@example.com`,
  isVerified: true,
  name: 'Nobody',
  ...o,
});
before(async () => {
  peer = (await addPeer(null, peerInput('peer', 'https://peer.example'))).peer;
});
async function withPeer(changes: Parameters<typeof changePeer>[2]): Promise<Peer> {
  await changePeer(null, 'peer', changes);
  peer = await peerByKey('peer');
  return peer;
}
async function whoIs(from: Peer, who: ArrivingProfile): Promise<number | string> {
  const person = await personFor(from, who);
  if ('user' in person) return person.user.id;
  return 'unlinked' in person ? 'unlinked' : person.refused;
}
const countOf = async (table: string) =>
  (await sql.unsafe(`select count(*)::int as n from ${table}`))[0]!.n as number;
const deactivate = ({ id }: User) =>
  db().update(users).set({ deactivatedAt: new Date() }).where(eq(users.id, id));

test('an address that both sides know to be verified leads to the account, and from then on the subject does', async () => {
  const user = await someone();
  const who = profile({ email: user.email.toUpperCase() });
  assert.equal(await whoIs(peer, who), user.id);
  assert.equal(await whoIs(peer, { ...who, email: 'changed@example.com', isVerified: false }), user.id);
  assert.equal(await whoIs(peer, { ...who, email: null }), user.id);
});

test('an address that one of the sides does not know to be verified leads nowhere', async () => {
  const user = await someone();
  assert.equal(await whoIs(peer, profile({ email: user.email, isVerified: false })), 'unlinked');
  const unverified = await someone({ isVerified: false });
  const who = profile({ email: unverified.email });
  assert.equal(await whoIs(peer, who), 'unlinked');
  await markVerified(unverified.id);
  assert.equal(await whoIs(peer, who), unverified.id);
});

test('an address alone never leads to an account with rights on the whole site; signing in once does', async () => {
  for (const role of ['admin', 'editor', 'auditor'] as const) {
    const user = await someone({ role });
    const who = profile({ email: user.email });
    assert.equal(await whoIs(peer, who), 'unlinked', role);
    await connect(peer, who, user);
    assert.equal(await whoIs(peer, who), user.id, role);
  }
});

test('an address that only looks like an account’s, letter by letter, leads to nobody’s account', async () => {
  await someone({ email: 'kim@example.com' });
  for (const email of ['\u212aim@example.com', 'k\u0130m@example.com'])
    assert.equal(await whoIs(peer, profile({ email })), 'unlinked', email);
});

test('a subject is connected with one account only', async () => {
  const [one, two] = [await someone(), await someone()];
  const who = profile();
  await connect(peer, who, one);
  await assert.rejects(connect(peer, who, two), { code: 'conflict' });
  assert.equal(await whoIs(peer, who), one.id);
});

test('the same subject at another peer is somebody else', async () => {
  const user = await someone();
  const who = profile({ email: user.email });
  await whoIs(peer, who);
  const other = (await addPeer(null, peerInput('other', 'https://other.example'))).peer;
  assert.equal(await whoIs(other, { ...who, email: null }), 'unlinked');
});

test('nobody new gets an account where the peer may not make one', async () => {
  const before = await countOf('users');
  assert.equal(await whoIs(peer, profile()), 'unlinked');
  assert.equal(await countOf('users'), before);
});

/** One profile that arrives six times at the same moment; each time it is the same person. */
async function atOnce(who: ArrivingProfile): Promise<unknown[]> {
  const ids = await Promise.all(Array.from({ length: 6 }, () => whoIs(peer, who)));
  assert.equal(new Set(ids).size, 1, String(ids));
  return ids;
}

test('where it may, somebody new gets one account with its role, also when they come many times at once', async () => {
  await withPeer({ provisioning: 'create', defaultRole: 'auditor' });
  const before = await countOf('users');
  const who = profile({ email: 'new@example.com', name: '  New\u0000 \u200bPerson  ' });
  const ids = await atOnce(who);
  assert.equal(await countOf('users'), before + 1);
  // Who comes first and how far apart is chance.
  for (let n = 0; n < 25; n++) await atOnce(profile({ email: `new-${n}@example.com` }));
  assert.equal(await countOf('users'), before + 26);
  const user = (await userById(ids[0] as number))!;
  assert.deepEqual([user.role, user.email], ['auditor', 'new@example.com']);
  assert.ok(user.emailVerifiedAt);
});

test('an account is not made for an address that is not verified, unless the peer vouches for its addresses', async () => {
  const who = profile({ isVerified: false });
  assert.equal(await whoIs(peer, who), 'unlinked');
  for (const email of [null, '', 'no address', 'a@b\nBcc: c@d'])
    assert.equal(await whoIs(peer, profile({ email })), 'unlinked', String(email));
  await withPeer({ vouchesForAddresses: true });
  assert.equal(typeof (await whoIs(peer, who)), 'number');
  await withPeer({ vouchesForAddresses: false });
});

test('the database itself refuses a peer that makes admins', async () => {
  await assert.rejects(sql`update store.peers set default_role = 'admin'`, /peers_default_role/);
});

test('who is deactivated stays out, by subject and by address, and gets no second account', async () => {
  const [known, unknown] = [await someone(), await someone()];
  const who = profile({ email: known.email });
  assert.equal(await whoIs(peer, who), known.id);
  await deactivate(known);
  await deactivate(unknown);
  assert.equal(await whoIs(peer, who), 'inactive');
  assert.equal(await whoIs(peer, profile({ email: unknown.email })), 'inactive');
});

test('who is deleted stays out too, and comes back with being restored', async () => {
  const [known, unknown] = [await someone(), await someone()];
  const who = profile({ email: known.email });
  assert.equal(await whoIs(peer, who), known.id);
  for (const { id } of [known, unknown]) await db().delete(users).where(eq(users.id, id));
  assert.equal(await whoIs(peer, who), 'inactive');
  assert.equal(await whoIs(peer, profile({ email: unknown.email.toUpperCase() })), 'inactive');
  await sql`select store.restore(deletion_id, null, now(), '[]') from store.users where id = ${known.id}`;
  assert.equal(await whoIs(peer, who), known.id);
});

test('on the same database a subject is a number of ours, and nothing else is looked at', async () => {
  const own = ownPeer('http://b.localhost:8080');
  const user = await someone();
  assert.equal(await whoIs(own, profile({ subject: String(user.id), email: 'other@example.com' })), user.id);
  for (const subject of ['0', '-1', '01', '1e3', ' 1', '99999999', 'x', String(2 ** 40)])
    assert.equal(await whoIs(own, profile({ subject, email: user.email })), 'inactive', subject);
  await deactivate(user);
  assert.equal(await whoIs(own, profile({ subject: String(user.id) })), 'inactive');
});

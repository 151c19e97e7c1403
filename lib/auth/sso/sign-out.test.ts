import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { testDatabase } from '@/lib/db/test-database';
import { openSession, sessionOf } from '../sessions';
import { createUser, type User } from '../users';
import { noteSession } from './arrivals';
import { consume } from './consume';
import { issue } from './issue';
import { jwks } from './keys';
import { newSecret, nonceFor } from './nonces';
import { addPeer } from './peers';
import { isRefused } from './refusals';
import { endSessionsOf, receiveSignOut, signOutEverywhere } from './sign-out';
import { foreignSite } from './testing/foreign-site';
import { peerInput } from './testing/peer-input';

await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';
const A = process.env.SITE_URL;
const foreign = await foreignSite();
const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
let vera: User;
before(async () => {
  vera = await createUser({ email: 'vera@example.com', name: 'Vera', isVerified: true });
  await addPeer(null, peerInput('foreign', foreign.origin));
});

const open = async (user = vera) => (await openSession(user.id, { method: 'password' })).token;

/** A session that began with a token of the foreign site's. */
async function arrived(sub: string, sid: string): Promise<string> {
  const secret = newSecret();
  const token = await foreign.token(A, { sub, sid, nonce: nonceFor(secret) });
  const answer = await consume(A, { token, secret, next: '/' });
  assert.ok('arrival' in answer);
  const session = await open();
  await noteSession(session, answer.arrival);
  return session;
}

async function sentThere(user = vera): Promise<void> {
  const session = (await sessionOf(await open(user)))!;
  const sent = await issue(
    { session, here: A },
    { site: 'foreign', next: '/', nonce: nonceFor(newSecret()) },
  );
  assert.ok('location' in sent);
}

test('signing out everywhere ends all sessions here and tells the peers that somebody went to, once', async () => {
  const tokens = [await open(), await open()];
  await sentThere();
  await sentThere();
  const { ended, told } = await signOutEverywhere(vera.id);
  assert.equal(ended, 4);
  assert.deepEqual(told, [{ peer: 'foreign', ok: true }]);
  for (const token of tokens) assert.equal(await sessionOf(token), null);
  assert.equal(foreign.told.length, 1);
  const said = foreign.told.pop()!;
  const { payload } = await jwtVerify(said, createLocalJWKSet(await jwks()), {
    issuer: A,
    audience: foreign.origin,
  });
  assert.deepEqual([payload.sub, payload.events, payload.nonce], [String(vera.id), events, undefined]);
  assert.equal(decodeProtectedHeader(said).typ, 'logout+jwt');
  assert.deepEqual((await signOutEverywhere(vera.id)).told, [], 'nothing to tell any more');
});

test('a peer that cannot be told does not keep anybody signed in here, and is told the next time', async () => {
  const token = await open();
  await sentThere();
  foreign.state.fails = true;
  assert.deepEqual((await signOutEverywhere(vera.id)).told, [{ peer: 'foreign', ok: false }]);
  assert.equal(await sessionOf(token), null);
  foreign.state.fails = false;
  assert.deepEqual((await signOutEverywhere(vera.id)).told, [{ peer: 'foreign', ok: true }]);
  foreign.told.length = 0;
});

test("an admin ends all of a person's sessions; nobody else does", async () => {
  const admin = await createUser({
    email: 'admin@example.com',
    name: 'Ada',
    role: 'admin',
    isVerified: true,
  });
  const [token, own] = [await open(), await open(admin)];
  for (const role of ['editor', 'auditor', 'author'] as const)
    await assert.rejects(endSessionsOf({ ...admin, role }, vera.id), { code: 'forbidden' });
  assert.ok(await sessionOf(token));
  await endSessionsOf(admin, vera.id);
  assert.equal(await sessionOf(token), null);
  assert.ok(await sessionOf(own));
});

test('a peer ends one session by its name, or all that began there, and no others', async () => {
  const [one, two, other, own] = [
    await arrived('42', 's1'),
    await arrived('42', 's2'),
    await arrived('43', 's1'),
    await open(),
  ];
  const end = async (claims: object) =>
    receiveSignOut(A, await foreign.token(A, { events, sub: undefined, ...claims }, { typ: 'logout+jwt' }));
  const living = async () => (await Promise.all([one, two, other, own].map(sessionOf))).map(Boolean);
  assert.deepEqual(await end({ sub: '42', sid: 's1' }), { ended: 1 });
  assert.deepEqual(await living(), [false, true, true, true]);
  assert.deepEqual(await end({ sub: '42' }), { ended: 1 });
  assert.deepEqual(await living(), [false, false, true, true]);
  assert.deepEqual(await end({ sid: 's1' }), { ended: 1 });
  assert.deepEqual(await living(), [false, false, false, true]);
  assert.deepEqual(await end({ sub: 'nobody' }), { ended: 0 });
});

test('a token that ends sessions works once, and one to sign in with ends none', async () => {
  const session = await arrived('50', 's');
  const refusal = async (token: string) => {
    const answer = await receiveSignOut(A, token);
    return isRefused(answer) ? answer.refused : answer.ended;
  };
  assert.equal(await refusal(await foreign.token(A, { sub: '50' })), 'type');
  assert.equal(await refusal(await foreign.token(A, { sub: '50', events })), 'type');
  const stranger = await foreignSite();
  const forged = await stranger.token(A, { iss: foreign.origin, sub: '50', events }, { typ: 'logout+jwt' });
  assert.equal(await refusal(forged), 'signature');
  assert.equal(await refusal('x'), 'malformed');
  assert.ok(await sessionOf(session));
  const good = await foreign.token(A, { sub: '50', events }, { typ: 'logout+jwt' });
  assert.equal(await refusal(good), 1);
  assert.equal(await refusal(good), 'replayed');
});

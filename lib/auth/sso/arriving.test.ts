import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { testDatabase } from '@/lib/db/test-database';
import { openSession, sessionOf } from '../sessions';
import { createUser, type User } from '../users';
import { arrivalOf, decide, keepArrival, takeArrival } from './arrivals';
import { consume, start } from './consume';
import { issue } from './issue';
import { rotateKeys } from './keys';
import { ssoLog } from './log';
import { newSecret, nonceFor } from './nonces';
import { forgetPublished } from './peer-keys';
import { addPeer, changePeer, peerByKey, removePeer, secretOf } from './peers';
import { isRefused, type Refusal } from './refusals';
import { foreignSite } from './testing/foreign-site';
import { peerInput } from './testing/peer-input';
import { sign } from './tokens';

const { owner: sql } = await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';
process.env.SITE_URLS = 'http://b.localhost:8080';
const A = process.env.SITE_URL;
const B = 'http://b.localhost:8080';

const foreign = await foreignSite();
let vera: User;
let session: { id: number; user: User };
before(async () => {
  vera = await createUser({ email: 'vera@example.com', name: 'Vera Lund', isVerified: true });
  const { token } = await openSession(vera.id, { method: 'password' });
  session = (await sessionOf(token))!;
  await addPeer(null, peerInput('foreign', foreign.origin));
});

type Outcome = Refusal | 'let in';
const outcomeOf = (answer: object): Outcome => (isRefused(answer) ? answer.refused : 'let in');
const params = (location: string) => new URL(location).searchParams;

/** From A to B as a browser goes, up to the token. */
async function tokenAtB(secret: string, next = '/x'): Promise<string> {
  const first = await issue({ session, here: A }, { site: 'b.localhost:8080', next, nonce: null });
  assert.ok('location' in first);
  assert.equal(new URL(first.location).origin + new URL(first.location).pathname, `${B}/api/sso/start`);
  const back = await start(B, {
    iss: params(first.location).get('iss')!,
    next: params(first.location).get('next')!,
    secret,
  });
  assert.ok('location' in back);
  assert.equal(new URL(back.location).origin + new URL(back.location).pathname, `${A}/api/sso/issue`);
  const given = params(back.location);
  const sent = await issue(
    { session, here: A },
    { site: given.get('site')!, next: given.get('next')!, nonce: given.get('nonce') },
  );
  assert.ok('location' in sent);
  return params(sent.location).get('token')!;
}

test('somebody goes from one domain to another and is the same person there, at the page of the link', async () => {
  const secret = newSecret();
  const token = await tokenAtB(secret, '/releases?q=x#top');
  const arrived = await consume(B, { token, secret, next: '/' });
  assert.ok('arrival' in arrived);
  assert.equal(arrived.arrival.next, '/releases?q=x#top');
  const decision = await decide(arrived.arrival, { isBound: arrived.isBound, current: null });
  assert.ok('state' in decision && decision.state === 'sign_in');
  assert.equal(decision.user.id, vera.id);
});

test('whoever has not signed in goes straight to the page, whatever the nonce', async () => {
  for (const nonce of [null, nonceFor(newSecret())]) {
    const sent = await issue({ session: null, here: A }, { site: B, next: '/releases', nonce });
    assert.deepEqual(sent, { location: `${B}/releases` });
  }
});

test('the address to go to cannot lead anywhere but to the peer', async () => {
  const evil = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/.//evil.example',
    '\t//evil.example',
  ];
  evil.push(
    'javascript:alert(1)',
    '/\n/evil.example',
    '',
    'evil',
    '/%0d%0aLocation:x',
    `/${'x'.repeat(3000)}`,
  );
  for (const next of evil) {
    const sent = await issue({ session: null, here: A }, { site: B, next, nonce: null });
    assert.ok('location' in sent);
    assert.equal(new URL(sent.location).origin, B, next);
    const back = await start(B, { iss: A, next, secret: newSecret() });
    assert.ok('location' in back);
    assert.equal(new URL(back.location).origin, A, next);
    assert.ok(params(back.location).get('next')!.startsWith('/'));
    assert.ok(!params(back.location).get('next')!.startsWith('//'));
  }
});

test('a peer that is none, and the domain itself, are refused', async () => {
  for (const site of ['nobody', 'https://evil.example', A, '']) {
    assert.equal(
      outcomeOf(await issue({ session, here: A }, { site, next: '/', nonce: null })),
      'peer_unknown',
    );
    assert.equal(outcomeOf(await start(A, { iss: site, next: '/', secret: newSecret() })), 'peer_unknown');
  }
});

test('a nonce that is not in the form of one is refused', async () => {
  for (const nonce of ['', 'x', 'x'.repeat(44), `${'x'.repeat(42)}=`])
    assert.equal(outcomeOf(await issue({ session, here: A }, { site: B, next: '/', nonce })), 'nonce');
});

test('a token works once', async () => {
  const secret = newSecret();
  const token = await tokenAtB(secret);
  assert.equal(outcomeOf(await consume(B, { token, secret, next: '/' })), 'let in');
  assert.equal(outcomeOf(await consume(B, { token, secret, next: '/' })), 'replayed');
});

test('of 20 redemptions at once in two processes exactly one is let in', async () => {
  const secret = newSecret();
  const token = await tokenAtB(secret);
  const path = fileURLToPath(new URL('./testing/redeem.ts', import.meta.url));
  const redeem = async () => {
    const args = ['--import', 'tsx', path, JSON.stringify({ here: B, token, secret })];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: process.env });
    return JSON.parse(stdout) as { letIn: number; refused: string[] };
  };
  const [one, two] = await Promise.all([redeem(), redeem()]);
  assert.equal(one!.letIn + two!.letIn, 1);
  assert.deepEqual([...new Set([...one!.refused, ...two!.refused])], ['replayed']);
});

test("a token is for the browser that asked for it: another one's nonce, or none, is refused", async () => {
  const secret = newSecret();
  const token = await tokenAtB(secret);
  for (const other of [null, newSecret(), ''])
    assert.equal(outcomeOf(await consume(B, { token, secret: other, next: '/' })), 'nonce');
  assert.equal(
    outcomeOf(await consume(B, { token, secret, next: '/' })),
    'let in',
    'and none of that used it up',
  );
});

test('a token for one domain is refused at the other', async () => {
  const secret = newSecret();
  const token = await tokenAtB(secret);
  assert.equal(
    outcomeOf(await consume(A, { token, secret, next: '/' })),
    'issuer',
    'its issuer is no peer of itself',
  );
  const forB = await foreign.token(B, { nonce: nonceFor(secret) });
  assert.equal(outcomeOf(await consume(A, { token: forB, secret, next: '/' })), 'audience');
});

test('a token that was signed before a rotation is let in after it', async () => {
  const secret = newSecret();
  const token = await tokenAtB(secret);
  await rotateKeys();
  assert.equal(outcomeOf(await consume(B, { token, secret, next: '/' })), 'let in');
});

const secret = newSecret();
const nonce = nonceFor(secret);
const arrive = async (token: string) => outcomeOf(await consume(A, { token, secret, next: '/' }));

test("a foreign peer's token is verified with the keys that it publishes, and another one's is refused", async () => {
  assert.equal(await arrive(await foreign.token(A, { nonce })), 'let in');
  const stranger = await foreignSite();
  assert.equal(await arrive(await stranger.token(A, { nonce })), 'issuer');
  assert.equal(await arrive(await stranger.token(A, { nonce, iss: foreign.origin })), 'signature');
  await stranger.rotate();
  assert.equal(await arrive(await stranger.token(A, { nonce, iss: foreign.origin })), 'unknown_key');
});

test('a foreign peer may rotate its keys at any moment', async () => {
  forgetPublished();
  assert.equal(await arrive(await foreign.token(A, { nonce })), 'let in');
  await foreign.rotate();
  await new Promise((resolve) => setTimeout(resolve, 2100));
  assert.equal(await arrive(await foreign.token(A, { nonce })), 'let in');
});

test('keys that nobody has do not make us fetch again and again', async () => {
  forgetPublished();
  const before = foreign.state.fetched;
  const stranger = await foreignSite();
  await stranger.rotate();
  for (let i = 0; i < 10; i++)
    assert.equal(await arrive(await stranger.token(A, { nonce, iss: foreign.origin })), 'unknown_key');
  assert.ok(foreign.state.fetched - before <= 2, `${foreign.state.fetched - before} fetched`);
});

test('a foreign peer whose keys cannot be fetched is refused, and let in again when they can', async () => {
  forgetPublished();
  foreign.state.fails = true;
  assert.equal(await arrive(await foreign.token(A, { nonce })), 'keys_unreachable');
  foreign.state.fails = false;
  assert.equal(await arrive(await foreign.token(A, { nonce })), 'let in');
});

test('a peer that is switched off, deleted, or for another direction is refused both ways', async () => {
  const both = async () => [
    await arrive(await foreign.token(A, { nonce })),
    outcomeOf(await start(A, { iss: 'foreign', next: '/', secret })),
    outcomeOf(await issue({ session, here: A }, { site: 'foreign', next: '/', nonce })),
  ];
  assert.deepEqual(await both(), ['let in', 'let in', 'let in']);
  await changePeer(null, 'foreign', { enabled: false });
  assert.deepEqual(await both(), ['peer_disabled', 'peer_disabled', 'peer_disabled']);
  await changePeer(null, 'foreign', { enabled: true, direction: 'out' });
  assert.deepEqual(await both(), ['direction', 'direction', 'let in']);
  await changePeer(null, 'foreign', { direction: 'in' });
  assert.deepEqual(await both(), ['let in', 'let in', 'direction']);
  await addPeer(null, peerInput('gone', 'https://gone.example'));
  await removePeer(null, 'gone');
  assert.equal(outcomeOf(await start(A, { iss: 'gone', next: '/', secret })), 'peer_unknown');
  await changePeer(null, 'foreign', { direction: 'both' });
});

test('what was agreed with a peer cannot be lowered by its token', async () => {
  // Without a nonce, where one is required.
  assert.equal(await arrive(await foreign.token(A)), 'nonce');
  // As a program that knows no type of ours, where it is a Presskit.
  assert.equal(await arrive(await foreign.token(A, { nonce }, { typ: 'JWT' })), 'type');
  // With a secret, where a key was agreed; with a key, where it was a secret.
  await addPeer(null, peerInput('shop', 'https://shop.example', { algorithm: 'HS256' }));
  const key = secretOf(await peerByKey('shop'));
  const claims = { iss: 'https://shop.example', aud: A, sub: '1', jti: randomUUID(), nonce };
  const byShop = await sign(claims, { algorithm: 'HS256', key, at: new Date() });
  const asForeign = await sign(
    { ...claims, iss: foreign.origin },
    { algorithm: 'HS256', key, kid: 'first', at: new Date() },
  );
  forgetPublished();
  assert.notEqual(await arrive(asForeign), 'let in');
  const asShop = await foreign.token(A, { nonce, iss: 'https://shop.example' });
  assert.equal(await arrive(asShop), 'algorithm');
  assert.equal(await arrive(byShop), 'let in');
  // Where a nonce may be missing, one that is there has to be right.
  await changePeer(null, 'shop', { noncePolicy: 'confirm' });
  const wrong = { ...claims, jti: randomUUID(), nonce: nonceFor(newSecret()) };
  assert.equal(await arrive(await sign(wrong, { algorithm: 'HS256', key, at: new Date() })), 'nonce');
});

test('without a nonce, where that is allowed, the person is asked; and so is who is somebody else already', async () => {
  const mateo = await createUser({ email: 'mateo@example.com', name: 'Mateo', isVerified: true });
  await changePeer(null, 'foreign', { noncePolicy: 'confirm' });
  const token = await foreign.token(A, { sub: 'vera', email: 'vera@example.com', email_verified: true });
  const arrived = await consume(A, { token, secret: null, next: '/' });
  assert.ok('arrival' in arrived);
  const stateFor = async (isBound: boolean, current: User | null) => {
    const decision = await decide(arrived.arrival, { isBound, current });
    return 'state' in decision ? decision.state : decision.refused;
  };
  assert.equal(await stateFor(false, null), 'confirm');
  assert.equal(await stateFor(false, mateo), 'other');
  assert.equal(await stateFor(true, mateo), 'other');
  assert.equal(await stateFor(true, null), 'sign_in');
  assert.equal(await stateFor(false, vera), 'sign_in');
  await changePeer(null, 'foreign', { noncePolicy: 'required' });
});

test('an arrival is kept under a secret, taken once, and gone when its peer is switched off', async () => {
  const peer = await peerByKey('foreign');
  const profile = { subject: '9', email: null, isVerified: false, name: 'Nine' };
  const kept = await keepArrival({ peer, profile, sid: null, next: '/x' });
  const rows = await sql`select encode(token_hash, 'hex') as hash from sso_arrivals`;
  assert.ok(!JSON.stringify(rows).includes(kept));
  assert.equal(await arrivalOf('another', A), null);
  const found = await arrivalOf(kept, A);
  assert.ok(found && 'profile' in found);
  assert.deepEqual([found.profile, found.next], [profile, '/x']);
  await changePeer(null, 'foreign', { enabled: false });
  assert.equal(outcomeOf((await arrivalOf(kept, A))!), 'peer_disabled');
  await changePeer(null, 'foreign', { enabled: true });
  assert.deepEqual(await Promise.all([takeArrival(kept), takeArrival(kept)]).then((all) => all.sort()), [
    false,
    true,
  ]);
  assert.equal(await arrivalOf(kept, A), null);
});

test('what was issued stands in the log, without the token', async () => {
  const token = await tokenAtB(newSecret());
  const [entry] = await ssoLog({ limit: 1 });
  assert.deepEqual([entry!.event, entry!.actorId, entry!.isRefusal], ['issue', vera.id, false]);
  const everything = JSON.stringify(await sql`select * from audit_log`);
  assert.ok(!everything.includes(token.split('.')[2]!));
});

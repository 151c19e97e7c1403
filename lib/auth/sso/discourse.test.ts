import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { openSession, sessionOf } from '../sessions';
import { createUser, type User } from '../users';
import { consumeDiscourse, start } from './consume';
import { payload, signatureOf, unverified, verified } from './discourse';
import { answerDiscourse, discourseQuestion } from './issue';
import { newSecret } from './nonces';
import { addPeer, changePeer, setSecret } from './peers';
import { isRefused } from './refusals';
import { peerInput } from './testing/peer-input';

await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';
const A = process.env.SITE_URL;
const forum = 'https://forum.example';

// The published example: its payload was broken into lines, and the line break was signed.
const text = 'd836444a9e4084d5b224a60c208dce14';
const secret = Buffer.from(text);
const published = 'bm9uY2U9Y2I2ODI1MWVlZmI1MjExZTU4YzAwZmYxMzk1ZjBjMGI=';

let session: { id: number; user: User };
before(async () => {
  const vera = await createUser({ email: 'vera@example.com', name: 'Vera Lund', isVerified: true });
  session = (await sessionOf((await openSession(vera.id, { method: 'password' })).token))!;
  await addPeer(null, peerInput('forum', forum, { protocol: 'discourse' }));
  await setSecret(null, 'forum', text);
});
const outcomeOf = (answer: object) => (isRefused(answer) ? answer.refused : 'let in');

test('the published example is signed and read as published, with its line break and without', () => {
  const withBreak = '2828aa29899722b35a2f191d34ef9b3ce695e0e6eeec47deb46d588d70c7cb56';
  assert.equal(signatureOf(`${published}\n`, secret), withBreak);
  const without = '1ce1494f94484b6f6a092be9b15ccc1cdafb1f8460a3838fbb0e0883c4390471';
  assert.equal(signatureOf(published, secret), without);
  for (const [sso, sig] of [
    [`${published}\n`, withBreak],
    [published, without],
    [published, without.toUpperCase()],
  ] as const) {
    const read = verified(sso, sig, secret);
    assert.ok(read instanceof URLSearchParams);
    assert.equal(read.get('nonce'), 'cb68251eefb5211e58c00ff1395f0c0b');
  }
  assert.deepEqual(payload({ nonce: 'cb68251eefb5211e58c00ff1395f0c0b' }, secret), {
    sso: published,
    sig: without,
  });
});

test('a payload with another signature, none, or one that is none is refused', () => {
  const { sso, sig } = payload({ nonce: 'x' }, secret);
  const other = payload({ nonce: 'y' }, secret);
  for (const [what, wrong] of [other.sig, sig.slice(1), '', `${sig}0`, 'zz'].entries())
    assert.equal(outcomeOf(verified(sso, wrong, secret)), 'signature', String(what));
  assert.equal(outcomeOf(verified(sso, sig, Buffer.from('another'))), 'signature');
  assert.equal(outcomeOf(unverified('!')), 'malformed');
  assert.equal(outcomeOf(unverified('x'.repeat(9000))), 'too_large');
});

const ask = (values: Record<string, string>, by = secret) =>
  payload({ nonce: 'n', return_sso_url: `${forum}/session/sso_login`, ...values }, by);

test('a forum that asks is told who somebody is, at its own address and nowhere else', async () => {
  const answer = await answerDiscourse({ session, here: A }, ask({}));
  assert.ok('location' in answer);
  const url = new URL(answer.location);
  assert.equal(url.origin + url.pathname, `${forum}/session/sso_login`);
  const said = verified(url.searchParams.get('sso')!, url.searchParams.get('sig')!, secret);
  assert.ok(said instanceof URLSearchParams);
  assert.deepEqual(Object.fromEntries(said), {
    nonce: 'n',
    external_id: String(session.user.id),
    email: 'vera@example.com',
    name: 'Vera Lund',
  });
  const elsewhere = ask({ return_sso_url: 'https://evil.example/session/sso_login' });
  assert.equal(outcomeOf(await answerDiscourse({ session, here: A }, elsewhere)), 'peer_unknown');
  const forged = ask({}, Buffer.from('another'));
  assert.equal(outcomeOf(await answerDiscourse({ session, here: A }, forged)), 'signature');
  assert.equal(outcomeOf(await discourseQuestion(A, forged)), 'signature');
  assert.equal(outcomeOf(await answerDiscourse({ session, here: A }, ask({ nonce: '' }))), 'claims');
  await changePeer(null, 'forum', { direction: 'in' });
  assert.equal(outcomeOf(await answerDiscourse({ session, here: A }, ask({}))), 'direction');
  await changePeer(null, 'forum', { direction: 'both' });
});

/** What a forum answers that is asked by our start. */
async function answered(browser: string, changes: Record<string, string> = {}) {
  const sent = await start(A, { iss: 'forum', next: '/x', secret: browser });
  assert.ok('location' in sent);
  const asked = new URL(sent.location).searchParams;
  const question = verified(asked.get('sso')!, asked.get('sig')!, secret);
  assert.ok(question instanceof URLSearchParams);
  const back = new URL(question.get('return_sso_url')!);
  assert.equal(back.origin + back.pathname, `${A}/api/sso/consume`);
  const values = {
    nonce: question.get('nonce')!,
    external_id: '5',
    email: 'f@example.com',
    username: 'effie',
  };
  return {
    iss: back.searchParams.get('iss')!,
    next: back.searchParams.get('next')!,
    ...payload({ ...values, ...changes }, secret),
  };
}

test('people of a forum arrive: once, in the browser that asked, and only with its signature', async () => {
  const browser = newSecret();
  const answer = await answered(browser);
  const consume = async (o: object = {}) =>
    outcomeOf(await consumeDiscourse(A, { ...answer, secret: browser, ...o }));
  assert.equal(await consume({ secret: null }), 'nonce');
  assert.equal(await consume({ secret: newSecret() }), 'nonce');
  assert.equal(await consume({ sig: answer.sig.replace(/^./, (c) => (c === '0' ? '1' : '0')) }), 'signature');
  assert.equal(await consume({ iss: 'https://evil.example' }), 'issuer');
  const arrived = await consumeDiscourse(A, { ...answer, secret: browser });
  assert.ok('arrival' in arrived);
  assert.deepEqual(arrived.arrival.profile, {
    subject: '5',
    email: 'f@example.com',
    isVerified: true,
    name: 'effie',
  });
  assert.equal(arrived.arrival.next, '/x');
  assert.equal(await consume(), 'replayed');
});

test('a nonce that this browser was not given, and an answer without a subject, are refused', async () => {
  const browser = newSecret();
  const invented = await answered(browser, { nonce: 'cb68251eefb5211e58c00ff1395f0c0b' });
  assert.equal(outcomeOf(await consumeDiscourse(A, { ...invented, secret: browser })), 'nonce');
  const nobody = await answered(browser, { external_id: '' });
  assert.equal(outcomeOf(await consumeDiscourse(A, { ...nobody, secret: browser })), 'claims');
  const unsure = await answered(browser, { require_activation: 'true' });
  const arrived = await consumeDiscourse(A, { ...unsure, secret: browser });
  assert.ok('arrival' in arrived && !arrived.arrival.profile.isVerified);
});

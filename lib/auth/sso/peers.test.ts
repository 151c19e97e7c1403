import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { isHonoured, jwks, listKeys, publicKey, rotateKeys, signingKey } from './keys';
import { type PeerInput, warningsOf } from './peer-rules';
import { addPeer, changePeer, listPeers, peerByKey, peerFor, removePeer, secretOf, setSecret } from './peers';
import { seal, unseal } from './seal';
import { peerInput } from './testing/peer-input';

const { owner: sql } = await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';
process.env.SITE_URLS = 'http://b.localhost:8080';
const here = process.env.SITE_URL;

const shop = peerInput('shop', 'https://shop.example', { name: 'Shop', algorithm: 'HS256' });

test('a secret is given once, stands encrypted in the database and in no history, and can be read back', async () => {
  const { secret } = await addPeer(null, shop);
  assert.ok(secret && secret.length >= 32);
  const everything = JSON.stringify([
    await sql`select * from store.peers`,
    await sql`select * from history.entries`,
    await sql`select * from audit_log`,
  ]);
  assert.ok(!everything.includes(secret));
  assert.equal(Buffer.from(secretOf(await peerByKey('shop'))).toString(), secret);
});

test('a sealed secret opens with the same AUTH_SECRET and for the same owner only', () => {
  const sealed = seal('swordfish', 'peer one');
  assert.notEqual(sealed, seal('swordfish', 'peer one'));
  assert.equal(unseal(sealed, 'peer one'), 'swordfish');
  assert.throws(() => unseal(sealed, 'peer two'), { code: 'config' });
  const before = process.env.AUTH_SECRET;
  process.env.AUTH_SECRET = 'another secret of thirty-two characters';
  assert.throws(() => unseal(sealed, 'peer one'), { code: 'config' });
  process.env.AUTH_SECRET = before;
  assert.throws(() => unseal('v1.AAAA', 'peer one'));
});

test('a secret with a space at either end is refused, not tidied', async () => {
  const before = secretOf(await peerByKey('shop'));
  for (const given of [` ${'x'.repeat(40)}`, `${'x'.repeat(40)} `])
    await assert.rejects(setSecret(null, 'shop', given), /neither begins nor ends with a space/);
  assert.deepEqual(secretOf(await peerByKey('shop')), before);
});

test('a secret can be made anew or be the one that the other side made, if that is long enough', async () => {
  const before = secretOf(await peerByKey('shop'));
  const made = await setSecret(null, 'shop');
  assert.notDeepEqual(secretOf(await peerByKey('shop')), before);
  assert.ok(made.length >= 32);
  await setSecret(null, 'shop', 'd836444a9e4084d5b224a60c208dce14');
  assert.equal(Buffer.from(secretOf(await peerByKey('shop'))).toString(), 'd836444a9e4084d5b224a60c208dce14');
  for (const bad of ['short', `${'x'.repeat(40)}\n${'x'.repeat(40)}`, 'x'.repeat(1001)])
    await assert.rejects(setSecret(null, 'shop', bad), { code: 'invalid' });
});

const bad: [string, Partial<PeerInput>][] = [
  ['http where it is not this machine', { origin: 'http://shop.example' }],
  ['an origin with a path', { origin: 'https://shop.example/en' }],
  ['no origin at all', { origin: 'shop.example' }],
  ['a script for an origin', { origin: 'javascript:alert(1)' }],
  ['one of our own domains', { origin: 'http://b.localhost:8080' }],
  ['an endpoint without TLS', { consumeUrl: 'http://shop.example/jwt' }],
  ['a key with a slash', { key: 'a/b' }],
  ['no name', { name: ' ' }],
  ['keys to fetch and a shared secret', { jwksUrl: 'https://other.example/keys' }],
  ['our database and another protocol', { protocol: 'jwt', sharesDatabase: true }],
  ['an address for tokens at a forum', { protocol: 'discourse', consumeUrl: 'https://other.example/x' }],
  ['a forum without a nonce', { protocol: 'discourse', noncePolicy: 'confirm' }],
  ['a place for the token where none goes', { startUrl: 'https://other.example/{token}' }],
  ['places but none for the token', { consumeUrl: 'https://other.example/?to={next}' }],
  ['an address that is far too long', { consumeUrl: `https://other.example/${'x'.repeat(500)}` }],
  ['admins', { defaultRole: 'admin' as 'author' }],
];
for (const [what, changes] of bad)
  test(`a peer is not taken with ${what}`, () =>
    assert.rejects(addPeer(null, { ...shop, key: 'other', origin: 'https://other.example', ...changes }), {
      code: 'invalid',
    }));

test('a setting that gives something away says what, where people come from there', () => {
  const of = (changes: Partial<PeerInput>) => warningsOf({ ...shop, ...changes }).join(' ');
  assert.equal(of({}), '');
  assert.match(of({ noncePolicy: 'confirm' }), /signs them in as somebody else/);
  assert.match(of({ vouchesForAddresses: true }), /Its word is taken for every address/);
  assert.match(of({ provisioning: 'create', defaultRole: 'editor' }), /becomes an editor/);
  assert.equal(of({ provisioning: 'create' }), '');
  assert.equal(of({ direction: 'out', noncePolicy: 'confirm', vouchesForAddresses: true }), '');
});

test('keys and origins are unique among the living', async () => {
  await assert.rejects(addPeer(null, { ...shop, origin: 'https://other.example' }), { code: 'conflict' });
  await assert.rejects(addPeer(null, { ...shop, key: 'other' }), { code: 'conflict' });
});

test('a peer is named by its key or origin; a domain of ours by its host or origin, but not by itself', async () => {
  assert.equal((await peerFor('shop', here))?.origin, 'https://shop.example');
  assert.equal((await peerFor('https://shop.example', here))?.key, 'shop');
  assert.equal((await peerFor('b.localhost:8080', here))?.origin, 'http://b.localhost:8080');
  assert.equal((await peerFor('http://b.localhost:8080', here))?.sharesDatabase, true);
  for (const none of [
    '',
    'nobody',
    here,
    'a.localhost:8080',
    'https://shop.example/',
    'shop\0',
    'x'.repeat(300),
  ])
    assert.equal(await peerFor(none, here), null, none.slice(0, 30));
});

test('a change that needs a secret makes one, and who changed what is kept', async () => {
  await addPeer(null, { ...shop, key: 'forum', origin: 'https://forum.example', algorithm: 'ES256' });
  assert.equal((await peerByKey('forum')).secretSealed, null);
  await assert.rejects(setSecret(null, 'forum'), { code: 'invalid', message: /has no secret/ });
  assert.equal((await changePeer(7, 'forum', { name: 'The forum' })).secret, null);
  assert.ok((await changePeer(7, 'forum', { protocol: 'discourse' })).secret);
  await assert.rejects(changePeer(7, 'forum', { origin: 'http://forum.example' }), { code: 'invalid' });
  await assert.rejects(changePeer(7, 'nobody', { name: 'x' }), { code: 'not_found' });
  const [entry] = await sql`select actor_id, before, after from history.entries
    where table_name = 'peers' and action = 'change' and after ? 'name'`;
  assert.deepEqual({ ...entry }, { actor_id: 7, before: { name: 'Shop' }, after: { name: 'The forum' } });
});

test('the history says that a secret was given, changed or taken, and never which', async () => {
  await setSecret(7, 'shop', 'the secret that stands in no history');
  await sql`update store.peers set secret_sealed = null where key = 'shop'`;
  await setSecret(null, 'shop');
  const entries = await sql`select actor_id, before, after from history.entries
    where table_name = 'peers' and after ? 'secret_sealed' order by id desc limit 3`;
  assert.deepEqual(
    entries.map((entry) => [entry.actor_id, entry.before.secret_sealed, entry.after.secret_sealed]),
    [
      [null, null, 'a secret'],
      [null, 'a secret', null],
      [7, 'a secret', 'another secret'],
    ],
  );
});

test('a deleted peer is nobody, and is still there for who restores it', async () => {
  await removePeer(null, 'forum', 'closed');
  assert.equal(await peerFor('forum', here), null);
  assert.equal(
    (await listPeers()).some(({ key }) => key === 'forum'),
    false,
  );
  const [row] = await sql`select deletion_id from store.peers where key = 'forum'`;
  assert.ok(row!.deletion_id);
});

test('the first use makes one key, also when many ask at once; the private half is encrypted', async () => {
  const kids = await Promise.all(Array.from({ length: 8 }, async () => (await signingKey()).kid));
  assert.equal(new Set(kids).size, 1);
  const rows = await sql`select * from sso_keys`;
  assert.equal(rows.length, 1);
  assert.ok(!rows[0]!.private_sealed.includes('"d"') && rows[0]!.private_sealed.startsWith('v1.'));
  const [shown] = (await jwks()).keys;
  assert.deepEqual(Object.keys(shown!).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
});

test('after a rotation the old key is honoured for as long as its tokens live, and then forgotten', async () => {
  const before = (await signingKey()).kid;
  const { kid, retired } = await rotateKeys();
  assert.equal(retired, before);
  assert.equal((await signingKey()).kid, kid);
  assert.ok(await publicKey(before));
  assert.equal((await jwks()).keys.length, 2);
  await sql`update sso_keys set retired_at = now() - interval '71 seconds' where kid = ${before}`;
  assert.equal(await publicKey(before), null);
  assert.deepEqual((await listKeys()).map(isHonoured), [true, false]);
  await rotateKeys();
  assert.equal(
    (await listKeys()).some((key) => key.kid === before),
    false,
  );
});

test('of two rotations at once one key signs in the end', async () => {
  await Promise.allSettled([rotateKeys(), rotateKeys(), rotateKeys()]);
  const [{ count }] = (await sql`select count(*)::int from sso_keys where retired_at is null`) as [
    { count: number },
  ];
  assert.equal(count, 1);
});

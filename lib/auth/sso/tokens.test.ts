import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { isRefused, type Refusal } from './refusals';
import {
  type Expected,
  isSame,
  issuerOf,
  LIFETIME,
  readSignIn,
  readSignOut,
  SIGN_IN,
  SIGN_OUT,
  sign,
  TOLERANCE,
} from './tokens';

const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const stranger = await generateKeyPair('ES256');
const rsa = await generateKeyPair('RS256');
const secret = randomBytes(32);
const at = new Date('2026-03-01T12:00:00Z');
const seconds = at.getTime() / 1000;
const A = 'https://a.example';
const B = 'https://b.example';

const claims = {
  iss: A,
  aud: B,
  sub: '7',
  jti: 'one',
  iat: seconds,
  exp: seconds + LIFETIME,
  email: 'vera@example.com',
  email_verified: true,
  name: 'Vera Lund',
};
type Changes = Record<string, unknown>;
type Made = { header?: Changes; claims?: Changes; key?: Parameters<SignJWT['sign']>[0] };

/** A token in which everything is right but what is changed; undefined takes a claim away. */
const make = (o: Made = {}) =>
  new SignJWT({ ...claims, ...o.claims })
    .setProtectedHeader({ alg: 'ES256', typ: SIGN_IN, kid: 'k', ...o.header })
    .sign(o.key ?? privateKey);

const es256: Expected = {
  issuer: A,
  audience: B,
  algorithm: 'ES256',
  key: publicKey,
  types: [SIGN_IN],
  at,
};
const hs256: Expected = { ...es256, algorithm: 'HS256', key: secret };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function refusal(token: string, expected: Expected = es256): Promise<Refusal | 'let in'> {
  const answer = await readSignIn(token, expected);
  return isRefused(answer) ? answer.refused : 'let in';
}

test('a token that is right is let in, with its claims', async () => {
  const token = await sign(
    { iss: A, aud: B, sub: '7', jti: 'x', nonce: 'n', sid: 's', email: 'vera@example.com' },
    { algorithm: 'ES256', key: privateKey, kid: 'k', at },
  );
  const read = await readSignIn(token, es256);
  assert.ok(!isRefused(read));
  assert.deepEqual([read.sub, read.nonce, read.sid, read.exp - read.iat], ['7', 'n', 's', 60]);
  assert.equal(await refusal(await make()), 'let in');
  assert.equal(await refusal(await make({ key: secret, header: { alg: 'HS256' } }), hs256), 'let in');
});

// Signed by hand: the library that reads them would not make them.
const unsigned = `${base64({ alg: 'none', typ: SIGN_IN })}.${base64(claims)}.`;
const noneWithSignature = `${base64({ alg: 'none', typ: SIGN_IN })}.${base64(claims)}.${randomBytes(64).toString('base64url')}`;
const pem = Buffer.from(await exportSPKI(publicKey));
function hmac(key: Buffer, header: Changes = {}, body: Changes = claims): string {
  const signed = `${base64({ alg: 'HS256', typ: SIGN_IN, kid: 'k', ...header })}.${base64(body)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
const good = await make();
const [head, body, signature] = good.split('.') as [string, string, string];
const otherSignature = Buffer.from(signature, 'base64url');
otherSignature[10]! ^= 1;

const matrix: [what: string, token: string, refused: Refusal, expected?: Expected][] = [
  ['alg none', unsigned, 'algorithm'],
  ['alg none with something for a signature', noneWithSignature, 'algorithm'],
  ['alg None', `${base64({ alg: 'None', typ: SIGN_IN })}.${base64(claims)}.`, 'algorithm'],
  ['the public key as the secret of HS256', hmac(pem), 'algorithm'],
  ['HS256 from a peer of ES256', hmac(secret), 'algorithm'],
  ['ES256 from a peer of HS256', good, 'algorithm', hs256],
  ['RS256', await make({ key: rsa.privateKey, header: { alg: 'RS256' } }), 'algorithm'],
  ['no typ', await make({ header: { typ: undefined } }), 'type'],
  ['typ JWT', await make({ header: { typ: 'JWT' } }), 'type'],
  ['an access token', await make({ header: { typ: 'at+jwt' } }), 'type'],
  ['a token that ends sessions', await make({ header: { typ: SIGN_OUT } }), 'type'],
  ["a stranger's key", await make({ key: stranger.privateKey }), 'signature'],
  [
    "a stranger's key that it brings along",
    await make({
      key: stranger.privateKey,
      header: { jwk: await exportJWK(stranger.publicKey), jku: 'https://evil.example/jwks.json' },
    }),
    'signature',
  ],
  ['another secret', hmac(randomBytes(32)), 'signature', hs256],
  ['an empty secret', hmac(Buffer.alloc(0)), 'signature', hs256],
  ['a changed signature', [head, body, otherSignature.toString('base64url')].join('.'), 'signature'],
  ['a signature of zeros', [head, body, Buffer.alloc(64).toString('base64url')].join('.'), 'signature'],
  ['a changed claim', [head, base64({ ...claims, sub: '1' }), signature].join('.'), 'signature'],
  ['another issuer', await make({ claims: { iss: 'https://c.example' } }), 'issuer'],
  ['an issuer with a slash more', await make({ claims: { iss: `${A}/` } }), 'issuer'],
  ['another audience', await make({ claims: { aud: 'https://c.example' } }), 'audience'],
  ['an audience with a slash more', await make({ claims: { aud: `${B}/` } }), 'audience'],
  ['an audience that begins like ours', await make({ claims: { aud: `${B}.evil.example` } }), 'audience'],
  ['no audience', await make({ claims: { aud: undefined } }), 'audience'],
  ['several audiences', await make({ claims: { aud: [B, 'https://c.example'] } }), 'claims'],
  ['expired', await make({ claims: { iat: seconds - 71, exp: seconds - 11 } }), 'expired'],
  ['from the future', await make({ claims: { iat: seconds + 11, exp: seconds + 71 } }), 'future'],
  ['not valid yet', await make({ claims: { nbf: seconds + 11 } }), 'future'],
  ['valid for 61 s', await make({ claims: { exp: seconds + 61 } }), 'lifetime'],
  ['valid for a year', await make({ claims: { exp: seconds + 31_536_000 } }), 'lifetime'],
  ['ended before it began', await make({ claims: { iat: seconds + 5, exp: seconds } }), 'lifetime'],
  ['no exp', await make({ claims: { exp: undefined } }), 'claims'],
  ['no iat', await make({ claims: { iat: undefined } }), 'claims'],
  ['no jti', await make({ claims: { jti: undefined } }), 'claims'],
  ['no sub', await make({ claims: { sub: undefined } }), 'claims'],
  ['an empty sub', await make({ claims: { sub: '' } }), 'claims'],
  ['a number for a sub', await make({ claims: { sub: 7 } }), 'claims'],
  ['a text for an exp', await make({ claims: { exp: String(seconds + 60) } }), 'claims'],
  ['a word for email_verified', await make({ claims: { email_verified: 'true' } }), 'claims'],
  ['a sub of 300 characters', await make({ claims: { sub: 'x'.repeat(300) } }), 'claims'],
  ['over-long', await make({ claims: { name: 'x'.repeat(5000) } }), 'too_large'],
  ['nothing', '', 'malformed'],
  ['two dots', '..', 'malformed'],
  ['a sentence', 'this is no token', 'malformed'],
  ['two parts', [head, body].join('.'), 'malformed'],
  ['four parts', `${good}.x`, 'malformed'],
  ['an encrypted one', `${good}.x.y`, 'malformed'],
  ['a header that is no JSON', ['x', body, signature].join('.'), 'malformed'],
  ['a header that is a list', [base64([]), body, signature].join('.'), 'malformed'],
  ['no alg', [base64({ typ: SIGN_IN }), body, signature].join('.'), 'malformed'],
  ['an extension that nobody knows', hmac(secret, { crit: ['x'], x: 1 }), 'malformed', hs256],
  ['claims that are a list', hmac(secret, {}, [] as unknown as Changes), 'malformed', hs256],
];

for (const [what, token, refused, expected] of matrix)
  test(`refused: ${what} (${refused})`, async () => assert.equal(await refusal(token, expected), refused));

test('a token that is cut off anywhere is refused', async () => {
  for (let length = 0; length < good.length; length++)
    assert.notEqual(await refusal(good.slice(0, length)), 'let in', `${length} characters`);
});

test(`clocks may differ by ${TOLERANCE} s and no more`, async () => {
  const late = (by: number) => ({ ...es256, at: new Date(at.getTime() + (LIFETIME + by) * 1000) });
  assert.equal(await refusal(good, late(TOLERANCE - 1)), 'let in');
  assert.equal(await refusal(good, late(TOLERANCE)), 'expired');
  const early = (by: number) => ({ ...es256, at: new Date(at.getTime() - by * 1000) });
  assert.equal(await refusal(good, early(TOLERANCE)), 'let in');
  assert.equal(await refusal(good, early(TOLERANCE + 1)), 'future');
});

test('the issuer is read without trust, and nothing that is no token has one', async () => {
  assert.deepEqual(issuerOf(good), { issuer: A, kid: 'k' });
  for (const none of ['', '..', 'a.b.c', '{}', `${'x'.repeat(5000)}.y.z`, `${base64({})}.${base64([])}.`])
    assert.ok(isRefused(issuerOf(none)), none.slice(0, 20));
  assert.deepEqual(issuerOf(`${head}.${base64({ iss: 7 })}.`), { refused: 'issuer', detail: undefined });
});

test('a token that ends sessions names whom or which, has no nonce, and is of its own type', async () => {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const end = (changes: Changes, header: Changes = {}) =>
    make({ claims: { name: undefined, events, ...changes }, header: { typ: SIGN_OUT, ...header } });
  const refusedFor = async (token: string) => {
    const answer = await readSignOut(token, es256);
    return isRefused(answer) ? answer.refused : 'let in';
  };
  assert.equal(await refusedFor(await end({})), 'let in');
  assert.equal(await refusedFor(await end({ sub: undefined, sid: 's' })), 'let in');
  assert.equal(await refusedFor(await end({ sub: undefined })), 'claims');
  assert.equal(await refusedFor(await end({ nonce: 'n' })), 'claims');
  assert.equal(await refusedFor(await end({ events: undefined })), 'claims');
  assert.equal(await refusedFor(await end({ events: { other: {} } })), 'claims');
  assert.equal(await refusedFor(await end({}, { typ: SIGN_IN })), 'type');
});

test('texts are the same when every character is', () => {
  assert.ok(isSame('abc', 'abc'));
  assert.ok(!isSame('abc', 'abd'));
  assert.ok(!isSame('abc', 'ab'));
  assert.ok(!isSame('', 'a'));
});

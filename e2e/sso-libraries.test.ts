import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import { payload, verified } from '@/lib/auth/sso/discourse';
import { isRefused } from '@/lib/auth/sso/refusals';
import { readSignIn, sign } from '@/lib/auth/sso/tokens';
import { ensureServers } from '@/lib/machine/apt';
import { requireProgram } from '@/lib/machine/programs';

/**
 * Tokens between this and other people's libraries, both ways: what we sign they verify, what they sign we read, and what
 * we would refuse they refuse too.
 */
const run = promisify(execFile);
const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const secret = 'd836444a9e4084d5b224a60c208dce14';
const [pem, publicPem] = [await exportPKCS8(privateKey), await exportSPKI(publicKey)];
const iss = 'https://a.example';
const aud = 'https://b.example';
const name = 'Vera Lund, Zürich';
const at = new Date();

type Algorithm = 'ES256' | 'HS256';
const ours = (algorithm: Algorithm, changes: { aud?: string } = {}, by = at) =>
  sign(
    { iss, aud, sub: '7', jti: randomUUID(), name, email: 'vera@example.com', ...changes },
    { algorithm, key: algorithm === 'ES256' ? privateKey : Buffer.from(secret), kid: 'k', at: by },
  );

async function read(algorithm: Algorithm, token: string): Promise<string> {
  const key = algorithm === 'ES256' ? publicKey : Buffer.from(secret);
  const types = ['', 'jwt', 'sso+jwt'];
  const claims = await readSignIn(token, {
    issuer: iss,
    audience: aud,
    algorithm,
    key,
    types,
    at: new Date(),
  });
  return isRefused(claims) ? claims.refused : `${claims.sub} ${claims.name}`;
}

/** A library as a function: "verify" gives sub and name, or throws; "sign" gives a token. */
type Ask = { task: 'verify' | 'sign'; algorithm: Algorithm; key: string; token: string; claims: string };
type Library = (ask: Ask) => Promise<string>;

const python = `
import json, sys, jwt
a = json.load(sys.stdin)
if a["task"] == "sign":
    print(jwt.encode(json.loads(a["claims"]), a["key"], a["algorithm"], headers={"typ": "sso+jwt", "kid": "k"}))
else:
    c = jwt.decode(a["token"], a["key"], [a["algorithm"]], audience="${aud}", issuer="${iss}", leeway=10,
                   options={"require": ["exp", "iat", "jti", "sub"]})
    print(c["sub"], c["name"])
`;
const ruby = `
require 'json'; require 'jwt'
a = JSON.parse(STDIN.read)
key = a['algorithm'] == 'ES256' ? OpenSSL::PKey.read(a['key']) : a['key']
if a['task'] == 'sign'
  puts JWT.encode(JSON.parse(a['claims']), key, a['algorithm'], { typ: 'sso+jwt', kid: 'k' })
else
  c, = JWT.decode(a['token'], key, true, algorithm: a['algorithm'], iss: '${iss}', verify_iss: true, aud: '${aud}',
    verify_aud: true, verify_iat: true, leeway: 10, required_claims: %w[exp iat jti sub])
  puts c['sub'] + ' ' + c['name']
end
`;
const perl = `
use strict; use warnings; use JSON::PP; use Crypt::JWT qw(decode_jwt encode_jwt);
local $/; my $a = decode_json(<STDIN>);
my $key = $a->{algorithm} eq 'ES256' ? \\$a->{key} : $a->{key};
if ($a->{task} eq 'sign') {
  print encode_jwt(payload => JSON::PP->new->decode($a->{claims}), key => $key, alg => $a->{algorithm},
    extra_headers => { typ => 'sso+jwt', kid => 'k' });
} else {
  my $c = decode_jwt(token => $a->{token}, key => $key, accepted_alg => $a->{algorithm}, leeway => 10, verify_exp => 1,
    verify_iss => sub { $_[0] eq '${iss}' }, verify_aud => sub { $_[0] eq '${aud}' });
  my $line = "$c->{sub} $c->{name}"; utf8::encode($line); print $line;
}
`;

const program =
  (path: () => string, args: string[]): Library =>
  async (ask) => {
    const child = run(path(), args);
    child.child.stdin!.end(JSON.stringify(ask));
    return (await child).stdout.trim();
  };

const libraries: Record<string, Library> = {
  jsonwebtoken: async ({ task, algorithm, key, token, claims }) => {
    if (task === 'sign')
      return jsonwebtoken.sign(JSON.parse(claims) as object, key, {
        algorithm,
        header: { alg: algorithm, typ: 'sso+jwt', kid: 'k' },
      });
    const options = { algorithms: [algorithm], issuer: iss, audience: aud, clockTolerance: 10 };
    const found = jsonwebtoken.verify(token, key, options) as jsonwebtoken.JwtPayload;
    return `${found.sub} ${found.name as string}`;
  },
  // Debian's own: whoever has another python3 first in PATH has not its libraries.
  PyJWT: program(() => '/usr/bin/python3', ['-c', python]),
  'ruby-jwt': program(() => requireProgram('ruby'), ['-e', ruby]),
  'Crypt::JWT': program(() => '/usr/bin/perl', ['-e', perl]),
};

before(() => ensureServers(['pyjwt', 'ruby-jwt', 'crypt-jwt'], (line) => console.error(line)), {
  timeout: 600_000,
});

for (const [library, ask] of Object.entries(libraries))
  for (const algorithm of ['ES256', 'HS256'] as const) {
    const keys =
      algorithm === 'ES256' ? { private: pem, public: publicPem } : { private: secret, public: secret };
    const verify = (token: string) => ask({ task: 'verify', algorithm, key: keys.public, token, claims: '' });
    const make = (changes: object = {}) => {
      const iat = Math.floor(Date.now() / 1000);
      const claims = { iss, aud, sub: '7', iat, exp: iat + 60, jti: randomUUID(), name, ...changes };
      return ask({ task: 'sign', algorithm, key: keys.private, token: '', claims: JSON.stringify(claims) });
    };

    test(`${library} reads our ${algorithm} tokens and refuses what is wrong with them`, async () => {
      assert.equal(await verify(await ours(algorithm)), `7 ${name}`);
      const good = await ours(algorithm);
      await assert.rejects(verify(await ours(algorithm, { aud: 'https://c.example' })));
      await assert.rejects(verify(await ours(algorithm, {}, new Date(Date.now() - 80_000))));
      await assert.rejects(verify(good.slice(0, -5)));
      const [head, , signature] = good.split('.') as [string, string, string];
      const body = Buffer.from(JSON.stringify({ iss, aud, sub: '1' })).toString('base64url');
      await assert.rejects(verify([head, body, signature].join('.')));
    });

    test(`we read ${algorithm} tokens of ${library} and refuse what is wrong with them`, async () => {
      assert.equal(await read(algorithm, await make()), `7 ${name}`);
      assert.equal(await read(algorithm, await make({ aud: 'https://c.example' })), 'audience');
      assert.equal(await read(algorithm, await make({ iss: 'https://c.example' })), 'issuer');
      const other = algorithm === 'ES256' ? 'HS256' : 'ES256';
      assert.equal(await read(other, await make()), 'algorithm');
    });
  }

type DiscourseSso = new (
  secret: string,
) => {
  validate(payload: string, sig: string): boolean;
  getNonce(payload: string): string;
  buildLoginString(params: Record<string, string>): string;
};

test('discourse-sso and we read what the other has signed', () => {
  const Library = createRequire(import.meta.url)('discourse-sso') as DiscourseSso;
  const theirs = new Library(secret);
  const question = payload(
    { nonce: 'n+/=', return_sso_url: 'https://forum.example/session/sso_login' },
    Buffer.from(secret),
  );
  assert.ok(theirs.validate(question.sso, question.sig));
  assert.ok(!theirs.validate(question.sso, question.sig.replace(/^./, 'z')));
  assert.equal(theirs.getNonce(question.sso), 'n+/=');
  const answer = new URLSearchParams(
    theirs.buildLoginString({ nonce: 'n+/=', external_id: '7', email: 'vera+x@example.com', name }),
  );
  const values = verified(answer.get('sso')!, answer.get('sig')!, Buffer.from(secret));
  assert.ok(values instanceof URLSearchParams);
  assert.deepEqual(Object.fromEntries(values), {
    nonce: 'n+/=',
    external_id: '7',
    email: 'vera+x@example.com',
    name,
  });
});

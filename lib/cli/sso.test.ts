import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { peerByKey, secretOf } from '@/lib/auth/sso/peers';
import { foreignSite } from '@/lib/auth/sso/testing/foreign-site';
import { testDatabase } from '@/lib/db/test-database';

await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';
const program = fileURLToPath(new URL('./presskit.ts', import.meta.url));
let other: Awaited<ReturnType<typeof foreignSite>>;
before(async () => {
  other = await foreignSite();
});

function presskit(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', program, 'sso', ...args], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out: out.trim(), err }),
    );
  });
}
const json = async (...args: string[]) =>
  JSON.parse((await presskit(...args, '--json')).out) as Record<string, unknown>;

test('a peer is added, its secret printed this once, changed, tested and removed', async () => {
  const { code, out } = await presskit(
    'add',
    'shop',
    other.origin,
    '--algorithm',
    'HS256',
    '--name',
    'The shop',
  );
  assert.equal(code, 0);
  const secret = out.split('\n')[1]!;
  assert.equal(Buffer.from(secretOf(await peerByKey('shop'))).toString(), secret);
  const { peers } = await json('peers');
  assert.ok(!JSON.stringify(peers).includes(secret) && JSON.stringify(peers).includes('"hasSecret":true'));
  assert.equal((await presskit('set', 'shop', '--enabled', 'no')).code, 0);
  const off = await presskit('test', 'shop');
  assert.equal(off.code, 1);
  assert.match(off.out, /WRONG {2}It is switched off/);
  assert.equal((await presskit('remove', 'shop')).code, 0);
  assert.deepEqual(await json('peers'), { peers: [] });
});

test('what works with a peer and what does not is said in words', async () => {
  await presskit('add', 'b', other.origin);
  const found = await presskit('test', 'b');
  assert.match(found.out, /good {3}Its keys can be read: first\./);
  assert.match(found.out, /WRONG {2}.*\/api\/sso\/start.* answers 404/);
  await presskit('set', 'b', '--jwks-url', `${other.origin}/nothing`);
  assert.match(
    (await presskit('test', 'b')).out,
    /WRONG {2}Its keys should be at .*\/nothing, which answers 404/,
  );
});

test('keys are made and rotated', async () => {
  assert.equal((await json('rotate')).retired, null);
  const { kid, retired } = await json('rotate');
  const { out } = await presskit('keys');
  assert.match(out, new RegExp(`${kid as string}  signs`));
  assert.match(out, new RegExp(`${retired as string}  is honoured`));
});

test('what is wrong is said, with the exit status for it', async () => {
  assert.equal((await presskit('dance')).code, 2);
  assert.equal((await presskit('set', 'nobody', '--enabled', 'no')).code, 1);
  const admin = await presskit('add', 'x', 'https://x.example', '--default-role', 'admin');
  assert.equal(admin.code, 2);
  assert.match((await presskit('add', 'x', 'http://x.example')).err, /https:\/\//);
});

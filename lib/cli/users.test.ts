import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { resetPassword } from '@/lib/auth/password-change';
import { isPasswordOf } from '@/lib/auth/passwords';
import { openSession, sessionOf } from '@/lib/auth/sessions';
import { userByEmail } from '@/lib/auth/users';
import { testDatabase } from '@/lib/db/test-database';
import { presskit, root } from '@/lib/machine/root';

const { url } = await testDatabase();
const SITE_URL = 'https://press.example';

type Run = { code: number | null; out: string; err: string };

function users(args: string[], input = '', env: Record<string, string> = {}): Promise<Run> {
  const { PATH } = process.env;
  const child = spawn(process.execPath, presskit('users', ...args), {
    cwd: root,
    env: { NODE_ENV: 'test', PATH, DATABASE_URL: url, SITE_URL, ...env },
  });
  const result: Run = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => (result.out += chunk));
  child.stderr.on('data', (chunk) => (result.err += chunk));
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...result, code })));
}

test('the first administrator is made here, with a password that nobody sees', async () => {
  assert.match((await users(['list'])).out, /nobody yet/);
  const made = await users(
    ['add', 'ada@example.com', '--name', 'Ada', '--role', 'admin', '--password-stdin'],
    'grey ferry at noon\n',
  );
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /^ada@example\.com \(\d+\) is a new admin$/m);
  const user = await userByEmail('ada@example.com');
  assert.equal(user?.role, 'admin');
  assert.ok(user?.emailVerifiedAt);
  assert.ok(await isPasswordOf(user!.id, 'grey ferry at noon'));
  const { out } = await users(['--json']);
  const [listed] = (JSON.parse(out) as { users: Record<string, unknown>[] }).users;
  assert.equal(listed?.email, 'ada@example.com');
  assert.doesNotMatch(out, /argon2|grey ferry/);
});

test('without a password, a link to choose one is printed; it works once', async () => {
  const { out } = await users(['add', 'vera@example.com', '--name', 'Vera', '--json']);
  const { link } = JSON.parse(out) as { link: string };
  assert.match(link, /^https:\/\/press\.example\/sign-in\/password\?token=[\w-]{43}$/);
  const token = new URL(link).searchParams.get('token')!;
  const user = await resetPassword(token, 'a green lighthouse');
  assert.equal(user.email, 'vera@example.com');
  await assert.rejects(resetPassword(token, 'another lighthouse'));
});

test('another password ends the sessions of the account', async () => {
  const user = (await userByEmail('vera@example.com'))!;
  const { token } = await openSession(user.id, { method: 'password' });
  const run = await users(['password', 'VERA@example.com', '--password-stdin'], 'a blue lighthouse\n');
  assert.equal(run.code, 0, run.err);
  assert.equal(await sessionOf(token), null);
  assert.ok(await isPasswordOf(user.id, 'a blue lighthouse'));
});

test('what cannot be done is said, and nothing is changed', async () => {
  const cases: [args: string[], input: string, code: number, sentence: RegExp][] = [
    [['add', 'vera@example.com', '--name', 'Other'], '', 1, /is taken/],
    [['add', 'x@example.com', '--name', 'X', '--password-stdin'], 'short\n', 1, /too short/],
    [['add', 'x@example.com', '--name', 'X', '--password-stdin'], '', 2, /held no password/],
    [['add', 'x@example.com'], '', 2, /--name/],
    [['add', 'nonsense', '--name', 'X'], '', 1, /not an e-mail address/],
    [['add'], '', 2, /whose\?/],
    [['password', 'nobody@example.com'], '', 1, /there is no account/],
    [['remove', 'vera@example.com'], '', 2, /none of list, add and password/],
    [['add', 'x@example.com', '--name', 'X', '--mail'], '', 1, /sends no mail/],
  ];
  for (const [args, input, code, sentence] of cases) {
    const run = await users(args, input);
    assert.equal(run.code, code, args.join(' '));
    assert.match(run.err, sentence);
  }
  assert.equal(await userByEmail('x@example.com'), null);
});

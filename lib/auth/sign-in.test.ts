import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { limits, networkOf } from './limits';
import { mailedToken } from './mailed-tokens';
import { mailPasswordReset } from './password-change';
import { setPassword } from './passwords';
import { mailSignInLink, signInWithLink, signInWithPassword } from './sign-in';
import { mailSignUp } from './sign-up';
import { Outbox } from './testing/outbox';
import { createUser, type User, userById } from './users';

const { owner: sql, dir: data } = await testDatabase();
const dir = mkdtempSync(join(tmpdir(), 'presskit-clock-'));
const clock = join(dir, 'clock');
const start = Date.parse('2026-03-01T12:00:00Z');
const at = (minutes: number) => writeFileSync(clock, new Date(start + minutes * 60_000).toISOString());
Object.assign(process.env, {
  SITE_URL: 'https://press.example',
  MAIL_DIR: join(data, 'mails'),
  MAIL_FROM: 'press@press.example',
  CLOCK_FILE: clock,
});
after(() => {
  delete process.env.CLOCK_FILE;
  rmSync(dir, { recursive: true });
});

const outbox = new Outbox(sql);
const password = 'grey ferry at noon';
let n = 0;
let vera: User;
beforeEach(async () => {
  at(0);
  n++;
  await sql`truncate rate_limits`;
  await outbox.take();
  vera = await createUser({ email: `vera${n}@example.com`, name: 'Vera', isVerified: true });
  await setPassword(vera.id, password);
});

const from = (address: string, email = vera.email, tried = 'wrong') =>
  signInWithPassword({ email, password: tried, address });
const outcome = (result: Awaited<ReturnType<typeof from>>) => ('user' in result ? 'in' : result.refused);

test('the right password signs in, in whatever case the address is typed', async () => {
  const result = await from('192.0.2.1', ` ${vera.email.toUpperCase()}`, password);
  assert.deepEqual('user' in result && result.user, vera);
  const [stored] = await sql`select hash from passwords where user_id = ${vera.id}`;
  assert.match(stored!.hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('a wrong password, an unknown address and a person without a password are answered alike', async () => {
  const bare = await createUser({ email: `bare${n}@example.com`, name: 'Bare', isVerified: true });
  const answers = [
    await from('192.0.2.1'),
    await from('192.0.2.1', 'nobody@example.com'),
    await from('192.0.2.1', bare.email),
  ];
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.equal(outcome(answers[0]!), 'wrong');
});

test('they take the same time, too', async () => {
  const time = async (email: string) => {
    const began = process.hrtime.bigint();
    await from(`192.0.2.${Math.floor(Math.random() * 200)}`, email);
    return Number(process.hrtime.bigint() - began) / 1e6;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  await time('warm@example.com');
  for (let i = 0; i < 15; i++) {
    await sql`truncate rate_limits`;
    known.push(await time(vera.email));
    unknown.push(await time(`nobody${i}@example.com`));
  }
  const median = (all: number[]) => all.sort((a, b) => a - b)[7]!;
  // The work of the hash is there for both; without it, one would be ten times the other.
  const ratio = median(known) / median(unknown);
  assert.ok(ratio > 0.5 && ratio < 2, `known ${median(known)} ms, unknown ${median(unknown)} ms`);
});

test('a deactivated person is told what a stranger is told', async () => {
  await sql`update users set deactivated_at = now() where id = ${vera.id}`;
  assert.equal(outcome(await from('192.0.2.1', vera.email, password)), 'wrong');
});

test('somebody who tries many passwords is stopped where they are, and keeps nobody else out', async () => {
  for (let i = 0; i < limits.signInPair.tries; i++) assert.equal(outcome(await from('192.0.2.1')), 'wrong');
  assert.equal(outcome(await from('192.0.2.1', vera.email, password)), 'wait', 'even with the right one');
  assert.equal(outcome(await from('198.51.100.1', vera.email, password)), 'in', 'from elsewhere');
  at(16);
  assert.equal(outcome(await from('192.0.2.1', vera.email, password)), 'in', 'after a while');
});

test('a success begins anew: a person who mistypes now and then never waits', async () => {
  for (let i = 0; i < 20; i++) {
    assert.equal(outcome(await from('192.0.2.1')), 'wrong');
    assert.equal(outcome(await from('192.0.2.1', vera.email, password)), 'in');
  }
});

test('one address that tries many accounts is stopped for all of them', async () => {
  for (let i = 0; i < limits.signInFrom.tries; i++)
    assert.equal(outcome(await from('192.0.2.1', `x${i}@example.com`)), 'wrong');
  assert.equal(outcome(await from('192.0.2.1', 'another@example.com')), 'wait');
});

test('an attack on one account from everywhere asks for the way by mail, and that way is open', async () => {
  for (let i = 0; i < limits.signInAccount.tries; i++) await from(`198.51.${i}.1`);
  const refused = await from('192.0.2.1', vera.email, password);
  assert.equal(outcome(refused), 'mail', 'not even the right password, which may have been found');
  for (let i = 0; i < limits.signInAccount.tries; i++) await from(`198.51.${i}.1`, 'nobody@example.com');
  assert.deepEqual(await from('192.0.2.1', 'nobody@example.com'), refused, 'the same for nobody');
  await mailSignInLink(vera.email, '/author');
  assert.equal((await signInWithLink(await outbox.token(vera.email))).user.id, vera.id);
});

test('without mail there is no other way, so an attack on an account does not close this one', async () => {
  const { MAIL_DIR } = process.env;
  delete process.env.MAIL_DIR;
  for (let i = 0; i < limits.signInAccount.tries; i++) await from(`198.51.${i}.1`);
  assert.equal(outcome(await from('192.0.2.1', vera.email, password)), 'in');
  process.env.MAIL_DIR = MAIL_DIR;
});

test('whoever has an IPv6 network has all of its addresses', () => {
  assert.equal(networkOf('2001:db8:1:2:aaaa::1'), '2001:db8:1:2::/64');
  assert.equal(networkOf('2001:0db8:0001:0002:ffff:ffff:ffff:ffff'), '2001:db8:1:2::/64');
  assert.equal(networkOf('2001:db8::1'), '2001:db8:0:0::/64');
  assert.equal(networkOf('::1'), '0:0:0:0::/64');
  assert.equal(networkOf('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(networkOf('192.0.2.1'), '192.0.2.1');
  assert.equal(networkOf('unknown'), 'unknown');
});

test('a link signs in once, within its time, and confirms the address', async () => {
  await sql`update users set email_verified_at = null where id = ${vera.id}`;
  await mailSignInLink(vera.email, '/author/releases/7');
  const token = await outbox.token(vera.email);
  const [first, second] = await Promise.allSettled([signInWithLink(token), signInWithLink(token)]);
  assert.deepEqual([first.status, second.status].sort(), ['fulfilled', 'rejected']);
  assert.ok((await userById(vera.id))?.emailVerifiedAt);

  await mailSignInLink(vera.email, '');
  const late = await outbox.token(vera.email);
  at(15.1);
  await assert.rejects(signInWithLink(late), notFound);
});

test('a link leads to the domain that it was asked for at, if that is one of ours', async () => {
  process.env.SITE_URLS = 'https://news.example';
  try {
    const linkAt = async (site?: string) => {
      await mailSignInLink(vera.email, '', site);
      const [mail] = await outbox.take();
      return [/https:\/\/[^/\s]+(?=\/sign-in\/link)/.exec(mail!.text)?.[0], mail!.subject];
    };
    const main = ['https://press.example', 'Sign in to press.example'];
    assert.deepEqual(await linkAt('https://news.example'), [
      'https://news.example',
      'Sign in to news.example',
    ]);
    assert.deepEqual(await linkAt('https://evil.example'), main);
    assert.deepEqual(await linkAt(), main);
  } finally {
    delete process.env.SITE_URLS;
  }
});

test('a link to an address that is no longer the account’s is worth nothing', async () => {
  await mailSignInLink(vera.email, '');
  const token = await outbox.token(vera.email);
  await sql`update users set email = ${`moved${n}@example.com`} where id = ${vera.id}`;
  await assert.rejects(signInWithLink(token), notFound);
});

test('nobody is mailed who has no account, and nobody is flooded', async () => {
  await mailSignInLink('nobody@example.com', '');
  assert.deepEqual(await outbox.take(), []);
  for (let i = 0; i < 20; i++) await mailSignInLink(vera.email, '');
  assert.equal((await outbox.take()).length, limits.mailSignIn.tries);
});

test('who asks for many mails in another’s name keeps them out of nothing: a link that works is always there', async () => {
  process.env.SIGN_UP = 'open';
  const links = { sign_in: [] as string[], reset_password: [] as string[] };
  for (let minute = 0; minute <= 90; minute++) {
    at(minute);
    // The attacker is first in every minute, and uses up what there is.
    for (let i = 0; i < 6; i++) {
      await mailSignUp({ email: vera.email, name: 'Mallory', next: '' });
      await mailSignInLink(vera.email, '');
      await mailPasswordReset(vera.email);
    }
    await mailSignInLink(vera.email.toUpperCase(), '');
    await mailPasswordReset(vera.email);
    for (const { text } of await outbox.take()) {
      const [, path, token] = /\/sign-in\/(link|password)\?token=([\w-]+)/.exec(text) ?? [];
      if (token) links[path === 'link' ? 'sign_in' : 'reset_password'].push(token);
    }
    for (const purpose of ['sign_in', 'reset_password'] as const) {
      const newest = await mailedToken(links[purpose].at(-1) ?? '', purpose);
      assert.equal(newest?.userId, vera.id, `minute ${minute}, ${purpose}`);
    }
  }
  assert.ok(links.sign_in.length + links.reset_password.length < 60, 'and yet the mailbox is not flooded');
});

test('what is tried is counted under no name: no address of a stranger is kept', async () => {
  await from('192.0.2.1', 'stranger@example.com');
  await mailSignInLink('stranger@example.com', '');
  const rows = await sql`select key from rate_limits`;
  assert.ok(rows.length >= 3);
  assert.doesNotMatch(JSON.stringify(rows), /stranger/);
});

const notFound = (error: unknown) => error instanceof PresskitError && error.code === 'not_found';

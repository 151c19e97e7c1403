import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { root } from '@/lib/machine/root';
import { connect, connectionOf } from './connecting';
import { identitiesOf, unlink } from './identities';
import { type Arrival, arrivalOf, providers } from './oauth-requests';
import { sessionOf } from './sessions';
import { startOidcServer } from './testing/oidc-server';
import { createUser, userById } from './users';

const { owner: sql } = await testDatabase();
const oidc = await startOidcServer();
after(() => oidc.close());
Object.assign(process.env, {
  SITE_URL: 'http://press.example',
  AUTH_SECRET: 'x'.repeat(40),
  SIGN_UP: 'open',
  OIDC_ISSUER: oidc.issuer,
  OIDC_CLIENT_ID: oidc.clientId,
  OIDC_CLIENT_SECRET: oidc.clientSecret,
  OIDC_NAME: 'Example',
});

let n = 0;
beforeEach(() => {
  n++;
  oidc.fault = 'none';
  oidc.person = {
    sub: `subject-of-person-${n}`,
    email: `p${n}@example.com`,
    email_verified: true,
    name: 'Pia',
  };
  process.env.SIGN_UP = 'open';
});

const about = { userAgent: 'Firefox', address: '192.0.2.1' };
const pair = (cookies: string[]) => cookies.map((cookie) => cookie.split(';')[0]).join('; ');

/** The way of a browser: to the provider, and back with what that answers. */
async function way(
  o: { change?: (back: URL) => void; cookie?: string; next?: string } = {},
): Promise<Arrival> {
  const begun = await arrivalOf(
    new Request('http://localhost:3000/api/auth/signin/oidc', { method: 'POST' }),
    {
      id: 'oidc',
      next: o.next ?? '/author',
      about,
    },
  );
  if ('denied' in begun) return begun;
  assert.ok(begun.location.startsWith(`${oidc.issuer}/authorize?`), begun.location);
  const answer = await fetch(begun.location, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location')!);
  assert.equal(`${back.origin}${back.pathname}`, 'http://press.example/api/auth/callback/oidc');
  o.change?.(back);
  // As Next gives it to a route handler: with an origin that is nobody's.
  const request = new Request(`http://localhost:3000${back.pathname}${back.search}`, {
    headers: { cookie: o.cookie ?? pair(begun.cookies) },
  });
  return arrivalOf(request, { id: 'oidc', next: '', about });
}

async function signedIn(arrival: Arrival) {
  assert.ok('token' in arrival, JSON.stringify(arrival));
  const session = await sessionOf(arrival.token);
  assert.equal(session?.method, 'oauth:oidc');
  return session!.user;
}

test('somebody new gets an account, and the same one the next time, whatever their address is by then', async () => {
  const user = await signedIn(await way());
  assert.equal(user.email, oidc.person.email);
  assert.equal(user.name, 'Pia');
  assert.ok(user.emailVerifiedAt);
  oidc.person = { ...oidc.person, email: 'moved@example.com', email_verified: false };
  assert.equal((await signedIn(await way())).id, user.id);
  assert.deepEqual(
    (await identitiesOf(user.id)).map(({ provider }) => provider),
    ['oidc'],
  );
});

test('a name that another issuer gave to somebody else is not theirs', async () => {
  const { id } = await createUser({ email: 'elsewhere@example.com', name: 'Somebody', isVerified: true });
  const { sub } = oidc.person;
  await sql`insert into identities (provider, subject, user_id) values
    ('oidc', ${`https://before.example ${sub}`}, ${id}), ('oidc', ${`${sub}`}, ${id})`;
  assert.notEqual((await signedIn(await way())).id, id);
});

test('the way leads back to where it began, and only within the site', async () => {
  const within = await way({ next: '/account?tab=1' });
  assert.equal('location' in within && within.location, '/account?tab=1');
  const outside = await way({ next: 'https://evil.example/x' });
  assert.ok('location' in outside && outside.location.startsWith('/') && !outside.location.includes('evil'));
});

test('the token is ours: stored as a hash, and in none of the cookies that are passed on', async () => {
  const arrival = await way();
  assert.ok('token' in arrival);
  assert.ok(!arrival.cookies.join().includes(arrival.token));
  assert.ok(!arrival.cookies.join().includes('presskit'));
  const [row] = await sql`select * from sessions order by id desc limit 1`;
  assert.ok(!JSON.stringify(row).includes(arrival.token));
});

test('an account with the same address is linked if both sides know the address, and else not', async () => {
  const email = oidc.person.email!;
  const { id } = await createUser({ email: email.toUpperCase(), name: 'Here', isVerified: false });
  assert.deepEqual(await way(), { denied: 'not_linked' });
  await sql`update users set email_verified_at = now() where id = ${id}`;
  for (const not of [false, undefined, null, 'false', 0, 1, 'yes', {}]) {
    oidc.person.email_verified = not;
    assert.deepEqual(await way(), { denied: 'unverified' }, JSON.stringify(not));
  }
  assert.deepEqual(await identitiesOf(id), []);
  oidc.person.email_verified = true;
  assert.equal((await signedIn(await way())).id, id);
  await unlink(id, 'oidc');
  assert.deepEqual(await identitiesOf(id), []);
});

test('who has rights on the whole site is not known by an address, until they have connected the two accounts', async () => {
  const email = oidc.person.email!;
  const user = await createUser({ email, name: 'Here', isVerified: true });
  const other = await createUser({ email: `other${n}@example.com`, name: 'Other', isVerified: true });
  for (const role of ['admin', 'editor', 'auditor']) {
    await sql`update users set role = ${role} where id = ${user.id}`;
    const arrival = await way();
    assert.ok('connection' in arrival, role);
    assert.equal(arrival.denied, 'connect');
    assert.ok(!arrival.connection.includes(oidc.person.sub), 'it is sealed');
  }
  assert.deepEqual(await identitiesOf(user.id), []);
  const arrival = await way();
  assert.ok('connection' in arrival);
  const connection = connectionOf(arrival.connection)!;
  assert.equal(connection.email, email);
  for (const forged of ['', 'v1.x', `v1.${'A'.repeat(80)}`, arrival.connection.replace(/.$/, '!')])
    assert.equal(connectionOf(forged), null, forged);
  await assert.rejects(connect(other, connection), /you are signed in here as other/);
  await connect(user, connection);
  assert.equal((await signedIn(await way())).id, user.id);
  await assert.rejects(connect({ ...other, email }, connection), /connected with another one/);
});

test('an address that only looks like an account’s, letter by letter, leads to nobody’s account', async () => {
  const { id } = await createUser({ email: `kim${n}@example.com`, name: 'Kim', isVerified: true });
  // PostgreSQL finds Kim by them: their small letters are k and i. A mail server may have other people there.
  for (const email of [`\u212aim${n}@example.com`, `k\u0130m${n}@example.com`]) {
    oidc.person = { sub: email, email, email_verified: true, name: 'Mallory' };
    assert.deepEqual(await way(), { denied: 'not_linked' }, email);
  }
  assert.deepEqual(await identitiesOf(id), []);
});

test('somebody without an address is not let in', async () => {
  oidc.person = { sub: 'anonymous', email_verified: true };
  assert.deepEqual(await way(), { denied: 'unverified' });
});

test('nobody new comes in where sign-up is not open; who has an account does', async () => {
  process.env.SIGN_UP = 'invited';
  assert.deepEqual(await way(), { denied: 'invited' });
  process.env.SIGN_UP = 'closed';
  assert.deepEqual(await way(), { denied: 'closed' });
  const { id } = await createUser({ email: oidc.person.email!, name: 'Here', isVerified: true });
  assert.equal((await signedIn(await way())).id, id);
});

test('a deactivated person does not come back through the provider', async () => {
  const { id } = await signedIn(await way());
  await sql`update users set deactivated_at = now() where id = ${id}`;
  assert.deepEqual(await way(), { denied: 'inactive' });
  await sql`update users set deactivated_at = null where id = ${id}`;
  assert.equal((await signedIn(await way())).id, id);
  assert.ok(await userById(id));
});

test('a forged or stolen answer signs nobody in', async () => {
  const before = await sql`select count(*)::int as n from sessions`;
  const faults = ['wrong nonce', 'wrong audience', 'down'] as const;
  for (const fault of faults) {
    oidc.fault = fault;
    assert.deepEqual(await way(), { denied: 'failed' }, fault);
  }
  oidc.fault = 'none';
  const forged: [string, Parameters<typeof way>[0]][] = [
    ['another state', { change: (back) => back.searchParams.set('state', 'x') }],
    ['no state', { change: (back) => back.searchParams.delete('state') }],
    ['another code', { change: (back) => back.searchParams.set('code', 'x') }],
    ['another browser', { cookie: '' }],
  ];
  for (const [name, change] of forged) {
    const arrival = await way(change);
    assert.ok('denied' in arrival, name);
  }
  oidc.fault = 'cancel';
  assert.deepEqual(await way(), { denied: 'cancelled' });
  assert.deepEqual([...(await sql`select count(*)::int as n from sessions`)], [...before]);
});

test('a wrong configuration signs nobody in', async () => {
  process.env.OIDC_ISSUER = 'http://127.0.0.1:59999';
  assert.deepEqual(await way(), { denied: 'failed' });
  process.env.OIDC_CLIENT_SECRET = '';
  await assert.rejects(way(), (error) => error instanceof PresskitError && error.code === 'config');
  process.env.OIDC_ISSUER = oidc.issuer;
  process.env.OIDC_CLIENT_SECRET = oidc.clientSecret;
  assert.deepEqual(providers(), [{ id: 'oidc', name: 'Example' }]);
});

test('@auth/core is imported in one place', () => {
  const files = ['lib', 'app'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  const importers = files.filter((name) => /from '@auth\/core/.test(readFileSync(join(root, name), 'utf8')));
  assert.deepEqual(importers, ['lib/auth/oauth-requests.ts']);
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { confirmationFor } from '../confirmation';
import { openSession, sessionOf } from '../sessions';
import { createUser } from '../users';
import { provenBy } from './arrivals';
import { consume } from './consume';
import { issue } from './issue';
import { newSecret, nonceFor } from './nonces';
import { onwardOf, onwardWith, ticketFor } from './onward';

const { dir } = await testDatabase();
const clock = join(dir, 'clock');
const at = (seconds: number) =>
  writeFileSync(clock, new Date(Date.parse('2026-03-01T12:00:00Z') + seconds * 1000).toISOString());
at(0);
const B = 'https://b.example';
Object.assign(process.env, {
  AUTH_SECRET: 'a secret of thirty-two characters, at least',
  SITE_URL: 'https://a.example',
  SITE_URLS: B,
  CLOCK_FILE: clock,
});
after(() => {
  delete process.env.CLOCK_FILE;
  delete process.env.SITE_URLS;
});

const secret = newSecret();
const onward = { to: B, next: '/author', nonce: nonceFor(secret) };

test('what was asked goes along unchanged, for its time, to domains of ours alone', () => {
  const ticket = ticketFor(onward, 60);
  assert.deepEqual(onwardOf(ticket), onward);
  const [text, signature] = ticket.split('.') as [string, string];
  const other = Buffer.from(JSON.stringify({ ...onward, to: 'https://evil.example', until: 9e15 }));
  for (const bad of [
    '',
    '.',
    'x.y',
    text,
    `${text}.`,
    `${ticket}.x`,
    `${other.toString('base64url')}.${signature}`,
  ])
    assert.equal(onwardOf(bad), null, bad);
  for (const to of ['https://evil.example', 'https://a.example', ''])
    assert.equal(onwardOf(ticketFor({ ...onward, to })), null, to);
  assert.equal(onwardOf(ticketFor({ ...onward, next: 'https://evil.example' })), null);
  assert.equal(onwardOf(ticketFor({ ...onward, nonce: 'x' })), null);
  at(61);
  assert.equal(onwardOf(ticket), null);
  at(0);
});

test('who has signed in with a provider comes home with a token, and is nowhere else signed in', async () => {
  const vera = await createUser({ email: 'vera@example.com', name: 'Vera', isVerified: true });
  const { token } = await openSession(vera.id, { method: 'oauth:oidc' });
  const location = new URL((await onwardWith(onward, token))!);
  assert.equal(location.origin + location.pathname, `${B}/api/sso/consume`);
  assert.equal(await sessionOf(token), null);
  const arrived = await consume(B, { token: location.searchParams.get('token')!, secret, next: '/' });
  assert.ok('arrival' in arrived);
  assert.deepEqual([arrived.arrival.profile.subject, arrived.arrival.next], [String(vera.id), '/author']);
  assert.equal(await onwardWith(onward, token), null, 'a session that has ended leads nowhere');
});

test('what was shown at one domain of ours counts at the others as of then, and not as of the way there', async () => {
  const nils = await createUser({ email: 'nils@example.com', name: 'Nils', isVerified: true });
  const began = Date.parse('2026-03-01T12:00:00Z');
  const session = (await sessionOf((await openSession(nils.id, { method: 'password' })).token))!;
  at(600);
  const sent = await issue(
    { session, here: 'https://a.example' },
    { site: B, next: '/', nonce: nonceFor(secret) },
  );
  assert.ok('location' in sent);
  const token = new URL(sent.location).searchParams.get('token')!;
  const arrived = await consume(B, { token, secret, next: '/' });
  assert.ok('arrival' in arrived);
  const { arrival } = arrived;
  assert.equal(provenBy(arrival, nils.id, null)?.getTime(), began);
  const opened = await openSession(nils.id, {
    method: 'peer:a.example',
    provenAt: provenBy(arrival, nils.id, null),
  });
  const there = (await sessionOf(opened.token))!;
  assert.equal(await confirmationFor(nils, there), 'none');
  at(901);
  assert.equal(await confirmationFor(nils, there), 'sign_in', 'a quarter of an hour after the password');
  // What was shown in this browser stays shown, for the same person only.
  const before = { user: nils, provenAt: new Date(began + 900_000) };
  assert.equal(provenBy(arrival, nils.id, before)?.getTime(), began + 900_000);
  assert.equal(provenBy(arrival, nils.id + 1, before)?.getTime(), began);
  const foreign = { ...arrival, peer: { ...arrival.peer, sharesDatabase: false } };
  assert.equal(provenBy(foreign, nils.id, null), null, 'another site may say what it likes');
  at(0);
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { openSession, sessionOf } from '../sessions';
import { createUser } from '../users';
import { consume } from './consume';
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

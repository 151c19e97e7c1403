import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import {
  endAllSessions,
  endSession,
  endSessionById,
  LONGEST,
  listSessions,
  openSession,
  sessionOf,
  unattendedSessionOf,
} from './sessions';
import { createUser, type User } from './users';

const { owner: sql } = await testDatabase();
const dir = mkdtempSync(join(tmpdir(), 'presskit-clock-'));
const clock = join(dir, 'clock');
const at = (text: string) => writeFileSync(clock, text);
const DAY = 86_400_000;
const start = Date.parse('2026-03-01T12:00:00Z');
const onDay = (days: number) => at(new Date(start + days * DAY).toISOString());
process.env.CLOCK_FILE = clock;
after(() => {
  delete process.env.CLOCK_FILE;
  rmSync(dir, { recursive: true });
});

let vera: User;
let n = 0;
beforeEach(async () => {
  onDay(0);
  vera = await createUser({ email: `vera${n++}@example.com`, name: 'Vera Lund', isVerified: true });
});
const open = () => openSession(vera.id, { method: 'password', userAgent: 'Firefox', address: '192.0.2.1' });

test('a session is found by its token, and the token is not stored', async () => {
  const { token } = await open();
  assert.deepEqual((await sessionOf(token))?.user, vera);
  assert.equal(await sessionOf(`${token}x`), null);
  assert.equal(await sessionOf(''), null);
  const rows = await sql`select s.*, encode(token_hash, 'escape') as hash from sessions s`;
  assert.ok(!JSON.stringify(rows).includes(token));
});

test('a session lasts while it is used, thirty days after that, and no longer than its cookie', async () => {
  const { token } = await open();
  onDay(29);
  assert.ok(await sessionOf(token));
  onDay(58);
  assert.ok(await sessionOf(token), 'it was used on day 29');
  onDay(89);
  assert.equal(await sessionOf(token), null, 'nobody came for 31 days');

  onDay(0);
  const { token: left } = await open();
  for (let day = 0; day < 30; day++) {
    onDay(day);
    assert.deepEqual((await unattendedSessionOf(left))?.user, vera);
  }
  onDay(30);
  assert.equal(await unattendedSessionOf(left), null, 'a page that was left open kept nothing alive');

  onDay(0);
  const { token: busy } = await open();
  for (let day = 0; day < LONGEST / DAY; day += 20) {
    onDay(day);
    assert.ok(await sessionOf(busy), `day ${day}`);
  }
  onDay(LONGEST / DAY + 0.01);
  assert.equal(await sessionOf(busy), null);
});

test('a person who is deactivated or deleted is out with the next request', async () => {
  const { token } = await open();
  await sql`update users set deactivated_at = now() where id = ${vera.id}`;
  assert.equal(await sessionOf(token), null);
  await sql`update users set deactivated_at = null where id = ${vera.id}`;
  assert.ok(await sessionOf(token));
  await sql`delete from users where id = ${vera.id}`;
  assert.equal(await sessionOf(token), null);
});

test('sessions end one at a time, all, or all but this one', async () => {
  const [one, two, three] = [await open(), await open(), await open()];
  await endSession(one.token);
  assert.equal(await sessionOf(one.token), null);
  const here = (await sessionOf(two.token))!;
  assert.equal((await listSessions(vera.id)).length, 2);
  assert.equal(await endAllSessions(vera.id, { except: here.id }), 1);
  assert.equal(await sessionOf(three.token), null);
  assert.ok(await sessionOf(two.token));
  assert.equal(await endSessionById(vera.id + 1, here.id), false, 'somebody else’s is not theirs to end');
  assert.ok(await sessionOf(two.token));
  assert.equal(await endAllSessions(vera.id), 1);
});

test('what a browser says of itself is kept for the list, cut and without control characters', async () => {
  await openSession(vera.id, {
    method: 'link',
    userAgent: `a\0\n${'b'.repeat(1000)}`,
    address: '2001:db8::1',
  });
  const [listed] = await listSessions(vera.id);
  assert.equal(listed?.userAgent, `a${'b'.repeat(299)}`);
  assert.equal(listed?.method, 'link');
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { record } from './audit-log';

const { owner: sql, dir } = await testDatabase();
process.env.CLOCK_FILE = join(dir, 'clock');
const at = (time: string) => writeFileSync(join(dir, 'clock'), time);
at('2026-03-01T12:00:00Z');

const refused = (objectId: number, actorId: number | null = 1, countedAs?: string) =>
  record({
    actorId,
    action: 'newsroom.publish',
    type: 'newsroom',
    objectId,
    isRefusal: true,
    countedAs,
    detail: { reason: 'role' },
  });
const noted = async () =>
  (
    await sql<{ detail: { times?: number } }[]>`select detail from audit_log where is_refusal order by id`
  ).map(({ detail }) => detail.times ?? 1);

test('a thousand refusals of one kind are some rows that say how many there were', async () => {
  for (let n = 0; n < 1000; n++) await refused(7);
  assert.deepEqual(await noted(), [...Array(10).fill(1), 16, 32, 64, 128, 256, 512]);
});

test('other people’s, other things’, and the next hour’s are noted one by one', async () => {
  const before = (await noted()).length;
  await refused(8);
  await refused(7, 2);
  await refused(7, null, 'somebody');
  at('2026-03-01T13:00:01Z');
  await refused(7);
  assert.deepEqual((await noted()).slice(before), [1, 1, 1, 1]);
});

test('what was done is noted each time', async () => {
  for (let n = 0; n < 20; n++) await record({ actorId: 1, action: 'release.publish', objectId: 7 });
  assert.equal((await sql`select 1 from audit_log where action = 'release.publish'`).length, 20);
});

const nobody = (from: string, reason: string) =>
  record({ actorId: null, action: 'sso.consume', type: 'peer', isRefusal: true, from, detail: { reason } });
const notedOfNobody = async () =>
  (
    await sql<{ detail: { reason: string; times?: number } }[]>`
      select detail from audit_log where action = 'sso.consume' order by id`
  ).map(({ detail }) => (detail.times ? `${detail.reason} ${detail.times}` : detail.reason));

test('whoever throws tokens at us makes the log silent for themselves and for nobody else', async () => {
  for (let n = 0; n < 40; n++) await nobody('192.0.2.1 https://a.example', 'nonce');
  assert.deepEqual(await notedOfNobody(), [...Array(10).fill('nonce'), 'nonce 16', 'nonce 32']);
  await nobody('192.0.2.2 https://a.example', 'nonce');
  await nobody('192.0.2.1 https://b.example', 'nonce');
  assert.deepEqual((await notedOfNobody()).slice(12), ['nonce', 'nonce']);
});

test('of one network, and of all together, so much is noted, and that it was more', async () => {
  at('2026-03-01T15:00:00Z');
  await sql`truncate rate_limits`;
  const before = (await notedOfNobody()).length;
  for (let n = 0; n < 140; n++) await nobody('192.0.2.1 https://a.example', `reason ${n}`);
  assert.deepEqual((await notedOfNobody()).slice(before + 99), [
    'reason 99',
    'unnoted_network 101',
    'unnoted_network 128',
  ]);
  await sql`update rate_limits set tries = 1999 where key = 'refusals noted of nobody all'`;
  for (let n = 0; n < 60; n++) await nobody(`198.51.100.${n} https://a.example`, 'nonce');
  assert.deepEqual((await notedOfNobody()).slice(before + 102), ['nonce', 'unnoted 2001', 'unnoted 2048']);
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { closeCache } from '@/lib/cache';
import { testDatabase } from '@/lib/db/test-database';
import { deliverWaiting } from '@/lib/mail/deliver';
import { send } from '@/lib/mail/mails';
import { startMailServer } from '@/lib/mail/testing/mail-server';
import { health } from './health';

const { dir, owner: sql } = await testDatabase();
const at = (time: string) => writeFileSync(join(dir, 'clock'), `2026-03-${time}:00Z`);
process.env.CLOCK_FILE = join(dir, 'clock');
process.env.MEMCACHED_SERVERS = '127.0.0.1:1';
process.env.MAIL_FROM = 'Example Press <press@example.com>';
after(closeCache);

const mail = (to: string) => ({ to, subject: 'Your link', text: 'x\n' });
const said = async () => {
  const { mails, reasons } = await health();
  return { mails, reasons: reasons.filter((reason) => /mail/.test(reason)) };
};

test('mails that wait for long while none is sent need a person, and so do those that were given up', async () => {
  at('14T12:00');
  process.env.SMTP_URL = 'smtp://127.0.0.1:1';
  assert.deepEqual(await said(), {
    mails: { waiting: 0, since: null, failed: 0, error: null },
    reasons: [],
  });
  await send(mail('ada@example.com'));
  await deliverWaiting();
  const { mails, reasons } = await said();
  assert.deepEqual(
    [mails?.waiting, mails?.since, reasons],
    [1, '2026-03-14T12:00:00.000Z', []],
    'it may wait',
  );
  assert.match(mails!.error!, /ECONNREFUSED/);
  at('14T12:20');
  const late = await said();
  assert.match(late.reasons[0]!, /^a mail waits to be sent, the oldest for 20 minutes, .*ECONNREFUSED/);
  at('16T13:00');
  await deliverWaiting();
  const given = await said();
  assert.deepEqual([given.mails?.waiting, given.mails?.failed], [0, 1]);
  assert.match(given.reasons[0]!, /^a mail was given up, and none was sent since/);

  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  at('16T13:01');
  await send(mail('bea@example.com'));
  assert.equal((await deliverWaiting()).sent, 1);
  const well = await said();
  assert.deepEqual([well.mails?.failed, well.reasons], [1, []], 'the mail server is there again');
});

test('a peer that has not heard of a sign-out for a quarter of an hour needs a person, and one that was given up does', async () => {
  at('20T12:00');
  const about = async () => {
    const { ok, signOuts, reasons } = await health();
    return { ok, signOuts, reasons: reasons.filter((reason) => /peer/.test(reason)) };
  };
  assert.deepEqual((await about()).signOuts, []);
  const [peer] =
    await sql`insert into peers (key, name, origin) values ('forum', 'Forum', 'https://forum.example')
    returning id`;
  await sql`insert into sso_sign_outs (user_id, peer_id, issuer, created_at, try_after, error)
    values (7, ${peer!.id}, 'https://a.example', '2026-03-20T12:00:00Z', '2026-03-20T12:00:30Z', 'it answered 502')`;
  at('20T12:10');
  const early = await about();
  assert.deepEqual(
    [early.signOuts, early.reasons],
    [
      [
        {
          peer: 'Forum',
          waiting: 1,
          givenUp: 0,
          since: '2026-03-20T12:00:00.000Z',
          error: 'it answered 502',
        },
      ],
      [],
    ],
  );
  at('20T12:16');
  const late = await about();
  assert.equal(late.ok, false);
  assert.deepEqual(late.reasons, [
    'the peer “Forum” has not heard yet that somebody signed out: it answered 502',
  ]);
  await sql`update sso_sign_outs set failed_at = '2026-03-27T12:00:00Z'`;
  assert.match((await about()).reasons[0]!, /“Forum” could not be told for a week that somebody signed out/);
});

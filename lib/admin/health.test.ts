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

const { dir } = await testDatabase();
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

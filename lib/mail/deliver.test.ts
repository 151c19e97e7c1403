import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { deliverWaiting, startDelivering } from './deliver';
import { outbox, retry, send } from './mails';
import { mailSettings } from './settings';
import { startMailServer } from './testing/mail-server';

const { owner: sql, dir } = await testDatabase();
const clock = join(dir, 'clock');
const setClock = (text: string) => writeFileSync(clock, new Date(`${text}Z`).toISOString());
process.env.CLOCK_FILE = clock;
after(() => {
  delete process.env.CLOCK_FILE;
});

const mail = { to: 'ada@example.com', subject: 'Your link', text: 'Secret: https://press.test/x/SECRET\n' };

beforeEach(async () => {
  setClock('2026-03-14T12:00:00');
  process.env.MAIL_FROM = 'Example Press <press@example.com>';
  delete process.env.MAIL_DIR;
  delete process.env.SMTP_URL;
  await sql`delete from mails`;
});

test('a mail reaches the mail server as text and as HTML, and its text is forgotten here', async () => {
  const server = await startMailServer({ password: 'p@ss/word' });
  process.env.SMTP_URL = server.url;
  await send({
    ...mail,
    subject: 'Grüße aus Zürich',
    html: '<p>Hello <b>you</b></p>',
    headers: { 'List-Unsubscribe': '<https://press.test/unsubscribe/x>' },
  });
  assert.deepEqual(await deliverWaiting(), { sent: 1, failed: 0, waiting: 0 });
  const [got] = server.received;
  assert.equal(got?.subject, 'Grüße aus Zürich');
  assert.equal(got.from?.text, '"Example Press" <press@example.com>');
  assert.deepEqual([got.to].flat()[0]?.value, [{ address: 'ada@example.com', name: '' }]);
  assert.match(got.text ?? '', /SECRET/);
  assert.match(String(got.html), /<b>you<\/b>/);
  assert.match(got.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line ?? '', /unsubscribe\/x/);
  assert.equal(got.headers.get('auto-submitted'), 'auto-generated');
  assert.match(got.messageId ?? '', /@example\.com>$/);
  const [row] = await sql`select message, sent_at, error from mails`;
  assert.equal(row?.message, null);
  assert.ok(row.sent_at);
  assert.deepEqual(await outbox(), []);
});

test('greylisting makes it wait, and it arrives when its time has come', async () => {
  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  server.answers.push({ code: 450, text: '4.2.0 greylisted, come back later' });
  await send(mail);
  assert.deepEqual(await deliverWaiting(), { sent: 0, failed: 0, waiting: 1 });
  const [waiting] = await outbox();
  assert.match(waiting?.error ?? '', /greylisted/);
  assert.deepEqual(await deliverWaiting(), { sent: 0, failed: 0, waiting: 1 }, 'not before its time');
  setClock('2026-03-14T12:00:16');
  assert.deepEqual(await deliverWaiting(), { sent: 1, failed: 0, waiting: 0 });
  assert.equal(server.received.length, 1);
});

test('a refused address fails with the reason, shows no link, and can be tried again', async () => {
  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  server.answers.push({ code: 550, text: '5.1.1 no such user, see https://press.test/x/SECRET' });
  await send(mail);
  await send({ ...mail, to: 'bob@example.com' });
  assert.deepEqual(await deliverWaiting(), { sent: 1, failed: 1, waiting: 0 }, 'the other is sent');
  const [failed] = await outbox();
  assert.equal(failed?.state, 'failed');
  assert.match(failed.error ?? '', /no such user, see \(link\)/);
  assert.doesNotMatch(JSON.stringify(failed), /SECRET/);
  assert.equal(await retry([failed.id]), 1);
  assert.equal((await deliverWaiting()).sent, 1);
  assert.equal(server.received.at(-1)?.text, mail.text);
});

test('a wrong password costs no mail: all of them wait', async () => {
  const server = await startMailServer({ password: 'right' });
  process.env.SMTP_URL = server.url.replace('right', 'wrong');
  await send(mail);
  await send(mail);
  assert.deepEqual(await deliverWaiting(), { sent: 0, failed: 0, waiting: 2 });
  process.env.SMTP_URL = server.url;
  setClock('2026-03-14T12:00:16');
  assert.equal((await deliverWaiting()).sent, 2);
});

test('a mail server that is away: nothing is lost, and after two days it is given up and kept for a week', async () => {
  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  await server.stop();
  await send(mail);
  for (const time of ['14T12:00:00', '14T12:00:20', '15T12:00:00', '16T11:00:00']) {
    setClock(`2026-03-${time}`);
    assert.deepEqual(await deliverWaiting(), { sent: 0, failed: 0, waiting: 1 });
  }
  assert.equal((await outbox())[0]?.tries, 4);
  setClock('2026-03-16T12:10:00');
  await deliverWaiting();
  assert.match((await outbox())[0]?.error ?? '', /given up after two days; at last: .*ECONNREFUSED/);

  setClock('2026-03-23T12:11:00');
  await deliverWaiting();
  assert.equal((await sql`select message from mails`)[0]?.message, null);
  assert.equal(await retry(), 0, 'its text is gone');
  setClock('2026-04-16T13:00:00');
  await deliverWaiting();
  assert.equal((await sql`select count(*)::int as n from mails`)[0]?.n, 0);
});

test('a mail server that hangs does not hang the delivery', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  after(() => mute.close());
  const sockets: import('node:net').Socket[] = [];
  mute.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)));
  await new Promise((resolve) => mute.once('listening', resolve));
  process.env.SMTP_URL = `smtp://127.0.0.1:${(mute.address() as { port: number }).port}`;
  await send(mail);
  await send(mail);
  const start = performance.now();
  const done = await deliverWaiting({ connect: 300, greet: 300, silence: 300, total: 1000 });
  assert.deepEqual(done, { sent: 0, failed: 0, waiting: 2 });
  assert.ok(performance.now() - start < 5000);
  assert.equal(sockets.length, 1, 'it is not asked once per mail');
  for (const socket of sockets) socket.destroy();
});

test('several deliverers send each mail once', async () => {
  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  for (let n = 0; n < 30; n++) await send({ ...mail, subject: `Mail ${n}` });
  await Promise.all([deliverWaiting(), deliverWaiting(), deliverWaiting()]);
  assert.deepEqual(
    server.received.map(({ subject }) => subject).sort(),
    Array.from({ length: 30 }, (_, n) => `Mail ${n}`).sort(),
  );
});

test('a mail whose deliverer died with it is taken up by another after ten minutes', async () => {
  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  await send(mail);
  // As a deliverer leaves it that is killed between taking it and hearing of it.
  await sql`update mails set send_after = ${'2026-03-14T12:10:00Z'}, tries = 1`;
  assert.equal((await deliverWaiting()).sent, 0);
  setClock('2026-03-14T12:10:01');
  assert.equal((await deliverWaiting()).sent, 1);
});

test('what somebody typed begins no other header and names no other reader', async () => {
  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  await send({ ...mail, subject: 'Hello\r\nBcc: eve@example.com\r\n\r\nText' });
  await deliverWaiting();
  assert.equal(server.received[0]?.subject, 'Hello Bcc: eve@example.com Text');
  assert.equal(server.received[0].bcc, undefined);
  for (const to of [
    'a@b.com, eve@example.com',
    'a@b.com\r\nBcc: eve@example.com',
    '<a@b.com>',
    'a b@c.com',
    '@b',
    'a@',
  ])
    await assert.rejects(send({ ...mail, to }), { code: 'invalid' });
  const ill: Record<string, string>[] = [
    { Bcc: 'eve@example.com' },
    { 'List-Id': 'a\r\nBcc: eve@example.com' },
  ];
  for (const headers of ill) await assert.rejects(send({ ...mail, headers }), { code: 'invalid' });
});

test('with a folder, each mail is a file that mail programs read', async () => {
  const folder = mkdtempSync(join(dir, 'mails-'));
  process.env.MAIL_DIR = folder;
  await send(mail);
  assert.equal((await deliverWaiting()).sent, 1);
  const [file] = readdirSync(folder);
  assert.match(file ?? '', /^20260314T120000Z-\d+\.eml$/);
  const parsed = await simpleParser(readFileSync(join(folder, file!)));
  assert.equal(parsed.text, mail.text);
});

test('without mail settings nothing is sent and it is said; two contradict each other', async () => {
  await assert.rejects(send(mail), { code: 'unavailable' });
  process.env.MAIL_DIR = dir;
  process.env.SMTP_URL = 'smtp://127.0.0.1:25';
  assert.throws(
    mailSettings,
    (error) => error instanceof PresskitError && /SMTP_URL and MAIL_DIR/.test(error.message),
  );
  delete process.env.MAIL_DIR;
  process.env.MAIL_FROM = 'Press <press@example.com>, eve@example.com';
  assert.throws(mailSettings, /MAIL_FROM/);
});

test('a running deliverer sends at once what any process puts into the outbox, and nothing once it is stopped', {
  timeout: 20_000,
}, async () => {
  delete process.env.CLOCK_FILE;
  const server = await startMailServer();
  process.env.SMTP_URL = server.url;
  const said: string[] = [];
  const stop = startDelivering((line) => said.push(line), 60_000);
  await sleep(300);
  const start = performance.now();
  await send(mail);
  while (server.received.length < 1) await sleep(10);
  assert.ok(performance.now() - start < 2000);
  await stop();
  await send(mail);
  await sleep(300);
  assert.equal(server.received.length, 1, 'stopped is stopped');
  assert.deepEqual(said, []);
  process.env.CLOCK_FILE = clock;
});

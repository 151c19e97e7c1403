import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { presskit, root } from '@/lib/machine/root';
import { deliverWaiting } from '@/lib/mail/deliver';
import { send } from '@/lib/mail/mails';
import { startMailServer } from '@/lib/mail/testing/mail-server';

const { dir, url } = await testDatabase();
const server = await startMailServer();
Object.assign(process.env, {
  SMTP_URL: server.url,
  MAIL_FROM: 'press@example.com',
  SITE_URL: 'https://press.test',
  AUTH_SECRET: 'a secret of the tests that is long enough',
  // Nobody listens there: notes get by without memcached.
  MEMCACHED_SERVERS: '127.0.0.1:1',
});

type Run = { code: number; out: string; err: string };

function run(...args: string[]): Promise<Run> {
  const env = { ...process.env, DATABASE_URL: url, DATA_DIR: join(dir, 'none') };
  return new Promise((resolve) =>
    execFile(process.execPath, presskit(...args), { cwd: root, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    ),
  );
}

test('what failed is listed without its text, makes the command fail, and is tried again', async () => {
  assert.deepEqual(await run('mails'), { code: 0, out: 'no mail waits, none was given up\n', err: '' });
  server.answers.push({ code: 550, text: '5.1.1 no such user' });
  await send({ to: 'ada@example.com', subject: 'Your link', text: 'https://press.test/x/SECRET' });
  await deliverWaiting();
  const listed = await run('mails');
  assert.equal(listed.code, 1);
  assert.match(
    listed.out,
    /^\d+ {2}failed {2}\S+ {2}ada@example\.com {2}Your link\n {4}1 try: .*no such user/,
  );
  const json = await run('mails', '--json');
  assert.equal(json.code, 1);
  const [mail] = JSON.parse(json.out).mails;
  assert.equal(mail.state, 'failed');
  assert.doesNotMatch(listed.out + json.out, /SECRET/);
  assert.equal((await run('mails', '--retry', '999')).code, 1);
  assert.equal((await run('mails', '--retry', String(mail.id))).out, '1 mail is tried again\n');
  assert.equal((await deliverWaiting()).sent, 1);
  assert.equal((await run('mails')).code, 0);
});

test('notes says what it has sent, and that there is no mail here', async () => {
  const done = await run('notes', '--json');
  assert.equal(done.code, 0, done.err);
  assert.deepEqual(JSON.parse(done.out), { digests: 0, takeOffs: 0, waiting: [] });
  delete process.env.SMTP_URL;
  const without = await run('notes');
  assert.equal(without.code, 2);
  assert.match(without.err, /neither SMTP_URL nor MAIL_DIR is set/);
});

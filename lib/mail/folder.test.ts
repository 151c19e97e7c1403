import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { keptMail, keptMails } from './folder';
import { letter } from './letter';
import { outletOf } from './outlet';

const dir = mkdtempSync(join(tmpdir(), 'presskit-mails-'));
after(() => {
  delete process.env.MAIL_DIR;
  rmSync(dir, { recursive: true });
});

test('what is put into the folder is read back, the newest first', async () => {
  assert.equal(await keptMails(), null, 'no folder is set');
  process.env.MAIL_DIR = join(dir, 'mails');
  assert.deepEqual(await keptMails(), []);
  const outlet = outletOf({ from: 'Press <press@example.com>', dir: join(dir, 'mails') });
  for (const id of [9, 10]) {
    const words = letter({ title: `Größe ${id}`, paragraphs: ['Ein sehr langer Absatz. '.repeat(20)] });
    const date = new Date('2026-03-14T12:00:00Z');
    await outlet.deliver({ id, to: 'ada@example.com', subject: `Größe ${id}`, ...words, headers: {}, date });
  }
  const mails = (await keptMails())!;
  assert.deepEqual(
    mails.map(({ name, to, subject }) => [name, to, subject]),
    [
      ['20260314T120000Z-10.eml', 'ada@example.com', 'Größe 10'],
      ['20260314T120000Z-9.eml', 'ada@example.com', 'Größe 9'],
    ],
  );
  const mail = (await keptMail(mails[0]!.name))!;
  assert.match(mail.text, /^Größe 10\n/);
  assert.match(mail.html, /<h1>Größe 10<\/h1>/);
  writeFileSync(join(dir, 'secret.eml'), 'From: a@b.c\n\nsecret');
  for (const name of ['../secret.eml', 'secret.eml', '20260314T120000Z-11.eml', ''])
    assert.equal(await keptMail(name), null);
});

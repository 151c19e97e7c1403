import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createUser } from '@/lib/auth/users';
import { db } from '@/lib/db/client';
import { files, newsroomMembers, rateLimits } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { appendFiles, createDraft, draftOf } from './drafts';
import { addFile, storedName } from './files';
import { createNewsroom } from './newsrooms';
import { previewOf } from './previews';
import { fileOfRelease } from './release-files';
import { sharp } from './sharp';
import { checkUpload, uploadFile } from './upload-files';
import { inTurn } from './upload-queue';
import { limitWords } from './uploads';

const { dir } = await testDatabase();
const room = await createNewsroom({ name: 'Acme' });
const anna = await createUser({ email: 'anna@example.com', name: 'Anna', isVerified: true });
await db().insert(newsroomMembers).values({ newsroomId: room.id, userId: anna.id, role: 'editor' });
const { id } = await createDraft(anna, room.id);

const picture = (width = 1000, height = 700) =>
  sharp({ create: { width, height, channels: 3, background: { r: width % 255, g: 90, b: 10 } } });
const up = (name: string, data: Buffer, kind?: 'attachment') => uploadFile(anna, id, { name, data, kind });
const stored = async (fileId: number) => {
  const file = (await fileOfRelease(id, fileId))!;
  return readFile(join(dir, 'files/store', storedName('files', file, file.name)!));
};
const refused = (promise: Promise<unknown>, message: RegExp, code = 'invalid') =>
  assert.rejects(promise, (error: Error & { code?: string }) => {
    assert.equal(error.code, code, String(error));
    assert.match(error.message, message);
    return true;
  });
async function kept(): Promise<string[]> {
  const names = await readdir(join(dir, 'files'), { recursive: true }).catch(() => []);
  return names.filter((name) => /\.[a-z0-9]+$/.test(name)).sort();
}

test('a picture is encoded anew: what the camera wrote, and what was hidden behind it, is gone', async () => {
  const photo = await picture()
    .withExif({
      IFD0: { Copyright: 'SECRET-OWNER' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
    })
    .jpeg()
    .toBuffer();
  const polyglot = Buffer.concat([photo, Buffer.from('PK\x03\x04<script>alert("HIDDEN")</script>')]);
  const file = await up('photo.html', polyglot);
  assert.deepEqual([file.kind, file.name, file.mime], ['image', 'photo.jpg', 'image/jpeg']);
  assert.match(file.src!, /^\/media\/\d+\/960-[0-9a-f]{8}\.webp$/);
  const bytes = await stored(file.id);
  for (const word of ['SECRET-OWNER', 'HIDDEN', 'PK\x03\x04']) assert.ok(!bytes.includes(word), word);
  assert.equal((await sharp(bytes).metadata()).exif, undefined);
});

test('what a file is, its bytes say: a script in the clothes of a picture is no picture', async () => {
  const before = await kept();
  const php = Buffer.from('<?php system($_GET["c"]); ?>');
  await refused(up('shell.php', php), /a picture must be/);
  await refused(up('shell.jpg', php), /a picture must be/);
  await refused(up('x.svg', Buffer.from('<html><script>alert(1)</script></html>')), /a picture must be/);
  await refused(up('a.gif', Buffer.from('GIF89a/*<svg/onload=alert(1)>*/=1;alert(1)')), /a picture must be/);
  await refused(up('run.exe', Buffer.from('MZ\x90\0\x03')), /a picture must be/);
  await refused(up('nothing.png', Buffer.alloc(0)), /it is empty/);
  assert.deepEqual(await kept(), before, 'nothing of them is on the disk');
});

test('a page that calls itself text stays text', async () => {
  const file = await up('page.txt', Buffer.from('<script>alert(1)</script>'));
  assert.deepEqual([file.kind, file.mime], ['attachment', 'text/plain']);
});

test('an SVG becomes a picture; its scripts, links and foreign objects are gone', async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="300" onload="alert(1)">
    <script>alert(1)</script><a xlink:href="javascript:alert(1)"><rect width="400" height="300" fill="#0af"/></a>
    <foreignObject><iframe src="https://evil.example"/></foreignObject><image href="file:///etc/passwd" width="9" height="9"/></svg>`;
  const file = await up('logo.svg', Buffer.from(svg));
  assert.deepEqual([file.kind, file.mime], ['image', 'image/png']);
  assert.ok(!(await stored(file.id)).includes('script'));
});

test('a picture that unpacks into more than memory is refused before it is', async () => {
  const bomb = await sharp({
    create: { width: 12_000, height: 12_000, channels: 3, background: '#000' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer();
  assert.ok(bomb.length < 1_000_000);
  await refused(up('bomb.png', bomb), /a picture must be/);
  const started = Date.now();
  const claim = Buffer.from(await picture(4, 4).png().toBuffer());
  claim.writeUInt32BE(60_000, 16);
  claim.writeUInt32BE(60_000, 20);
  await refused(up('claim.png', claim), /a picture must be/);
  assert.ok(Date.now() - started < 2000);
});

test('downloads are kept as they are; a picture can be one, without what the camera wrote', async () => {
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj');
  const file = await up('Bericht 2026.pdf', pdf);
  assert.deepEqual(
    [file.kind, file.name, file.title, file.src],
    ['attachment', 'bericht-2026.pdf', 'Bericht 2026.pdf', null],
  );
  assert.deepEqual(await stored(file.id), pdf);
  const photo = await up(
    'print.jpg',
    await picture(1200)
      .withExif({ IFD0: { Copyright: 'ME' } })
      .jpeg()
      .toBuffer(),
    'attachment',
  );
  assert.equal(photo.kind, 'attachment');
  assert.ok(!(await stored(photo.id)).includes('ME\0'));
});

test('how large a download may be is a setting, and is said before one is chosen', async () => {
  const data = Buffer.alloc(2 * 1024 * 1024, '%PDF-');
  assert.equal((await up('large.pdf', data)).bytes, data.length);
  assert.equal(limitWords(), 'A picture may have up to 25 MB, another file up to 100 MB.');
  process.env.UPLOAD_MAX_MB = '1';
  try {
    await refused(up('large.pdf', data), /it is larger than 1 MB/);
    assert.equal(limitWords(), 'Each file may have up to 1 MB.');
  } finally {
    delete process.env.UPLOAD_MAX_MB;
  }
});

test('when the disk refuses, neither a row nor half a file stays', async () => {
  const data = await picture(1111).jpeg().toBuffer();
  const rows = await db().$count(files);
  const before = await kept();
  // A file where a folder is needed.
  const blocked = join(dir, 'blocked');
  await writeFile(blocked, '');
  const place = process.env.FILES_DIR;
  process.env.FILES_DIR = blocked;
  try {
    await assert.rejects(up('photo.jpg', data));
  } finally {
    process.env.FILES_DIR = place;
  }
  assert.equal(await db().$count(files), rows);
  assert.deepEqual(await kept(), before);
});

test('whoever fails takes no bytes away that somebody else stores at the same moment', async () => {
  const before = await kept();
  for (let round = 0; round < 15; round++) {
    const data = Buffer.from(`%PDF-${round}`);
    const bad = () =>
      addFile({ newsroomId: 999_999, kind: 'attachment', name: 'paper.pdf', data }).then(
        () => assert.fail('there is no such newsroom'),
        () => undefined,
      );
    const [, file] = await Promise.all([bad(), up('paper.pdf', data), bad(), bad()]);
    assert.deepEqual(await stored(file.id), data, `round ${round}`);
    await bad();
    assert.deepEqual(await stored(file.id), data, `round ${round}, after it`);
  }
  assert.equal((await kept()).length, before.length + 15);
  await assert.rejects(
    addFile({ newsroomId: 999_999, kind: 'attachment', name: 'x.pdf', data: Buffer.from('%PDF-alone') }),
  );
  assert.equal((await kept()).length, before.length + 15, 'what nobody has is not kept');
});

test('uploads take turns, and too many at once are told to wait', async () => {
  let running = 0;
  let most = 0;
  const task = async () => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 5));
    running--;
  };
  const results = await Promise.allSettled(
    Array.from({ length: 130 }, (_, n) => inTurn(Math.floor(n / 10), task)),
  );
  assert.equal(most, 1);
  const failed = results.filter((one) => one.status === 'rejected');
  assert.equal(failed.length, 9);
  assert.match(String((failed[0] as PromiseRejectedResult).reason), /very many files/);
  await inTurn(1, task);
  await assert.rejects(
    inTurn(1, () => Promise.reject(new Error('of its own'))),
    /of its own/,
  );
  await inTurn(1, task);
});

test('somebody who sends very many files takes neither all places nor all turns', async () => {
  const order: string[] = [];
  const task = (who: string) => async () => {
    order.push(who);
    await new Promise((done) => setTimeout(done, 2));
  };
  const eager = Array.from({ length: 20 }, () => inTurn(1, task('eager')));
  const results = Promise.allSettled(eager);
  await Promise.all([inTurn(2, task('anna')), inTurn(3, task('bo')), inTurn(2, task('anna'))]);
  assert.deepEqual(order.slice(0, 7), ['eager', 'eager', 'anna', 'bo', 'eager', 'anna', 'eager']);
  const failed = (await results).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  assert.equal(failed.length, 7, 'one runs, twelve wait');
  assert.match(failed[0].message, /12 more of yours are waiting.*Your text is as it was/);
  assert.equal(failed[0].retryAfter, 30);
});

test('one person cannot add files without end', async () => {
  await checkUpload(anna, id);
  await db().update(rateLimits).set({ tries: 300 });
  await refused(checkUpload(anna, id), /added 300 files within an hour/, 'unavailable');
  await db().delete(rateLimits);
  // A form brings as many as somebody likes: each of them counts.
  await checkUpload(anna, id);
  for (let i = 0; i < 3; i++) await up(`note ${i}.txt`, Buffer.from(`note ${i}`));
  await db().update(rateLimits).set({ tries: 299 });
  await up('note 300.txt', Buffer.from('note 300'));
  await refused(up('note 301.txt', Buffer.from('note 301')), /added 300 files/, 'unavailable');
  await db().delete(rateLimits);
});

test('files that come without an editor stand at the end of the working copy', async () => {
  const shown = await up('last.png', await picture(1300).png().toBuffer());
  const paper = await up('last.pdf', Buffer.from('%PDF-last'));
  await appendFiles(anna, id, [shown.id, paper.id, 999_999]);
  const { content } = await draftOf(anna, id);
  assert.deepEqual(content.pictures.at(-1), { id: shown.id, alt: '', caption: '' });
  assert.deepEqual(content.attachments.at(-1), { id: paper.id, title: 'last.pdf' });
  const { release } = await previewOf(anna, id, '/base');
  assert.equal(release.attachments.at(-1)?.url, `/base/files/${paper.id}/last.pdf`);
});

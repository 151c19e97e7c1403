import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { eq } from 'drizzle-orm';
import postgres from 'postgres';
import { db } from '@/lib/db/client';
import { files, releases } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { byId, restore, softDelete } from './deleted';
import { makeLinks, publicPath, removeLinks, storePath } from './file-store';
import { addFile, type FileInput, publicFile, publishFile, retractFiles, syncPublicFiles } from './files';
import { createNewsroom, publicNewsroom } from './newsrooms';
import { file, newsroom, release } from './registry';
import { createRelease, latestReleases, publicRelease, updateRelease } from './releases';
import { sharp } from './sharp';
import { watchVisibility } from './visibility';

const { owner, dir, url } = await testDatabase();
const publicDir = join(dir, 'files/public');
const room = await createNewsroom({ name: 'Acme' });
const story = await createRelease({ newsroomId: room.id, title: 'Story', status: 'published' });
const draft = await createRelease({ newsroomId: room.id, title: 'Draft' });

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } });
const pdf = Buffer.from('%PDF-1.7\nhello');
const add = (input: Partial<FileInput>) =>
  addFile({
    newsroomId: room.id,
    releaseId: story.id,
    kind: 'attachment',
    name: 'Report (final).pdf',
    data: pdf,
    ...input,
  });
const linked = (id: number) => existsSync(join(publicDir, 'files', String(id)));
const rejects = (promise: Promise<unknown>, code: string, message = /./) =>
  assert.rejects(promise, (error: Error & { code?: string }) => {
    assert.equal(error.code, code, String(error));
    assert.match(error.message, message);
    return true;
  });
async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await wait(50);
  assert.ok(condition());
}

test('a picture is kept in its widths, none larger than itself, without what the camera wrote into it', async () => {
  const photo = await picture(1200, 800)
    .withExif({ IFD0: { Copyright: 'SECRET PLACE' } })
    .jpeg()
    .toBuffer();
  assert.ok(photo.includes('SECRET PLACE'));
  const { id } = await add({
    kind: 'image',
    name: 'C:\\fakepath\\Mein Bild.JPG',
    data: photo,
    alt: 'Red',
    caption: 'A red',
  });
  assert.equal(await publishFile(id), true);
  const found = await publicRelease(story.id);
  const shown = found?.pictures.find((p) => p.id === id);
  assert.ok(shown);
  assert.deepEqual([shown.width, shown.height, shown.alt, shown.caption], [1200, 800, 'Red', 'A red']);
  const urls = shown.srcset.split(', ').map((part) => part.split(' '));
  assert.deepEqual(
    urls.map(([, width]) => width),
    ['480w', '960w', '1200w'],
  );
  assert.ok(urls.some(([url]) => url === shown.src));
  for (const [url, width] of urls) {
    assert.match(url!, new RegExp(`^/media/${id}/\\d+-[0-9a-f]{8}\\.webp$`));
    const { format, ...size } = await sharp(await readFile(join(publicDir, url!))).metadata();
    assert.deepEqual([format, `${size.width}w`], ['webp', width]);
  }
  const original = await readFile(join(publicDir, `files/${id}/mein-bild.jpg`));
  assert.ok(!original.includes('SECRET PLACE'));
  assert.deepEqual((await latestReleases(1))[0]?.image?.id, id);
});

test('a small picture is not enlarged', async () => {
  const { id } = await add({ kind: 'image', data: await picture(300, 200).png().toBuffer() });
  const shown = (await publicRelease(story.id))?.pictures.find((p) => p.id === id);
  assert.match(shown!.srcset, /^\/media\/\d+\/300-[0-9a-f]{8}\.webp 300w$/);
});

test('an SVG logo becomes a picture, and its scripts are gone', async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><script>alert(1)</script><rect width="60" height="20" fill="#00f"/></svg>`;
  const { id } = await add({ kind: 'logo', releaseId: undefined, name: 'logo.svg', data: Buffer.from(svg) });
  const { logo } = (await publicNewsroom(room.id))!;
  assert.equal(logo?.id, id);
  assert.equal(logo.width, 1600);
  assert.equal((await publicFile(id))?.name, 'logo.png');
  const attached = await add({ name: 'logo.svg', data: Buffer.from(svg) });
  assert.deepEqual((await publicFile(attached.id))?.mime, 'image/png');
});

test('an attachment is kept byte for byte under a safe name', async () => {
  const { id } = await add({ name: '../../etc/Präsentation <1>.pdf', title: 'The report' });
  assert.equal(await publishFile(id), true);
  const shown = (await publicRelease(story.id))?.attachments.find((a) => a.id === id);
  assert.deepEqual(shown, {
    id,
    name: 'prasentation-1.pdf',
    title: 'The report',
    mime: 'application/pdf',
    bytes: pdf.length,
    url: `/files/${id}/prasentation-1.pdf`,
  });
  assert.deepEqual(await readFile(join(publicDir, shown.url)), pdf);
});

test('what a file is, its bytes say, not its name', async () => {
  const nameOf = async (name: string, data: Buffer) =>
    (await publicFile((await add({ name, data })).id))?.name;
  assert.equal(await nameOf('report.html', pdf), 'report.pdf');
  assert.equal(await nameOf('data.csv', Buffer.from('a,b\n1,2')), 'data.csv');
  assert.equal(await nameOf('deck.pptx', Buffer.from('PK\x03\x04rest')), 'deck.pptx');
  assert.equal(await nameOf('deck.exe', Buffer.from('PK\x03\x04rest')), 'deck.zip');
  assert.equal(await nameOf('photo.pdf', await picture(2, 2).jpeg().toBuffer()), 'photo.jpg');
});

test('files that are not accepted are refused with the reason, and nothing is kept', async () => {
  const before = await db().$count(files);
  await rejects(
    add({ name: 'page.html', data: Buffer.from('<script>alert(1)</script>') }),
    'invalid',
    /must be a PDF/,
  );
  await rejects(add({ name: 'run.exe', data: Buffer.from('MZ\x90\0') }), 'invalid');
  await rejects(add({ name: 'latin1.txt', data: Buffer.from([0x66, 0xfc, 0x72]) }), 'invalid');
  await rejects(add({ data: Buffer.alloc(0) }), 'invalid', /empty/);
  await rejects(add({ data: Buffer.alloc(101 * 1024 * 1024, 'x') }), 'invalid', /larger than 100 MB/);
  await rejects(add({ kind: 'image' }), 'invalid', /a picture must be/);
  const png = await picture(50, 50).png().toBuffer();
  await rejects(add({ kind: 'image', data: png.subarray(0, png.length / 2) }), 'invalid');
  const bomb = `<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="100000"><rect/></svg>`;
  await rejects(add({ kind: 'image', name: 'x.svg', data: Buffer.from(bomb) }), 'invalid');
  const filter = '<filter id="f"><feTurbulence baseFrequency="0.9" numOctaves="1000"/></filter>';
  const endless = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">${filter}<g filter="url(#f)"/></svg>`;
  const spelled = `<!DOCTYPE svg [<!ENTITY f '${filter.replaceAll('<', '&#60;')}'>]>${endless.replace(filter, '&f;')}`;
  for (const drawing of [Buffer.from(endless), Buffer.from(spelled), gzipSync(endless)])
    await rejects(add({ kind: 'image', name: 'x.svg', data: drawing }), 'invalid', /as a PNG/);
  await rejects(add({ kind: 'logo' }), 'invalid', /belongs to a newsroom/);
  await rejects(add({ releaseId: 999_999 }), 'not_found');
  const other = await createNewsroom({ name: 'Other' });
  await rejects(add({ newsroomId: other.id }), 'invalid', /is not of newsroom/);
  assert.equal(await db().$count(files), before);
});

test('a file is public only while its release is', async () => {
  const { id } = await add({ releaseId: draft.id });
  assert.equal(await publicFile(id), null);
  assert.equal(await publishFile(id), false);
  assert.equal(linked(id), false);
  await updateRelease(draft.id, { status: 'published', publishedAt: new Date('2020-01-01') });
  assert.equal(await publishFile(id), true);
  await updateRelease(draft.id, { publishedAt: new Date('2999-01-01') });
  assert.deepEqual(await publishFile(id), false);
  assert.ok((await syncPublicFiles()).removed >= 1);
  assert.equal(linked(id), false);
  assert.equal(await publishFile(2_000_000_000), false);
});

test('many requests for a file at the same moment link it once, and a retracted one comes back', async () => {
  const { id } = await add({});
  assert.deepEqual(await Promise.all(Array.from({ length: 8 }, () => publishFile(id))), Array(8).fill(true));
  assert.deepEqual(await readdir(join(publicDir, 'files', String(id))), ['report-final.pdf']);
  await Promise.all([retractFiles([id]), publishFile(id), retractFiles([id]), publishFile(id)]);
  await publishFile(id);
  assert.ok((await stat(join(publicDir, `files/${id}/report-final.pdf`))).size === pdf.length);
});

test('a link is made although its folder is taken away again and again, and never for a file that is lost', async () => {
  const { id } = await add({ data: Buffer.from('%PDF-contended') });
  const row = await byId(file, id);
  const from = storePath(`${row!.row.sha256}.pdf`);
  const links = [{ from, to: publicPath('files', String(id), row!.row.name) }];
  for (let i = 0; i < 1000; i++)
    await Promise.all([removeLinks([id]), makeLinks(links), removeLinks([id]), makeLinks(links)]);
  await makeLinks(links);
  assert.deepEqual(await readdir(join(publicDir, 'files', String(id))), [row!.row.name]);
  await removeLinks([id]);
  await assert.rejects(makeLinks([{ ...links[0]!, from: `${from}-lost` }]), { code: 'ENOENT' });
  await softDelete(file, [id]);
});

test('links of which only some were made, or none in their folder, are made whole', async () => {
  const { id } = await add({ kind: 'image', data: await picture(1000, 500).png().toBuffer() });
  await publishFile(id);
  await syncPublicFiles();
  const [made, media] = [join(publicDir, 'files', String(id)), join(publicDir, 'media', String(id))];
  const [file, widths] = [await readdir(made), await readdir(media)];
  assert.ok(widths.length >= 2);
  const interrupted = [
    () => rm(join(media, widths[1]!)),
    () => rm(media, { recursive: true }),
    () => Promise.all([rm(join(made, file[0]!)), rm(media, { recursive: true })]),
  ];
  for (const interrupt of interrupted) {
    await interrupt();
    assert.deepEqual(await syncPublicFiles(), { linked: 1, removed: 0 });
    assert.deepEqual([await readdir(made), await readdir(media)], [file, widths]);
  }
  assert.deepEqual(await syncPublicFiles(), { linked: 0, removed: 0 });
});

test('a file lost from the disk is said to be unavailable', async () => {
  const data = Buffer.from('%PDF-lost');
  const { id } = await add({ data });
  const row = await byId(file, id);
  await rm(join(dir, 'files/store', row!.row.sha256.slice(0, 2), `${row!.row.sha256}.pdf`));
  await rejects(publishFile(id), 'unavailable');
  await softDelete(file, [id]);
});

test('whatever hides a file takes its links away at once: deletion of file, release or newsroom, and raw SQL', async () => {
  const stop = await watchVisibility();
  const { id } = await add({});
  const hidings: (() => Promise<() => Promise<unknown>>)[] = [
    async () => {
      const batch = await softDelete(file, [id]);
      return () => restore(batch.id!);
    },
    async () => {
      const batch = await softDelete(release, [story.id]);
      return () => restore(batch.id!);
    },
    async () => {
      const batch = await softDelete(newsroom, [room.id]);
      return () => restore(batch.id!);
    },
    async () => {
      await db().update(releases).set({ status: 'draft' }).where(eq(releases.id, story.id));
      return () => owner`update releases set status = 'published' where id = ${story.id}`;
    },
    async () => {
      await owner`update store.releases set published_at = now() + interval '1 day' where id = ${story.id}`;
      return () =>
        owner`update store.releases set published_at = now() - interval '1 day' where id = ${story.id}`;
    },
  ];
  for (const hide of hidings) {
    assert.equal(await publishFile(id), true);
    const show = await hide();
    await until(() => !linked(id));
    await show();
  }
  await syncPublicFiles();
  assert.equal(linked(id), true);
  await stop();
});

test('the watch survives two seconds without a database, and catches up', async () => {
  const stop = await watchVisibility();
  const { id } = await add({});
  await publishFile(id);
  const name = new URL(url).pathname.slice(1);
  const elsewhere = postgres(Object.assign(new URL(url), { pathname: '/postgres' }).href, { max: 1 });
  await elsewhere.unsafe(`alter database "${name}" allow_connections false`);
  const killed = await elsewhere`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = ${name} and query ilike 'listen%'`;
  assert.ok(killed.length >= 1);
  await wait(2000);
  await softDelete(file, [id]);
  assert.equal(linked(id), true);
  await elsewhere.unsafe(`alter database "${name}" allow_connections true`);
  await elsewhere.end();
  await until(() => !linked(id));
  await stop();
});

test('the files of a release move to another newsroom with it, deleted ones too', async () => {
  const moving = await createRelease({ newsroomId: room.id, title: 'Moving', status: 'published' });
  const other = await createNewsroom({ name: 'Where it moves' });
  const [kept, deleted, ofNobody] = [
    await add({ releaseId: moving.id }),
    await add({ releaseId: moving.id, name: 'deleted.pdf' }),
    await add({ releaseId: undefined, name: 'of-the-newsroom.pdf' }),
  ];
  await softDelete(file, [deleted.id]);
  await updateRelease(moving.id, { newsroomId: other.id });
  const rows = await owner`select id, newsroom_id from store.files
    where id = any(${[kept.id, deleted.id, ofNobody.id]}) order by id`;
  assert.deepEqual(
    rows.map(({ newsroom_id: of }) => of),
    [other.id, other.id, room.id],
  );
});

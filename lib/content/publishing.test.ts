import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createUser, type User } from '@/lib/auth/users';
import { db } from '@/lib/db/client';
import { auditLog, newsroomMembers } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { ownReleases } from './author-releases';
import { createDraft, type DraftContent, draftOf, saveDraft } from './drafts';
import { publicFile, publishFile } from './files';
import { createNewsroom } from './newsrooms';
import {
  fileByToken,
  fileForWriter,
  previewByToken,
  previewLink,
  previewLinksOf,
  previewOf,
  revokePreview,
} from './previews';
import { deleteRelease, publish, undeleteRelease, unpublish } from './publishing';
import { createRelease, publicRelease, searchReleases } from './releases';
import { sharp } from './sharp';
import { uploadFile } from './upload-files';
import { versions } from './versions';
import { watchVisibility } from './visibility';

const { dir } = await testDatabase();
const clock = join(dir, 'clock');
const setTime = (time: string) => writeFileSync(clock, time);
process.env.CLOCK_FILE = clock;
setTime('2026-11-24T10:00:00Z');

const room = await createNewsroom({
  name: 'Acme',
  contacts: [{ name: 'Vera', email: 'vera@example.com' }],
  boilerplate: 'Acme makes things.',
});
const person = async (name: string, role: 'owner' | 'editor' | 'analyst' | null): Promise<User> => {
  const user = await createUser({ email: `${name}@example.com`, name, isVerified: true });
  if (role) await db().insert(newsroomMembers).values({ newsroomId: room.id, userId: user.id, role });
  return user;
};
const anna = await person('Anna', 'owner');
const bo = await person('Bo', 'editor');
const noor = await person('Noor', 'analyst');
const stranger = await person('Stranger', null);

const rejects = (promise: Promise<unknown>, code: string, message = /./) =>
  assert.rejects(promise, (error: Error & { code?: string }) => {
    assert.equal(error.code, code, String(error));
    assert.match(error.message, message);
    return true;
  });
async function change(id: number, changes: Partial<DraftContent>): Promise<number> {
  const { revision, content } = await draftOf(anna, id);
  const saved = await saveDraft(anna, id, { revision, content: { ...content, ...changes }, kind: 'save' });
  assert.ok('savedAt' in saved);
  return saved.revision;
}
async function written(changes: Partial<DraftContent> = {}): Promise<{ id: number; revision: number }> {
  const { id } = await createDraft(anna, room.id);
  return {
    id,
    revision: await change(id, { title: 'Acme ships to the moon', bodyHtml: '<p>It does.</p>', ...changes }),
  };
}
const png = (width = 900) =>
  sharp({ create: { width, height: 600, channels: 3, background: '#369' } })
    .png()
    .toBuffer();
const acts = async (objectId: number) =>
  (await db().select().from(auditLog)).filter((row) => row.objectId === objectId).map(({ action }) => action);

const newestKind = async (id: number) => (await versions(anna, id)).versions[0]?.kind;

test('a draft is published as it was written, under an address made from its title', async () => {
  const { id, revision } = await written({ subtitle: 'Sub', dateline: 'Kiruna', tags: ['space'] });
  const done = await publish(bo, id, { revision, when: 'now' });
  assert.deepEqual(done, {
    status: 'published',
    publishedAt: new Date('2026-11-24T10:00:00Z'),
    url: `/releases/${id}/acme-ships-to-the-moon`,
  });
  const seen = await publicRelease(id);
  assert.deepEqual(
    [seen?.title, seen?.subtitle, seen?.dateline, seen?.bodyHtml, seen?.tags, seen?.contacts[0]?.name],
    ['Acme ships to the moon', 'Sub', 'Kiruna', '<p>It does.</p>', ['space'], 'Vera'],
  );
  assert.equal((await draftOf(anna, id)).differs, false);
  assert.equal(await newestKind(id), 'publish');
  assert.deepEqual(await acts(id), ['release.publish']);
});

test('what the checklist says must be done stands against publishing, and nothing changes', async () => {
  const { id, revision } = await written({ title: '', bodyHtml: '' });
  await rejects(publish(anna, id, { revision, when: 'now' }), 'invalid', /has no title.*has no text/);
  assert.equal((await draftOf(anna, id)).status, 'draft');
});

test('what somebody saved meanwhile is not published unseen', async () => {
  const { id, revision } = await written();
  await change(id, { title: 'Something else entirely' });
  await rejects(
    publish(bo, id, { revision, when: 'now' }),
    'conflict',
    /Anna has saved .* nothing was published/,
  );
  assert.equal(await publicRelease(id), null);
});

test('a scheduled release appears at its time in its zone, and can be moved until then', async () => {
  const { id, revision } = await written();
  const when = { at: '2026-11-24T12:00', timeZone: 'Europe/Berlin', embargo: false };
  await rejects(
    publish(anna, id, { revision, when: { ...when, at: '2026-11-24T10:59' } }),
    'invalid',
    /10:59 CET .* is past/,
  );
  await rejects(
    publish(anna, id, { revision, when: { ...when, at: '2027-03-28T02:30' } }),
    'invalid',
    /there is no 02:30/,
  );
  await rejects(
    publish(anna, id, { revision, when: { ...when, at: '2027-10-31T02:30' } }),
    'invalid',
    /comes twice/,
  );
  const second = await publish(anna, id, {
    revision,
    when: { ...when, at: '2027-10-31T02:30', occurrence: 'second' },
  });
  assert.equal(second.publishedAt.toISOString(), '2027-10-31T01:30:00.000Z');
  assert.equal(await newestKind(id), 'schedule');
  const moved = await publish(anna, id, { revision, when });
  assert.deepEqual(
    [moved.status, moved.publishedAt.toISOString()],
    ['scheduled', '2026-11-24T11:00:00.000Z'],
  );
  assert.equal((await draftOf(anna, id)).timeZone, 'Europe/Berlin');
  // The working copy goes on; what was scheduled is what appears.
  const next = await change(id, { bodyHtml: '<p>A later thought.</p>' });
  setTime('2026-11-24T10:59:59Z');
  assert.equal(await publicRelease(id), null);
  setTime('2026-11-24T11:00:00Z');
  assert.equal((await publicRelease(id))?.bodyHtml, '<p>It does.</p>');
  await rejects(publish(anna, id, { revision: next, when }), 'invalid', /readers see this release already/);
  setTime('2026-11-25T09:00:00Z');
  const changed = await publish(anna, id, { revision: next, when: 'now' });
  assert.equal(changed.publishedAt.toISOString(), '2026-11-24T11:00:00.000Z', 'its date stays');
  assert.equal(await newestKind(id), 'publish');
  assert.equal((await publicRelease(id))?.bodyHtml, '<p>A later thought.</p>');
});

test('changes of a scheduled release are published without moving its time', async () => {
  const { id, revision } = await written();
  const when = { at: '2027-01-01T12:00', timeZone: 'UTC', embargo: true };
  await rejects(publish(anna, id, { revision, when: 'keep' }), 'invalid', /has no time yet/);
  await publish(anna, id, { revision, when });
  assert.equal(await newestKind(id), 'embargo');
  const next = await change(id, { title: 'Acme ships to Mars after all' });
  const kept = await publish(anna, id, { revision: next, when: 'keep' });
  assert.deepEqual([kept.status, kept.publishedAt.toISOString()], ['embargoed', '2027-01-01T12:00:00.000Z']);
});

test('an address that is taken is said so, and a published one stays when the title changes', async () => {
  const one = await written({ slug: 'mine' });
  await publish(anna, one.id, { revision: one.revision, when: 'now' });
  const two = await written({ slug: 'mine' });
  await rejects(
    publish(anna, two.id, { revision: two.revision, when: 'now' }),
    'conflict',
    /has the address “mine”/,
  );
  const revision = await change(one.id, { title: 'Quite another title now', slug: '' });
  assert.match((await publish(anna, one.id, { revision, when: 'now' })).url, /\/mine$/);
});

test('pictures and files of the working copy reach readers with it, in its order, and leave with it', async () => {
  const { id, revision } = await written();
  await publish(anna, id, { revision, when: 'now' });
  const stop = await watchVisibility();
  const [a, b, inText] = [
    await uploadFile(anna, id, { name: 'a.png', data: await png() }),
    await uploadFile(anna, id, { name: 'b.png', data: await png(1000) }),
    await uploadFile(anna, id, { name: 'c.png', data: await png(1100) }),
  ];
  const pdf = await uploadFile(anna, id, { name: 'plan.pdf', data: Buffer.from('%PDF-1.7\nx') });
  const ids = [a.id, b.id, inText.id, pdf.id];
  const seen = async () =>
    Promise.all(ids.map(async (file) => (await publicFile(file)) !== null && (await publishFile(file))));
  assert.deepEqual(await seen(), [false, false, false, false]);
  assert.deepEqual((await publicRelease(id))?.pictures, []);
  const next = await change(id, {
    pictures: [
      { id: b.id, alt: 'B', caption: 'Second' },
      { id: a.id, alt: 'A', caption: '' },
    ],
    attachments: [{ id: pdf.id, title: 'The plan' }],
    bodyHtml: `<p>See</p><img src="${inText.src}" alt="C">`,
  });
  assert.deepEqual(await seen(), [false, false, false, false]);
  await publish(anna, id, { revision: next, when: 'now' });
  assert.deepEqual(await seen(), [true, true, true, true]);
  const shown = await publicRelease(id);
  assert.deepEqual(
    shown?.pictures.map(({ alt, caption }) => [alt, caption]),
    [
      ['B', 'Second'],
      ['A', null],
    ],
  );
  assert.deepEqual(
    shown?.attachments.map(({ title }) => title),
    ['The plan'],
  );
  assert.equal((await draftOf(anna, id)).differs, false);
  const last = await change(id, { pictures: [], bodyHtml: '<p>See</p>' });
  assert.deepEqual(await seen(), [true, true, true, true]);
  await publish(anna, id, { revision: last, when: 'now' });
  assert.deepEqual(await seen(), [false, false, false, true]);
  const linked = () => existsSync(join(dir, 'files/public/files', String(a.id)));
  for (let n = 0; n < 100 && linked(); n++) await new Promise((done) => setTimeout(done, 50));
  assert.equal(linked(), false);
  await stop();
});

test('an unpublished release is a draft again, with its working copy', async () => {
  const { id, revision } = await written();
  await publish(anna, id, { revision, when: 'now' });
  await unpublish(bo, id);
  assert.equal(await publicRelease(id), null);
  assert.equal((await draftOf(anna, id)).content.title, 'Acme ships to the moon');
  await rejects(unpublish(bo, id), 'invalid', /a draft already/);
  assert.deepEqual(await acts(id), ['release.publish', 'release.unpublish']);
});

test('a deleted release comes back by whoever deleted it, and nobody else', async () => {
  const { id, revision } = await written();
  await publish(anna, id, { revision, when: 'now' });
  const { batch } = await deleteRelease(anna, id);
  assert.equal(await publicRelease(id), null);
  await rejects(draftOf(anna, id), 'not_found');
  await rejects(undeleteRelease(bo, id, batch), 'not_found');
  await rejects(undeleteRelease(anna, id, batch + 1), 'not_found');
  await undeleteRelease(anna, id, batch);
  assert.equal((await publicRelease(id))?.id, id);
  assert.deepEqual((await acts(id)).slice(1), ['release.delete', 'release.restore']);
});

test('who may not, does not: publish, take back, delete, preview, make links', async () => {
  const { id, revision } = await written();
  for (const [user, code] of [
    [noor, 'forbidden'],
    [stranger, 'not_found'],
  ] as const) {
    await rejects(publish(user, id, { revision, when: 'now' }), code);
    await rejects(unpublish(user, id), code);
    await rejects(deleteRelease(user, id), code);
    await rejects(previewOf(user, id, '/x'), code);
    await rejects(previewLink(user, id, 24), code);
    await rejects(previewLinksOf(user, id), code);
    await rejects(revokePreview(user, id, 1), code);
    await rejects(uploadFile(user, id, { name: 'x.txt', data: Buffer.from('x') }), code);
  }
});

test('a preview shows the working copy with its files, until its link ends or is revoked', async () => {
  setTime('2026-11-26T10:00:00Z');
  const { id } = await written();
  const shown = await uploadFile(anna, id, { name: 'a.png', data: await png() });
  await change(id, {
    pictures: [{ id: shown.id, alt: 'A', caption: '' }],
    bodyHtml: `<p>x</p><img src="${shown.src}" alt="A">`,
  });
  const other = await written();
  const { token, id: linkId } = await previewLink(anna, id, 24);
  const preview = (await previewByToken(token, '/preview/T'))!;
  assert.equal(preview.release.title, 'Acme ships to the moon');
  assert.match(preview.release.pictures[0]!.src, /^\/preview\/T\/media\/\d+\/900-/);
  assert.match(
    preview.release.pictures[0]!.srcset,
    /^\/preview\/T\/media\/\d+\/480-\S+ 480w, \/preview\/T\/media/,
  );
  assert.match(preview.release.bodyHtml, /src="\/preview\/T\/media\//);
  assert.equal((await fileByToken(token, shown.id))?.id, shown.id);
  const foreign = await uploadFile(anna, other.id, { name: 'b.png', data: await png(1000) });
  assert.equal(await fileByToken(token, foreign.id), null, 'a link opens the files of its release only');
  assert.equal(await previewByToken(`${token}x`, ''), null);
  assert.equal(await previewByToken('', ''), null);
  assert.equal((await previewLinksOf(anna, id)).length, 1);
  setTime('2026-11-27T09:59:59Z');
  assert.ok(await previewByToken(token, ''));
  setTime('2026-11-27T10:00:00Z');
  assert.equal(await previewByToken(token, ''), null);
  assert.equal(await fileByToken(token, shown.id), null);
  assert.deepEqual(await previewLinksOf(anna, id), []);
  const second = await previewLink(anna, id, 1);
  await rejects(revokePreview(anna, other.id, second.id), 'not_found');
  await revokePreview(bo, id, second.id);
  assert.equal(await previewByToken(second.token, ''), null);
  await rejects(revokePreview(anna, id, linkId), 'not_found');
  await rejects(previewLink(anna, id, 0), 'invalid');
  const third = await previewLink(anna, id, 1);
  await deleteRelease(anna, id);
  assert.equal(await previewByToken(third.token, ''), null);
  assert.deepEqual(await acts(id), [
    'preview.create',
    'preview.create',
    'preview.revoke',
    'preview.create',
    'release.delete',
  ]);
});

test('a file that readers do not see is there for its writers only', async () => {
  const { id } = await written();
  const file = await uploadFile(anna, id, { name: 'a.png', data: await png() });
  assert.equal((await fileForWriter(bo, file.id))?.id, file.id);
  assert.equal(await fileForWriter(noor, file.id), null);
  assert.equal(await fileForWriter(stranger, file.id), null);
});

test('a list of own releases shows each its state now, and drafts to writers only', async () => {
  setTime('2026-12-01T10:00:00Z');
  const own = await createNewsroom({ name: 'Own' });
  const add = (user: User, role: 'editor' | 'analyst') =>
    db().insert(newsroomMembers).values({ newsroomId: own.id, userId: user.id, role });
  await add(bo, 'editor');
  await add(noor, 'analyst');
  for (const [status, publishedAt] of [
    ['draft', null],
    ['scheduled', '2026-12-02T10:00:00Z'],
    ['scheduled', '2026-11-30T10:00:00Z'],
    ['embargoed', '2026-12-03T10:00:00Z'],
    ['published', '2026-11-20T10:00:00Z'],
  ] as const)
    await createRelease({
      newsroomId: own.id,
      title: `100% ${status} ${publishedAt}`,
      status,
      publishedAt: publishedAt && new Date(publishedAt),
    });
  const list = (user: User, o = {}) => ownReleases(user, { newsroomId: own.id, page: 1, perPage: 10, ...o });
  const all = await list(bo);
  assert.deepEqual(all.counts, { draft: 1, scheduled: 1, embargoed: 1, published: 2 });
  assert.equal(all.total, 5);
  assert.deepEqual(
    (await list(bo, { state: 'published' })).releases.map(({ state }) => state),
    ['published', 'published'],
  );
  assert.deepEqual((await list(noor)).counts, { draft: 0, scheduled: 0, embargoed: 0, published: 2 });
  assert.equal((await list(stranger)).total, 0);
  assert.equal((await list(bo, { q: '0% DRAFT' })).total, 1);
  assert.equal((await list(bo, { q: '%' })).total, 5);
  assert.equal((await list(bo, { q: '_00' })).total, 0);
});

test('nothing of a working copy is found by readers', async () => {
  const { id } = await written({
    title: 'Quokkas everywhere at once',
    bodyHtml: '<p>quokka</p>',
    tags: ['quokka'],
  });
  assert.equal((await searchReleases({ q: 'quokka', page: 1, perPage: 9 })).total, 0);
  const { revision } = await draftOf(anna, id);
  await publish(anna, id, { revision, when: 'now' });
  assert.equal((await searchReleases({ q: 'quokka', page: 1, perPage: 9 })).total, 1);
  await change(id, { title: 'Wombats everywhere at once', bodyHtml: '<p>wombat</p>', tags: ['wombat'] });
  assert.equal((await searchReleases({ q: 'wombat', page: 1, perPage: 9 })).total, 0);
});

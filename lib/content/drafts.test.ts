import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createUser, type User } from '@/lib/auth/users';
import { db } from '@/lib/db/client';
import { newsroomMembers } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { createDraft, type DraftContent, discardDraft, draftOf, restoreVersion, saveDraft } from './drafts';
import { enter, leave } from './editors';
import { createNewsroom } from './newsrooms';
import { createRelease, publicRelease, searchReleases } from './releases';
import { version, versions } from './versions';

const { dir } = await testDatabase();
const clock = join(dir, 'clock');
const setTime = (time: string) => writeFileSync(clock, time);
process.env.CLOCK_FILE = clock;
setTime('2026-11-24T10:00:00Z');

const room = await createNewsroom({ name: 'Acme' });
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
const save = async (
  user: User,
  id: number,
  revision: number,
  change: Partial<DraftContent>,
  kind: 'autosave' | 'save' = 'save',
) => saveDraft(user, id, { revision, content: { ...(await draftOf(anna, id)).content, ...change }, kind });
const kinds = async (id: number) =>
  (await versions(anna, id)).versions.map(({ kind, title }) => `${kind} ${title}`);

test('a new draft is empty, is listed by a title, and no reader sees it', async () => {
  const { id } = await createDraft(bo, room.id);
  const draft = await draftOf(bo, id);
  assert.equal(draft.revision, 1);
  assert.equal(draft.content.title, '');
  assert.deepEqual([draft.status, draft.isPublic, draft.differs], ['draft', false, true]);
  await save(bo, id, 1, { title: 'Acme ships' });
  assert.equal(await publicRelease(id), null);
  assert.equal((await searchReleases({ page: 1, perPage: 10 })).total, 0);
});

test('only who may write in the newsroom reads, saves or lists anything of a draft', async () => {
  const { id } = await createDraft(anna, room.id);
  await rejects(createDraft(noor, room.id), 'forbidden');
  await rejects(createDraft(stranger, room.id), 'not_found');
  for (const [user, code] of [
    [noor, 'forbidden'],
    [stranger, 'not_found'],
  ] as const) {
    await rejects(draftOf(user, id), code);
    await rejects(saveDraft(user, id, { revision: 1, content: {}, kind: 'save' }), code);
    await rejects(versions(user, id), code);
    await rejects(version(user, id, 1), code);
    await rejects(restoreVersion(user, id, 1, { revision: 1 }), code);
    await rejects(enter(user, id), code);
  }
  await rejects(draftOf(anna, 999_999), 'not_found');
});

test('who saves over what they have not seen overwrites nothing, and loses nothing', async () => {
  const { id } = await createDraft(anna, room.id);
  const first = await save(anna, id, 1, { title: 'Anna was first' });
  assert.deepEqual(first, { revision: 2, savedAt: new Date('2026-11-24T10:00:00Z') });
  const second = await save(bo, id, 1, { title: 'Bo did not know' });
  assert.ok('conflict' in second);
  assert.equal(second.conflict.by?.name, 'Anna');
  assert.equal(second.conflict.revision, 2);
  assert.equal(second.conflict.content.title, 'Anna was first');
  assert.equal((await draftOf(anna, id)).content.title, 'Anna was first');
  const kept = await version(anna, id, second.keptVersionId);
  assert.deepEqual(
    [kept.kind, kept.content.title, kept.savedBy?.name],
    ['conflict', 'Bo did not know', 'Bo'],
  );
  // Bo chooses his own, having seen hers.
  const restored = await restoreVersion(bo, id, kept.id, { revision: 2 });
  assert.equal(restored.revision, 3);
  assert.equal((await draftOf(anna, id)).content.title, 'Bo did not know');
  assert.deepEqual((await kinds(id)).slice(0, 3), [
    'restore Bo did not know',
    'conflict Bo did not know',
    'save Anna was first',
  ]);
});

test('of many who save at the same moment, one wins and every other one is kept', async () => {
  const { id } = await createDraft(anna, room.id);
  const tries = Array.from({ length: 12 }, (_, n) => save(n % 2 ? anna : bo, id, 1, { title: `Title ${n}` }));
  const results = await Promise.all(tries);
  assert.equal(results.filter((one) => !('conflict' in one)).length, 1);
  const titles = (await versions(anna, id)).versions.map(({ title }) => title);
  for (let n = 0; n < 12; n++) assert.ok(titles.includes(`Title ${n}`), `Title ${n}`);
});

test('the same content sent again, because the answer was lost, is no conflict', async () => {
  const { id } = await createDraft(anna, room.id);
  const content = { ...(await draftOf(anna, id)).content, title: 'Once' };
  const first = await saveDraft(anna, id, { revision: 1, content, kind: 'autosave' });
  assert.deepEqual(await saveDraft(anna, id, { revision: 1, content, kind: 'autosave' }), first);
  assert.equal((await versions(anna, id)).total, 1);
});

test('old autosaves are thinned to one an hour, then one a day; everything else stays', async () => {
  const { id } = await createDraft(anna, room.id);
  let revision = 1;
  const at = async (time: string, kind: 'autosave' | 'save' = 'autosave') => {
    setTime(`${time}:00Z`);
    const saved = await save(anna, id, revision, { title: `${time} ${kind}` }, kind);
    assert.ok('revision' in saved);
    revision = saved.revision;
  };
  for (const time of ['09:05', '09:25', '09:45', '11:05', '11:25']) await at(`2026-12-01T${time}`);
  await at('2026-12-01T11:30', 'save');
  await at('2026-12-01T11:40', 'save');
  const conflict = await save(bo, id, 1, { title: 'Bo did not know' });
  assert.ok('conflict' in conflict);
  setTime('2026-12-02T11:00:00Z');
  const listed = async () =>
    (await kinds(id)).filter((one) => !one.endsWith(' ')).map((one) => one.replace('2026-12-', ''));
  assert.equal((await listed()).length, 8, 'all of the last day');
  await at('2026-12-02T12:00');
  await at('2026-12-02T12:20');
  assert.deepEqual(await listed(), [
    'autosave 02T12:20 autosave',
    'autosave 02T12:00 autosave',
    'conflict Bo did not know',
    'save 01T11:40 save',
    'save 01T11:30 save',
    'autosave 01T11:25 autosave',
    'autosave 01T09:45 autosave',
  ]);
  await at('2026-12-10T12:00');
  assert.deepEqual(await listed(), [
    'autosave 10T12:00 autosave',
    'autosave 02T12:20 autosave',
    'conflict Bo did not know',
    'save 01T11:40 save',
    'save 01T11:30 save',
    'autosave 01T11:25 autosave',
  ]);
  setTime('2026-11-24T10:00:00Z');
});

test('autosaves of one person within ten minutes are one version; what is saved on purpose is one of its own', async () => {
  const { id } = await createDraft(anna, room.id);
  setTime('2026-11-24T10:00:00Z');
  await save(anna, id, 1, { title: 'a' }, 'autosave');
  setTime('2026-11-24T10:05:00Z');
  await save(anna, id, 2, { title: 'ab' }, 'autosave');
  assert.deepEqual(await kinds(id), ['autosave ab']);
  setTime('2026-11-24T10:10:00Z');
  await save(anna, id, 3, { title: 'abc' }, 'autosave');
  assert.deepEqual(await kinds(id), ['autosave abc', 'autosave ab']);
  await save(bo, id, 4, { title: 'abcd' }, 'autosave');
  await save(bo, id, 5, { title: 'abcd' }, 'save');
  await save(bo, id, 5, { title: 'abcde' }, 'autosave');
  assert.deepEqual(await kinds(id), ['autosave abcde', 'save abcd', 'autosave abc', 'autosave ab']);
});

test('going back is a version too, and needs to have seen what it replaces', async () => {
  const { id } = await createDraft(anna, room.id);
  await save(anna, id, 1, { title: 'one', bodyHtml: '<p>First</p>' });
  await save(anna, id, 2, { title: 'two', bodyHtml: '<p>Second</p>' });
  const { versions: list } = await versions(anna, id);
  const first = list.find(({ title }) => title === 'one')!;
  await rejects(
    restoreVersion(bo, id, first.id, { revision: 2 }),
    'conflict',
    /Anna has saved .* was not brought back/,
  );
  await restoreVersion(bo, id, first.id, { revision: 3 });
  assert.equal((await draftOf(anna, id)).content.bodyHtml, '<p>First</p>');
  assert.deepEqual(await kinds(id), ['restore one', 'save two', 'save one']);
  const other = await createDraft(anna, room.id);
  await rejects(restoreVersion(anna, other.id, first.id, { revision: 1 }), 'not_found');
  await rejects(version(anna, other.id, first.id), 'not_found');
});

test('the working copy of what is published leaves it alone, can be discarded, and its first state is a version', async () => {
  const { id } = await createRelease({
    newsroomId: room.id,
    title: 'Published',
    bodyHtml: '<p>Old</p>',
    status: 'published',
  });
  const before = await draftOf(anna, id);
  assert.deepEqual([before.revision, before.differs, before.isPublic], [0, false, true]);
  await save(anna, id, 0, { bodyHtml: '<p>New</p>' }, 'autosave');
  assert.equal((await draftOf(anna, id)).differs, true);
  assert.equal((await publicRelease(id))?.bodyHtml, '<p>Old</p>');
  await rejects(discardDraft(anna, id, { revision: 0 }), 'conflict');
  await discardDraft(anna, id, { revision: 1 });
  const after = await draftOf(anna, id);
  assert.deepEqual([after.content.bodyHtml, after.differs, after.revision], ['<p>Old</p>', false, 2]);
  assert.equal((await versions(anna, id)).total, 3);
});

test('half-finished work is kept as it is, and what is harmful in it is not', async () => {
  const { id } = await createDraft(anna, room.id);
  await save(anna, id, 1, {
    title: ' Two\nlines ',
    bodyHtml: '<p onclick="x()">Fine</p><script>alert(1)</script>',
    contacts: [{ name: 'Vera', email: 'vera@' }],
    tags: ['#News', 'news', ''],
    pictures: [{ id: 77, alt: 'of another release', caption: '' }],
  });
  const { content } = await draftOf(anna, id);
  assert.deepEqual(content, {
    title: 'Two lines',
    subtitle: '',
    dateline: '',
    slug: '',
    bodyHtml: '<p>Fine</p>',
    tags: ['news'],
    boilerplate: null,
    contacts: [{ name: 'Vera', email: 'vera@' }],
    pictures: [],
    attachments: [],
  });
  await rejects(
    saveDraft(anna, id, { revision: 2, content: { title: 7 }, kind: 'save' }),
    'invalid',
    /nothing was saved/,
  );
});

test('two people who have the same release open are told of each other, until one leaves or is silent', async () => {
  const { id } = await createDraft(anna, room.id);
  setTime('2026-11-24T11:00:00Z');
  assert.deepEqual(await enter(anna, id), []);
  setTime('2026-11-24T11:00:20Z');
  assert.deepEqual(await enter(bo, id), [{ id: anna.id, name: 'Anna' }]);
  assert.deepEqual(await enter(anna, id), [{ id: bo.id, name: 'Bo' }]);
  await leave(bo, id);
  assert.deepEqual(await enter(anna, id), []);
  await enter(bo, id);
  setTime('2026-11-24T11:00:51Z');
  assert.deepEqual(await enter(anna, id), []);
});

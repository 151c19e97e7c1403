import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eq } from 'drizzle-orm';
import { byId, softDelete } from '@/lib/content/deleted';
import { release as releaseType } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { releases, users } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { batch, batches, deleteRecords, purgeRecords, restoreBatch, restoreRecord } from './deletions';
import { preview } from './preview';
import { family, person } from './testing/people';
import { adminType } from './types';

const { owner } = await testDatabase();
const admin = await person('admin');
const editor = await person('editor');
const [release, newsroom, user] = [adminType('release'), adminType('newsroom'), adminType('user')];
const short = (taken: { table: string; count: number }[]) =>
  Object.fromEntries(taken.map(({ table, count }) => [table, count]));

test('what a deletion would take along is told before, and nothing is changed', async () => {
  const { room } = await family('one', 'two');
  const seen = await preview(admin, newsroom, 'delete', { ids: [room.id] });
  assert.deepEqual(short(seen.counts), { files: 1, newsrooms: 1, releases: 2 });
  assert.deepEqual(seen.names, [room.name]);
  const { taken, batch: id } = await deleteRecords(admin, newsroom, [room.id], { why: 'closed' });
  assert.deepEqual(taken, seen.counts);
  assert.deepEqual((await preview(admin, newsroom, 'delete', { ids: [room.id] })).counts, []);
  await restoreBatch(admin, id!);
});

test('what stays and loses its author is told', async () => {
  const {
    releases: [one],
  } = await family('one');
  await db().update(releases).set({ authorId: editor.id }).where(eq(releases.id, one!.id));
  const { cutOff, counts } = await preview(admin, user, 'delete', { ids: [editor.id] });
  assert.deepEqual(cutOff, [{ label: 'Releases (author)', count: 1 }]);
  assert.deepEqual(short(counts), { users: 1 });
});

test('deletions are found with who, when, why, what and how much, and from a record', async () => {
  const {
    room,
    releases: [one],
  } = await family('one', 'two');
  const { batch: id } = await deleteRecords(editor, newsroom, [room.id], { why: 'closed' });
  const [latest] = (await batches(admin)).rows;
  assert.deepEqual(
    [latest!.id, latest!.by?.name, latest!.why, latest!.what, latest!.type, short(latest!.taken)],
    [id, editor.name, 'closed', room.name, 'newsroom', { files: 1, newsrooms: 1, releases: 2 }],
  );
  const found = await byId(releaseType, one!.id);
  assert.equal(found?.state === 'deleted' && found.deletion.id, id);
  const { records } = await batch(admin, id!);
  assert.deepEqual(
    records.map(({ type, count, rows }) => [type, count, rows.map(({ title }) => title)]),
    [
      ['release', 2, ['Title one', 'Title two']],
      ['newsroom', 1, [room.name]],
      ['file', 1, ['a.pdf']],
    ],
  );
  await restoreBatch(admin, id!);
  assert.ok((await batches(admin)).rows.every((row) => row.id !== id));
  const [restored] = (await batches(admin, { restored: true })).rows;
  assert.deepEqual([restored!.id, restored!.restoredBy], [id, admin.name]);
});

test('one record comes back with what hangs on it, and the rest of its batch later', async () => {
  const { releases: list } = await family('one', 'two');
  const ids = list.map(({ id }) => id);
  const { batch: id } = await deleteRecords(admin, release, ids);
  const answer = await restoreRecord(admin, release, ids[0]!);
  assert.deepEqual(answer.state === 'restored' && short(answer.taken), { files: 1, releases: 1 });
  assert.deepEqual(
    [(await byId(releaseType, ids[0]!))?.state, (await byId(releaseType, ids[1]!))?.state],
    ['living', 'deleted'],
  );
  assert.deepEqual(await restoreRecord(admin, release, ids[0]!), { state: 'restored', taken: [] });
  assert.deepEqual(short((await batch(admin, id!)).taken), { releases: 1 });
  const rest = await restoreBatch(admin, id!);
  assert.deepEqual(rest.state === 'restored' && short(rest.taken), { releases: 1 });
  assert.ok((await batch(admin, id!)).restoredAt);
});

test('a record under a deleted parent says which, and in which deletion', async () => {
  const {
    room,
    releases: [one],
  } = await family('one');
  await deleteRecords(admin, release, [one!.id]);
  const { batch: id } = await deleteRecords(admin, newsroom, [room.id]);
  const answer = await restoreRecord(admin, release, one!.id);
  assert.deepEqual(answer, {
    state: 'deleted_parent',
    parents: [{ type: 'newsroom', id: room.id, title: room.name, batch: id }],
  });
  const within = await family('one');
  await deleteRecords(admin, newsroom, [within.room.id]);
  assert.equal((await restoreRecord(admin, release, within.releases[0]!.id)).state, 'deleted_parent');
});

test('a taken slug is told with a free one, and the restore takes another one in one step', async () => {
  const {
    room,
    releases: [one, two],
  } = await family('one', 'one-2');
  const { batch: id } = await deleteRecords(admin, release, [one!.id, two!.id]);
  const [again] = await db()
    .insert(releases)
    .values({ newsroomId: room.id, slug: 'one', title: 'In its place' })
    .returning();
  const answer = await restoreBatch(admin, id!);
  assert.ok(answer.state === 'conflict');
  // "one-2" is deleted in the same batch: it will be wanted.
  assert.deepEqual(answer.conflicts, [{
    table: 'releases', id: one!.id, title: 'Title one', column: 'slug', columnLabel: 'Address', value: 'one',
    takenBy: { id: again!.id, title: 'In its place' }, offered: 'one-3', choices: null, isFixed: false,
  }]); // biome-ignore format: a table
  const renamed = (value: string) => [{ table: 'releases', id: one!.id, column: 'slug', value }];
  await assert.rejects(restoreBatch(admin, id!, { renamed: renamed('Not a slug') }), { code: 'invalid' });
  await assert.rejects(restoreBatch(admin, id!, { renamed: renamed('one-2') }), { code: 'conflict' });
  await assert.rejects(
    restoreBatch(admin, id!, {
      renamed: [{ table: 'releases', id: one!.id, column: 'deleted_at', value: 'x' }],
    }),
    { code: 'invalid' },
  );
  const done = await restoreBatch(admin, id!, { renamed: renamed('one-3') });
  assert.deepEqual(done.state === 'restored' && short(done.taken), { files: 1, releases: 2 });
  const [row] = await db().select({ slug: releases.slug }).from(releases).where(eq(releases.id, one!.id));
  assert.equal(row!.slug, 'one-3');
});

test('a taken e-mail address is told, whatever its case, and none is offered', async () => {
  const [first] = await db().insert(users).values({ email: 'Vera@example.com', name: 'Vera' }).returning();
  await deleteRecords(admin, user, [first!.id]);
  await db().insert(users).values({ email: 'vera@EXAMPLE.com', name: 'Other Vera' });
  const answer = await restoreRecord(admin, user, first!.id);
  assert.ok(answer.state === 'conflict');
  assert.deepEqual(
    answer.conflicts.map(({ column, value, takenBy, offered }) => [column, value, takenBy.title, offered]),
    [['email', 'Vera@example.com', 'Other Vera', null]],
  );
});

test('the last admin cannot be deleted', async () => {
  await assert.rejects(deleteRecords(admin, user, [admin.id, editor.id]), { code: 'conflict' });
  assert.equal(await db().$count(users, eq(users.id, editor.id)), 1);
});

test('purging is for deleted records, and says who and why', async () => {
  const {
    releases: [one],
  } = await family('one');
  assert.deepEqual(await purgeRecords(admin, release, [one!.id]), { count: 0 });
  await softDelete(releaseType, [one!.id]);
  assert.deepEqual(await purgeRecords(admin, release, [one!.id], { why: 'GDPR' }), { count: 1 });
  assert.equal(await byId(releaseType, one!.id), null);
  const [entry] =
    await owner`select actor_id, detail from audit_log where action = 'admin.purge' order by id desc limit 1`;
  assert.deepEqual(entry, { actor_id: admin.id, detail: { ids: [one!.id], why: 'GDPR' } });
});

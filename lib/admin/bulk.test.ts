import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { eq, inArray } from 'drizzle-orm';
import { byId } from '@/lib/content/deleted';
import { release as releaseType } from '@/lib/content/registry';
import { updateRelease } from '@/lib/content/releases';
import { db } from '@/lib/db/client';
import { releases } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { bulkActions, bulkRun, startBulk, undoBulk } from './bulk';
import { defaults } from './list-state';
import { family, person } from './testing/people';
import { adminType } from './types';

const { owner } = await testDatabase();
const admin = await person('admin');
const editor = await person('editor');
const type = adminType('release');
const living = (ids: number[]) => db().$count(releases, inArray(releases.id, ids));

test('what can be done follows from what is shown and from the role', () => {
  assert.deepEqual(bulkActions(admin, type, 'deleted'), ['restore', 'purge']);
  assert.deepEqual(bulkActions(editor, type, 'deleted'), ['restore']);
  assert.deepEqual(bulkActions(editor, adminType('file'), 'living'), ['delete']);
});

test('a deletion of many is one batch, says what it could not do, and is undone once', async () => {
  const { releases: list } = await family('one', 'two');
  const ids = list.map(({ id }) => id);
  const { id } = await startBulk(editor, type, 'delete', { ids: [...ids, 2_000_000_000] }, { why: 'old' });
  const run = await bulkRun(editor, id);
  assert.deepEqual([run.total, run.done, run.failures, run.canUndo], [3, 3, 1, true]);
  assert.deepEqual(run.failed, [
    { id: 2_000_000_000, title: '2000000000', reason: 'It is not there any more.' },
  ]);
  assert.equal(await living(ids), 0);
  const undo = await undoBulk(editor, id);
  assert.deepEqual([await living(ids), (await bulkRun(editor, undo.id)).failures], [2, 0]);
  await assert.rejects(undoBulk(editor, id), { code: 'conflict' });
  assert.equal((await bulkRun(editor, id)).undoneBy, undo.id);
  // The undoing of a deletion is a restore, which can be undone as well.
  await undoBulk(editor, undo.id);
  assert.equal(await living(ids), 0);
});

test('all that match are more than a page, done in chunks, in one deletion; the run tells how far it is', async () => {
  const { room } = await family('one');
  await owner`insert into releases (newsroom_id, slug, title) select ${room.id}, 'many-' || n, 'Many ' || n from generate_series(1, 1000) n`;
  const state = { ...defaults(type), q: 'many', filters: { newsroomId: String(room.id) } };
  const { id } = await startBulk(editor, type, 'delete', { state });
  const seen = new Set<number>();
  for (let run = await bulkRun(editor, id); !run.finishedAt; run = await bulkRun(editor, id)) {
    seen.add(run.done);
    assert.equal(run.total, 1000);
    await wait(5);
  }
  assert.equal(await db().$count(releases, eq(releases.newsroomId, room.id)), 1);
  const [deletions] =
    await owner`select count(distinct deletion_id)::int as n from store.releases where newsroom_id = ${room.id} and deleted_at is not null`;
  assert.equal(deletions!.n, 1);
  assert.ok(seen.size > 1, `saw ${[...seen]}`);
});

test('a restore of many does what it can, and offers a free slug for what it cannot', async () => {
  const { room, releases: list } = await family('one', 'two', 'three');
  const ids = list.map(({ id }) => id);
  await startBulk(admin, type, 'delete', { ids });
  await db().insert(releases).values({ newsroomId: room.id, slug: 'two', title: 'Instead' });
  const { id } = await startBulk(admin, type, 'restore', { ids });
  const run = await bulkRun(admin, id);
  assert.equal(await living(ids), 2);
  assert.deepEqual(
    run.failed.map(({ id, reason, batch }) => [id, reason, typeof batch]),
    [[ids[1], 'The address “two” is taken by “Instead”. “two-2” is free.', 'number']],
  );
  await undoBulk(admin, id);
  assert.equal(await living(ids), 0);
});

test('publishing takes what is ready, says of the rest why not, and is undone to what it was', async () => {
  const { releases: list } = await family('one', 'two');
  const [one, two] = list;
  await updateRelease(one!.id, { bodyHtml: '<p>A text of some length that says what there is to say.</p>' });
  await updateRelease(two!.id, {
    status: 'scheduled',
    publishedAt: new Date('2099-01-01T10:00:00Z'),
    bodyHtml: '<p>Text</p>',
  });
  const ids = list.map(({ id }) => id);
  const { id } = await startBulk(editor, type, 'publish', { ids });
  const run = await bulkRun(editor, id);
  const rows = await db().select().from(releases).where(inArray(releases.id, ids));
  const published = rows.filter(({ status }) => status === 'published');
  assert.equal(published.length + run.failures, 2, JSON.stringify(run.failed));
  assert.ok(published.length > 0, JSON.stringify(run.failed));
  const again = await bulkRun(
    editor,
    (await startBulk(editor, type, 'publish', { ids: [published[0]!.id] })).id,
  );
  assert.match(again.failed[0]!.reason, /already/);
  await undoBulk(editor, id);
  const after = await db().select().from(releases).where(inArray(releases.id, ids)).orderBy(releases.id);
  assert.deepEqual(
    after.map(({ status, publishedAt }) => [status, publishedAt?.toISOString() ?? null]),
    [
      ['draft', null],
      ['scheduled', '2099-01-01T10:00:00.000Z'],
    ],
  );
});

test('a purge cannot be undone, is the admin’s alone, and leaves living records alone', async () => {
  const { releases: list } = await family('one', 'two');
  const ids = list.map(({ id }) => id);
  await startBulk(admin, type, 'delete', { ids: [ids[0]!] });
  await assert.rejects(startBulk(editor, type, 'purge', { ids }), { code: 'forbidden' });
  const run = await bulkRun(admin, (await startBulk(admin, type, 'purge', { ids })).id);
  assert.deepEqual([run.canUndo, run.failed.map(({ reason }) => reason)], [false, ['It is not deleted.']]);
  assert.equal(await byId(releaseType, ids[0]!), null);
  assert.equal(await living(ids), 1);
});

test('a run is shown to who started it and to admins, and one whose process ended says so', async () => {
  const {
    releases: [one],
  } = await family('one');
  const { id } = await startBulk(admin, type, 'delete', { ids: [one!.id] });
  await assert.rejects(bulkRun(editor, id), { code: 'not_found' });
  await owner`update bulk_runs set finished_at = null, seen_at = now() - interval '2 minutes' where id = ${id}`;
  const run = await bulkRun(admin, id);
  assert.deepEqual([run.isInterrupted, run.canUndo], [true, true]);
});

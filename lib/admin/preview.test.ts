import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { startBulk } from './bulk';
import { deleteRecords } from './deletions';
import { defaults } from './list-state';
import { preview } from './preview';
import { family, person } from './testing/people';
import { adminType } from './types';

const { owner } = await testDatabase();
const admin = await person('admin');
const type = adminType('release');
const stateOf = (newsroomId: number) => ({
  state: { ...defaults(type), show: 'all' as const, filters: { newsroomId: String(newsroomId) } },
});
const counted = ({ counts }: Awaited<ReturnType<typeof preview>>) =>
  Object.fromEntries(counts.map(({ table, count }) => [table, count]));

test('of all that match, what would go along is told as of a selection', async () => {
  const { room, releases } = await family('one', 'two', 'three');
  await deleteRecords(admin, type, [releases[2]!.id], {});
  const all = await preview(admin, type, 'delete', stateOf(room.id));
  assert.deepEqual([all.total, all.names.sort(), all.estimated], [2, ['Title one', 'Title two'], false]);
  assert.deepEqual(counted(all), { files: 1, releases: 2 });
  const some = await preview(admin, type, 'delete', { ids: releases.map(({ id }) => id) });
  assert.deepEqual(counted(some), counted(all));
});

test('a purge takes along what is deleted with it and what was deleted before it, and nothing that lives', async () => {
  const { room, releases } = await family('one', 'two');
  const newsroom = adminType('newsroom');
  await deleteRecords(admin, type, [releases[1]!.id], {});
  await deleteRecords(admin, newsroom, [room.id], {});
  const seen = await preview(admin, newsroom, 'purge', { ids: [room.id] });
  assert.deepEqual(counted(seen), { files: 1, newsrooms: 1, releases: 2 });
  const before = await owner`select count(*)::int as n from store.releases`;
  await startBulk(admin, newsroom, 'purge', { ids: [room.id] });
  const after = await owner`select count(*)::int as n from store.releases`;
  assert.equal(before[0]!.n - after[0]!.n, 2);
});

test('of very many it is an estimate, and says so', async () => {
  const { room } = await family('one');
  await owner`insert into releases (newsroom_id, slug, title) select ${room.id}, 'm-' || n, 'M ' || n from generate_series(1, 399) n`;
  await owner`insert into files (newsroom_id, release_id, kind, name, mime, bytes, sha256, extension)
    select newsroom_id, id, 'attachment', 'a.pdf', 'application/pdf', 1, '0', 'pdf' from releases
    where newsroom_id = ${room.id} and slug like 'm-%'`;
  const seen = await preview(admin, type, 'delete', stateOf(room.id), { most: 100 });
  assert.deepEqual([seen.total, seen.estimated], [400, true]);
  assert.deepEqual(counted(seen), { files: 400, releases: 400 });
});

test('who may not do it is not told what it would do', async () => {
  const { releases } = await family('one');
  const auditor = await person('auditor');
  const ids = releases.map(({ id }) => id);
  await assert.rejects(preview(auditor, type, 'delete', { ids }), { code: 'forbidden' });
  await assert.rejects(preview(await person('editor'), type, 'purge', { ids }), { code: 'forbidden' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { User } from '@/lib/auth/users';
import { testDatabase } from '@/lib/db/test-database';
import {
  type BulkAction,
  bulkRun,
  continueBulk,
  startBulk,
  stopBulk,
  undoBulk,
  unfinishedRuns,
} from './bulk';
import { batches, restoreBatch } from './deletions';
import { person } from './testing/people';
import { adminType } from './types';

/** Runs that end before they are through: stopped by somebody, undone, or done for somebody who lost the right. */
const { owner } = await testDatabase();
const admin = await person('admin');
const type = adminType('release');
const many = 2000;
let rooms = 0;

async function room() {
  const [room] =
    await owner`insert into newsrooms (slug, name) values (${`r${++rooms}`}, 'Room') returning id`;
  const made = await owner`insert into releases (newsroom_id, slug, title)
    select ${room!.id}, 'r-' || n, 'Title' from generate_series(1, ${many}::int) n returning id`;
  return { roomId: room!.id as number, ids: made.map(({ id }) => id as number) };
}
const livingIn = async (roomId: number): Promise<number> =>
  (await owner`select count(*)::int as n from releases where newsroom_id = ${roomId}`)[0]!.n;
const rowOf = async (id: number) => (await owner`select * from bulk_runs where id = ${id}`)[0]!;

/** A run that is on its way. */
async function going(user: User, action: BulkAction, ids: number[]): Promise<number> {
  const { id } = await startBulk(user, type, action, { ids });
  while ((await rowOf(id)).done === 0) await wait(2);
  return id;
}

async function ended(id: number) {
  for (;;) {
    const run = await bulkRun(admin, id);
    if (run.finishedAt || run.stopped) return run;
    await wait(10);
  }
}

/** How many live once nothing happens any more. */
async function settled(roomId: number): Promise<number> {
  for (let before = -1; ; await wait(400)) {
    const here = await livingIn(roomId);
    if (here === before) return here;
    before = here;
  }
}

const losses: [string, (id: number) => Promise<unknown>][] = [
  ['deactivated', (id) => owner`update users set deactivated_at = now() where id = ${id}`],
  ['demoted', (id) => owner`update users set role = 'auditor' where id = ${id}`],
  ['deleted', (id) => owner`delete from users where id = ${id}`],
];
for (const [what, lose] of losses) {
  test(`a run stops when whoever it is done for is ${what}, and says so; somebody else does the rest`, async () => {
    const editor = await person('editor');
    const { roomId, ids } = await room();
    const id = await going(editor, 'delete', ids);
    await lose(editor.id);
    const run = await ended(id);
    assert.ok(run.done > 0 && run.done < many, String(run.done));
    assert.deepEqual(
      [run.finishedAt, run.stopped?.by, run.canContinue, run.canStop],
      [null, null, true, false],
    );
    assert.equal(await settled(roomId), many - run.done);
    const [noted] = await owner`select actor_id, type, detail from audit_log where action = 'admin.stop'
      and detail ->> 'run' = ${id}`;
    assert.deepEqual(noted, {
      actor_id: null,
      type: 'release',
      detail: {
        run: id,
        action: 'delete',
        done: run.done,
        total: many,
        reason: 'the right to it was lost',
        person: editor.id,
      },
    });
    assert.ok((await unfinishedRuns(admin)).some((one) => one.id === id));
    await assert.rejects(continueBulk({ ...editor, role: 'auditor' }, id), { code: 'forbidden' });
    await continueBulk(admin, id);
    assert.deepEqual([(await ended(id)).done, await settled(roomId)], [many, 0]);
  });
}

test('a run that is stopped does nothing more until it is continued; both are one deletion', async () => {
  const editor = await person('editor');
  const { roomId, ids } = await room();
  const id = await going(editor, 'delete', ids);
  await assert.rejects(stopBulk(await person('editor'), id), { code: 'not_found' });
  await assert.rejects(stopBulk({ ...editor, role: 'auditor' }, id), { code: 'forbidden' });
  assert.equal((await bulkRun(editor, id)).canStop, true);
  await stopBulk(admin, id);
  const run = await bulkRun(editor, id);
  assert.deepEqual(
    [run.stopped?.by, run.isInterrupted, run.canContinue, run.canUndo],
    [admin.name, false, true, true],
  );
  assert.equal(await settled(roomId), many - (await bulkRun(editor, id)).done);
  const [noted] =
    await owner`select actor_id from audit_log where action = 'admin.stop' and detail ->> 'run' = ${id}`;
  assert.equal(noted!.actor_id, admin.id);
  await assert.rejects(stopBulk(admin, id), { code: 'conflict' });
  assert.ok(!(await unfinishedRuns(admin)).some((one) => one.id === id));
  await continueBulk(editor, id);
  await assert.rejects(continueBulk(editor, id), { code: 'conflict' });
  assert.deepEqual([(await ended(id)).stopped, await settled(roomId)], [null, 0]);
  const found = await owner`select distinct deletion_id from store.releases where newsroom_id = ${roomId}`;
  assert.equal(found.length, 1);
  await assert.rejects(stopBulk(admin, id), { code: 'conflict' });
});

test('a run that was taken for dead and undone does nothing more, and all that it did is undone', async () => {
  const { roomId, ids } = await room();
  for (const action of ['delete', 'restore'] as const) {
    const id = await going(admin, action, ids);
    await owner`update bulk_runs set seen_at = now() - interval '2 minutes' where id = ${id}`;
    const undo = await undoBulk(admin, id);
    await ended(undo.id);
    assert.equal(await settled(roomId), action === 'delete' ? many : 0, action);
    const { done, finished_at, undone_by } = await rowOf(id);
    assert.ok(done < many, `${action}: ${done}`);
    assert.deepEqual([finished_at, undone_by], [null, undo.id]);
    if (action === 'delete') await ended((await startBulk(admin, type, 'delete', { ids })).id);
  }
  assert.equal(
    (await batches(admin, { restored: true })).rows.filter((one) => one.taken.length > 0).length,
    0,
  );
});

test('a run whose deletion was restored by hand goes on in a deletion of its own, which can be undone', async () => {
  const { roomId, ids } = await room();
  const id = await going(admin, 'delete', ids);
  await stopBulk(admin, id);
  await settled(roomId);
  const { done, deletion_id: first } = await rowOf(id);
  assert.equal((await restoreBatch(admin, first)).state, 'restored');
  await continueBulk(admin, id);
  await ended(id);
  assert.equal(await settled(roomId), done);
  const second = (await rowOf(id)).deletion_id;
  assert.notEqual(second, first);
  const open = (await batches(admin)).rows.find((one) => one.id === second);
  assert.deepEqual(
    open?.taken.map(({ count }) => count),
    [many - done],
  );
  await ended((await undoBulk(admin, id)).id);
  assert.equal(await settled(roomId), many);
});

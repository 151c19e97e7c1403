import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { testDatabase } from '@/lib/db/test-database';
import { type BulkAction, bulkRun, continueBulk, undoBulk, unfinishedRuns } from './bulk';
import { person } from './testing/people';

/** Runs whose process is killed in the middle: another goes on with them, and nothing is done twice or left out. */
const { owner } = await testDatabase();
const admin = await person('admin');
/** Publishing takes longer. */
const [many, some] = [1500, 300];
let rooms = 0;

async function room(many: number): Promise<number> {
  const [room] =
    await owner`insert into newsrooms (slug, name) values (${`r${++rooms}`}, 'Room') returning id`;
  await owner`insert into releases (newsroom_id, slug, title, body_html)
    select ${room!.id}, 'r-' || n, 'Release ' || n, '<p>All that there is to say about it, in some words.</p>' from generate_series(1, ${many}::int) n`;
  return room!.id as number;
}

/** Begins a run in a process of its own and kills that as soon as some of it is done. */
async function killed(action: BulkAction, newsroomId: number): Promise<number> {
  const file = `${import.meta.dirname}/testing/run.ts`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', file, String(admin.id), action, String(newsroomId)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  for (;;) {
    const [run] =
      await owner`select id, done from bulk_runs where action = ${action} and done > 0 and finished_at is null`;
    if (run) {
      // Not always at the same step of its work.
      await wait(Math.random() * 40);
      child.kill('SIGKILL');
      await ended;
      return run.id as number;
    }
    assert.equal(child.exitCode, null, 'the run was finished before it could be killed');
    await wait(2);
  }
}

async function interrupted(action: BulkAction, newsroomId: number): Promise<number> {
  const id = await killed(action, newsroomId);
  const fresh = await bulkRun(admin, id);
  assert.ok(fresh.done < fresh.total && !fresh.finishedAt, `${action}: ${fresh.done}`);
  // It may still be alive, for all that anybody knows.
  await assert.rejects(continueBulk(admin, id), { code: 'conflict' });
  await owner`update bulk_runs set seen_at = now() - interval '2 minutes' where id = ${id}`;
  assert.deepEqual(
    (await unfinishedRuns(admin)).map((run) => [run.id, run.isInterrupted, run.canContinue]),
    [[id, true, true]],
  );
  return id;
}

async function finished(id: number) {
  for (;;) {
    const run = await bulkRun(admin, id);
    if (run.finishedAt) return run;
    await wait(20);
  }
}

/** How often each release of the newsroom was acted on, by its history since an entry: times -> releases. */
async function times(newsroomId: number, since: number, action: string, column: string | null = null) {
  const rows = await owner`select times, count(*)::int as releases from (
      select count(e.id)::int as times from store.releases r left join history.entries e on e.table_name = 'releases'
        and e.record_id = r.id and e.id > ${since} and e.action = ${action} and (${column}::text is null or e.after ? ${column})
      where r.newsroom_id = ${newsroomId} group by r.id) t group by times`;
  return Object.fromEntries(rows.map((row) => [row.times, row.releases]));
}
const lastEntry = async () => Number((await owner`select max(id) as id from history.entries`)[0]!.id);

test('a deletion whose process was killed is finished by another, in one batch, and undone whole', async () => {
  const id = await room(many);
  const since = await lastEntry();
  const run = await interrupted('delete', id);
  const [one, two] = await Promise.allSettled([continueBulk(admin, run), continueBulk(admin, run)]);
  assert.deepEqual([one.status, two.status].sort(), ['fulfilled', 'rejected']);
  const done = await finished(run);
  assert.deepEqual([done.total, done.done, done.failures], [many, many, 0]);
  const batches = await owner`select distinct deletion_id from store.releases where newsroom_id = ${id}`;
  assert.deepEqual([batches.length, batches[0]!.deletion_id !== null], [1, true]);
  assert.deepEqual(await times(id, since, 'delete'), { 1: many });

  // The way back, interrupted as well.
  const back = await lastEntry();
  const restore = await interrupted('restore', id);
  await continueBulk(admin, restore);
  const restored = await finished(restore);
  assert.deepEqual([restored.done, restored.failures], [many, 0]);
  assert.deepEqual(await times(id, back, 'restore'), { 1: many });
  assert.equal((await finished((await undoBulk(admin, restore)).id)).done, many);
});

test('a publication whose process was killed goes on, and publishes each once', async () => {
  const id = await room(some);
  const since = await lastEntry();
  const run = await interrupted('publish', id);
  await continueBulk(admin, run);
  const done = await finished(run);
  assert.deepEqual([done.done, done.failures, done.failed], [some, 0, []]);
  assert.deepEqual(await times(id, since, 'change', 'status'), { 1: some });
});

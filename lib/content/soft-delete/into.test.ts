import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { batch, batches, byId, purge, purgeBatch, restore, softDelete } from '@/lib/content/deleted';
import { release } from '@/lib/content/registry';
import { testDatabase } from '@/lib/db/test-database';

/** A deletion in several steps, each of which joins the batch of the first: never one that is closed. */
const { owner } = await testDatabase();
let rooms = 0;

async function three(): Promise<[number, number, number]> {
  const [room] =
    await owner`insert into newsrooms (slug, name) values (${`r${++rooms}`}, 'Room') returning id`;
  const made = await owner`insert into releases (newsroom_id, slug, title)
    select ${room!.id}, 'r' || n, 'Title' from generate_series(1, 3) n returning id`;
  return made.map(({ id }) => id) as [number, number, number];
}
const isOpen = async (id: number) => (await batches()).some((one) => one.id === id);
const batchOf = async (id: number) => {
  const found = await byId(release, id);
  return found?.state === 'deleted' ? found.deletion.id : null;
};

test('what is deleted in further steps is one batch', async () => {
  const [one, two, other] = await three();
  const first = await softDelete(release, [one]);
  const second = await softDelete(release, [two], { into: first.id! });
  assert.deepEqual([second.id, second.count, second.taken], [first.id, 1, { releases: 2 }]);
  // Only this once: the next deletion is one of its own.
  assert.notEqual((await softDelete(release, [other])).id, first.id);
});

test('nothing is deleted into what was restored or removed for good: it is a new deletion, which can be undone', async () => {
  for (const close of [restore, purgeBatch]) {
    const [one, two, other] = await three();
    const closed = (await softDelete(release, [one])).id!;
    await close(closed);
    const { id, count } = await softDelete(release, [two, other], { into: closed });
    assert.ok(id !== null && id !== closed && count === 2, `${id} of ${closed}`);
    assert.deepEqual([await isOpen(id), await isOpen(closed)], [true, false]);
    assert.deepEqual(await restore(id), { releases: 2 });
  }
});

/** Deletes into a batch in a transaction that is not finished before `meanwhile` has begun. */
async function deleting(id: number, into: number, meanwhile: () => Promise<unknown>) {
  let begun: Promise<unknown>;
  await owner.begin(async (tx) => {
    await tx`select set_config('living.into', pg_current_xact_id()::text || ${`:${into}`}, true)`;
    await tx`delete from releases where id = ${id}`;
    begun = meanwhile();
    await wait(200);
  });
  return begun!;
}

test('a restore waits for what is being deleted into its batch, and brings it back as well', async () => {
  const [one, two] = await three();
  const id = (await softDelete(release, [one])).id!;
  assert.deepEqual(await deleting(two, id, () => restore(id)), { releases: 2 });
  assert.deepEqual([await batchOf(one), await batchOf(two)], [null, null]);
});

test('a batch that something is being deleted into is not closed by a purge of the rest', async () => {
  const [one, two] = await three();
  const id = (await softDelete(release, [one])).id!;
  assert.equal(await deleting(two, id, () => purge(release, [one])), 1);
  assert.deepEqual([await batchOf(two), await isOpen(id), (await batch(id))?.purgedAt], [id, true, null]);
});

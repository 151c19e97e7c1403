import assert from 'node:assert/strict';
import { test } from 'node:test';
import { and, eq, inArray, isNull, like, sql } from 'drizzle-orm';
import {
  allWithDeleted,
  batch,
  batches,
  byId,
  changeDeleted,
  conflicts,
  count,
  counts,
  deletedSet,
  estimate,
  groups,
  preview,
  purgeBatch,
  restore,
  rows,
  softDelete,
  tryRestore,
} from '@/lib/content/deleted';
import { newsroom, release } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { files, newsrooms, releases, users } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import type { Shown } from './layer';

const { owner } = await testDatabase();
const shownSets: Shown[] = ['living', 'deleted', 'all'];

let names = 0;
/** A newsroom with so many releases, slugs a, b, c, ..., each with a file. */
async function family(size: number) {
  const slug = `set-${++names}`;
  const [room] = await db().insert(newsrooms).values({ slug, name: slug }).returning();
  const made = await db()
    .insert(releases)
    .values(
      Array.from({ length: size }, (_, i) => ({
        newsroomId: room!.id,
        slug: String.fromCharCode(97 + i),
        title: `${slug} ${i}`,
        status: i % 2 ? ('published' as const) : ('draft' as const),
        publishedAt: i % 2 ? new Date('2026-01-01') : null,
      })),
    )
    .returning();
  const kept = { name: 'a.pdf', mime: 'application/pdf', bytes: 1, sha256: '0', extension: 'pdf' };
  const papers = await db()
    .insert(files)
    .values(
      made.map(({ id }) => ({ ...kept, kind: 'attachment' as const, newsroomId: room!.id, releaseId: id })),
    )
    .returning();
  return { room: room!, list: made, papers };
}
const inRoom = (id: number) => (table: typeof releases) => eq(table.newsroomId, id);

test('each question has its answer in each of the three sets', async () => {
  const { room, list } = await family(5);
  const [a, b] = list;
  await softDelete(release, [a!.id, b!.id]);
  const where = inRoom(room.id);
  const answers = async (shown: Shown) => ({
    rows: (await rows(release, shown, { where, orderBy: (t) => [t.slug] })).map(({ slug }) => slug).join(''),
    paged: (await rows(release, shown, { where, orderBy: (t) => [sql`${t.slug} desc`], limit: 1, offset: 1 }))
      .map(({ slug }) => slug)
      .join(''),
    count: await count(release, shown, where),
    counts: await counts(
      release,
      shown,
      (t) => [eq(t.status, 'draft'), like(t.slug, 'b%'), isNull(t.publishedAt)],
      where,
    ),
    groups: (await groups(release, shown, (t) => t.status, { where, limit: 5 }))
      .map((one) => `${one.value} ${one.count}`)
      .sort(),
  });
  assert.deepEqual(await answers('living'), {
    rows: 'cde',
    paged: 'd',
    count: 3,
    counts: [2, 0, 2],
    groups: ['draft 2', 'published 1'],
  });
  assert.deepEqual(await answers('deleted'), {
    rows: 'ab',
    paged: 'a',
    count: 2,
    counts: [1, 1, 1],
    groups: ['draft 1', 'published 1'],
  });
  assert.deepEqual(await answers('all'), {
    rows: 'abcde',
    paged: 'd',
    count: 5,
    counts: [3, 1, 3],
    groups: ['draft 3', 'published 2'],
  });
  const only = await rows(release, 'all', { where, only: ['title'], limit: 1 });
  assert.deepEqual(Object.keys(only[0]!).sort(), ['deletedAt', 'deletionId', 'id', 'title']);
});

test('updates and deletes reach the living only', async () => {
  const { room, list } = await family(3);
  await softDelete(release, [list[0]!.id]);
  const changed = await db()
    .update(releases)
    .set({ title: 'changed' })
    .where(eq(releases.newsroomId, room.id))
    .returning();
  assert.equal(changed.length, 2);
  assert.deepEqual(
    (await deletedSet(release, { where: inRoom(room.id) })).map(({ title }) => title),
    [list[0]!.title],
  );
  const gone = await db().delete(releases).where(eq(releases.newsroomId, room.id)).returning();
  assert.deepEqual(gone.map(({ slug }) => slug).sort(), ['b', 'c']);
  assert.equal((await deletedSet(release, { where: inRoom(room.id) })).length, 3);
});

test('a deleted row is changed on purpose only, and stays deleted', async () => {
  const { list } = await family(2);
  await softDelete(release, [list[0]!.id]);
  assert.equal(await changeDeleted(release, list[0]!.id, (row) => ({ title: `${row.title}!` })), true);
  assert.equal(await changeDeleted(release, list[0]!.id, () => null), false);
  assert.equal(await changeDeleted(release, list[1]!.id, () => ({ title: 'living' })), false);
  const found = await byId(release, list[0]!.id);
  assert.deepEqual([found?.state, found?.row.title], ['deleted', `${list[0]!.title}!`]);
});

test('relations see the living from both ends: the parent’s children, and the child’s parent', async () => {
  const { room, list, papers } = await family(3);
  const [author] = await db()
    .insert(users)
    .values({ email: `rel${names}@example.com`, name: 'A' })
    .returning();
  await db().update(releases).set({ authorId: author!.id }).where(eq(releases.newsroomId, room.id));
  await softDelete(release, [list[0]!.id]);
  const fromParent = await db()
    .select({ n: sql<number>`count(${releases.id})::int` })
    .from(newsrooms)
    .leftJoin(releases, eq(releases.newsroomId, newsrooms.id))
    .where(eq(newsrooms.id, room.id));
  assert.deepEqual(fromParent, [{ n: 2 }]);
  const fromChild = await db()
    .select({ title: releases.title })
    .from(files)
    .innerJoin(releases, eq(releases.id, files.releaseId))
    .where(
      inArray(
        files.id,
        papers.map(({ id }) => id),
      ),
    );
  assert.equal(fromChild.length, 2);
  // A reference that is no parenthood: the author goes, the releases stay; the author comes back, so does the name.
  const gone = await softDelete({ table: users }, [author!.id]);
  const named = () =>
    db()
      .select({ author: users.name })
      .from(releases)
      .leftJoin(users, eq(users.id, releases.authorId))
      .where(eq(releases.newsroomId, room.id));
  assert.deepEqual(await named(), [{ author: null }, { author: null }]);
  await restore(gone.id!);
  assert.deepEqual(await named(), [{ author: 'A' }, { author: 'A' }]);
});

test('deleting and restoring again and again ends where it began', async () => {
  const { room, list } = await family(3);
  const before = await owner`select * from store.releases where newsroom_id = ${room.id} order by id`;
  const seen = new Set<number>();
  for (let round = 0; round < 5; round++) {
    const one = await softDelete(release, [list[round % 3]!.id]);
    const all = await softDelete(newsroom, [room.id]);
    assert.deepEqual(all.taken, { newsrooms: 1, releases: 2, files: 2 });
    await restore(all.id!);
    await restore(one.id!);
    for (const id of [one.id!, all.id!]) assert.ok(!seen.has(id));
    seen.add(one.id!).add(all.id!);
  }
  assert.deepEqual(
    await owner`select * from store.releases where newsroom_id = ${room.id} order by id`,
    before,
  );
});

test('a preview is what the deletion then takes', async () => {
  const { room, list } = await family(4);
  await softDelete(release, [list[3]!.id]);
  for (const [table, ids] of [
    ['releases', [list[0]!.id, list[1]!.id]],
    ['newsrooms', [room.id]],
  ] as const) {
    const seen = await preview({ table, ids: [...ids] });
    const gone = await softDelete(table === 'releases' ? release : newsroom, [...ids]);
    assert.deepEqual(seen, gone.taken);
    assert.deepEqual(await preview({ table, ids: [...ids] }), {});
    await restore(gone.id!);
  }
  assert.deepEqual(await preview({ table: 'releases', ids: [2_000_000_000] }), {});
});

test('a part of a batch comes back with what hangs on it, and the batch is over with its last part', async () => {
  const { list, papers } = await family(3);
  const gone = await softDelete(
    release,
    list.map(({ id }) => id),
    { by: 5, why: 'w' },
  );
  const part = (i: number) => ({ part: { table: 'releases', ids: [list[i]!.id] }, by: 6 });
  assert.deepEqual(await restore(gone.id!, part(1)), { files: 1, releases: 1 });
  assert.equal(await db().$count(files, eq(files.id, papers[1]!.id)), 1);
  const open = await batch(gone.id!);
  assert.deepEqual(
    [open!.taken, open!.restoredAt, open!.by, open!.why, open!.rootTable],
    [{ files: 2, releases: 2 }, null, 5, 'w', 'releases'],
  );
  assert.ok((await batches()).some(({ id }) => id === gone.id));
  // A child alone, while its parent stays deleted.
  const child = await tryRestore(gone.id!, { part: { table: 'files', ids: [papers[0]!.id] } });
  assert.deepEqual(child, {
    state: 'deleted_parent',
    parents: [{ table: 'releases', id: list[0]!.id, batch: gone.id }],
  });
  await restore(gone.id!, part(0));
  await restore(gone.id!, part(2));
  const over = await batch(gone.id!);
  assert.deepEqual([over!.taken, over!.restoredBy], [{}, 6]);
  assert.ok((await batches({ state: 'restored' })).some(({ id }) => id === gone.id));
});

test('every taken value is told with one that is free, of the same parent, and fits what comes back with it', async () => {
  const { room, list } = await family(3);
  const gone = await softDelete(
    release,
    list.map(({ id }) => id),
  );
  const again = await db()
    .insert(releases)
    .values(['a', 'a-2', 'b'].map((slug) => ({ newsroomId: room.id, slug, title: slug })))
    .returning();
  const told = await conflicts(gone.id!);
  assert.deepEqual(
    told.map(({ id, column, value, takenBy, offered }) => [id, column, value, takenBy, offered]),
    [
      [list[0]!.id, 'slug', 'a', again[0]!.id, 'a-3'],
      [list[1]!.id, 'slug', 'b', again[2]!.id, 'b-2'],
    ],
  );
  // In another newsroom the same slugs are nobody's business.
  const other = await family(2);
  assert.equal(
    await db().$count(releases, and(eq(releases.newsroomId, other.room.id), eq(releases.slug, 'a'))),
    1,
  );
  const renamed = told.map(({ table, id, column, offered }) => ({ table, id, column, value: offered! }));
  const answer = await tryRestore(gone.id!, { renamed });
  assert.deepEqual(answer, { state: 'restored', taken: { files: 3, releases: 3 } });
  const slugs = await db()
    .select({ slug: releases.slug })
    .from(releases)
    .where(eq(releases.newsroomId, room.id))
    .orderBy(releases.slug);
  assert.deepEqual(
    slugs.map(({ slug }) => slug),
    ['a', 'a-2', 'a-3', 'b', 'b-2', 'c'],
  );
});

test('a restore that fails leaves everything as it was, new values included', async () => {
  const { room, list } = await family(2);
  const gone = await softDelete(
    release,
    list.map(({ id }) => id),
  );
  await db()
    .insert(releases)
    .values(['a', 'b'].map((slug) => ({ newsroomId: room.id, slug, title: slug })));
  const answer = await tryRestore(gone.id!, {
    renamed: [{ table: 'releases', id: list[0]!.id, column: 'slug', value: 'x' }],
  });
  assert.equal(answer.state, 'conflict');
  assert.equal((await byId(release, list[0]!.id))!.row.slug, 'a');
  assert.equal(await db().$count(releases, eq(releases.newsroomId, room.id)), 2);
});

test('only what is taken comes back as something else, and only what this restore is about', async () => {
  const { room, list } = await family(3);
  const [a, b, c] = list.map(({ id }) => id) as [number, number, number];
  const gone = await softDelete(release, [a, b]);
  const [again] = await db()
    .insert(releases)
    .values(['a', 'b'].map((slug) => ({ newsroomId: room.id, slug, title: slug })))
    .returning();
  const other = (id: number, column = 'slug', table = 'releases') => ({ table, id, column, value: 'x' });
  const part = { table: 'releases', ids: [a] };
  const wrong = [
    other(a, 'title'),
    other(a, 'deleted_at'),
    other(b),
    other(c),
    other(again!.id),
    other(a, 'slug', 'newsrooms'),
  ];
  for (const one of wrong) {
    const asked = { part, renamed: [other(a), one] };
    await assert.rejects(tryRestore(gone.id!, asked), { code: 'invalid' }, JSON.stringify(one));
    await assert.rejects(restore(gone.id!, asked), { code: 'invalid' });
  }
  assert.equal((await byId(release, a))!.row.slug, 'a');
  assert.deepEqual(await restore(gone.id!, { part, renamed: [other(a)] }), { files: 1, releases: 1 });
  assert.equal((await byId(release, b))!.row.slug, 'b');
  // Sent twice: it is back already.
  assert.deepEqual(await restore(gone.id!, { part, renamed: [other(a)] }), {});
});

test('two who restore the same batch at once: it comes back once', async () => {
  const { room } = await family(3);
  for (let round = 0; round < 5; round++) {
    const gone = await softDelete(newsroom, [room.id]);
    const done = await Promise.all([restore(gone.id!), restore(gone.id!), tryRestore(gone.id!)]);
    assert.equal(done.filter((taken) => JSON.stringify(taken).includes('newsrooms')).length, 1);
    assert.equal(await db().$count(files, eq(files.newsroomId, room.id)), 3);
  }
});

test('deleting, restoring a part and purging at once never leave a living child under what is not living', async () => {
  const { room, list } = await family(3);
  for (let round = 0; round < 8; round++) {
    const gone = await softDelete(release, [list[0]!.id, list[1]!.id]);
    await Promise.allSettled([
      gone.id ? restore(gone.id, { part: { table: 'releases', ids: [list[0]!.id] } }) : null,
      softDelete(newsroom, [room.id]),
      gone.id ? restore(gone.id) : null,
    ]);
    const [orphans] = await owner`select count(*)::int as n from (
      select from store.releases r join store.newsrooms n on n.id = r.newsroom_id where r.deleted_at is null and n.deleted_at is not null
      union all select from store.files f join store.releases r on r.id = f.release_id where f.deleted_at is null and r.deleted_at is not null) o`;
    assert.equal(orphans!.n, 0);
    const rooms = await deletedSet(newsroom, { where: (t) => eq(t.id, room.id) });
    for (const { deletionId } of rooms) await restore(deletionId);
    const left = await deletedSet(release, { where: inRoom(room.id) });
    for (const id of new Set(left.map(({ deletionId }) => deletionId))) await restore(id);
    assert.equal(await count(release, 'living', inRoom(room.id)), 3);
  }
});

test('a restore and a purge of the same batch at once: one of them has it', async () => {
  const { room } = await family(2);
  const gone = await softDelete(newsroom, [room.id]);
  const [restored, purged] = await Promise.all([restore(gone.id!), purgeBatch(gone.id!)]);
  const has = (taken: object) => Object.keys(taken).length > 0;
  assert.notEqual(has(restored), has(purged));
  assert.equal(await count(newsroom, 'all', (t) => eq(t.id, room.id)), has(restored) ? 1 : 0);
});

test('a purged batch is no deletion any more that something could be brought back of', async () => {
  const { room } = await family(2);
  const gone = await softDelete(newsroom, [room.id]);
  assert.deepEqual(await purgeBatch(gone.id!, { by: 3 }), { files: 2, newsrooms: 1, releases: 2 });
  const over = await batch(gone.id!);
  assert.ok(over?.purgedAt && !over.restoredAt);
  assert.ok((await batches()).every(({ id }) => id !== gone.id));
  assert.deepEqual(await purgeBatch(gone.id!), {});
});

test('what joins an open batch is restored with it', async () => {
  const { list } = await family(3);
  const first = await softDelete(release, [list[0]!.id], { by: 1, why: 'many' });
  const second = await softDelete(release, [list[1]!.id], { into: first.id! });
  assert.equal(second.id, first.id);
  assert.deepEqual(await restore(first.id!), { files: 2, releases: 2 });
});

test('an estimate is of the same set as a count', async () => {
  await family(3);
  await owner`analyze store.releases`;
  for (const shown of shownSets) {
    const [about, exact] = [await estimate(release, shown), await count(release, shown)];
    assert.ok(Math.abs(about - exact) <= Math.max(2, exact * 0.2), `${shown}: ${about} for ${exact}`);
  }
  assert.equal((await allWithDeleted(release)).length, await count(release, 'all'));
});

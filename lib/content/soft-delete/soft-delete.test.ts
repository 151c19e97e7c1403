import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, eq, exists, sql } from 'drizzle-orm';
import { allWithDeleted, byId, deletedSet, purge, restore, softDelete } from '@/lib/content/deleted';
import { file, newsroom, release } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { refusalOf } from '@/lib/db/errors';
import { files, newsrooms, releases, users } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import type { Deletable } from './layer';

const { owner } = await testDatabase();

let names = 0;
/** A newsroom with two releases, the first of which has a file; and a logo. */
async function family() {
  const slug = `family-${++names}`;
  const [room] = await db().insert(newsrooms).values({ slug, name: slug }).returning();
  const made = await db()
    .insert(releases)
    .values(['one', 'two'].map((slug) => ({ newsroomId: room!.id, slug, title: `${slug} canary${names}` })))
    .returning();
  const kept = {
    newsroomId: room!.id,
    name: 'a.pdf',
    mime: 'application/pdf',
    bytes: 1,
    sha256: '0',
    extension: 'pdf',
  };
  const [paper] = await db()
    .insert(files)
    .values({ ...kept, kind: 'attachment', releaseId: made[0]!.id })
    .returning();
  const [logo] = await db()
    .insert(files)
    .values({ ...kept, kind: 'logo', width: 1, height: 1 })
    .returning();
  return { room: room!, one: made[0]!, two: made[1]!, paper: paper!, logo: logo! };
}

const living = async (of: Awaited<ReturnType<typeof family>>) => ({
  room: await db().$count(newsrooms, eq(newsrooms.id, of.room.id)),
  releases: await db().$count(releases, eq(releases.newsroomId, of.room.id)),
  files: await db().$count(files, eq(files.newsroomId, of.room.id)),
});

const code = (error: unknown) => refusalOf(error)?.code;
const fails = (expected: string) => (error: unknown) => {
  assert.equal((error as { code?: string }).code ?? code(error), expected, String(error));
  return true;
};

test('deleting a newsroom takes its releases and files along, and restoring brings all back', async () => {
  const all = await family();
  const before = await owner`select * from releases where newsroom_id = ${all.room.id} order by id`;
  const batch = await softDelete(newsroom, [all.room.id], { by: 7, why: 'closed' });
  assert.equal(batch.count, 1);
  assert.deepEqual(batch.taken, { newsrooms: 1, releases: 2, files: 2 });
  assert.deepEqual(await living(all), { room: 0, releases: 0, files: 0 });
  assert.deepEqual(await restore(batch.id!), { files: 2, newsrooms: 1, releases: 2 });
  assert.deepEqual(await living(all), { room: 1, releases: 2, files: 2 });
  assert.deepEqual(
    await owner`select * from releases where newsroom_id = ${all.room.id} order by id`,
    before,
  );
});

test('a deleted row is hidden from select, join, aggregate, exists, relational query, raw SQL and $count', async () => {
  const { one, paper, room } = await family();
  await softDelete(release, [one.id]);
  const here = eq(releases.id, one.id);
  assert.deepEqual(await db().select().from(releases).where(here), []);
  assert.deepEqual(await db().select({ n: count() }).from(releases).where(here), [{ n: 0 }]);
  assert.equal(await db().$count(releases, here), 0);
  assert.equal(await db().query.releases.findFirst({ where: here }), undefined);
  const joined = await db()
    .select()
    .from(newsrooms)
    .innerJoin(releases, eq(releases.newsroomId, newsrooms.id));
  assert.ok(joined.every((row) => row.releases.id !== one.id));
  const sub = db().select().from(releases).where(here);
  assert.deepEqual(await db().select().from(newsrooms).where(exists(sub)), []);
  assert.deepEqual([...(await db().execute(sql`select * from releases where id = ${one.id}`))], []);
  assert.deepEqual([...(await db().execute(sql`select * from files where id = ${paper.id}`))], []);
  assert.equal(await db().$count(releases, eq(releases.newsroomId, room.id)), 1);
  assert.equal((await db().update(releases).set({ title: 'x' }).where(here).returning()).length, 0);
});

test('a plain delete is a soft delete, in one batch per transaction', async () => {
  const { one, two } = await family();
  await db().transaction(async (tx) => {
    await tx.delete(releases).where(eq(releases.id, one.id));
    await tx.execute(sql`delete from releases where id = ${two.id}`);
  });
  const [a, b] = [await byId(release, one.id), await byId(release, two.id)];
  assert.ok(a?.state === 'deleted' && b?.state === 'deleted');
  assert.equal(a.deletion.id, b.deletion.id);
  const { one: other } = await family();
  await db().delete(releases).where(eq(releases.id, other.id));
  const c = await byId(release, other.id);
  assert.ok(c?.state === 'deleted' && c.deletion.id !== a.deletion.id);
});

test('a look-up by key says living or deleted, by whom, when and why', async () => {
  const { one, two } = await family();
  await softDelete(release, [one.id], { by: 3, why: 'mistake', at: new Date('2026-01-02T03:04:05Z') });
  const found = await byId(release, one.id);
  assert.ok(found?.state === 'deleted');
  assert.equal(found.row.title, one.title);
  assert.deepEqual(found.deletion, {
    id: found.row.deletionId,
    at: new Date('2026-01-02T03:04:05Z'),
    by: 3,
    why: 'mistake',
  });
  assert.deepEqual((await byId(release, two.id))?.state, 'living');
  assert.equal(await byId(release, 2_000_000_000), null);
});

test('living, with deleted, only deleted: three sets that add up', async () => {
  const { one, room } = await family();
  await softDelete(release, [one.id]);
  const where = (t: typeof releases) => eq(t.newsroomId, room.id);
  assert.equal(await db().$count(releases, eq(releases.newsroomId, room.id)), 1);
  assert.equal((await allWithDeleted(release, { where })).length, 2);
  assert.deepEqual(
    (await deletedSet(release, { where })).map(({ id }) => id),
    [one.id],
  );
});

test('a restore brings back its own batch only', async () => {
  const all = await family();
  const first = await softDelete(release, [all.one.id]);
  const second = await softDelete(newsroom, [all.room.id]);
  assert.deepEqual(second.taken, { newsrooms: 1, releases: 1, files: 1 });
  await assert.rejects(restore(first.id!), fails('deleted_parent'));
  await restore(second.id!);
  assert.deepEqual(await living(all), { room: 1, releases: 1, files: 1 });
  assert.deepEqual(await restore(first.id!), { files: 1, releases: 1 });
  assert.deepEqual(await restore(first.id!), {});
  assert.deepEqual(await living(all), { room: 1, releases: 2, files: 2 });
});

test('deleting what is deleted or never was is no deletion', async () => {
  const { one } = await family();
  await softDelete(release, [one.id]);
  assert.deepEqual(await softDelete(release, [one.id, 2_000_000_000]), { id: null, count: 0, taken: {} });
  await assert.rejects(restore(2_000_000_000), fails('not_found'));
});

test('values are unique among the living, and a restore into a taken one is a conflict', async () => {
  const { one, room } = await family();
  await assert.rejects(
    db().insert(releases).values({ newsroomId: room.id, slug: 'one', title: 'again' }),
    fails('23505'),
  );
  const batch = await softDelete(release, [one.id]);
  const [again] = await db()
    .insert(releases)
    .values({ newsroomId: room.id, slug: 'one', title: 'again' })
    .returning();
  await assert.rejects(restore(batch.id!), fails('conflict'));
  assert.equal((await byId(release, one.id))?.state, 'deleted');
  await softDelete(release, [again!.id]);
  await restore(batch.id!);
  assert.equal((await byId(release, one.id))?.state, 'living');
});

test('no child lives under a deleted parent: not added, not moved there', async () => {
  const [a, b] = [await family(), await family()];
  await softDelete(newsroom, [a.room.id]);
  await assert.rejects(
    db().insert(releases).values({ newsroomId: a.room.id, slug: 'x', title: 'x' }),
    fails('DP001'),
  );
  await assert.rejects(
    db().update(releases).set({ newsroomId: a.room.id, slug: 'x' }).where(eq(releases.id, b.one.id)),
    fails('DP001'),
  );
});

test('a child added while its parent is being deleted is refused; one added before is deleted along', async () => {
  const late = await family();
  const [deleting, inserting] = [await owner.reserve(), await owner.reserve()];
  try {
    await deleting`begin`;
    await deleting`delete from newsrooms where id = ${late.room.id}`;
    const refused = assert.rejects(
      inserting`insert into releases (newsroom_id, slug, title) values (${late.room.id}, 'x', 'x')`.execute(),
      fails('DP001'),
    );
    await deleting`select pg_sleep(0.2)`;
    await deleting`commit`;
    await refused;

    const early = await family();
    await inserting`begin`;
    await inserting`insert into releases (newsroom_id, slug, title) values (${early.room.id}, 'x', 'x')`;
    const gone = deleting`delete from newsrooms where id = ${early.room.id}`.execute();
    await inserting`select pg_sleep(0.2)`;
    await inserting`commit`;
    await gone;
    assert.deepEqual(await living(early), { room: 0, releases: 0, files: 0 });
  } finally {
    deleting.release();
    inserting.release();
  }
});

test('deletions and restores at the same time leave no living child under a deleted parent', async () => {
  const all = await family();
  for (let round = 0; round < 15; round++) {
    const batch = await softDelete(release, [all.one.id]);
    const [, parent] = await Promise.allSettled([
      batch.id ? restore(batch.id) : null,
      softDelete(newsroom, [all.room.id]),
      softDelete(release, [all.two.id]),
    ]);
    const [orphans] = await owner`select count(*)::int as n from store.releases r
      join store.newsrooms n on n.id = r.newsroom_id where r.deleted_at is null and n.deleted_at is not null`;
    assert.equal(orphans!.n, 0);
    assert.ok(parent.status === 'fulfilled' && parent.value?.id);
    // Everything back, the newsroom first.
    await restore(parent.value.id);
    const left = await deletedSet(release, { where: (t) => eq(t.newsroomId, all.room.id) });
    for (const id of new Set(left.map(({ deletionId }) => deletionId))) await restore(id);
    assert.deepEqual(await living(all), { room: 1, releases: 2, files: 2 });
  }
});

test('hard DELETE and TRUNCATE are refused even to the owner; a purge removes deleted rows and their children', async () => {
  const { room, one, two, paper } = await family();
  await assert.rejects(owner`delete from store.releases where id = ${one.id}`, fails('DP002'));
  await assert.rejects(owner`truncate store.releases cascade`, fails('DP002'));
  await softDelete(newsroom, [room.id]);
  assert.equal(await purge(newsroom, [room.id]), 1);
  for (const [type, id] of [
    [newsroom, room.id],
    [release, one.id],
    [release, two.id],
    [file, paper.id],
  ] as const) {
    assert.equal(await byId<Deletable>(type, id), null);
  }
  const other = await family();
  assert.equal(await purge(newsroom, [other.room.id]), 0);
  assert.deepEqual(await living(other), { room: 1, releases: 2, files: 2 });
  await assert.rejects(owner`delete from store.releases where id = ${other.one.id}`, fails('DP002'));
});

test('deleting a user keeps the releases and says nothing false about their author', async () => {
  const { one } = await family();
  const [author] = await db()
    .insert(users)
    .values({ email: `a${names}@example.com`, name: 'A' })
    .returning();
  await db().update(releases).set({ authorId: author!.id }).where(eq(releases.id, one.id));
  await softDelete({ table: users }, [author!.id]);
  const [row] = await db()
    .select({ title: releases.title, author: users.name })
    .from(releases)
    .leftJoin(users, eq(users.id, releases.authorId))
    .where(eq(releases.id, one.id));
  assert.deepEqual(row, { title: one.title, author: null });
});

test('the role of the application can neither read nor write the store, nor purge', async () => {
  for (const statement of [
    sql`select * from store.releases`,
    sql`update store.releases set deleted_at = null`,
    sql`select store.purge('releases', 'id = $1', 1)`,
    sql`insert into hits_daily values ('2026-01-01', 'release', 1, 1, 1)`,
    sql`create table mine (id int)`,
  ]) {
    await assert.rejects(db().execute(statement), fails('42501'));
  }
  const [me] = await db().execute<{ name: string }>(sql`select current_user::text as name`);
  assert.equal(me?.name, 'presskit_app');
});

test('a large batch is deleted and restored in a few seconds', async () => {
  const { room } = await family();
  await owner`insert into releases (newsroom_id, slug, title)
    select ${room.id}, 'many-' || n, 'many' from generate_series(1, 20000) n`;
  const started = performance.now();
  const batch = await softDelete(newsroom, [room.id]);
  assert.equal(batch.taken.releases, 20_002);
  await restore(batch.id!);
  assert.ok(performance.now() - started < 20_000);
});

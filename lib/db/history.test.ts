import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eq, sql } from 'drizzle-orm';
import { purge, restore, softDelete } from '@/lib/content/deleted';
import { release } from '@/lib/content/registry';
import { actingAs } from './acting';
import { db } from './client';
import { refusalOf } from './errors';
import { historyEntriesOf, versionOf } from './history';
import { apiTokens, newsroomMembers, newsrooms, releases, users } from './tables';
import { testDatabase } from './test-database';

const { owner } = await testDatabase();
const fails = (code: string) => (error: unknown) => {
  assert.equal(
    (error as { code?: string }).code?.length === 5
      ? (error as { code: string }).code
      : refusalOf(error)?.code,
    code,
  );
  return true;
};
let names = 0;
async function content() {
  const slug = `s${++names}`;
  const [room] = await db().insert(newsrooms).values({ slug, name: slug }).returning();
  const [one] = await db().insert(releases).values({ newsroomId: room!.id, slug, title: slug }).returning();
  return { room: room!, one: one! };
}

test('every path to a change is noted: the application, raw SQL, and the owner', async () => {
  const { one } = await content();
  await actingAs(7, () => db().update(releases).set({ title: 'a' }).where(eq(releases.id, one.id)));
  await db().execute(sql`update releases set title = 'b' where id = ${one.id}`);
  await owner`update store.releases set title = 'c', updated_at = now() where id = ${one.id}`;
  await owner`update store.releases set title = 'c', updated_at = now() where id = ${one.id}`;
  const entries = await historyEntriesOf('releases', one.id);
  assert.deepEqual(
    entries.map(({ action, actorId, before, after }) => [action, actorId, before, after]),
    [
      ['change', null, { title: 'b' }, { title: 'c' }],
      ['change', null, { title: 'a' }, { title: 'b' }],
      ['change', 7, { title: one.title }, { title: 'a' }],
      ['create', null, null, null],
    ],
  );
  assert.equal(await versionOf('releases', one.id), entries[0]!.id);
});

test('who acts is known within, not after, and not in another transaction at the same time', async () => {
  const { one } = await content();
  const set = (title: string) => db().update(releases).set({ title }).where(eq(releases.id, one.id));
  await actingAs(1, async () => {
    await set('one');
    await actingAs(2, () => set('two'));
    await set('one again');
  });
  await Promise.all([actingAs(3, () => set('three')), actingAs(4, () => set('four'))]);
  await set('nobody');
  await assert.rejects(
    actingAs(5, async () => {
      await set('never');
      throw new Error('no');
    }),
    /no/,
  );
  const actors = (await historyEntriesOf('releases', one.id)).map(({ actorId }) => actorId).reverse();
  assert.deepEqual(
    [...actors.slice(0, 4), new Set(actors.slice(4, 6)), ...actors.slice(6)],
    [null, 1, 2, 1, new Set([3, 4]), null],
  );
});

test('a deletion and a restore stand in the history of everything that they took along', async () => {
  const { room, one } = await content();
  const batch = await softDelete({ table: newsrooms }, [room.id], { by: 8, why: 'closed' });
  await restore(batch.id!, { by: 9 });
  for (const [table, id] of [
    ['newsrooms', room.id],
    ['releases', one.id],
  ] as const) {
    const entries = await historyEntriesOf(table, id);
    assert.deepEqual(
      entries.map(({ action, actorId, deletionId, after }) => [action, actorId, deletionId, after]),
      [
        ['restore', 9, batch.id, null],
        ['delete', 8, batch.id, null],
        ['create', null, null, null],
      ],
    );
  }
});

test('a plain delete within actingAs is by that person', async () => {
  const { one } = await content();
  await actingAs(6, () => db().delete(releases).where(eq(releases.id, one.id)));
  const [row] =
    await owner`select d.deleted_by from store.releases r join store.deletions d on d.id = r.deletion_id where r.id = ${one.id}`;
  assert.equal(row!.deleted_by, 6);
});

test('who may do what is noted, and secrets are not', async () => {
  const { room } = await content();
  const [user] = await db()
    .insert(users)
    .values({ email: `u${names}@example.com`, name: 'U' })
    .returning();
  const [member] = await db()
    .insert(newsroomMembers)
    .values({ newsroomId: room.id, userId: user!.id, role: 'analyst' })
    .returning();
  await actingAs(1, () =>
    db().update(newsroomMembers).set({ role: 'owner' }).where(eq(newsroomMembers.id, member!.id)),
  );
  const [changed] = await historyEntriesOf('newsroom_members', member!.id);
  assert.deepEqual(
    [changed!.before, changed!.after, changed!.actorId],
    [{ role: 'analyst' }, { role: 'owner' }, 1],
  );
  const [token] = await db()
    .insert(apiTokens)
    .values({ userId: user!.id, name: 'ci', tokenHash: Buffer.from('secret hash') })
    .returning();
  await db()
    .update(apiTokens)
    .set({ tokenHash: Buffer.from('other hash'), usedAt: new Date() })
    .where(eq(apiTokens.id, token!.id));
  await db().delete(apiTokens).where(eq(apiTokens.id, token!.id));
  const entries = await historyEntriesOf('api_tokens', token!.id);
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['delete', 'create'],
  );
  const all = JSON.stringify([...(await owner`select before, after from history.entries`)]);
  assert.doesNotMatch(all, /hash|password|\\\\x/);
});

test('nobody changes or removes an entry, of the history and of the audit log: not the application, not the owner', async () => {
  const { one } = await content();
  await owner`insert into audit_log (action) values ('x')`;
  for (const statement of [
    sql`select * from history.entries`,
    sql`insert into history.entries (table_name, record_id, action) values ('a', 1, 'change')`,
    sql`update audit_log set action = 'y'`,
    sql`delete from audit_log`,
    sql`truncate audit_log`,
  ])
    await assert.rejects(db().execute(statement), fails('42501'));
  for (const statement of [
    `update history.entries set actor_id = 1 where record_id = ${one.id}`,
    `update history.entries set before = null, after = null`,
    `delete from history.entries`,
    `truncate history.entries`,
    `update audit_log set action = 'y'`,
    `delete from audit_log`,
    `truncate audit_log`,
  ])
    await assert.rejects(owner.unsafe(statement).execute(), fails('HI001'), statement);
});

test('a purge leaves that it was done and by whom, and nothing of the content', async () => {
  const { one } = await content();
  await db().update(releases).set({ title: 'canary title' }).where(eq(releases.id, one.id));
  await softDelete(release, [one.id]);
  await purge(release, [one.id], { by: 4 });
  const entries = await historyEntriesOf('releases', one.id);
  assert.deepEqual(
    entries.map(({ action, actorId, before, after }) => [action, actorId, before, after]),
    [
      ['purge', 4, null, null],
      ['delete', null, null, null],
      ['change', null, null, null],
      ['create', null, null, null],
    ],
  );
  // Whatever the purging transaction does besides, it cannot say who did what.
  await assert.rejects(
    owner.begin(async (tx) => {
      await tx`select set_config('living.purge', pg_current_xact_id()::text, true)`;
      await tx`update history.entries set actor_id = 9, before = null, after = null`;
    }),
    fails('HI001'),
  );
});

test('a purge leaves nothing of what hangs on the row either', async () => {
  const [user] = await db().insert(users).values({ email: 'gone@example.com', name: 'Gone' }).returning();
  const [token] = await db()
    .insert(apiTokens)
    .values({ userId: user!.id, name: 'canary token', tokenHash: Buffer.from('x') })
    .returning();
  await db().update(apiTokens).set({ name: 'canary renamed' }).where(eq(apiTokens.id, token!.id));
  await softDelete({ table: users }, [user!.id]);
  await purge({ table: users }, [user!.id], { by: 4 });
  const entries = await historyEntriesOf('api_tokens', token!.id);
  assert.deepEqual(
    entries.map(({ action, before, after }) => [action, before, after]),
    [
      ['purge', null, null],
      ['change', null, null],
      ['create', null, null],
    ],
  );
});

test('every stored table is watched', async () => {
  const unwatched = await owner`select s.stored from store.stored_tables() s where not exists (
    select from pg_trigger t where t.tgrelid = s.oid and t.tgname = 'note_history' and t.tgenabled = 'O')`;
  assert.deepEqual([...unwatched], []);
});

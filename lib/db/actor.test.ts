import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eq, sql } from 'drizzle-orm';
import { createRelease } from '@/lib/content/releases';
import { actingAs } from './acting';
import { actsNow, withActor } from './actor';
import { db } from './client';
import { refusalOf } from './errors';
import { historyEntriesOf } from './history';
import { newsrooms, releases } from './tables';
import { testDatabase } from './test-database';

await testDatabase();
const [room] = await db().insert(newsrooms).values({ slug: 'room', name: 'Room' }).returning();
const make = () => createRelease({ newsroomId: room!.id, title: 'A title' });
const actorsOf = async (id: number) =>
  (await historyEntriesOf('releases', id)).map(({ actorId }) => actorId).reverse();

test('what is written while somebody acts is theirs, in transactions and out of them, and nothing after it', async () => {
  const set = (title: string) => eq(releases.title, title);
  const { id } = await withActor(async () => {
    const made = await make();
    actsNow(7);
    await db().update(releases).set({ title: 'b' }).where(eq(releases.id, made.id));
    await db().execute(sql`update releases set title = 'c' where id = ${made.id}`);
    await db().transaction((tx) => tx.update(releases).set({ title: 'd' }).where(set('c')));
    await actingAs(8, () => db().update(releases).set({ title: 'e' }).where(set('d')));
    const [row] = await db().update(releases).set({ title: 'f' }).where(set('e')).returning();
    assert.equal(row!.title, 'f');
    return made;
  });
  await db().update(releases).set({ title: 'g' }).where(eq(releases.id, id));
  assert.deepEqual(await actorsOf(id), [null, 7, 7, 7, 8, 7, null]);
});

test('two who act at the same time are told apart, and a statement that fails says why', async () => {
  const both = await Promise.all(
    [1, 2].map((user) =>
      withActor(async () => {
        actsNow(user);
        const made = await make();
        await db().update(releases).set({ title: 'x' }).where(eq(releases.id, made.id));
        await assert.rejects(
          db().insert(releases).values({ newsroomId: room!.id, slug: made.slug, title: 'y' }),
          (error) => refusalOf(error)?.code === '23505',
        );
        return made.id;
      }),
    ),
  );
  assert.deepEqual(await Promise.all(both.map(actorsOf)), [
    [1, 1],
    [2, 2],
  ]);
});

test('whoever wants one address at the same time within transactions of their own gets one each', async () => {
  const made = await Promise.all(
    [1, 2, 3, 4].map((user) =>
      actingAs(user, () => createRelease({ newsroomId: room!.id, title: 'The same' })),
    ),
  );
  assert.deepEqual(made.map(({ slug }) => slug).sort(), [
    'the-same',
    'the-same-2',
    'the-same-3',
    'the-same-4',
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { allows, type MemberRole, mayIn, newsroomsWith, type Right, requireRight, rights } from './rights';
import { createUser, type Role, type User } from './users';

const { owner: sql } = await testDatabase();

async function newsroom(name: string): Promise<{ id: number }> {
  const [made] = await sql<
    { id: number }[]
  >`insert into newsrooms (slug, name) values (${name.toLowerCase()}, ${name}) returning id`;
  return made!;
}
const ferry = await newsroom('Ferry');
const library = await newsroom('Library');

async function person(name: string, role: Role, memberships: [number, MemberRole][] = []): Promise<User> {
  const user = await createUser({ email: `${name}@example.com`, name, role, isVerified: true });
  for (const [newsroom, member] of memberships)
    await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${newsroom}, ${user.id}, ${member})`;
  return user;
}

const refused = (code: string) => (error: unknown) => error instanceof PresskitError && error.code === code;

test('every role has exactly its rights', () => {
  const may = (site: Role, member: MemberRole | null) =>
    rights.filter((right) => allows(site, member, right));
  assert.deepEqual(may('admin', null), rights);
  assert.deepEqual(may('editor', null), ['statistics', 'write', 'publish', 'settings']);
  assert.deepEqual(may('auditor', null), ['statistics']);
  assert.deepEqual(may('author', null), []);
  assert.deepEqual(may('author', 'owner'), rights);
  assert.deepEqual(may('author', 'editor'), ['statistics', 'write', 'publish']);
  assert.deepEqual(may('author', 'analyst'), ['statistics']);
  assert.deepEqual(may('auditor', 'owner'), rights, 'membership adds to a role on the site');
});

test('what newsroomsWith lists is what mayIn allows, for every role and right', async () => {
  const people = [
    await person('admin', 'admin'),
    await person('editor', 'editor'),
    await person('auditor', 'auditor', [[ferry.id, 'editor']]),
    await person('nobody', 'author'),
    await person('owner', 'author', [[ferry.id, 'owner']]),
    await person('both', 'author', [
      [ferry.id, 'analyst'],
      [library.id, 'editor'],
    ]),
  ];
  for (const user of people)
    for (const right of rights as Right[]) {
      const listed = (await newsroomsWith(user, right)).map(({ id }) => id);
      for (const { id } of [ferry, library])
        assert.equal(listed.includes(id), await mayIn(user, id, right), `${user.name} ${right} ${id}`);
    }
  const [mine] = await newsroomsWith(people[4]!, 'members');
  assert.deepEqual(mine, { id: ferry.id, slug: 'ferry', name: 'Ferry', role: 'owner' });
});

test('somebody else’s newsroom does not exist; in one’s own, too small a role is refused and noted', async () => {
  const analyst = await person('analyst', 'author', [[ferry.id, 'analyst']]);
  await requireRight(analyst, ferry.id, 'statistics');
  await assert.rejects(requireRight(analyst, library.id, 'statistics'), refused('not_found'));
  await assert.rejects(requireRight(analyst, 999_999, 'statistics'), refused('not_found'));
  for (const id of [Number.NaN, -1, 1.5, 2 ** 40])
    await assert.rejects(requireRight(analyst, id, 'statistics'), refused('not_found'));
  await assert.rejects(requireRight(analyst, ferry.id, 'publish'), refused('forbidden'));
  const [entry] = await sql`select * from audit_log where is_refusal`;
  assert.equal(entry?.action, 'newsroom.publish');
  assert.equal(entry?.actor_id, analyst.id);
});

test('a deleted newsroom gives no rights to anybody', async () => {
  const gone = await newsroom('Gone');
  const owner = await person('late', 'author', [[gone.id, 'owner']]);
  const admin = await person('chief', 'admin');
  await sql`delete from newsrooms where id = ${gone.id}`;
  for (const user of [owner, admin]) {
    assert.equal(await mayIn(user, gone.id, 'statistics'), false);
    assert.ok(!(await newsroomsWith(user, 'statistics')).some(({ id }) => id === gone.id));
  }
});

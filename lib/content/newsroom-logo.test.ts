import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUser, type User } from '@/lib/auth/users';
import { db } from '@/lib/db/client';
import { auditLog, newsroomMembers } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { restore } from './deleted';
import { checkLogo, removeLogo, setLogo } from './newsroom-logo';
import { newsroomSettings } from './newsroom-settings';
import { createNewsroom, publicNewsroom } from './newsrooms';
import { sharp } from './sharp';

const { owner: sql } = await testDatabase();
const room = await createNewsroom({ name: 'Acme' });
const member = async (role: 'owner' | 'editor', newsroomId = room.id): Promise<User> => {
  const user = await createUser({ email: `${role}${newsroomId}@example.com`, name: role, isVerified: true });
  await db().insert(newsroomMembers).values({ newsroomId, userId: user.id, role });
  return user;
};
const owner = await member('owner');
const data = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#369' } })
  .png()
  .toBuffer();

test('an owner sets the logo, the newest is shown, and the audit log has it', async () => {
  assert.equal((await newsroomSettings(owner, room.id)).logo, null);
  await setLogo(owner, room.id, { name: 'one.png', data });
  const { id } = await setLogo(owner, room.id, { name: 'two.png', data });
  assert.equal((await newsroomSettings(owner, room.id)).logo?.id, id);
  assert.equal((await publicNewsroom(room.id))?.logo?.id, id);
  const logged = await db().select().from(auditLog);
  assert.deepEqual(
    logged.map(({ actorId, action, objectId, detail }) => [actorId, action, objectId, detail]),
    Array(2).fill([owner.id, 'newsroom.settings', room.id, { fields: ['logo'] }]),
  );
});

test('who may not change the settings sets no logo, and what is no picture is none', async () => {
  const editor = await member('editor');
  const stranger = await member('owner', (await createNewsroom({ name: 'Elsewhere' })).id);
  const before = (await publicNewsroom(room.id))?.logo?.id;
  for (const [who, code] of [
    [editor, 'forbidden'],
    [stranger, 'not_found'],
  ] as const) {
    await assert.rejects(checkLogo(who, room.id), { code });
    await assert.rejects(setLogo(who, room.id, { name: 'one.png', data }), { code });
    await assert.rejects(removeLogo(who, room.id), { code });
  }
  const note = { name: 'note.png', data: Buffer.from('a note') };
  await assert.rejects(setLogo(owner, room.id, note), { code: 'invalid' });
  assert.equal((await publicNewsroom(room.id))?.logo?.id, before);
});

test('a logo that is removed shows no older one, and comes back with its batch', async () => {
  const shown = async () => (await publicNewsroom(room.id))?.logo?.id;
  const before = await shown();
  assert.ok(before);
  await removeLogo(owner, room.id);
  assert.equal(await shown(), undefined);
  await assert.rejects(removeLogo(owner, room.id), { code: 'not_found' });
  const { detail, actorId } = (await db().select().from(auditLog)).at(-1)!;
  const { batch, fields } = detail as { batch: number; fields: string[] };
  assert.deepEqual([actorId, fields], [owner.id, ['logo']]);
  const taken = await sql`select distinct e.actor_id as by from history.entries e join store.files f
    on f.id = e.record_id and e.table_name = 'files' where f.deletion_id = ${batch} and e.action = 'delete'`;
  assert.deepEqual(
    taken.map(({ by }) => by),
    [owner.id],
  );
  await restore(batch);
  assert.equal(await shown(), before);
});

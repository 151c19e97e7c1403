import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayIn } from '@/lib/auth/rights';
import { createShareLink, listShareLinks, openShareLink } from '@/lib/auth/share-links';
import { createUser, type Role, type User, userById } from '@/lib/auth/users';
import { testDatabase } from '@/lib/db/test-database';
import { createDraft } from './drafts';
import { createNewsroom } from './newsrooms';
import { previewByToken, previewLink, previewLinksOf } from './previews';

const { owner: sql } = await testDatabase();
const room = await createNewsroom({ name: 'Acme' });
const elsewhere = await createNewsroom({ name: 'Elsewhere' });
const admin = await createUser({ email: 'a@example.com', name: 'Admin', role: 'admin', isVerified: true });
let made = 0;

async function person(role: 'owner' | 'editor' | 'analyst' | null, site?: Role): Promise<User> {
  const name = `Person ${++made}`;
  const user = await createUser({ email: `p${made}@example.com`, name, role: site, isVerified: true });
  if (role)
    await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${room.id}, ${user.id}, ${role})`;
  return user;
}

/** A release with a link of each kind by the person, and which of them show something. */
async function handedOut(user: User) {
  const { id } = await createDraft(user, room.id);
  await sql`update releases set status = 'published', published_at = '2020-01-01' where id = ${id}`;
  const preview = await previewLink(user, id, 24);
  const ofRelease = await createShareLink(user, { type: 'release', id, expires: null });
  const ofRoom = await createShareLink(user, { type: 'newsroom', id: room.id, expires: null });
  const show = async () => ({
    preview: (await previewByToken(preview.token, '')) !== null,
    release: (await openShareLink(ofRelease.token)) !== null,
    newsroom: (await openShareLink(ofRoom.token)) !== null,
  });
  return { id, show };
}

const all = { preview: true, release: true, newsroom: true };
const none = { preview: false, release: false, newsroom: false };

test('links end with their maker’s right, whatever takes it away', async () => {
  const ends: [string, (user: User) => Promise<unknown>][] = [
    ['removed', (user) => sql`delete from newsroom_members where user_id = ${user.id}`],
    [
      'an analyst now',
      (user) => sql`update newsroom_members set role = 'analyst' where user_id = ${user.id}`,
    ],
    ['deactivated', (user) => sql`update users set deactivated_at = now() where id = ${user.id}`],
    ['deleted', (user) => sql`delete from users where id = ${user.id}`],
  ];
  for (const [how, end] of ends) {
    const user = await person('editor');
    const { show } = await handedOut(user);
    assert.deepEqual(await show(), all, how);
    await end(user);
    assert.deepEqual(await show(), none, how);
  }
  const editor = await person(null, 'editor');
  const { show } = await handedOut(editor);
  assert.deepEqual(await show(), all, 'a role on the site is a right, too');
  await sql`update users set role = 'auditor' where id = ${editor.id}`;
  assert.deepEqual(await show(), none);
});

test('a link follows its release only to where its maker has the right', async () => {
  const user = await person('editor');
  const { id, show } = await handedOut(user);
  await sql`update releases set newsroom_id = ${elsewhere.id} where id = ${id}`;
  assert.equal(await mayIn(user, elsewhere.id, 'write'), false);
  assert.deepEqual(await show(), { preview: false, release: false, newsroom: true });
  await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${elsewhere.id}, ${user.id}, 'editor')`;
  assert.deepEqual(await show(), all);
});

test('a link that does not work is listed as such, so that it can be revoked before it might again', async () => {
  const user = await person('editor');
  const { id } = await handedOut(user);
  const works = async () => [
    ...(await previewLinksOf(admin, id)).map((link) => link.works),
    ...(await listShareLinks(admin, { type: 'release', id })).map((link) => link.rests === null),
  ];
  assert.deepEqual(await works(), [true, true]);
  await sql`update users set deactivated_at = now() where id = ${user.id}`;
  assert.equal(await userById(user.id), null);
  assert.deepEqual(await works(), [false, false]);
});

test('a link to the statistics of a release rests while readers do not see it', async () => {
  const user = await person('editor');
  const { id, show } = await handedOut(user);
  const rests = async () => (await listShareLinks(user, { type: 'release', id })).map((link) => link.rests);
  assert.deepEqual([await show(), await rests()], [all, [null]]);
  for (const [status, at] of [
    ['draft', null],
    ['embargoed', '2999-01-01'],
  ] as const) {
    await sql`update releases set status = ${status}, published_at = ${at} where id = ${id}`;
    assert.deepEqual([await show(), await rests()], [{ ...all, release: false }, ['unpublished']], status);
  }
  await sql`update releases set status = 'published', published_at = '2020-01-01' where id = ${id}`;
  assert.deepEqual(await show(), all);
});

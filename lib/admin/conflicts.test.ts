import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerDefaults } from '@/lib/auth/sso/peer-rules';
import { addPeer, peerByKey, secretOf } from '@/lib/auth/sso/peers';
import { newsroomAt } from '@/lib/content/domains';
import { createDraft, draftOf, saveDraft } from '@/lib/content/drafts';
import { setDomain } from '@/lib/content/newsrooms';
import { testDatabase } from '@/lib/db/test-database';
import { bulkRun, startBulk } from './bulk';
import { deleteRecords, restoreBatch, restoreRecord } from './deletions';
import { historyOf } from './history';
import { family, person } from './testing/people';
import { adminType } from './types';

/** What comes back as something else is changed, by whoever may change it, and nothing else is changed on the way. */
const { owner } = await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://localhost:8080';
const main = process.env.SITE_URL;
const [a, b, c] = ['http://a.localhost:8080', 'http://b.localhost:8080', 'http://c.localhost:8080'] as const;
process.env.SITE_URLS = [a, b, c].join();
const [admin, editor] = [await person('admin'), await person('editor')];
const [release, newsroom, user] = [adminType('release'), adminType('newsroom'), adminType('user')];
const [member, peer] = [adminType('member'), adminType('peer')];

const rename = (table: string, id: number, column: string, value: string | null) => ({
  renamed: [{ table, id, column, value }],
});
const domainOf = async (id: number) =>
  (await owner`select domain from store.newsrooms where id = ${id}`)[0]!.domain as string | null;

test('a restore leaves the secret of a living peer alone, whoever asks', async () => {
  const shop = { ...peerDefaults, key: 'shop', name: 'Shop', origin: 'https://shop.example' };
  const { peer: living, secret } = await addPeer(null, { ...shop, algorithm: 'HS256' });
  const evil = rename('peers', living.id, 'key', 'evil');
  for (const [who, code] of [
    [editor, 'forbidden'],
    [admin, 'invalid'],
  ] as const) {
    const { releases } = await family('one');
    await deleteRecords(who, release, [releases[0]!.id]);
    await assert.rejects(restoreRecord(who, release, releases[0]!.id, evil), { code });
    assert.equal((await restoreRecord(who, release, releases[0]!.id)).state, 'restored');
  }
  assert.equal(Buffer.from(secretOf(await peerByKey('shop'))).toString(), secret);
});

test('a peer comes back under another key with its secret, in one transaction, or not at all', async () => {
  const desk = { ...peerDefaults, key: 'desk', name: 'Desk', origin: 'https://desk.example' };
  const { peer: gone, secret } = await addPeer(null, { ...desk, algorithm: 'HS256' });
  await deleteRecords(admin, peer, [gone.id]);
  await addPeer(null, { ...desk, key: 'desk', origin: 'https://second.example' });
  await assert.rejects(restoreRecord(admin, peer, gone.id, rename('peers', gone.id, 'key', 'shop')), {
    code: 'conflict',
  });
  await restoreRecord(admin, peer, gone.id, rename('peers', gone.id, 'key', 'desk-2'));
  assert.equal(Buffer.from(secretOf(await peerByKey('desk-2'))).toString(), secret);
  const [, change] = (await historyOf(admin, peer, gone.id)).entries;
  assert.deepEqual(
    [change!.by?.id, change!.fields.map(({ name }) => name).sort()],
    [admin.id, ['key', 'secretSealed']],
  );
});

test('a peer does not come back as this site itself, and no other address is made up for it', async () => {
  const one = { ...peerDefaults, name: 'One', origin: 'https://one.example' };
  const { peer: gone } = await addPeer(null, { ...one, key: 'one' });
  await deleteRecords(admin, peer, [gone.id]);
  await addPeer(null, { ...one, key: 'two' });
  const answer = await restoreRecord(admin, peer, gone.id);
  assert.ok(answer.state === 'conflict');
  assert.deepEqual(
    answer.conflicts.map(({ column, offered, isFixed }) => [column, offered, isFixed]),
    [['origin', null, false]],
  );
  await assert.rejects(restoreRecord(admin, peer, gone.id, rename('peers', gone.id, 'origin', main)), {
    code: 'invalid',
    message: /this deployment itself/,
  });
  const other = rename('peers', gone.id, 'origin', 'https://other.example/');
  assert.equal((await restoreRecord(admin, peer, gone.id, other)).state, 'restored');
  assert.equal((await peerByKey('one')).origin, 'https://other.example');
});

test('nobody becomes more than they were by being restored', async () => {
  const { room } = await family('one');
  const pal = await person('author');
  const [joined] =
    await owner`insert into newsroom_members (newsroom_id, user_id, role) values (${room.id}, ${pal.id}, 'analyst') returning id`;
  await deleteRecords(editor, newsroom, [room.id]);
  const more = rename('newsroom_members', joined!.id, 'role', 'owner');
  await assert.rejects(restoreRecord(editor, newsroom, room.id, more), { code: 'forbidden' });
  await assert.rejects(restoreRecord(admin, newsroom, room.id, more), { code: 'invalid' });
  await restoreRecord(editor, newsroom, room.id);
  const [now] = await owner`select role from newsroom_members where id = ${joined!.id}`;
  assert.equal(now!.role, 'analyst');
});

test('who is a member again does not come back a second time, and nothing is asked about it', async () => {
  const { room } = await family('one');
  const pal = await person('author');
  const join = async () =>
    (
      await owner`insert into newsroom_members (newsroom_id, user_id, role) values (${room.id}, ${pal.id}, 'analyst') returning id`
    )[0]!.id as number;
  const first = await join();
  await deleteRecords(admin, member, [first]);
  await join();
  const answer = await restoreRecord(admin, member, first);
  assert.ok(answer.state === 'conflict');
  assert.deepEqual(
    answer.conflicts.map(({ column, isFixed, choices, offered }) => [column, isFixed, choices, offered]),
    [['user_id', true, null, null]],
  );
  const self = rename('newsroom_members', first, 'user_id', String(admin.id));
  await assert.rejects(restoreRecord(admin, member, first, self), { code: 'invalid' });
});

test('an address that somebody is given on the way back is one that nobody has confirmed', async () => {
  const [gone] =
    await owner`insert into users (email, name, email_verified_at) values ('old@x.example', 'Old', now()) returning id`;
  await deleteRecords(admin, user, [gone!.id]);
  await owner`insert into users (email, name) values ('old@x.example', 'New')`;
  const other = rename('users', gone!.id, 'email', 'other@x.example');
  assert.equal((await restoreRecord(admin, user, gone!.id, other)).state, 'restored');
  const [row] = await owner`select email, email_verified_at from users where id = ${gone!.id}`;
  assert.deepEqual({ ...row }, { email: 'other@x.example', email_verified_at: null });
});

test('a draft that comes back at another address is written on at that address', async () => {
  const { room } = await family('one');
  const { id } = await createDraft(editor, room.id);
  const { revision, content } = await draftOf(editor, id);
  await saveDraft(editor, id, { revision, content: { ...content, title: 'W', slug: 'w' }, kind: 'save' });
  const [{ slug }] = (await owner`select slug from releases where id = ${id}`) as unknown as [
    { slug: string },
  ];
  await deleteRecords(editor, release, [id]);
  await owner`insert into releases (newsroom_id, slug, title) values (${room.id}, ${slug}, 'In its place')`;
  await restoreRecord(editor, release, id, rename('releases', id, 'slug', 'w-2'));
  const after = await draftOf(editor, id);
  assert.deepEqual([after.content.slug, after.content.title, after.revision], ['w-2', 'W', revision + 2]);
});

/** A newsroom that was deleted with domain `a`, which another has by now. */
async function robbed(): Promise<{ id: number; batch: number; thief: number }> {
  await owner`update store.newsrooms set domain = null`;
  const [{ room }, { room: other }] = [await family('one'), await family('one')];
  await setDomain(room.id, a);
  const { batch } = await deleteRecords(editor, newsroom, [room.id]);
  await setDomain(other.id, a);
  return { id: room.id, batch: batch!, thief: other.id };
}

test('a newsroom whose domain is another’s by now comes back without one, or with a free one', async () => {
  const { id, thief } = await robbed();
  await setDomain((await family('one')).room.id, b);
  const answer = await restoreRecord(admin, newsroom, id);
  assert.ok(answer.state === 'conflict');
  assert.deepEqual(
    answer.conflicts.map(({ column, value, takenBy, offered, choices, isFixed }) => ({
      column, value, takenBy: takenBy.id, offered, choices, isFixed,
    })),
    [{ column: 'domain', value: a, takenBy: thief, offered: '', isFixed: false,
      choices: [{ value: '', label: 'None' }, { value: c, label: c }] }],
  ); // biome-ignore format: a table
  for (const [value, code] of [
    [`${a}-2`, 'invalid'],
    [main, 'invalid'],
    [b, 'conflict'],
  ] as const)
    await assert.rejects(restoreRecord(admin, newsroom, id, rename('newsrooms', id, 'domain', value)), {
      code,
    });
  await restoreRecord(admin, newsroom, id, rename('newsrooms', id, 'domain', c));
  assert.equal(((await newsroomAt(c)) as { id: number }).id, id);
  await deleteRecords(admin, newsroom, [id]);
  await setDomain(thief, c);
  await restoreRecord(admin, newsroom, id, rename('newsrooms', id, 'domain', ''));
  assert.equal(await domainOf(id), null);
  assert.equal(((await newsroomAt(c)) as { id: number }).id, thief);
});

test('a domain of the same deletion is not offered, and one that the settings have no more is given up', async () => {
  const { id } = await robbed();
  const { room } = await family('one');
  await setDomain(room.id, b);
  await owner`update store.newsrooms t set deleted_at = d.deleted_at, deletion_id = d.deletion_id
    from store.newsrooms d where d.id = ${id} and t.id = ${room.id}`;
  const conflicts = async () => {
    const answer = await restoreRecord(admin, newsroom, id);
    assert.ok(answer.state === 'conflict');
    return answer.conflicts.map(({ choices }) => choices?.map(({ value }) => value));
  };
  assert.deepEqual(await conflicts(), [['', c]]);
  process.env.SITE_URLS = b;
  try {
    assert.deepEqual(await conflicts(), [['']]);
  } finally {
    process.env.SITE_URLS = [a, b, c].join();
  }
});

test('an editor gives up a domain that is another’s, and takes none', async () => {
  const { id, batch } = await robbed();
  const answer = await restoreBatch(editor, batch);
  assert.ok(answer.state === 'conflict');
  assert.deepEqual(answer.conflicts[0]!.choices, [{ value: '', label: 'None' }]);
  await assert.rejects(restoreBatch(editor, batch, rename('newsrooms', id, 'domain', c)), {
    code: 'forbidden',
  });
  assert.equal((await restoreBatch(editor, batch, rename('newsrooms', id, 'domain', ''))).state, 'restored');
  assert.equal(await domainOf(id), null);
});

test('among many, a newsroom comes back without the domain that is another’s; a taken address waits', async () => {
  const { id } = await robbed();
  const run = await startBulk(editor, newsroom, 'restore', { ids: [id] });
  assert.equal((await bulkRun(editor, run.id)).failures, 0);
  assert.equal(await domainOf(id), null);
  const [entry] =
    await owner`select detail from audit_log where action = 'admin.restore' and object_id = ${id}`;
  assert.deepEqual(entry!.detail.renamed, [{ table: 'newsrooms', id, column: 'domain', value: null }]);
  const both = await robbed();
  const [{ slug }] = (await owner`select slug from store.newsrooms where id = ${both.id}`) as unknown as [
    { slug: string },
  ];
  await owner`insert into newsrooms (slug, name) values (${slug}, 'Its address')`;
  const waiting = await startBulk(editor, newsroom, 'restore', { ids: [both.id] });
  assert.equal((await bulkRun(editor, waiting.id)).failures, 1);
  assert.equal(await domainOf(both.id), a);
});

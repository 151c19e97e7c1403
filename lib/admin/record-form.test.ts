import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eq } from 'drizzle-orm';
import { deleteAccount } from '@/lib/auth/deletion';
import { markVerified, userById } from '@/lib/auth/users';
import { softDelete } from '@/lib/content/deleted';
import { createDraft, draftOf, saveDraft } from '@/lib/content/drafts';
import { release } from '@/lib/content/registry';
import { updateRelease } from '@/lib/content/releases';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { newsroomMembers, releases, users } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { actsOn, goBack, historyOf, stateAt } from './history';
import { parseState } from './list-state';
import { blankForm, recordForm } from './record-form';
import { saveRecord } from './save';
import { family, person } from './testing/people';
import { adminType } from './types';

const { owner } = await testDatabase();
process.env.SITE_URL = 'https://press.example.com';
const type = adminType('release');
const admin = await person('admin');
const other = await person('editor');

test('the form of a release is its schema, with the values of the row', async () => {
  const {
    room,
    releases: [one],
  } = await family('one');
  const form = await recordForm(admin, type, one!.id);
  const kinds = Object.fromEntries(
    form.fields.map(({ name, kind, isRequired }) => [name, isRequired ? `${kind}!` : kind]),
  );
  assert.deepEqual(kinds, {
    authorId: 'reference', status: 'choice!', publishedAt: 'instant', slug: 'line!', title: 'line!', subtitle: 'line', dateline: 'line',
    bodyHtml: 'html', boilerplate: 'text', contacts: 'json', tags: 'words', timeZone: 'line',
  }); // biome-ignore format: a table
  assert.equal(form.values.title, 'Title one');
  assert.equal(form.names.newsroomId, room.name);
  assert.deepEqual(form.related, [
    {
      label: 'Files',
      type: 'file',
      column: 'releaseId',
      living: 1,
      deleted: 0,
      params: `releaseId=${one!.id}`,
      canAdd: true,
    },
  ]);
  assert.ok(form.facts.some(({ label, value }) => label === 'Newsroom' && value === room.name));
});

test('what was typed is checked by the schema, a sentence per field, and nothing is lost', async () => {
  const {
    releases: [one],
  } = await family('one');
  const { values, version } = await recordForm(admin, type, one!.id);
  const given = {
    ...values,
    title: '  ',
    slug: 'Not A Slug',
    publishedAt: '2026-02-30T10:00',
    contacts: '{',
  };
  const answer = await saveRecord(admin, type, one!.id, { given, version });
  assert.ok(answer.state === 'invalid');
  assert.deepEqual(Object.keys(answer.problems).sort(), ['contacts', 'publishedAt', 'slug', 'title']);
  assert.deepEqual(answer.values, given);
});

test('a save changes what was changed, and says who in history and audit log', async () => {
  const {
    releases: [one],
  } = await family('one');
  const { values, version } = await recordForm(admin, type, one!.id);
  const given = { ...values, title: 'Better', tags: 'One\ntwo', bodyHtml: '<p onclick="x()">Hi</p>' };
  const answer = await saveRecord(admin, type, one!.id, { given, version });
  assert.ok(answer.state === 'saved');
  assert.deepEqual(answer.changed.sort(), ['bodyHtml', 'tags', 'title']);
  const [row] = await db().select().from(releases).where(eq(releases.id, one!.id));
  assert.deepEqual(
    [row!.title, row!.tags, row!.bodyHtml, row!.bodyText],
    ['Better', ['one', 'two'], '<p>Hi</p>', 'Hi'],
  );
  const { entries } = await historyOf(admin, type, one!.id);
  assert.deepEqual(
    entries.map(({ action, by }) => [action, by?.name]),
    [
      ['change', admin.name],
      ['create', undefined],
    ],
  );
  assert.deepEqual(
    entries[0]!.fields.find(({ name }) => name === 'title'),
    { name: 'title', label: 'Title', before: 'Title one', after: 'Better' },
  );
  assert.deepEqual(
    (await actsOn(admin, type, one!.id)).map(({ action }) => action),
    ['admin.change'],
  );
});

test('seconds that the form does not show survive a save', async () => {
  const {
    releases: [one],
  } = await family('one');
  const publishedAt = new Date('2026-01-02T03:04:05.678Z');
  await updateRelease(one!.id, { status: 'published', publishedAt });
  const { values, version } = await recordForm(admin, type, one!.id);
  const answer = await saveRecord(admin, type, one!.id, { given: { ...values, title: 'New' }, version });
  assert.deepEqual(answer.state === 'saved' && answer.changed, ['title']);
  const [row] = await db().select().from(releases).where(eq(releases.id, one!.id));
  assert.deepEqual(row!.publishedAt, publishedAt);
});

test('who saves over what they have not seen is told who changed what, and may overwrite knowingly', async () => {
  const {
    releases: [one],
  } = await family('one');
  const mine = await recordForm(admin, type, one!.id);
  const theirs = await recordForm(other, type, one!.id);
  await saveRecord(other, type, one!.id, {
    given: { ...theirs.values, title: 'Theirs' },
    version: theirs.version,
  });
  const given = { ...mine.values, title: 'Mine' };
  const answer = await saveRecord(admin, type, one!.id, { given, version: mine.version });
  assert.ok(answer.state === 'conflict');
  assert.equal(answer.by, other.name);
  assert.deepEqual(answer.fields, [
    { name: 'title', label: 'Title', theirs: 'Theirs', mine: 'Mine', was: 'Title one' },
  ]);
  const again = await saveRecord(admin, type, one!.id, { given, version: answer.version });
  assert.equal(again.state, 'saved');
});

test('of two who save at the same moment one is told', async () => {
  const {
    releases: [one],
  } = await family('one');
  const { values, version } = await recordForm(admin, type, one!.id);
  const answers = await Promise.all(
    [admin, other].map((user) =>
      saveRecord(user, type, one!.id, { given: { ...values, title: user.name }, version }),
    ),
  );
  assert.deepEqual(answers.map(({ state }) => state).sort(), ['conflict', 'saved']);
});

test('a taken slug is said at its field', async () => {
  const {
    releases: [one],
  } = await family('one', 'two');
  const { values, version } = await recordForm(admin, type, one!.id);
  const answer = await saveRecord(admin, type, one!.id, { given: { ...values, slug: 'two' }, version });
  assert.match((answer.state === 'invalid' && answer.problems.slug) || '', /has this already/);
});

test('a deleted record is read and changed, and stays deleted', async () => {
  const {
    releases: [one],
  } = await family('one');
  await softDelete(release, [one!.id], { by: other.id, why: 'a slip' });
  const form = await recordForm(admin, type, one!.id);
  assert.deepEqual(
    [form.deleted?.by, form.deleted?.why, form.deleted?.batchCounts, form.siteUrl],
    [other.name, 'a slip', { files: 1, releases: 1 }, null],
  );
  const answer = await saveRecord(admin, type, one!.id, {
    given: { ...form.values, title: 'In the dark' },
    version: form.version,
  });
  assert.equal(answer.state, 'saved');
  const again = await recordForm(admin, type, one!.id);
  assert.deepEqual([again.title, again.deleted?.why], ['In the dark', 'a slip']);
  const stale = await saveRecord(admin, type, one!.id, { given: form.values, version: form.version });
  assert.equal(stale.state, 'conflict');
  const { entries } = await historyOf(admin, type, one!.id);
  assert.deepEqual(
    entries.map(({ action, by, why }) => [action, by?.name ?? null, why]),
    [
      ['change', admin.name, null],
      ['delete', other.name, 'a slip'],
      ['create', null, null],
    ],
  );
});

test('going back makes a record what it was, and can be gone back on', async () => {
  const {
    releases: [one],
  } = await family('one');
  for (const title of ['Second', 'Third'])
    await actingAs(other.id, () =>
      updateRelease(one!.id, { title, tags: [title], publishedAt: new Date('2026-01-01T10:00:00Z') }),
    );
  const { entries } = await historyOf(admin, type, one!.id);
  const [third, , first] = entries;
  const early = await stateAt(admin, type, one!.id, first!.id);
  assert.deepEqual(
    early.differs.map(({ name, was, is }) => [name, was, is]),
    [
      ['publishedAt', '', early.differs[0]!.is],
      ['title', 'Title one', 'Third'],
      ['tags', '', 'third'],
    ],
  );
  const { version } = await recordForm(admin, type, one!.id);
  assert.equal((await goBack(admin, type, one!.id, first!.id, { version })).state, 'saved');
  const back = await recordForm(admin, type, one!.id);
  assert.deepEqual([back.values.title, back.values.tags, back.values.publishedAt], ['Title one', '', '']);
  await goBack(admin, type, one!.id, third!.id, { version: back.version });
  assert.equal((await recordForm(admin, type, one!.id)).values.title, 'Third');
  await assert.rejects(stateAt(admin, type, one!.id, 999_999), { code: 'not_found' });
});

test('a draft is shown and changed as its writer has it', async () => {
  const { room } = await family('one');
  const { id } = await createDraft(admin, room.id);
  const draft = await draftOf(admin, id);
  await saveDraft(admin, id, {
    revision: draft.revision,
    content: { ...draft.content, title: 'Being written', bodyHtml: '<p>So far</p>' },
    kind: 'save',
  });
  const form = await recordForm(admin, type, id);
  assert.deepEqual([form.values.title, form.values.bodyHtml], ['Being written', '<p>So far</p>']);
  const answer = await saveRecord(admin, type, id, {
    given: { ...form.values, title: 'Corrected' },
    version: form.version,
  });
  assert.equal(answer.state, 'saved');
  const after = await draftOf(admin, id);
  assert.deepEqual(
    [after.content.title, after.content.bodyHtml, after.revision],
    ['Corrected', '<p>So far</p>', draft.revision + 2],
  );
});

test('a new record of every kind is made from a form', async () => {
  const { room } = await family('one');
  const forms: Record<string, Record<string, string>> = {
    release: { newsroomId: String(room.id), title: 'Fresh' },
    newsroom: { name: 'Fresh room', slug: '' },
    user: { name: 'New', email: 'new@example.com', role: 'editor', timeZone: '' },
    member: { newsroomId: String(room.id), userId: String(other.id), role: 'analyst' },
  };
  for (const [name, given] of Object.entries(forms)) {
    const made = adminType(name);
    assert.ok((await blankForm(admin, made)).fields.length > 0);
    const answer = await saveRecord(admin, made, null, { given, version: null });
    assert.equal(answer.state, 'saved', JSON.stringify(answer));
  }
  const bad = await saveRecord(admin, adminType('member'), null, {
    given: { newsroomId: '999999', userId: '1', role: 'owner' },
    version: null,
  });
  assert.equal(bad.state, 'invalid');
  const [member] = await db().select().from(newsroomMembers).where(eq(newsroomMembers.newsroomId, room.id));
  assert.equal(member!.role, 'analyst');
});

test('the last admin stays one, also when two demote each other at once', async () => {
  await owner`update users set role = 'editor' where role = 'admin' and id <> ${admin.id}`;
  const second = await person('admin');
  const of = adminType('user');
  const demote = async (by: typeof admin, whom: typeof admin) => {
    const { values, version } = await recordForm(by, of, whom.id);
    return saveRecord(by, of, whom.id, { given: { ...values, role: 'author' }, version });
  };
  const answers = await Promise.all([demote(admin, second), demote(second, admin)]);
  assert.deepEqual(answers.map(({ state }) => state).sort(), ['invalid', 'saved']);
  assert.equal(await db().$count(users, eq(users.role, 'admin')), 1);
  await owner`update users set role = 'admin' where id = ${admin.id}`;
});

test('an admin who deletes their account while another is demoted is the last, and stays', async () => {
  const leaver = await person('admin');
  const others = owner`select id from users where role = 'admin' and id <> ${leaver.id}`;
  let leaving: Promise<unknown> | undefined;
  await owner.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('presskit admins'))`;
    const ids = (await others).map(({ id }) => id as number);
    await tx`update users set role = 'editor' where id = any(${ids})`;
    leaving = deleteAccount(leaver).then(
      () => 'gone',
      (error: Error) => error.message,
    );
    await new Promise((done) => setTimeout(done, 200));
  });
  assert.match(String(await leaving), /the only administrator/);
  await owner`update users set role = 'admin' where id = ${admin.id}`;
});

test('an address that an admin writes is one that nobody has confirmed', async () => {
  const user = adminType('user');
  const vera = await person('author');
  await markVerified(vera.id);
  const saved = async (changes: Record<string, string>) => {
    const { values, version } = await recordForm(admin, user, vera.id);
    const answer = await saveRecord(admin, user, vera.id, { given: { ...values, ...changes }, version });
    assert.equal(answer.state, 'saved', JSON.stringify(answer));
    return (await userById(vera.id))!;
  };
  assert.ok((await saved({ name: 'Vera Strand' })).emailVerifiedAt);
  const moved = await saved({ email: 'somebody.else@example.com' });
  assert.equal(moved.email, 'somebody.else@example.com');
  assert.equal(moved.emailVerifiedAt, null);
});

test('a secret is in no form, no list and no facts', async () => {
  const [row] = await owner`insert into peers (key, name, origin, secret_sealed)
    values ('elsewhere', 'Elsewhere', 'https://elsewhere.example', 'sealed canary') returning id`;
  const form = await recordForm(admin, adminType('peer'), row!.id);
  assert.doesNotMatch(JSON.stringify(form), /canary|ecretSealed|ecret_sealed/);
  assert.equal(parseState(adminType('peer'), { columns: 'name,secretSealed' }).state.columns.join(), 'name');
  const { values, version } = form;
  const given = { ...values, name: 'Somewhere', secretSealed: 'mine' };
  const saved = await saveRecord(admin, adminType('peer'), row!.id, { given, version });
  assert.equal(saved.state, 'saved', JSON.stringify(saved));
  const [after] = await owner`select name, secret_sealed from peers where id = ${row!.id}`;
  assert.deepEqual(after, { name: 'Somewhere', secret_sealed: 'sealed canary' });
  const { entries } = await historyOf(admin, adminType('peer'), row!.id);
  assert.doesNotMatch(JSON.stringify(entries), /canary/);
});

test('a link to a blank form says what the record belongs to, and fills in nothing else', async () => {
  const { room } = await family('linked');
  const member = await blankForm(admin, adminType('member'), { newsroomId: String(room.id), role: 'owner' });
  assert.equal(member.values.newsroomId, String(room.id));
  assert.notEqual(member.values.role, 'owner');
  const usual = (await blankForm(admin, adminType('peer'))).values;
  const sent = { origin: 'https://evil.example', vouchesForAddresses: 'on', provisioning: 'create' };
  assert.deepEqual((await blankForm(admin, adminType('peer'), sent)).values, usual);
});

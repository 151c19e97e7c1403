import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eq } from 'drizzle-orm';
import { createDraft, draftOf, saveDraft } from '@/lib/content/drafts';
import { db } from '@/lib/db/client';
import { releases } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { merged, seenOf } from './merging';
import { recordForm } from './record-form';
import { type Conflict, saveRecord } from './save';
import { family, person } from './testing/people';
import { adminType } from './types';

await testDatabase();
const type = adminType('release');
const admin = await person('admin');
const other = await person('editor');

/** A release that two have open; the other has saved first. */
async function meanwhile(theirs: Record<string, string>) {
  const { releases: made } = await family('one');
  const { id } = made[0]!;
  const form = await recordForm(admin, type, id);
  await theySave(id, theirs);
  const send = (given: Record<string, string>, merge?: Parameters<typeof saveRecord>[3]['merge']) =>
    saveRecord(admin, type, id, {
      given: { ...form.values, ...given },
      version: form.version,
      seen: form.seen,
      merge,
    });
  return { id, send };
}

async function theySave(id: number, theirs: Record<string, string>) {
  const { values, version } = await recordForm(other, type, id);
  const answer = await saveRecord(other, type, id, { given: { ...values, ...theirs }, version });
  assert.equal(answer.state, 'saved', JSON.stringify(answer));
}

const rowOf = async (id: number) => (await db().select().from(releases).where(eq(releases.id, id)))[0]!;
const decision = (conflict: Conflict, chosen: Record<string, 'mine' | 'theirs'>) => ({
  version: conflict.version,
  seen: conflict.seen,
  contested: conflict.fields.map(({ name }) => name),
  chosen,
});
function assertConflict(answer: Awaited<ReturnType<typeof saveRecord>>): asserts answer is Conflict {
  assert.equal(answer.state, 'conflict', JSON.stringify(answer));
}

test('what one of two changed is taken along; what both changed is asked about, and saved as it was chosen', async () => {
  const { id, send } = await meanwhile({ title: 'Theirs', subtitle: 'Their subtitle', tags: 'theirs' });
  const mine = { title: 'Mine', dateline: 'My place', tags: 'mine' };
  const answer = await send(mine);
  assertConflict(answer);
  assert.equal(answer.by, other.name);
  assert.deepEqual(
    answer.fields.map(({ name, theirs, mine, was }) => [name, theirs, mine, was]),
    [
      ['title', 'Theirs', 'Mine', 'Title one'],
      ['tags', 'theirs', 'mine', ''],
    ],
  );
  assert.deepEqual(
    answer.taken.map(({ name, theirs }) => [name, theirs]),
    [['subtitle', 'Their subtitle']],
  );
  const { title, subtitle, dateline, tags } = answer.values;
  assert.deepEqual([title, subtitle, dateline, tags], ['Mine', 'Their subtitle', 'My place', 'mine']);
  // Mine may have been improved since.
  const given = { ...answer.values, tags: 'mine\nand more' };
  const saved = await send(given, decision(answer, { title: 'theirs', tags: 'mine' }));
  assert.equal(saved.state, 'saved', JSON.stringify(saved));
  const row = await rowOf(id);
  assert.deepEqual(
    [row.title, row.subtitle, row.dateline, row.tags],
    ['Theirs', 'Their subtitle', 'My place', ['mine', 'and more']],
  );
});

test('who changed nothing that the other changed has nothing to decide', async () => {
  const { id, send } = await meanwhile({ title: 'Theirs' });
  const answer = await send({ subtitle: 'Mine' });
  assertConflict(answer);
  assert.deepEqual([answer.fields, answer.values.title, answer.values.subtitle], [[], 'Theirs', 'Mine']);
  assert.equal((await send(answer.values, decision(answer, {}))).state, 'saved');
  const row = await rowOf(id);
  assert.deepEqual([row.title, row.subtitle], ['Theirs', 'Mine']);
});

test('what was not decided is asked again, and what was changed again meanwhile as well', async () => {
  const { id, send } = await meanwhile({ title: 'Theirs', subtitle: 'Theirs' });
  const answer = await send({ title: 'Mine', subtitle: 'Mine' });
  assertConflict(answer);
  const again = await send(answer.values, decision(answer, { title: 'theirs' }));
  assertConflict(again);
  assert.deepEqual(
    again.fields.map(({ name, mine }) => [name, mine]),
    [['subtitle', 'Mine']],
  );
  await theySave(id, { subtitle: 'Theirs anew', dateline: 'There' });
  const third = await send(answer.values, decision(answer, { title: 'theirs', subtitle: 'theirs' }));
  assertConflict(third);
  // What was chosen stands; theirs is another now than the one that was chosen.
  assert.deepEqual(
    third.fields.map(({ name, theirs, mine, chosen }) => [name, theirs, mine, chosen]),
    [['subtitle', 'Theirs anew', 'Mine', 'theirs']],
  );
  assert.deepEqual([third.values.title, third.values.dateline], ['Theirs', 'There']);
});

test('what is wrong with another field loses neither what was typed nor what was chosen', async () => {
  const { send } = await meanwhile({ title: 'Theirs' });
  const answer = await send({ title: 'Mine' });
  assertConflict(answer);
  const bad = await send({ ...answer.values, slug: 'Not A Slug' }, decision(answer, { title: 'theirs' }));
  assert.ok(bad.state === 'invalid');
  assert.deepEqual(Object.keys(bad.problems), ['slug']);
  assert.equal(bad.values.title, 'Mine');
  assert.deepEqual(
    bad.conflict?.fields.map(({ name, theirs, chosen }) => [name, theirs, chosen]),
    [['title', 'Theirs', 'theirs']],
  );
});

test('a working copy that its writer changed meanwhile is told of like anything else', async () => {
  const { room } = await family('one');
  const { id } = await createDraft(admin, room.id);
  const write = async (content: object) => {
    const draft = await draftOf(admin, id);
    const { revision } = draft;
    await saveDraft(admin, id, { revision, content: { ...draft.content, ...content }, kind: 'save' });
  };
  await write({ title: 'Draft', subtitle: 'One' });
  const form = await recordForm(admin, type, id);
  await write({ title: 'Draft, better' });
  const given = { ...form.values, subtitle: 'Two' };
  const answer = await saveRecord(admin, type, id, { given, version: form.version, seen: form.seen });
  assertConflict(answer);
  assert.deepEqual(
    [answer.by, answer.fields, answer.taken.map(({ name }) => name), answer.values.subtitle],
    [admin.name, [], ['title'], 'Two'],
  );
});

test('line ends are no change, and a box that somebody unticked is one', () => {
  const fields = [{ name: 'text' }, { name: 'isOpen' }];
  const seen = seenOf(fields, { text: 'a\r\nb', isOpen: 'on' });
  const o = { mine: { text: 'a\nb', isOpen: 'on' }, theirs: { text: 'a\r\nb' }, seen };
  assert.deepEqual(merged(fields, o), { contested: [], taken: ['isOpen'], values: { text: 'a\nb' } });
});

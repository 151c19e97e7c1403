import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { deleteRecords } from './deletions';
import { recordForm } from './record-form';
import { lookUp, meant } from './references';
import { saveRecord } from './save';
import { family, person } from './testing/people';
import { adminType } from './types';

const { owner } = await testDatabase();
const admin = await person('admin');
const newsroom = adminType('newsroom');
const member = adminType('member');
const make = async (name: string): Promise<number> => {
  const [row] =
    await owner`insert into newsrooms (slug, name) values (${name.toLowerCase().replaceAll(' ', '-')}, ${name}) returning id`;
  return row!.id as number;
};
const acme = await make('Acme');
const ships = await make('Acme Ships');
const ferries = await make('Baltic Ferries');

test('a record is meant by its number, by its whole name, or by a part that only it has', async () => {
  for (const text of [String(acme), `#${acme}`, `Acme (#${acme})`, 'acme', ' Acme '])
    assert.deepEqual(await meant(admin, newsroom, text), { id: acme, title: 'Acme' }, text);
  assert.deepEqual(await meant(admin, newsroom, 'ferr'), { id: ferries, title: 'Baltic Ferries' });
  assert.deepEqual(
    new Set(((await meant(admin, newsroom, 'acm')) as { id: number }[]).map(({ id }) => id)),
    new Set([acme, ships]),
  );
  assert.deepEqual(await meant(admin, newsroom, 'nothing like it'), []);
  assert.deepEqual(await meant(admin, newsroom, '99999'), []);
});

test('what is deleted is not offered, and who may not look is told nothing', async () => {
  const gone = await make('Gone Away');
  await deleteRecords(admin, newsroom, [gone], {});
  assert.deepEqual(await lookUp(admin, newsroom, 'gone'), []);
  await assert.rejects(lookUp(await person('editor'), adminType('user'), 'admin'), { code: 'forbidden' });
  await assert.rejects(lookUp(await person('author'), newsroom, 'acme'), { code: 'not_found' });
});

test('a form understands names, and offers those that fit where several do', async () => {
  const user = await person('author');
  const given = { newsroomId: 'acm', userId: `${user.name} (#${user.id})`, role: 'editor' };
  const answer = await saveRecord(admin, member, null, { given, version: null });
  assert.ok(answer.state === 'invalid');
  assert.match(answer.problems.newsroomId!, /Several newsrooms fit “acm”: choose one/);
  assert.equal(answer.found!.newsroomId!.length, 2);
  assert.deepEqual(answer.values, given);
  const none = await saveRecord(admin, member, null, {
    given: { ...given, newsroomId: 'zzz' },
    version: null,
  });
  assert.match((none.state === 'invalid' && none.problems.newsroomId) || '', /no newsrooms called “zzz”/);
  const saved = await saveRecord(admin, member, null, {
    given: { ...given, newsroomId: 'Acme' },
    version: null,
  });
  assert.equal(saved.state, 'saved', JSON.stringify(saved));
  const [row] = await owner`select newsroom_id, user_id from newsroom_members where user_id = ${user.id}`;
  assert.deepEqual({ ...row }, { newsroom_id: acme, user_id: user.id });
});

test('whoever may not look at people names them by number only', async () => {
  const { releases } = await family('one');
  const editor = await person('editor');
  const type = adminType('release');
  const { values, version } = await recordForm(editor, type, releases[0]!.id);
  const named = { ...values, authorId: editor.name };
  const refused = await saveRecord(editor, type, releases[0]!.id, { given: named, version });
  assert.match((refused.state === 'invalid' && refused.problems.authorId) || '', /number of the user/);
  const numbered = { ...values, authorId: String(editor.id) };
  assert.equal(
    (await saveRecord(editor, type, releases[0]!.id, { given: numbered, version })).state,
    'saved',
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { deleteRecords, purgeRecords, restoreRecord } from './deletions';
import { goBack, historyOf, stateAt } from './history';
import { actions, demand, fieldsFor, may, mayEnter, typesFor } from './permissions';
import { recordForm } from './record-form';
import { saveRecord } from './save';
import { family, person } from './testing/people';
import { adminType, adminTypes } from './types';

process.env.SITE_URL = 'https://press.example.com';
process.env.SITE_URLS = 'https://a.example.com,https://b.example.com';

const { owner } = await testDatabase();

const everything = 'view export add change delete restore publish unpublish purge';
/** Role -> type -> what it may do; written out, so that a change of the rules is a change here. */
const matrix: Record<string, Record<string, string>> = {
  admin: {
    release: everything,
    newsroom: 'view export add change delete restore purge',
    file: 'view export add change delete restore purge',
    user: 'view export add change delete restore purge',
    member: 'view export add change delete restore purge',
    peer: 'view export add change delete restore purge',
    audit: 'view export',
  },
  editor: {
    release: 'view export add change delete restore publish unpublish',
    newsroom: 'view export add change delete restore',
    file: 'view export add change delete restore',
    user: '',
    member: 'view export',
    peer: '',
    audit: '',
  },
  auditor: Object.fromEntries(
    ['release', 'newsroom', 'file', 'user', 'member', 'peer', 'audit'].map((name) => [name, 'view export']),
  ),
  author: Object.fromEntries(
    ['release', 'newsroom', 'file', 'user', 'member', 'peer', 'audit'].map((name) => [name, '']),
  ),
};

test('every role may do what the matrix says to every type, and nothing else', () => {
  for (const [role, types] of Object.entries(matrix)) {
    assert.deepEqual(Object.keys(types).sort(), adminTypes.map(({ name }) => name).sort());
    for (const [name, allowed] of Object.entries(types)) {
      const can = actions.filter((action) => may({ role: role as 'admin' }, action, adminType(name)));
      assert.equal(can.join(' '), allowed, `${role} ${name}`);
    }
  }
  assert.equal(mayEnter({ role: 'author' }), false);
  assert.deepEqual(
    typesFor({ role: 'editor' }).map(({ name }) => name),
    ['release', 'newsroom', 'file', 'member'],
  );
});

test('a refusal is an error, and stands in the audit log', async () => {
  const [editor, author] = [await person('editor'), await person('author')];
  await assert.rejects(demand(editor, 'purge', adminType('release'), 7), { code: 'forbidden' });
  await assert.rejects(demand(author, 'view', adminType('release')), { code: 'not_found' });
  const log = await owner`select actor_id, action, type, object_id, is_refusal from audit_log order by id`;
  assert.deepEqual(
    [...log],
    [
      { actor_id: editor.id, action: 'admin.purge', type: 'release', object_id: 7, is_refusal: true },
      { actor_id: author.id, action: 'admin.view', type: 'release', object_id: null, is_refusal: true },
    ],
  );
});

test('the functions ask for the right themselves', async () => {
  const { releases } = await family('one');
  const [auditor, editor, admin] = [await person('auditor'), await person('editor'), await person('admin')];
  const type = adminType('release');
  const id = releases[0]!.id;
  await assert.rejects(deleteRecords(auditor, type, [id]), { code: 'forbidden' });
  await deleteRecords(editor, type, [id]);
  await assert.rejects(restoreRecord(auditor, type, id), { code: 'forbidden' });
  await assert.rejects(purgeRecords(editor, type, [id]), { code: 'forbidden' });
  assert.deepEqual(await purgeRecords(admin, type, [id], { why: 'asked to' }), { count: 1 });
  const [entry] = await owner`select detail from audit_log where action = 'admin.purge' and not is_refusal`;
  assert.deepEqual(entry!.detail, { ids: [id], why: 'asked to' });
});

/** Type -> the fields that only admins set. */
const adminsOnly: Record<string, string[]> = { newsroom: ['domain'] };

test('a role that may change a type sets every field of it but those that are for admins', () => {
  for (const role of ['admin', 'editor'] as const)
    for (const type of adminTypes.filter((type) => may({ role }, 'change', type))) {
      const all = Object.keys(type.schema!.shape);
      const reserved = role === 'admin' ? [] : (adminsOnly[type.name] ?? []);
      const fields = fieldsFor({ role }, type, type.schema!).map(({ name }) => name);
      assert.deepEqual(
        fields,
        all.filter((name) => !reserved.includes(name)),
        `${role} ${type.name}`,
      );
    }
});

test('whose a domain is only an admin says: not an editor who saves, resolves a conflict or goes back', async () => {
  const { room } = await family('one');
  const type = adminType('newsroom');
  const [editor, admin] = [await person('editor'), await person('admin')];
  const [a, b] = ['https://a.example.com', 'https://b.example.com'];
  const domain = async () =>
    (await owner`select domain from store.newsrooms where id = ${room.id}`)[0]!.domain as string | null;
  const save = async (who: typeof admin, given: Record<string, string>, more = {}) => {
    const { values, version, seen } = await recordForm(who, type, room.id);
    return saveRecord(who, type, room.id, { given: { ...values, ...given }, version, seen, ...more });
  };
  const stale = await recordForm(editor, type, room.id);
  assert.equal((await save(admin, { domain: a })).state, 'saved');
  assert.equal((await save(admin, { domain: b })).state, 'saved');
  const form = await recordForm(editor, type, room.id);
  assert.ok(!form.fields.some(({ name }) => name === 'domain') && !('domain' in form.values));
  assert.deepEqual(
    form.facts.filter(({ label }) => label === 'Its own domain'),
    [{ label: 'Its own domain', value: b }],
  );
  for (const value of [a, b, ''])
    await assert.rejects(save(editor, { domain: value }), { code: 'forbidden', message: /own domain/ });
  const told = await saveRecord(editor, type, room.id, {
    given: { ...stale.values, name: 'Renamed' },
    version: stale.version,
    seen: stale.seen,
  });
  assert.ok(told.state === 'conflict' && told.taken.length === 0 && told.fields.length === 0);
  const merge = { version: told.version, seen: told.seen, contested: ['domain'], chosen: { domain: 'mine' } };
  await assert.rejects(save(editor, { domain: a }, { merge }), { code: 'forbidden' });
  assert.equal((await save(editor, { name: 'Renamed' }, { merge })).state, 'saved');
  assert.equal(await domain(), b);
  const { entries } = await historyOf(editor, type, room.id);
  const first = entries.at(-1)!.id;
  const differs = (await stateAt(editor, type, room.id, first)).differs.map(({ name }) => name);
  assert.deepEqual(differs, ['name']);
  const { version } = await recordForm(editor, type, room.id);
  assert.equal((await goBack(editor, type, room.id, first, { version })).state, 'saved');
  assert.equal(await domain(), b);
  const asAdmin = await recordForm(admin, type, room.id);
  const back = await goBack(admin, type, room.id, first, { version: asAdmin.version });
  assert.equal(back.state, 'saved');
  assert.equal(await domain(), null);
  const [refusal] =
    await owner`select object_id, detail from audit_log where is_refusal and detail ? 'fields' limit 1`;
  assert.deepEqual({ ...refusal }, { object_id: room.id, detail: { fields: ['domain'] } });
});

test('a deleted newsroom has no domain that an editor can set either', async () => {
  const { room } = await family('one');
  const type = adminType('newsroom');
  const editor = await person('editor');
  await deleteRecords(editor, type, [room.id]);
  const { values, version } = await recordForm(editor, type, room.id);
  const given = { ...values, domain: 'https://a.example.com' };
  await assert.rejects(saveRecord(editor, type, room.id, { given, version }), { code: 'forbidden' });
});

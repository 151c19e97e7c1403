import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { deleteRecords, purgeRecords, restoreRecord } from './deletions';
import { actions, demand, may, mayEnter, typesFor } from './permissions';
import { family, person } from './testing/people';
import { adminType, adminTypes } from './types';

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

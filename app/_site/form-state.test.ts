import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf, typed } from './form-state';

test('a field of a form holds nothing that PostgreSQL cannot take, and what was typed is no secret', () => {
  const data = new FormData();
  data.set('email', ' vera\0@example.com\n');
  data.set('text', 'one\ntwo');
  data.set('password', 'grey ferry at noon');
  data.set('$ACTION_KEY', 'x');
  assert.equal(textOf(data, 'email'), 'vera@example.com');
  assert.equal(textOf(data, 'text'), 'one\ntwo');
  assert.equal(textOf(data, 'nothing'), '');
  assert.deepEqual(Object.keys(typed(data)), ['email', 'text']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldName, givenOf, renamedName, renamedOf } from './sent';

test('renamedOf reads what renamedName names, and nothing else', () => {
  const one = { table: 'newsrooms', id: 7, column: 'slug' };
  const data = new FormData();
  data.set(renamedName(one), ' acme-2 ');
  data.set('renamed:newsrooms:x:slug', 'a');
  data.set('renamed:newsrooms:99999999999:slug', 'a');
  data.set('slug', 'a');
  assert.deepEqual(renamedOf(data), [{ ...one, value: 'acme-2' }]);
});

test('a form gives the texts of its fields only, with line ends as they are stored', () => {
  const data = new FormData();
  data.set(fieldName('title'), 'One\r\nTwo');
  data.set(fieldName('role'), 'admin');
  data.set('title', 'not this one');
  assert.deepEqual(givenOf(data, [{ name: 'title' }, { name: 'isOpen' }]), { title: 'One\nTwo' });
});

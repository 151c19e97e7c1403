import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tagOptions } from './tag-options';

const suggestions = ['boats', 'spring', 'harbour life'];

test('each tag is suggested after those that are there, and none twice', () => {
  assert.deepEqual(tagOptions('', suggestions), suggestions);
  assert.deepEqual(tagOptions('sp', suggestions), suggestions);
  assert.deepEqual(tagOptions('boats, sp', suggestions), ['boats, spring', 'boats, harbour life']);
  assert.deepEqual(tagOptions('#Boats,new , sp', suggestions), [
    '#Boats,new , spring',
    '#Boats,new , harbour life',
  ]);
  assert.deepEqual(tagOptions('boats, spring, harbour life, ', suggestions), []);
});

test('what is being typed is a beginning of what is suggested', () => {
  for (const typed of ['s', 'boats, s', 'boats, spring, harb'])
    assert.ok(
      tagOptions(typed, suggestions).some((option) => option.startsWith(typed)),
      typed,
    );
});

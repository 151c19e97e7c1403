import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compare } from './comparison';
import type { DraftContent } from './draft-content';

const content = (changes: Partial<DraftContent> = {}): DraftContent => ({
  ...{ title: 'Acme ships', subtitle: '', dateline: '', slug: '', bodyHtml: '<p>It does.</p>', tags: ['a'] },
  ...{ boilerplate: null, contacts: null, pictures: [], attachments: [] },
  ...changes,
});

test('only what differs is listed, word by word', () => {
  assert.deepEqual(compare(content(), content()), []);
  const [change, ...rest] = compare(content(), content({ title: 'Acme never ships' }));
  assert.equal(rest.length, 0);
  assert.deepEqual(change, {
    field: 'title',
    label: 'Title',
    note: null,
    parts: [
      { text: 'Acme ', kind: 'same' },
      { text: 'never ', kind: 'added' },
      { text: 'ships', kind: 'same' },
    ],
  });
});

test('a change that no word shows is said', () => {
  const [change] = compare(content(), content({ bodyHtml: '<p>It <strong>does</strong>.</p>' }));
  assert.deepEqual([change?.field, change?.parts], ['bodyHtml', []]);
  assert.match(change!.note!, /words are the same/);
});

test('contacts and boilerplate say whether they are the newsroom’s', () => {
  const changes = compare(content(), content({ contacts: [{ name: 'Vera', phone: '1' }], boilerplate: '' }));
  assert.deepEqual(
    changes.map(({ field }) => field),
    ['contacts', 'boilerplate'],
  );
});

test('the parts without what was added are the earlier text, without what was removed the later one', () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 30 }), fc.lorem({ maxCount: 30 }), (a, b) => {
      const [change] = compare(content({ title: a }), content({ title: b }));
      const without = (kind: string) =>
        change?.parts
          .filter((part) => part.kind !== kind)
          .map(({ text }) => text)
          .join('');
      if (a === b) assert.equal(change, undefined);
      else assert.deepEqual([without('added'), without('removed')], [a, b]);
    }),
  );
});

test('two long texts without a word in common are compared in a moment', () => {
  const text = (word: string) =>
    `<p>${Array.from({ length: 40_000 }, (_, n) => `${word}${n}`).join(' ')}</p>`;
  const started = Date.now();
  assert.equal(compare(content({ bodyHtml: text('a') }), content({ bodyHtml: text('b') })).length, 1);
  assert.ok(Date.now() - started < 5000);
});

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

const figure = (id: number, alt: string, caption = '') =>
  `<figure><img src="/media/${id}/480-abcdef.webp" alt="${alt}" loading="lazy" /><figcaption>${caption}</figcaption></figure>`;

/** What was taken away, and what came. */
function oldAndNew(earlier: Partial<DraftContent>, later: Partial<DraftContent>) {
  const [change, ...rest] = compare(content(earlier), content(later));
  assert.deepEqual([rest.length, change?.note], [0, null]);
  const of = (kind: string) =>
    change!.parts
      .filter((part) => part.kind === kind)
      .map(({ text }) => text.trim())
      .join('|');
  return [of('removed'), of('added')];
}

test('pictures in the text are compared in words: other alternative text, other caption, gone, come, exchanged', () => {
  const body = (picture: string) => ({ bodyHtml: `<p>It does.</p>${picture}<p>Soon.</p>` });
  const was = body(figure(7, 'A &quot;teal&quot; box', '<strong>At</strong> work'));
  const words = 'Picture 7\nAlternative text: A "teal" box\nCaption: At work';
  assert.deepEqual(oldAndNew(was, body(figure(7, 'A &quot;blue&quot; box', '<strong>At</strong> work'))), [
    'teal',
    'blue',
  ]);
  assert.deepEqual(oldAndNew(was, body(figure(7, 'A &quot;teal&quot; box', 'At rest'))), ['work', 'rest']);
  assert.deepEqual(oldAndNew(was, body(figure(8, 'A &quot;teal&quot; box', 'At work'))), ['7', '8']);
  assert.deepEqual(oldAndNew(was, body('')), [words, '']);
  assert.deepEqual(oldAndNew(body(''), was), ['', words]);
});

test('a description that was empty is not compared with words that nobody wrote', () => {
  const picture = (alt: string, caption = '') => ({ pictures: [{ id: 3, alt, caption }] });
  assert.deepEqual(oldAndNew(picture(''), picture('A teal box')), ['', 'Alternative text: A teal box']);
  assert.deepEqual(oldAndNew(picture('A teal box', 'New'), picture('A teal box')), ['Caption: New', '']);
  const text = (alt: string) => ({ bodyHtml: figure(3, alt) });
  assert.deepEqual(oldAndNew(text(''), text('A teal box')), ['', 'Alternative text: A teal box']);
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

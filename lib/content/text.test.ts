import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  cleanLine,
  cleanQuery,
  cleanTags,
  cleanText,
  excerptOf,
  hitEnd,
  hitStart,
  isId,
  slugOf,
} from './text';

test('titles become slugs', () => {
  for (const [title, slug] of [
    ['Acme ships rockets', 'acme-ships-rockets'],
    ['Überraschung: 3 % für Łódź & Ærø', 'uberraschung-3-fur-lodz-aero'],
    ["The company's “first” half-year", 'the-companys-first-half-year'],
    ['Straße', 'strasse'],
    ['ﬁnal ② Ⅷ', 'final-2-viii'],
    ['  --  ', 'untitled'],
    ['新製品を発表', 'untitled'],
    ['', 'untitled'],
  ] as const) {
    assert.equal(slugOf(title), slug);
  }
});

test('any slug is ASCII, at most 80 characters, and a slug of itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
      const slug = slugOf(title);
      assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(slug.length <= 80);
      assert.equal(slugOf(slug), slug);
    }),
  );
});

test('a long title is cut between words', () => {
  const slug = slugOf(Array(30).fill('wonderful').join(' '));
  assert.ok(slug.length <= 80 && slug.endsWith('-wonderful'));
  assert.equal(slugOf('x'.repeat(200)).length, 80);
});

test('cleaned text holds nothing that PostgreSQL refuses or that marks a hit', () => {
  assert.equal(cleanText(`a\0b\u0007c\r\nd${hitStart}e${hitEnd}\uD800`), 'abc\nde\uFFFD');
  assert.equal(cleanLine(' a \n\t b\u00A0 '), 'a b');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const query = cleanQuery(text);
      assert.ok(query.length <= 200 && query.isWellFormed() && !/[\0\uE000\uE001]/.test(query));
    }),
  );
});

test('tags are lower case, without "#", each once', () => {
  assert.deepEqual(cleanTags(['#Space', 'space', ' New  York ', '', '#']), ['space', 'new york']);
});

test('an excerpt ends between words', () => {
  assert.equal(excerptOf('short\ntext'), 'short text');
  assert.equal(excerptOf('one two three four', 10), 'one two…');
  assert.ok(excerptOf('x'.repeat(1000)).length <= 221);
});

test('ids are those of the tables', () => {
  assert.deepEqual([1, 2_147_483_647].map(isId), [true, true]);
  assert.deepEqual([0, -1, 1.5, 2_147_483_648, Number.NaN, '7', null].map(isId), Array(7).fill(false));
});

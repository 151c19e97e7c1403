import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archiveUrl, decoded, idOf, pageOf, text, withQuery } from './requests';

test('a parameter is its first value, without control characters, and not too long', () => {
  assert.equal(text({ q: ['one', 'two'] }, 'q'), 'one');
  assert.equal(text({ q: '\u0000a\u0000\nb ' }, 'q'), 'a b');
  assert.equal(text({}, 'q'), '');
  // Cut between characters: half a surrogate pair is not text.
  assert.equal(text({ q: '🚀🚀🚀' }, 'q', 2), '🚀🚀');
});

test('what is not a page number is page 1 and a sentence', () => {
  assert.deepEqual(pageOf({}), { page: 1, problem: null });
  assert.deepEqual(pageOf({ page: '7' }), { page: 7, problem: null });
  assert.deepEqual(pageOf({ page: '999999' }), { page: 999_999, problem: null });
  for (const page of ['abc', '-1', '0', '01', '1e3', '1.5', '99999999999999999999']) {
    const { page: shown, problem } = pageOf({ page });
    assert.equal(shown, 1);
    assert.match(problem ?? '', /is not a page number/);
  }
});

test('an id is one that PostgreSQL can hold, written in one way', () => {
  assert.equal(idOf('1'), 1);
  assert.equal(idOf('2147483647'), 2_147_483_647);
  for (const value of ['', '0', '01', '-1', '+1', '1.0', '2147483648', '9999999999', 'x', ' 1'])
    assert.equal(idOf(value), null, value);
});

test('a malformed escape decodes to nothing', () => {
  assert.equal(decoded('a%20b'), 'a b');
  assert.equal(decoded('%E0%A4%A'), null);
});

test('a redirect keeps every parameter of the address', () => {
  assert.equal(withQuery('/releases/7/x', {}), '/releases/7/x');
  assert.equal(
    withQuery('/releases/7/x', { utm_source: 'a&b', tag: ['1', '2'], gone: undefined }),
    '/releases/7/x?utm_source=a%26b&tag=1&tag=2',
  );
});

test('an address of the archive has only what is asked for', () => {
  assert.equal(archiveUrl({}), '/releases');
  assert.equal(archiveUrl({ q: '', tag: '', newsroom: null, page: 1 }), '/releases');
  assert.equal(
    archiveUrl({ q: 'c++ & co', tag: 'a/b', newsroom: 3, page: 2 }),
    '/releases?q=c%2B%2B+%26+co&tag=a%2Fb&newsroom=3&page=2',
  );
});

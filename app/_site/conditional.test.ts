import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditional } from './conditional';

const modified = new Date('2026-11-24T10:00:00Z');
const ask = (headers: Record<string, string>, body = 'body') =>
  conditional(new Request('http://localhost/feed.xml', { headers }), body, 'text/plain', modified);
const tag = ask({}).headers.get('etag')!;

test('the first answer has the body, its tag and its date', async () => {
  const answer = ask({});
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), 'body');
  assert.match(tag, /^"[\w-]{27}"$/);
  assert.equal(answer.headers.get('last-modified'), 'Tue, 24 Nov 2026 10:00:00 GMT');
});

test('whoever has the body gets 304, also with the weak tag of a proxy that compresses', async () => {
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
    const answer = ask({ 'if-none-match': known });
    assert.equal(answer.status, 304, known);
    assert.equal(await answer.text(), '');
    assert.equal(answer.headers.get('etag'), tag);
  }
  assert.equal(ask({ 'if-modified-since': modified.toUTCString() }).status, 304);
});

test('another body, or another date, is sent', () => {
  assert.equal(ask({ 'if-none-match': tag }, 'changed').status, 200);
  assert.equal(ask({ 'if-modified-since': 'Tue, 24 Nov 2026 11:00:00 GMT' }).status, 200);
  assert.equal(ask({ 'if-modified-since': 'nonsense' }).status, 200);
  // RFC 9110: with a tag, the date is not looked at.
  assert.equal(ask({ 'if-none-match': '"old"', 'if-modified-since': modified.toUTCString() }).status, 200);
});

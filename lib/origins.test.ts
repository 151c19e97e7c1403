import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { isTrustworthy, originOfForms, originOfHost, ownOrigins } from './origins';

afterEach(() => {
  delete process.env.SITE_URL;
  delete process.env.SITE_URLS;
});

test('a request belongs to the domain of its Host, and one that is not in the list to none', () => {
  process.env.SITE_URL = 'http://a.localhost:8080';
  process.env.SITE_URLS = 'http://b.localhost:8080/, http://c.localhost';
  assert.deepEqual(ownOrigins(), [
    'http://a.localhost:8080',
    'http://b.localhost:8080',
    'http://c.localhost',
  ]);
  assert.equal(originOfHost('B.localhost:8080'), 'http://b.localhost:8080');
  assert.equal(originOfHost('c.localhost'), 'http://c.localhost');
  for (const host of [
    null,
    '',
    'b.localhost',
    'evil.example',
    'b.localhost:8080.evil.example',
    'b.localhost:8080@evil',
  ])
    assert.equal(originOfHost(host), null, String(host));
  assert.equal(originOfForms('b.localhost:8080'), 'http://b.localhost:8080');
  assert.equal(originOfForms('evil.example'), null);
});

test('with one domain, a form has its origin whatever the Host is', () => {
  process.env.SITE_URL = 'https://press.example';
  assert.equal(originOfForms('10.0.0.7:3000'), 'https://press.example');
  assert.equal(originOfHost('10.0.0.7:3000'), null);
});

test('domains with and without TLS side by side are refused, and what is no domain too', () => {
  process.env.SITE_URL = 'https://press.example';
  process.env.SITE_URLS = 'http://news.example';
  assert.throws(ownOrigins, { code: 'config' });
  for (const bad of [
    'news.example',
    'https://news.example/path',
    'ftp://news.example',
    'https://a.example?x',
  ]) {
    process.env.SITE_URLS = bad;
    assert.throws(ownOrigins, { code: 'config' }, bad);
  }
});

test('without TLS only this machine is to be trusted', () => {
  for (const good of [
    'https://a.example',
    'http://localhost:3000',
    'http://b.localhost',
    'http://127.0.0.1:1',
    'http://[::1]:1',
  ])
    assert.ok(isTrustworthy(good), good);
  for (const bad of [
    'http://a.example',
    'http://localhost.evil.example',
    'ftp://localhost',
    'javascript:alert(1)',
    'x',
  ])
    assert.ok(!isTrustworthy(bad), bad);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextPath, withNext } from './next-path';

/** Ways to another site that are known from open redirects elsewhere. */
const hostile = [
  'https://evil.example',
  'http:evil.example',
  'http:/evil.example',
  'https:evil.example',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '/\\/evil.example',
  '\\/\\/evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/ /evil.example\0',
  '/.//evil.example',
  '/..//evil.example',
  '/./..//evil.example',
  '/%2e//evil.example',
  '/%2e%2e//evil.example',
  '/x/..//evil.example',
  '/x/../..//evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'evil.example',
  '@evil.example',
  '.evil.example',
  '?next=//evil.example',
  '#//evil.example',
  '',
  '/api/auth/signin/oidc',
  '/sign-out',
  '/sign-in',
  '/sign-in?next=/sign-in',
];

test('nothing leads to another site', () => {
  for (const text of hostile) {
    const path = nextPath(text);
    assert.equal(path, '', JSON.stringify(text));
  }
});

test('what is left within the site stays there, as a browser reads it', () => {
  const odd = [
    '/@evil.example',
    '/:80',
    '/%5cevil.example',
    '/%2f%2fevil.example',
    '/x//evil.example',
    '/;@evil.example',
  ];
  for (const text of odd) {
    const path = nextPath(text);
    assert.equal(new URL(path, 'https://press.example').origin, 'https://press.example', text);
  }
});

test('paths of the site come through, with their query', () => {
  for (const path of [
    '/',
    '/author',
    '/author/releases/7?tab=a&b=%20c#x',
    '/account',
    '/sign-insights',
    '/releases/7/ü',
  ])
    assert.equal(nextPath(path), new URL(path, 'http://a.b').href.slice('http://a.b'.length));
  for (const other of [null, undefined, 7, ['/author'], { toString: () => '/author' }])
    assert.equal(nextPath(other), '');
});

test('an address carries its way on', () => {
  assert.equal(withNext('/sign-in', '/author?a=1&b=2'), '/sign-in?next=%2Fauthor%3Fa%3D1%26b%3D2');
  assert.equal(withNext('/sign-in', ''), '/sign-in');
});

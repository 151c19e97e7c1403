import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf, methodInWords } from './devices';

test('a device is called what its owner calls it, whatever it sends', () => {
  const cases: [userAgent: string, name: string][] = [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Microsoft Edge on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    ['curl/8.5.0', 'A program'],
    ['', 'Unknown device'],
    ['\u0000\u202e<script>', 'A program'],
  ];
  for (const [userAgent, name] of cases) assert.equal(deviceOf(userAgent), name);
});

test('how somebody signed in is said in words', () => {
  assert.equal(methodInWords('password'), 'with a password');
  assert.equal(methodInWords('oauth:oidc', new Map([['oidc', 'Example staff']])), 'with Example staff');
  assert.equal(methodInWords('oauth:gone'), 'with gone');
  for (const method of ['link', 'sign_up', 'invitation', 'peer:b'])
    assert.doesNotMatch(methodInWords(method), /[_:]/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareUrl, counted, kindOf, number, size } from './format';

test('numbers are grouped and agree with their noun', () => {
  assert.equal(number(3402), '3,402');
  assert.equal(counted(1, 'hit'), '1 hit');
  assert.equal(counted(0, 'hit'), '0 hits');
  assert.equal(counted(3402, 'hit'), '3,402 hits');
});

test('sizes step up before rounding makes them four digits long', () => {
  assert.equal(size(0), '0 bytes');
  assert.equal(size(999), '999 bytes');
  assert.equal(size(1000), '1.0 kB');
  assert.equal(size(1_536_000), '1.5 MB');
  assert.equal(size(999_700), '1.0 MB');
  assert.equal(size(12_345_678), '12 MB');
});

test('an address is shown bare', () => {
  assert.equal(bareUrl('https://www.example.com/about/'), 'example.com/about');
});

test('a download says what it is', () => {
  assert.equal(kindOf('application/pdf', 'a.pdf'), 'PDF');
  assert.equal(kindOf('application/octet-stream', 'a.dwg'), 'DWG');
  assert.equal(kindOf('application/octet-stream', 'README'), 'File');
});

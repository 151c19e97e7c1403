import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaignOf } from './campaigns';

test('campaigns', () => {
  const cases: [string, ReturnType<typeof campaignOf>][] = [
    ['', null],
    ['q=a&_rsc=1k3d9', null],
    ['utm_source=', null],
    ['xutm_source=a', null],
    ['utm_source=Newsletter&utm_medium=E%2DMail', { source: 'newsletter', medium: 'e-mail' }],
    [
      'id=1&utm_content=b&utm_campaign=Spring+Launch%202026',
      { campaign: 'spring launch 2026', content: 'b' },
    ],
    ['a=1&amp;utm_term=%C3%BCber', { term: 'über' }],
    ['UTM_SOURCE=a&utm_source=b', { source: 'a' }],
    ['utm_source=a%', { source: 'a%' }],
    ['utm_source=%FCber', { source: 'über' }],
    ['utm_source=\\xC3\\xBCber', { source: 'über' }],
    ['utm_source=%00%0A&utm_medium=x', { medium: 'x' }],
    ['utm_source=a=b', { source: 'a=b' }],
    ['utm_unknown=a', null],
  ];
  for (const [query, expected] of cases) assert.deepEqual(campaignOf(query), expected, query);
  assert.equal(campaignOf(`utm_source=${'x'.repeat(100_000)}`)!.source!.length, 200);
});

test('nothing makes it throw, and everything it says is bounded and printable', () => {
  const parts = fc.constantFrom(
    'utm_source=',
    'utm_term=',
    '&',
    '&amp;',
    '%',
    '%C3',
    '%FF',
    '%zz',
    '\\x',
    '\\xC3\\xBC',
    '+',
    '=',
    '\u0000',
  );
  const query = fc.array(fc.oneof(parts, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 30 });
  fc.assert(
    fc.property(query, (list) => {
      for (const value of Object.values(campaignOf(list.join('')) ?? {})) {
        assert.ok(value.length > 0 && value.length <= 200);
        assert.doesNotMatch(value, /\p{Cc}/u);
        assert.ok(value.isWellFormed());
      }
    }),
    { numRuns: 1000 },
  );
});

test('what a link says is what is read back', () => {
  const word = fc
    .stringMatching(/^[a-z0-9äöü日本&=+%#'" -]{1,40}$/)
    .map((text) => text.replace(/\s+/g, ' ').trim());
  fc.assert(
    fc.property(
      word.filter((text) => text !== ''),
      (text) => {
        assert.deepEqual(campaignOf(`a=b&utm_campaign=${encodeURIComponent(text)}`), { campaign: text });
        assert.deepEqual(campaignOf(new URLSearchParams({ utm_term: text }).toString()), { term: text });
      },
    ),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { viewAt } from './asked';
import { place } from './testing/reports';
import { hrefOf } from './view';

const at = (address: string) =>
  viewAt(place(), Object.fromEntries(new URL(address, 'http://localhost').searchParams));

test('an address says the whole view, and the view makes the address', () => {
  const address = `${place().path}?period=7d&compare=none&interval=hour&metric=search&filter=channel%3Asearch&sort=title&q=lake&page=3&tabs=browser%2Cterm`;
  const { view, problems } = at(address);
  assert.deepEqual(problems, []);
  assert.equal(hrefOf(view), address);
  assert.equal(hrefOf(at(place().path).view), place().path);
});

test('another period begins at the first page again', () => {
  const { view } = at(`${place().path}?page=3&sort=title`);
  assert.equal(hrefOf(view, { query: { period: '7d' } }), `${place().path}?period=7d&sort=title`);
});

test('what is not understood becomes the default and a sentence', () => {
  const { view, problems } = at('/?period=fortnight&sort=joy&page=-1&tabs=nothing,term');
  assert.equal(view.query.period, '28d');
  assert.deepEqual(view.list, { sort: 'value', isReversed: false, page: 1, search: '' });
  assert.deepEqual(view.tabs, ['term']);
  assert.equal(problems.length, 3);
});

test('whatever an address holds, its view makes one that means the same', () => {
  const names = [
    'period',
    'from',
    'to',
    'compare',
    'interval',
    'metric',
    'filter',
    'sort',
    'reversed',
    'q',
    'page',
    'tabs',
  ];
  const some = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      '7d',
      'today',
      'custom',
      '2026-01-01',
      'hour',
      'none',
      'term',
      'device:phone',
      'title',
      'change',
      '1',
      '2',
    ),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), some), (params) => {
      const { view } = viewAt(place(), params);
      const again = at(hrefOf(view)).view;
      assert.deepEqual(again, view);
    }),
  );
});

test('a table cannot be sorted by change where there is none, and says so', () => {
  assert.equal(at('/?sort=change').view.list.sort, 'change');
  assert.deepEqual(at('/?sort=change').problems, []);
  for (const address of ['compare=none', 'period=all', 'period=today'].map((of) => `/?sort=change&${of}`)) {
    const { view, problems } = at(address);
    assert.equal(view.list.sort, 'value');
    assert.match(problems.join(), /no change to sort by/);
  }
});

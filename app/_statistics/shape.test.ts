import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marksOf, shapes, sparkline } from './shape';
import { daily } from './testing/reports';

const point = (value: number | null, incomplete = false) => ({ value, incomplete });

test('the part that is not over hangs on the last whole point, dashed', () => {
  const { line, dashed } = shapes([point(0), point(50), point(100, true)], 100);
  assert.equal(line, 'M0 100L500 50');
  assert.equal(dashed, 'M500 50L1000 0');
});

test('what is not known is a gap, and a point alone a dot', () => {
  const { line, dashed, area } = shapes([point(10), point(null), point(20), point(30)], 100);
  assert.equal(line, 'M0 90L0 90M666.7 80L1000 70');
  assert.equal(dashed, '');
  assert.equal(area.split('M').length - 1, 2);
});

test('a day that has just begun is a dot of its own', () => {
  assert.deepEqual(shapes([point(5, true)], 10), {
    line: '',
    dashed: 'M500 50L500 50',
    area: 'M500 50L500 100L500 100Z',
  });
});

test('a sparkline of nothing lies flat at the bottom', () => {
  assert.equal(sparkline([0, 0]), 'M0 100L1000 100');
});

test('publication is marked at the point it falls into, in the time of this site', () => {
  const release = { id: 7, title: 'Acme ships', url: '/releases/7/acme-ships' };
  const series = { interval: 'day' as const, points: daily('2026-11-01', [1, 2, 3]), comparison: null };
  const at = (when: string) => marksOf(series, [{ ...release, at: when }]).map(({ index }) => index);
  assert.deepEqual(at('2026-11-02T23:59'), [1]);
  assert.deepEqual(at('2026-11-02'), [1]);
  assert.deepEqual(at('2026-10-31T10:00'), []);
  const hours = ['T08', 'T09', 'T10'].map((hour) => ({
    at: `2026-11-02${hour}`,
    value: 1,
    incomplete: false,
  }));
  const byHour = { interval: 'hour' as const, points: hours, comparison: null };
  assert.equal(marksOf(byHour, [{ ...release, at: '2026-11-02T09:30' }])[0]?.index, 1);
  const instant = new Date(2026, 10, 2, 9, 30).toISOString();
  assert.equal(marksOf(byHour, [{ ...release, at: instant }])[0]?.index, 1);
});

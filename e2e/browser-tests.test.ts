import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flakyTests } from './browser-tests';

test('each test that needed a second try is named, however deep it stands', () => {
  const spec = (title: string, ...statuses: string[]) => ({
    title,
    file: 'a.spec.ts',
    line: 7,
    tests: statuses.map((status) => ({ status })),
  });
  const suites = [
    {
      specs: [spec('well', 'expected'), spec('late', 'flaky')],
      suites: [{ specs: [spec('broken', 'unexpected')], suites: [{ specs: [spec('deep', 'flaky')] }] }],
    },
  ];
  assert.deepEqual(flakyTests({ suites }), ['e2e/a.spec.ts:7 late', 'e2e/a.spec.ts:7 deep']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, today } from '@/lib/clock';
import { createNewsroom } from '@/lib/content/newsrooms';
import { createRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { parseQuery } from './query';
import { releasesOf } from './report';

// Nothing listens there: today is not known, and the table is there all the same.
process.env.MEMCACHED_SERVERS = '127.0.0.1:9';
const { owner: sql } = await testDatabase();

test('the table is sorted as asked, searched by title, and tells strangers of nothing that readers do not see', async () => {
  const { id } = await createNewsroom({ name: 'Acme', description: 'Acme.' });
  const day = 86_400_000;
  const add = (title: string, status: 'draft' | 'published' | 'embargoed', days: number) =>
    createRelease({
      newsroomId: id,
      title,
      status,
      bodyHtml: '<p>Text.</p>',
      ...(status === 'draft' ? {} : { publishedAt: new Date(Date.now() + days * day) }),
    });
  await add('beta', 'published', -1);
  await add('Alpha 100%', 'published', -2);
  await add('gamma', 'embargoed', 3);
  await add('delta', 'draft', 0);
  const scope = { kind: 'newsroom', id } as const;
  const { query } = parseQuery({});
  const titles = async (options: Parameters<typeof releasesOf>[2]) =>
    (await releasesOf(scope, query, options)).map(({ title }) => title);

  assert.deepEqual(await titles({ sort: 'title' }), ['Alpha 100%', 'beta', 'delta', 'gamma']);
  assert.deepEqual(await titles({ sort: 'published' }), ['gamma', 'beta', 'Alpha 100%', 'delta']);
  assert.deepEqual(await titles({ sort: 'title', offset: 1, limit: 2 }), ['beta', 'delta']);
  assert.deepEqual(await titles({ sort: 'title', isReversed: true }), [
    'gamma',
    'delta',
    'beta',
    'Alpha 100%',
  ]);
  // What has no day is last either way.
  assert.deepEqual(await titles({ sort: 'published', isReversed: true }), [
    'Alpha 100%',
    'beta',
    'gamma',
    'delta',
  ]);
  assert.deepEqual(await titles({ sort: 'title', draftsOf: [] }), ['Alpha 100%', 'beta']);
  assert.deepEqual(await titles({ search: 'A 1', draftsOf: [] }), ['Alpha 100%']);
  assert.deepEqual(await titles({ search: '%' }), ['Alpha 100%']);
  assert.deepEqual(await titles({ search: 'gamma', draftsOf: [] }), []);
  const states = (await releasesOf(scope, query, { sort: 'title' })).map(({ state }) => state);
  assert.deepEqual(states, ['published', 'published', 'draft', 'embargoed']);
});

test('sorted by change, what grew the most comes first, and what there was nothing of before comes last', async () => {
  const { id: newsroomId } = await createNewsroom({ name: 'Borealis', description: 'Borealis.' });
  const scope = { kind: 'newsroom', id: newsroomId } as const;
  const add = async (title: string, before: number, after: number) => {
    const { id } = await createRelease({ newsroomId, title, status: 'published' });
    for (const [day, views] of [
      [addDays(today(), -10), before],
      [addDays(today(), -3), after],
    ] as const)
      if (views > 0) await sql`insert into hits_daily values (${day}, 'release', ${id}, ${views}, 1)`;
  };
  await add('half', 100, 50);
  await add('new', 0, 500);
  await add('a tenth more', 100, 110);
  await add('thrice', 2, 6);
  await add('gone', 3, 0);
  await add('never read', 0, 0);
  const sorted = async (params: Record<string, string>, limit?: number) =>
    (await releasesOf(scope, parseQuery(params).query, { sort: 'change', limit })).map(({ title }) => title);
  const order = ['thrice', 'a tenth more', 'half', 'gone', 'new', 'never read'];
  assert.deepEqual(await sorted({ period: '7d' }), order);
  assert.deepEqual(await sorted({ period: '7d' }, 2), order.slice(0, 2));
  assert.deepEqual(
    await sorted({ period: '7d', compare: 'none' }),
    ['new', 'a tenth more', 'half', 'thrice', 'never read', 'gone'],
    'nothing compared: the most read first',
  );
});

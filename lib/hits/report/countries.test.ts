import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { createNewsroom } from '@/lib/content/newsrooms';
import { createRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { dayFolder } from '../log-dirs';
import { rollUp } from '../rollup';
import { mmdbOf } from '../testing/mmdb';
import { parseQuery } from './query';
import { card, report } from './report';
import type { Scope } from './scope';

// Nothing listens there: today is not known, and is not asked about.
process.env.MEMCACHED_SERVERS = '127.0.0.1:9';
const { dir } = await testDatabase();
const DAY = '2026-03-10';

test('countries have names, are found and filtered by, and what the database does not know is unknown', async () => {
  const geoDb = join(dir, 'countries.mmdb');
  await writeFile(geoDb, mmdbOf({ '203.0.113.0/24': 'DE', '198.51.100.0/24': 'CI' }));
  const { id: newsroomId } = await createNewsroom({ name: 'Acme' });
  const { id } = await createRelease({ newsroomId, title: 'One', status: 'published' });
  const line = (address: string) =>
    `${address} - - [10/Mar/2026:10:00:00 +0000] "GET /releases/${id}/a HTTP/1.1" 200 1 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"\n`;
  const path = join(dayFolder(join(dir, 'log'), DAY), 'access.log');
  await mkdir(dirname(path), { recursive: true });
  const addresses = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '198.51.100.1', '192.0.2.1', '192.0.2.2'];
  await writeFile(path, addresses.map(line).join(''));
  await rollUp([DAY], { logDirs: [join(dir, 'log')], geoDb });

  const scope: Scope = { kind: 'newsroom', id: newsroomId };
  const asked = (filter?: string) => parseQuery({ from: DAY, to: DAY, filter });
  const { cards } = await report(scope, asked().query);
  const countries = cards.find(({ dimension }) => dimension === 'country')!;
  assert.deepEqual(
    countries.rows.map(({ value, label, views, share }) => [value, label, views, share]),
    [
      ['DE', 'Germany', 3, 1 / 2],
      ['', 'Unknown', 2, 1 / 3],
      ['CI', 'Côte d’Ivoire', 1, 1 / 6],
    ],
  );
  const found = async (search: string) =>
    (await card(scope, asked().query, 'country', { search })).rows.map(({ label }) => label);
  assert.deepEqual(await found('ivoire'), ['Côte d’Ivoire']);
  assert.deepEqual(await found('unkn'), ['Unknown']);
  assert.deepEqual(await found('atlantis'), []);
  for (const [filter, hits] of [
    ['country:DE', 3],
    ['country:', 2],
    ['country:FR', 0],
  ] as const) {
    const { query, problems } = asked(filter);
    assert.deepEqual(problems, []);
    assert.equal((await report(scope, query)).tiles.hits.value, hits, filter);
  }
  assert.equal(asked('channel:').problems.length, 1);
});

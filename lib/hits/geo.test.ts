import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { countFiles } from './count';
import { DaySums } from './day-sums';
import { countryLookup } from './geo';
import { mmdbOf } from './testing/mmdb';

const dir = await mkdtemp(join(tmpdir(), 'presskit-geo-'));
after(() => rm(dir, { recursive: true }));
const path = join(dir, 'countries.mmdb');
const database = mmdbOf({ '203.0.113.0/24': 'DE', '198.51.100.0/25': 'FR', '198.51.100.128/25': 'CH' });
await writeFile(path, database);

const line = (address: string) =>
  `${address} - - [23/Nov/2026:14:05:09 +0100] "GET /releases/7/a HTTP/1.1" 200 1 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"\n`;

test('an address has the country of its network', () => {
  const countryOf = countryLookup(path)!;
  const asked = [
    '203.0.113.9',
    '198.51.100.1',
    '198.51.100.200',
    '192.0.2.1',
    '2001:db8::1',
    'host.example',
    '',
  ];
  assert.deepEqual(asked.map(countryOf), ['DE', 'FR', 'CH', '', '', '', '']);
});

test('hits are broken down by country, live and nightly alike', async () => {
  const log = Buffer.from(
    [...Array(3).fill(line('203.0.113.9')), line('198.51.100.1'), line('192.0.2.1')].join(''),
  );
  const countries = (sums: DaySums) =>
    [...sums.breakdowns()]
      .filter(({ dimension }) => dimension === 'country')
      .map(({ value, views }) => `${value} ${views}`)
      .sort();
  const live = new DaySums({ live: true, countryOf: countryLookup(path) });
  live.add(log, 0, log.length);
  assert.deepEqual(countries(live), [' 1', 'DE 3', 'FR 1']);
  const file = join(dir, 'access.log');
  await writeFile(file, log);
  const nightly = await countFiles([{ path: file, gzip: false, ...(await stat(file)) }], { geoDb: path });
  assert.deepEqual(countries(nightly), countries(live));
  const without = new DaySums();
  without.add(log, 0, log.length);
  assert.deepEqual(countries(without), []);
});

test('no path is no lookup; a missing or damaged file is said at the start', async () => {
  assert.equal(countryLookup(undefined), undefined);
  assert.throws(
    () => countryLookup(join(dir, 'none.mmdb')),
    /GEO_DB .*none\.mmdb is no database of countries/,
  );
  const damaged = join(dir, 'damaged.mmdb');
  for (const bytes of [
    Buffer.from('not a database'),
    database.subarray(0, database.length / 2),
    Buffer.alloc(0),
  ]) {
    await writeFile(damaged, bytes);
    assert.throws(() => countryLookup(damaged), /is no database of countries/);
  }
});

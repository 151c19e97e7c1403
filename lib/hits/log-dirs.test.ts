import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { dayFolder, daysWithLog, filesOfDay, pointToNewest, prepareDays } from './log-dirs';

let dir: string;
let other: string;
beforeEach(() => {
  const base = mkdtempSync(join(tmpdir(), 'presskit-log-dirs-'));
  dir = join(base, 'a');
  other = join(base, 'b');
  mkdirSync(dir);
  mkdirSync(other);
});
afterEach(() => rmSync(join(dir, '..'), { recursive: true }));

function write(day: string, names: string[], where = dir): void {
  mkdirSync(dayFolder(where, day), { recursive: true });
  for (const name of names) writeFileSync(join(dayFolder(where, day), name), name);
}

const namesOf = async (day: string, dirs = [dir]) =>
  (await filesOfDay(dirs, day)).map(({ path }) => path.slice(path.lastIndexOf('/') + 1));

test("a day's log is every access log in its folder, by any name that rotation gives it", async () => {
  write('2026-11-24', [
    'access.log',
    'access.log.1',
    'access.log.2.gz',
    'access.log-20261124',
    'access.log.10.gz',
    'error.log',
    'access.log.tmp',
    'access.log.3.gz.tmp',
    'access.log~',
    '.access.log.swp',
    'access.logs',
    'README',
  ]);
  assert.deepEqual(await namesOf('2026-11-24'), [
    'access.log',
    'access.log-20261124',
    'access.log.1',
    'access.log.10.gz',
    'access.log.2.gz',
  ]);
  const files = await filesOfDay([dir], '2026-11-24');
  assert.deepEqual(
    files.map(({ gzip }) => gzip),
    [false, false, false, true, true],
  );
  assert.deepEqual(
    files.map(({ size, ino }) => [size, ino]),
    files.map(({ path }) => [statSync(path).size, statSync(path).ino]),
  );
});

test('of a file and its gzipped self only the file counts, for gzip removes it at the end', async () => {
  write('2026-11-24', ['access.log.1', 'access.log.1.gz']);
  assert.deepEqual(await namesOf('2026-11-24'), ['access.log.1']);
});

test('a log packed in a way we cannot read is refused, unless the unpacked one is there too', async () => {
  write('2026-11-24', ['access.log', 'access.log.1.xz']);
  await assert.rejects(filesOfDay([dir], '2026-11-24'), /access\.log\.1\.xz cannot be read; unpack it/);
  write('2026-11-24', ['access.log.1']);
  assert.deepEqual(await namesOf('2026-11-24'), ['access.log', 'access.log.1']);
});

test('one file is one file, by whatever names and directories it is reached', async () => {
  write('2026-11-24', ['access.log']);
  const folder = dayFolder(dir, '2026-11-24');
  linkSync(join(folder, 'access.log'), join(folder, 'access.log.1'));
  symlinkSync(join(folder, 'access.log'), join(folder, 'access.log.2'));
  mkdirSync(join(folder, 'access.log.3'));
  write('2026-11-24', ['access.log'], other);
  assert.equal((await filesOfDay([dir, dir, other], '2026-11-24')).length, 2);
});

test('days are found among strange folders, and a missing directory has none', async () => {
  write('2026-11-24', ['access.log']);
  write('2024-02-29', ['access.log.1.gz'], other);
  write('2026-11-25', ['error.log']);
  write('2026-02-30', ['access.log']);
  for (const path of ['2026/11/x', '2026/13/01', 'old', '2026/11/24/24'])
    mkdirSync(join(dir, path), { recursive: true });
  writeFileSync(join(dir, '2025'), '');
  writeFileSync(join(dir, '2026', '10'), '');
  assert.deepEqual(await daysWithLog([dir, other, join(dir, 'none')]), ['2024-02-29', '2026-11-24']);
  assert.deepEqual(await filesOfDay([join(dir, 'none')], '2026-11-24'), []);
});

test('folders are made ahead, over the end of the year, with the mode of the log directory', async () => {
  chmodSync(dir, 0o2770);
  assert.equal(await prepareDays([dir, other], '2026-12-30', 4), true);
  for (const day of ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']) {
    assert.equal(statSync(dayFolder(dir, day)).mode & 0o7777, 0o2770);
    assert.ok(existsSync(dayFolder(other, day)));
  }
  assert.equal(await prepareDays([dir, other], '2026-12-30', 4), false);
});

test('the links point to the newest logs; the access link waits for the first line of a day', async () => {
  write('2026-11-24', ['access.log']);
  await prepareDays([dir], '2026-11-24', 1);
  await prepareDays([dir], '2026-11-25', 1);
  assert.equal(readlinkSync(join(dir, 'error')), '2026/11/25/error.log');
  assert.equal(readlinkSync(join(dir, 'access')), '2026/11/24/access.log');
  write('2026-11-25', ['access.log']);
  await pointToNewest([dir], '2026-11-25');
  assert.equal(readlinkSync(join(dir, 'access')), '2026/11/25/access.log');
});

test('a file where a link should be is left alone, with a sentence', async () => {
  writeFileSync(join(dir, 'access'), 'precious');
  await assert.rejects(prepareDays([dir], '2026-11-24', 1), {
    code: 'config',
    message: /access is to be a symlink/,
  });
  await assert.rejects(prepareDays([join(dir, 'access', 'x')], '2026-11-24', 1), /cannot be prepared/);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { addDays } from '@/lib/clock';
import { type Ingest, World } from './world';

// One ingest goes through all of this, as it does in life.
let world: World;
let ingest: Ingest;
before(async () => {
  world = await World.start(2);
  ingest = await world.ingest();
});
after(() => world.stop());

test('lines are counted once they are whole', async () => {
  const lines = world.lines(40);
  world.append();
  for (let at = 0; at < lines.length; at += 333) appendFileSync(world.log(), lines.subarray(at, at + 333));
  await world.agreesOnce();
  appendFileSync(world.log(), '203.0.113.9 - - [');
  await world.agreesOnce();
  appendFileSync(world.log(), world.lines(1).subarray(17));
  await world.agrees();
});

test('a flood of lines, one write each, is counted to the last', async () => {
  const lines = world.lines(200).toString('latin1').split('\n').slice(0, -1);
  const log = openSync(world.log(), 'a');
  for (let n = 0; n < 40_000; n++) {
    writeSync(log, `${lines[n % lines.length]}\n`, null, 'latin1');
    // Ten thousand a second and more, for longer than it takes ingest to think of something.
    if (n % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  closeSync(log);
  await world.agreesOnce();
  world.append();
  await world.agrees();
});

test('rotation by renaming, while the web server still writes to the old file, changes nothing', async () => {
  world.append();
  const held = openSync(world.log(), 'a');
  renameSync(world.log(), world.log({ name: 'access.log.1' }));
  writeSync(held, world.lines(10));
  world.append();
  writeSync(held, world.lines(10));
  closeSync(held);
  await world.agreesOnce();
  renameSync(world.log({ name: 'access.log.1' }), world.log({ name: 'access.log.2' }));
  renameSync(world.log(), world.log({ name: 'access.log-20261124' }));
  world.append();
  await world.agrees();
});

test('rotation by copying and truncating moves hits and doubles none', async () => {
  world.append(world.log(), world.lines(300));
  await world.agreesOnce();
  copyFileSync(world.log(), world.log({ name: 'access.log.3' }));
  truncateSync(world.log(), 0);
  await world.agreesOnce();
  world.append();
  await world.agrees();
});

test('a copy that is being made of the log is not counted twice meanwhile', async () => {
  world.append(world.log(), world.lines(100));
  await world.agreesOnce();
  const before = await world.nextStatus();
  const whole = readFileSync(world.log());
  const copy = world.log({ name: 'access.log.4' });
  writeFileSync(copy, whole.subarray(0, whole.length / 2));
  const meanwhile = await world.nextStatus();
  appendFileSync(copy, whole.subarray(whole.length / 2));
  const after = await world.nextStatus(meanwhile);
  assert.deepEqual([meanwhile.today.hits, after.today.hits], [before.today.hits, before.today.hits]);
  truncateSync(world.log(), 0);
  await world.agrees();
});

test('a log truncated and grown beyond its old length at once is counted anew', async () => {
  world.append(world.log(), world.lines(20));
  await world.agreesOnce();
  const longer = world.lines(200);
  truncateSync(world.log(), 0);
  appendFileSync(world.log(), longer);
  await world.agrees();
});

test('a log replaced by another is counted anew', async () => {
  writeFileSync(`${world.log()}.new`, world.lines(60));
  renameSync(`${world.log()}.new`, world.log());
  await world.agrees();
});

test('a log edited in place is counted anew', async () => {
  const bytes = readFileSync(world.log());
  writeFileSync(world.log(), bytes.toString('latin1').replaceAll('/releases/1/', '/releases/2/'), 'latin1');
  await world.agrees();
});

test('a log that is deleted takes its hits along', async () => {
  unlinkSync(world.log());
  await world.agreesOnce();
  world.append();
  await world.agrees();
});

test('a log that is gzipped keeps its hits', async () => {
  world.append(world.log(), world.lines(300));
  renameSync(world.log(), world.log({ name: 'access.log.5' }));
  world.append();
  await world.agreesOnce();
  execFileSync('gzip', [world.log({ name: 'access.log.5' })]);
  await world.agreesOnce();
  world.append();
  await world.agrees();
});

test('half a gzip file changes no count, and is told', async () => {
  const whole = gzipSync(world.lines(300));
  const path = world.log({ name: 'access.log.6.gz' });
  await world.agreesOnce();
  const { hits } = (await world.nextStatus()).today;
  writeFileSync(path, whole.subarray(0, whole.length / 2));
  await ingest.says(/access\.log\.6\.gz is not a whole gzip file/);
  assert.equal((await world.nextStatus()).today.hits, hits);
  writeFileSync(path, whole);
  await world.agrees();
});

test('several log directories are counted together, each with what is in it', async () => {
  world.append(world.log({ dir: 1 }));
  world.append(world.log({ dir: 0 }));
  world.append(world.log({ dir: 1, name: 'access.log.1' }));
  await world.agrees();
});

test('a log that comes late, of yesterday and of today, is counted', async () => {
  const yesterday = addDays(world.today(), -1);
  world.append(world.log({ day: yesterday, dir: 1 }), world.lines(100, yesterday));
  await world.agreesOnce();
  world.append(world.log({ day: yesterday, name: 'access.log.1.gz' }), gzipSync(world.lines(100, yesterday)));
  world.append(world.log({ name: 'access.log-late' }), world.lines(100));
  await world.agreesOnce();
  world.append(world.log({ day: yesterday, dir: 1 }), world.lines(10, yesterday));
  await world.agrees();
});

test("a day's folder that is deleted and made again is followed again", async () => {
  rmSync(dirname(world.log()), { recursive: true });
  await world.agreesOnce();
  mkdirSync(dirname(world.log()), { recursive: true });
  world.append();
  await world.agrees();
});

test('a log directory that vanishes, as a file system not mounted, leaves the counts as they are', async () => {
  world.append(world.log({ dir: 1 }));
  await world.agreesOnce();
  const { hits } = (await world.nextStatus()).today;
  const away = join(world.dir, 'unmounted');
  renameSync(world.logDirs[1]!, away);
  await ingest.says(/cannot be read in full \(ENOENT/);
  assert.equal((await world.nextStatus()).today.hits, hits);
  renameSync(away, world.logDirs[1]!);
  world.append(world.log({ dir: 1 }));
  await world.agrees();
});

test('what is no log in a day’s folder is left alone', async () => {
  for (const name of [
    'error.log',
    'access.log.tmp',
    'access.log~',
    'access.log.swp',
    '.access.log',
    'access_log',
  ])
    writeFileSync(world.log({ name }), 'x\n');
  mkdirSync(world.log({ name: 'access.log.folder' }));
  world.append();
  await world.agrees();
});

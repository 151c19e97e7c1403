import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { generatedLog } from '@/lib/hits/testing/generated-log';
import { randomFrom } from '@/lib/hits/testing/random';
import { type Ingest, until, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.stop());

// The web server, too, opened its log before anybody took the permission away.
const linesIn = (bytes: Buffer) => bytes.toString('latin1').split('\n').length - 1;

test('a log whose permission is lost is followed on; a new one is counted when it may be read', async () => {
  const [first, second, third, fourth] = [world.lines(), world.lines(), world.lines(), world.lines()];
  world.append(world.log(), first);
  const ingest = await world.ingest();
  const log = openSync(world.log(), 'a');
  chmodSync(world.log(), 0);
  writeSync(log, second);
  await world.counted(linesIn(first) + linesIn(second));
  renameSync(world.log(), world.log({ name: 'access.log.1' }));
  const fresh = openSync(world.log(), 'a', 0);
  await ingest.says(/cannot be read in full \(EACCES/);
  writeSync(fresh, third);
  writeSync(log, fourth);
  await world.counted(linesIn(first) + linesIn(second) + linesIn(fourth));
  closeSync(log);
  closeSync(fresh);
  chmodSync(world.log(), 0o644);
  chmodSync(world.log({ name: 'access.log.1' }), 0o644);
  await world.agrees();
  assert.equal(ingest.said.match(/cannot be read in full/g)?.length, 1, ingest.said);
});

test('a log truncated while it may not be read keeps its counts until it may', async () => {
  const lines = world.lines(200);
  world.append(world.log(), lines);
  const ingest = await world.ingest();
  const log = openSync(world.log(), 'a');
  chmodSync(world.log(), 0);
  ftruncateSync(log, 0);
  await ingest.says(/cannot be read in full \(EACCES/);
  assert.equal((await world.nextStatus()).today.lines, linesIn(lines));
  writeSync(log, world.lines());
  closeSync(log);
  chmodSync(world.log(), 0o644);
  await world.agrees();
});

test('a folder whose permission is lost is followed on', async () => {
  const [first, second] = [world.lines(), world.lines()];
  world.append(world.log(), first);
  const ingest = await world.ingest();
  const log = openSync(world.log(), 'a');
  chmodSync(dirname(world.log()), 0);
  await ingest.says(/cannot be read in full \(EACCES/);
  writeSync(log, second);
  await world.counted(linesIn(first) + linesIn(second));
  closeSync(log);
  chmodSync(dirname(world.log()), 0o755);
  world.append();
  await world.agrees();
});

test('a full disk costs no count: the last snapshot stays and is told of, and the next start counts right', async () => {
  const disk = smallDisk(world.stateDir);
  try {
    world.append();
    const ingest = await world.ingest({ args: ['--snapshot-every', '1'] });
    const snapshot = join(world.stateDir, `${world.today()}.snapshot`);
    await until(
      async () => readdirSync(world.stateDir).length === 3,
      () => 'no snapshot was written',
    );
    disk.fill(ingest);
    const saved = readFileSync(snapshot);
    world.append();
    await ingest.says(/the snapshot cannot be written to .*(ENOSPC|EFBIG|no space)/);
    await world.agrees();
    assert.deepEqual(readFileSync(snapshot), saved);
    world.append();
    await ingest.kill('SIGKILL');
    world.append();
    const second = await world.ingest({ args: ['--snapshot-every', '1'] });
    await world.agreesOnce();
    disk.fill(second);
    world.append();
    await second.says(/the snapshot cannot be written/);
    disk.free(second);
    await second.says(/the snapshot: all right again/);
    assert.notDeepEqual(readFileSync(snapshot), saved);
    await world.agrees();
  } finally {
    disk.remove();
  }
});

test('a damaged snapshot is told of and not used', async () => {
  world.append();
  const first = await world.ingest();
  await first.kill('SIGTERM');
  const snapshot = join(world.stateDir, `${world.today()}.snapshot`);
  const whole = readFileSync(snapshot);
  const damages: [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['cut off', whole.subarray(0, whole.length - 100)],
    ['one bit wrong', Buffer.from(whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte)))],
    ['something else', Buffer.from('{"version":99}')],
  ];
  for (const [what, bytes] of damages) {
    writeFileSync(snapshot, bytes);
    world.append();
    const ingest = await world.ingest();
    await ingest.says(/the snapshot of .* is not used/);
    await world.agreesOnce();
    assert.equal(await ingest.kill('SIGTERM'), 0, what);
  }
});

test('garbage, half lines and lines of any length stop nothing and are counted as what they are', async () => {
  await world.ingest();
  const random = randomFrom(3);
  const log = Buffer.concat([
    generatedLog({ seed: 11, lines: 1500, day: world.today(), garbage: 0.5, long: true }),
    Buffer.alloc(3_000_000, 0x20),
    Buffer.from('\n'),
    Buffer.alloc(70_000),
    Buffer.from('\n\n\r\n'),
    world.lines(20),
  ]);
  mkdirSync(dirname(world.log()), { recursive: true });
  for (let at = 0; at < log.length; ) {
    const size = 1 + random.below(random.pick([10, 1000, 50_000, 800_000]));
    appendFileSync(world.log(), log.subarray(at, at + size));
    at += size;
  }
  await world.agrees();
  const { today } = (await world.status())!;
  const drops = Object.values(today.drops).reduce((sum, n) => sum + n, 0);
  assert.equal(today.lines, log.toString('latin1').split('\n').length - 1);
  assert.equal(today.hits + drops, today.lines);
});

test('a configuration that cannot work ends the start with a sentence', async () => {
  writeFileSync(join(world.dir, 'file'), '');
  mkdirSync(join(world.dir, 'odd'));
  writeFileSync(join(world.dir, 'odd', 'access'), 'a log of another kind\n');
  const mistakes: [Record<string, string>, RegExp][] = [
    [{ LOG_DIR: join(world.dir, 'file', 'log') }, /the log directory .*file\/log cannot be prepared/],
    [{ LOG_DIR: join(world.dir, 'file') }, /cannot be prepared/],
    [{ STATE_DIR: join(world.dir, 'file', 'state') }, /the state directory .* cannot be made/],
    [{ MEMCACHED_SERVERS: 'no such host' }, /MEMCACHED_SERVERS .*is not usable/],
    [{ MEMCACHED_SERVERS: 'bad..name:11211' }, /there is no host bad\.\.name/],
    [{ LOG_DIR: '', STATE_DIR: '' }, /LOG_DIR .*not set.*\n.*STATE_DIR .*not set/],
  ];
  // All at once; of two with the same state the second would say that.
  const runs = mistakes.map(([env, sentence], i) => ({
    ingest: world.launch({ env: { STATE_DIR: join(world.dir, `state ${i}`), ...env } }),
    sentence,
  }));
  for (const { ingest, sentence } of runs) {
    assert.ok((await ingest.exit())! > 0);
    assert.match(ingest.said, sentence);
    assert.doesNotMatch(ingest.said, /^\s+at /m);
  }
});

/** A disk of one megabyte where this user may mount one; else a limit on the size of files. */
function smallDisk(folder: string) {
  mkdirSync(folder);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', folder]).status === 0;
  const filler = join(folder, 'filler');
  const limit = ({ pid }: Ingest, size: string) =>
    execFileSync('prlimit', ['--pid', `${pid}`, `--fsize=${size}`]);
  return {
    fill(ingest: Ingest) {
      if (!mounted) return limit(ingest, '4096:unlimited');
      // Fails when the disk is full, as it should.
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k']);
    },
    free(ingest: Ingest) {
      if (!mounted) return limit(ingest, 'unlimited');
      rmSync(filler);
    },
    remove() {
      if (mounted) execFileSync('umount', ['--lazy', folder]);
    },
  };
}

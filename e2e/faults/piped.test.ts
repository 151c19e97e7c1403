import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { addDays, type Day } from '@/lib/clock';
import { World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.stop());

/** All lines in all folders, in an order of their own. */
function stored(): string[] {
  const lines: string[] = [];
  for (const name of readdirSync(world.logDirs[0]!, { recursive: true }) as string[]) {
    if (!/\d\/access\.log/.test(name)) continue;
    lines.push(...readFileSync(join(world.logDirs[0]!, name), 'latin1').split('\n').slice(0, -1));
  }
  return lines.sort();
}

const linesOf = (bytes: Buffer) => bytes.toString('latin1').split('\n').slice(0, -1).sort();
const dated = (day: Day) => {
  const [year, month, date] = day.split('-');
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1];
  return `[${date}/${name}/${year}:`;
};

test('a piped log is put into the folders of its days and counted; its end is the end', async () => {
  const today = world.today();
  const yesterday = addDays(today, -1);
  const log = Buffer.concat([world.lines(300, '2015-05-17'), world.lines(300, yesterday), world.lines(300)]);
  const ingest = world.launch({ args: ['--stdin'] });
  for (let at = 0; at < log.length; at += 7777) ingest.child.stdin!.write(log.subarray(at, at + 7777));
  // The last line has no line feed: it is one all the same, for nothing can follow.
  ingest.child.stdin!.end(
    `192.0.2.1 - - ${dated(today)}10:00:00 +0000] "GET /releases/3/x HTTP/1.1" 200 5 "-" "Mozilla/5.0 (X11; Linux x86_64) Firefox/127.0"`,
  );
  assert.equal(await ingest.exit(), 0, ingest.said);
  await world.agreesOnce();
  assert.equal(stored().length, linesOf(log).length + 1);
  for (const line of linesOf(log)) {
    const time = /\[(\d\d\/[A-Z][a-z][a-z]\/\d{4}):/.exec(line)?.[1];
    const known = [today, yesterday, '2015-05-17'].find((day) => time && dated(day).includes(time));
    if (!known) continue;
    const path = world.log({ day: known });
    assert.ok(readFileSync(path, 'latin1').includes(line), `${line} is not in ${path}`);
  }
  assert.ok(existsSync(world.log({ day: '2015-05-17' })));
});

test('lines are counted while the pipe is open, also after rotation and in spite of SIGKILL', async () => {
  const first = await world.ingest({ args: ['--stdin'] });
  const sent = [world.lines(50), world.lines(50), world.lines(50)];
  first.child.stdin!.write(sent[0]!);
  await world.linesStored(50);
  await world.agreesOnce();
  renameSync(world.log(), world.log({ name: 'access.log.1' }));
  first.child.stdin!.write(sent[1]!);
  await world.linesStored(100);
  await world.agreesOnce();
  await first.kill('SIGKILL');
  const second = world.launch({ args: ['--stdin'] });
  second.child.stdin!.end(sent[2]!);
  assert.equal(await second.exit(), 0, second.said);
  await world.agreesOnce();
  assert.deepEqual(stored(), linesOf(Buffer.concat(sent)));
});

test('SIGTERM ends a piped ingest in good order', async () => {
  const ingest = await world.ingest({ args: ['--stdin'] });
  ingest.child.stdin!.write(world.lines(50));
  await world.linesStored(50);
  assert.equal(await ingest.kill('SIGTERM'), 0, ingest.said);
  await world.agreesOnce();
});

test('a full disk makes the sender wait, and loses no line', async () => {
  const ingest = await world.ingest({ args: ['--stdin'] });
  const limit = (size: string) => execFileSync('prlimit', ['--pid', `${ingest.pid}`, `--fsize=${size}`]);
  limit('8192:unlimited');
  const lines = world.lines(300);
  ingest.child.stdin!.end(lines);
  await ingest.says(/the piped log cannot be stored .*its sender waits/);
  limit('unlimited');
  assert.equal(await ingest.exit(), 0, ingest.said);
  await world.agreesOnce();
  assert.deepEqual(stored(), linesOf(lines));
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { addDays } from '@/lib/clock';
import { browsers } from '@/lib/hits/testing/samples';
import { until, World } from './world';

let world: World;
const zone = process.env.TZ;
beforeEach(async () => {
  world = await World.start();
});
afterEach(async () => {
  await world.stop();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

const link = (name: string) => readlinkSync(join(world.logDirs[0]!, name));

test('midnight: the new day is counted from its first line, the old one to its last', async () => {
  process.env.TZ = 'UTC';
  world.setClock('2026-11-24T23:59:58Z');
  world.append();
  await world.ingest({ args: ['--snapshot-every', '1'] });
  assert.equal(await world.get('hits:2026-11-25:ready'), '1');
  // A web node whose clock is ahead.
  world.append(world.log({ day: '2026-11-25' }), world.lines(20, '2026-11-25'));
  await world.agreesOnce();
  world.setClock('2026-11-25T00:00:00Z');
  world.append();
  world.append(world.log({ day: '2026-11-24' }), world.lines(20, '2026-11-24'));
  await world.agrees();
  await until(
    async () => (await world.status())?.today.day === '2026-11-25',
    () => 'ingest has not noticed midnight',
  );
  // Lines still come for yesterday; two days on, its numbers are left alone.
  world.append(world.log({ day: '2026-11-24' }), world.lines(20, '2026-11-24'));
  await world.agrees();
  const before = await world.numbers('2026-11-24');
  world.setClock('2026-11-26T00:00:01Z');
  await until(
    async () => !existsSync(join(world.stateDir, '2026-11-24.snapshot')),
    () => 'the salt of 2026-11-24 is still there',
  );
  world.append(world.log({ day: '2026-11-24' }), world.lines(20, '2026-11-24'));
  world.append();
  await world.agrees();
  assert.deepEqual(await world.numbers('2026-11-24'), before);
});

test('folders are there ahead of midnight, links move, and nginx reopens its error log', async () => {
  process.env.TZ = 'UTC';
  world.setClock('2026-12-31T23:59:58Z');
  const reopened = join(world.dir, 'reopened');
  const nginx = spawn('sh', [
    '-c',
    `trap 'echo >> ${reopened}' USR1; echo ready; while :; do sleep 0.05; done`,
  ]);
  try {
    await new Promise((resolve) => nginx.stdout.once('data', resolve));
    const pidFile = join(world.dir, 'nginx.pid');
    writeFileSync(pidFile, `${nginx.pid}\n`);
    world.append();
    await world.ingest({ args: ['--nginx-pid', pidFile] });
    assert.equal(link('access'), '2026/12/31/access.log');
    assert.equal(link('error'), '2026/12/31/error.log');
    for (let n = 1; n <= 7; n++)
      assert.ok(existsSync(dirname(world.log({ day: addDays('2026-12-31', n) }))), `${n} days ahead`);
    world.setClock('2027-01-01T00:00:00Z');
    await until(
      async () => link('error') === '2027/01/01/error.log',
      () => `the error log is still ${link('error')}`,
    );
    // On a quiet site the newest access log is still the old one.
    assert.equal(link('access'), '2026/12/31/access.log');
    world.append();
    await until(
      async () => link('access') === '2027/01/01/access.log' && existsSync(reopened),
      () => `the access log is still ${link('access')}, or nginx was not told`,
    );
    assert.ok(lstatSync(join(world.logDirs[0]!, 'access')).isSymbolicLink());
    await world.agrees();
  } finally {
    nginx.kill('SIGKILL');
  }
});

test('a day of 25 hours is one day', async () => {
  process.env.TZ = 'Europe/Berlin';
  for (const moment of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:59Z']) {
    world.setClock(moment);
    assert.equal(world.today(), '2026-10-25');
    world.append();
    if (moment.includes('T00')) await world.ingest();
    await world.agrees();
    assert.equal((await world.nextStatus()).today.day, '2026-10-25');
  }
  world.setClock('2026-10-25T23:00:00Z');
  assert.equal(world.today(), '2026-10-26');
  world.append();
  await world.agrees();
  assert.equal((await world.nextStatus()).today.day, '2026-10-26');
});

test('a day that begins at one o’clock, because its first hour is skipped, follows the day before', async () => {
  process.env.TZ = 'America/Santiago';
  world.setClock('2026-09-06T03:59:59Z');
  assert.equal(world.today(), '2026-09-05');
  world.append();
  await world.ingest();
  world.setClock('2026-09-06T04:00:00Z');
  assert.equal(world.today(), '2026-09-06');
  mkdirSync(dirname(world.log()), { recursive: true });
  world.append();
  await world.agrees();
  assert.equal((await world.nextStatus()).today.day, '2026-09-06');
});

test('a clock that is set back does no harm', async () => {
  process.env.TZ = 'UTC';
  world.setClock('2026-11-25T00:00:01Z');
  world.append();
  world.append(world.log({ day: '2026-11-24' }), world.lines(20, '2026-11-24'));
  await world.ingest();
  world.setClock('2026-11-24T12:00:00Z');
  world.append();
  await world.agrees();
  assert.equal((await world.nextStatus()).today.day, '2026-11-24');
});

test('the unfinished last line of a day that is over is counted, as its roll-up does, and once if it goes on', async () => {
  const day = addDays(world.today(), -1);
  const log = world.log({ day });
  const line = `203.0.113.9 - - [24/Nov/2026:23:59:59 +0000] "GET /releases/77/x HTTP/1.1" 200 5 "-" "${browsers[0]}"`;
  world.append(log, Buffer.from(`${line}\n${line}`));
  await world.ingest();
  await world.becomes(`hits:${day}:release:77`, '2');
  world.append(log, Buffer.from(` purpose="prefetch"\n${line}\n`));
  await world.agrees();
  assert.equal(await world.get(`hits:${day}:release:77`), '2');
});

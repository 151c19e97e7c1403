import assert from 'node:assert/strict';
import { appendFileSync, rmSync, truncateSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFrom } from '@/lib/hits/testing/random';
import { type Ingest, World } from './world';

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.stop());

test('ingest killed under load at any moment, again and again, loses nothing and doubles nothing', async () => {
  const random = randomFrom(Number(process.env.SEED ?? 7));
  let writing = true;
  world.append();
  const load = (async () => {
    for (; writing; await sleep(5)) world.append(world.log(), world.lines(10));
  })();
  try {
    for (let round = 0; round < 5; round++) {
      // Some are killed while they start, some at their first snapshot, some in full swing.
      const ingest = random.chance(0.4) ? world.launch() : await world.ingest();
      await sleep(random.below(1200));
      ingest.mustRun();
      await ingest.kill('SIGKILL');
    }
    await world.ingest();
  } finally {
    writing = false;
    await load;
  }
  await world.agrees();
});

test('after an end in good order the next ingest goes on where it stopped', async () => {
  world.append();
  const first = await world.ingest();
  world.append();
  assert.equal(await first.kill('SIGTERM'), 0, first.said);
  await world.agreesOnce();
  world.append();
  await world.ingest();
  await world.agrees();
});

test('a log that was rewritten while no ingest ran is counted anew, and what is gone becomes zero', async () => {
  world.append(world.log(), world.lines(200));
  const first = await world.ingest();
  await world.agreesOnce();
  await first.kill('SIGTERM');
  truncateSync(world.log(), 0);
  world.append(world.log(), world.lines(20));
  await world.ingest();
  await world.agrees();
});

test('counts that are in memcached but in no log, left by an ingest that was killed, become zero', async () => {
  world.append(world.log(), world.lines(200));
  const first = await world.ingest();
  await first.kill('SIGKILL');
  rmSync(world.log());
  world.append(world.log(), world.lines(5));
  await world.ingest();
  await world.agrees();
});

test('memcached killed and started again empty is filled again', async () => {
  world.append();
  const ingest = await world.ingest();
  await world.memcached.kill('SIGKILL');
  world.append();
  await ingest.says(/is away/);
  world.append();
  await world.memcached.start();
  await world.agrees();
  assert.match(ingest.said, /all right again/);
  assert.equal(ingest.said.match(/is away/g)?.length, 1, ingest.said);
});

test('memcached away at the start is no reason not to start', async () => {
  world.append();
  await world.memcached.kill('SIGKILL');
  const ingest = world.launch();
  await ingest.says(/is away/);
  world.append();
  await world.memcached.start();
  await world.agrees();
});

test('memcached emptied by somebody is filled again', async () => {
  world.append();
  await world.ingest();
  await world.agreesOnce();
  const socket = connect(world.memcached.port, '127.0.0.1', () => socket.end('flush_all\r\n'));
  await new Promise((resolve) => socket.on('close', resolve).resume());
  await world.agrees();
});

test('a memcached that hangs gets everything when it goes on', async () => {
  world.append();
  const ingest = await world.ingest();
  await world.memcached.kill('SIGSTOP');
  for (let i = 0; i < 20; i++) {
    world.append(world.log(), world.lines(10));
    await sleep(5);
  }
  await ingest.says(/is away/);
  world.append();
  await world.memcached.kill('SIGCONT');
  await world.agrees();
});

test('a second ingest with the same state directory ends with a sentence', async () => {
  world.append();
  await world.ingest();
  const second = world.launch();
  assert.equal(await second.exit(), 1);
  assert.match(second.said, /another ingest is running/);
  assert.doesNotMatch(second.said, /^\s+at /m);
  await world.agrees();
});

test('two ingests with different state directories agree, and one alone goes on', async () => {
  const first: Ingest = await world.ingest();
  await world.ingest({ env: { STATE_DIR: join(world.dir, 'other') } });
  for (let i = 0; i < 50; i++) {
    appendFileSync(world.log(), world.lines(10));
    await sleep(2);
  }
  await world.agreesOnce();
  await first.kill('SIGKILL');
  world.append();
  await world.agrees();
});

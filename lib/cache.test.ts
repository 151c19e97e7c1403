import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMemcached } from '@/lib/machine/memcached';
import { freePort } from '@/lib/machine/ports';
import { closeCache, getMany, set, stats } from './cache';

const first = await startMemcached();
const second = await startMemcached();
beforeEach(() => {
  closeCache();
  process.env.MEMCACHED_SERVERS = first.server;
});
after(async () => {
  closeCache();
  await first.stop();
  await second.stop();
});

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  return [await work(), performance.now() - start];
}

test('values are read in one go; what is not there is left out', async () => {
  assert.equal(await set('a', '1', 60), true);
  assert.deepEqual(await getMany(['a', 'b']), new Map([['a', '1']]));
});

test('without memcached a read is null at once, and works again as soon as it is there', async () => {
  await first.kill('SIGKILL');
  for (let i = 0; i < 3; i++) {
    const [values, took] = await timed(() => getMany(['a']));
    assert.equal(values, null);
    assert.ok(took < 90, `${took} ms`);
  }
  assert.equal(await set('a', '1', 60), false);
  assert.deepEqual(await stats(), [{ server: first.server, figures: null }]);
  await first.start();
  assert.deepEqual(await getMany(['a']), new Map());
});

test('only the first read waits for a memcached that hangs', async () => {
  await getMany(['a']);
  await first.kill('SIGSTOP');
  const [hung, took] = await timed(() => getMany(['a']));
  assert.equal(hung, null);
  assert.ok(took > 50 && took < 600, `${took} ms`);
  const [, rest] = await timed(() => Promise.all(Array.from({ length: 100 }, () => getMany(['a']))));
  assert.ok(rest < 50, `${rest} ms for 100 more`);
  await first.kill('SIGCONT');
  const until = Date.now() + 10_000;
  while ((await getMany(['a'])) === null) {
    assert.ok(Date.now() < until, 'it is not asked again');
    await sleep(10);
  }
});

test('several servers are replicas: each has everything, and a read takes the first that answers', async () => {
  process.env.MEMCACHED_SERVERS = `127.0.0.1:${await freePort()},${first.server},${second.server}`;
  assert.equal(await set('both', '7', 60), false);
  assert.deepEqual(await getMany(['both']), new Map([['both', '7']]));
  process.env.MEMCACHED_SERVERS = second.server;
  closeCache();
  assert.deepEqual(await getMany(['both']), new Map([['both', '7']]));
});

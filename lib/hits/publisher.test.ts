import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMemcached } from '@/lib/machine/memcached';
import { type Entry, Memcached } from '@/lib/memcached';
import { Publisher } from './publisher';

test('while memcached has no room for all counts, a missing one is not declared zero; with room, it is', async () => {
  const memcached = await startMemcached({ memory: 2 });
  const client = new Memcached(memcached.server);
  let contents = 40_000;
  const states: string[] = [];
  const publisher = new Publisher({
    server: memcached.server,
    *all(): Generator<Entry> {
      for (let id = 1; id <= contents; id++) yield [`hits:2026-11-24:release:${id}`, '7'];
    },
    ready: (whole) => [['ready', whole ? '1' : '0']],
    onState: (state) => states.push(state),
  });
  const beats = setInterval(() => void publisher.heartbeat('{}'), 200);
  const says = async (value: string) => {
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) {
      if ((await client.get(['ready'])).get('ready')?.toString() === value) return;
    }
    assert.fail(`the counts were never declared ${value}; states: ${states.join(' ')}`);
  };
  try {
    publisher.rewriteAll();
    await says('0');
    assert.ok(!states.includes('up'));
    contents = 100;
    await says('1');
    assert.equal(states.at(-1), 'up');
  } finally {
    clearInterval(beats);
    publisher.close();
    client.close();
    await memcached.stop();
  }
});

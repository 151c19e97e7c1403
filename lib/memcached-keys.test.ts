import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startMemcached } from '@/lib/machine/memcached';
import { Memcached } from './memcached';
import { keysIn } from './memcached-keys';

const server = await startMemcached();
after(() => server.stop());

test('keysIn lists what begins with a prefix, however many there are', async () => {
  const client = new Memcached(server.server);
  const keys = Array.from({ length: 20_000 }, (_, i) => `hits:2026-11-24:release:${i}`);
  await client.set([...keys.map((key) => [key, '1'] as const), ['odd%key="', '1']], 60, 20_000);
  client.close();
  assert.deepEqual((await keysIn(server.server, 'hits:2026-11-24:')).sort(), keys.sort());
  assert.deepEqual(await keysIn(server.server, 'odd'), ['odd%key="']);
  assert.deepEqual(await keysIn(server.server, 'nothing:'), []);
});

test('several lists asked for at a time are all given', async () => {
  const lists = await Promise.all(Array.from({ length: 5 }, () => keysIn(server.server, 'hits:', 5000)));
  for (const keys of lists) assert.equal(keys.length, 20_000);
});

test('keysIn fails in time when memcached hangs or is gone', async () => {
  const away = { name: 'PresskitError', code: 'unavailable' };
  await server.kill('SIGSTOP');
  const start = performance.now();
  await assert.rejects(keysIn(server.server, 'hits:', 200), away);
  assert.ok(performance.now() - start < 1000);
  await server.kill('SIGKILL');
  await assert.rejects(keysIn(server.server, 'hits:'), away);
});

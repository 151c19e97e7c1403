import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { startMemcached } from '@/lib/machine/memcached';
import { Memcached } from './memcached';

const server = await startMemcached();
const client = new Memcached(server.server, 300);
after(async () => {
  client.close();
  await server.stop();
});

const text = (values: Map<string, Buffer>) =>
  Object.fromEntries([...values].map(([key, value]) => [key, value.toString()]));
const away = { name: 'PresskitError', code: 'unavailable' };

test('what is set can be got, several at once, and what is not there is left out', async () => {
  assert.equal(
    await client.set(
      [
        ['a', '1'],
        ['b', ''],
        ['c', 'END\r\n'],
      ],
      60,
    ),
    0,
  );
  assert.deepEqual(text(await client.get(['a', 'b', 'c', 'd'])), { a: '1', b: '', c: 'END\r\n' });
  assert.deepEqual(await client.get([]), new Map());
});

test('values of any bytes and size come back whole', async () => {
  const value = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 7919) & 255));
  await client.set(
    [
      ['binary', value],
      ['after', 'x'],
    ],
    60,
  );
  const found = await client.get(['binary', 'after']);
  assert.ok(found.get('binary')!.equals(value));
  assert.equal(found.get('after')!.toString(), 'x');
});

test('a value memcached refuses is counted, and the others are kept', async () => {
  const tooLarge = Buffer.alloc(2 << 20);
  assert.equal(
    await client.set(
      [
        ['big', tooLarge],
        ['small', '1'],
      ],
      60,
    ),
    1,
  );
  assert.deepEqual(text(await client.get(['big', 'small'])), { small: '1' });
});

test('many requests at once are answered each with its own', async () => {
  const keys = Array.from({ length: 5000 }, (_, i) => `many:${i}`);
  const sets = keys.map((key, i) => client.set([[key, `${i}`]], 60));
  const gets = keys.map((key) => client.get([key]));
  assert.ok((await Promise.all(sets)).every((refused) => refused === 0));
  (await Promise.all(gets)).forEach((found, i) => {
    assert.equal(found.get(`many:${i}`)?.toString(), `${i}`);
  });
});

test('keys lists what begins with a prefix', async () => {
  await client.set(
    [
      ['hits:2026-11-24:release:1', '1'],
      ['hits:2026-11-24:file:2', '2'],
    ],
    60,
  );
  assert.deepEqual((await client.keys('hits:2026-11-24:')).sort(), [
    'hits:2026-11-24:file:2',
    'hits:2026-11-24:release:1',
  ]);
  assert.deepEqual(await client.keys('nothing:'), []);
});

test('what is no key is a mistake of the caller, and harms no other request', async () => {
  for (const key of ['', 'a b', 'a\r\nflush_all', 'ü', 'x'.repeat(251)])
    await assert.rejects(async () => client.get([key]), { code: 'usage' });
  assert.equal((await client.stats()).pid, String(server.pid));
});

test('requests that were under way when memcached is killed fail, and the next ones after a restart succeed', async () => {
  await server.kill('SIGSTOP');
  const under = Promise.allSettled([client.get(['a']), client.set([['a', '2']], 60)]);
  await server.kill('SIGKILL');
  for (const one of await under) assert.equal(one.status, 'rejected');
  await assert.rejects(client.get(['a']), away);
  await server.start();
  await client.set([['a', '3']], 60);
  assert.deepEqual(text(await client.get(['a'])), { a: '3' });
});

test('a memcached that hangs is given up in time, and used again when it goes on', async () => {
  await server.kill('SIGSTOP');
  const start = performance.now();
  await assert.rejects(client.get(['a']), away);
  const took = performance.now() - start;
  assert.ok(took > 250 && took < 1500, `${took} ms`);
  await server.kill('SIGCONT');
  assert.deepEqual(text(await client.get(['a'])), { a: '3' });
});

test('answers cut anywhere are put together, and one that is no answer ends the connection', async () => {
  const sockets: Socket[] = [];
  const fake = createServer((socket) => {
    sockets.push(socket);
    socket.once('data', async () => {
      for (const byte of 'VALUE a 0 3\r\nx\r\n\r\nVALUE b 0 0\r\n\r\nEND\r\n') {
        socket.write(byte);
        await new Promise((resolve) => setImmediate(resolve));
      }
      socket.once('data', () => socket.write('SERVER_ERROR out of order\r\n'));
    });
  });
  await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve));
  const odd = new Memcached(`127.0.0.1:${(fake.address() as AddressInfo).port}`, 2000);
  let lost = 0;
  odd.onLost = () => lost++;
  assert.deepEqual(text(await odd.get(['a', 'b'])), { a: 'x\r\n', b: '' });
  await assert.rejects(odd.get(['a']), /SERVER_ERROR out of order/);
  assert.equal(lost, 1);
  odd.close();
  for (const socket of sockets) socket.destroy();
  fake.close();
});

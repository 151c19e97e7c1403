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

test('what has expired when it is set is gone', async () => {
  await client.set([['gone', '1']], 60);
  assert.equal(await client.set([['gone', '2']], -1), 0);
  assert.deepEqual(text(await client.get(['gone'])), {});
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

/** A server that speaks memcached's binary protocol as far as a test needs it. */
async function pretend(take: (socket: Socket) => void): Promise<{ odd: Memcached; end(): void }> {
  const sockets: Socket[] = [];
  const fake = createServer((socket) => {
    sockets.push(socket.on('error', () => socket.destroy()));
    take(socket);
  });
  await new Promise<void>((resolve) => fake.listen(0, '127.0.0.1', resolve));
  const odd = new Memcached(`127.0.0.1:${(fake.address() as AddressInfo).port}`, 300);
  const end = () => {
    odd.close();
    for (const socket of sockets) socket.destroy();
    fake.close();
  };
  return { odd, end };
}

/** The answer to a GET: a header of 24 bytes, four bytes of flags, the value. */
function answerTo(request: Buffer, value: string): Buffer {
  const head = Buffer.alloc(28);
  head[0] = 0x81;
  head[4] = 4;
  head.writeUInt32BE(4 + value.length, 8);
  request.copy(head, 12, 12, 16);
  return Buffer.concat([head, Buffer.from(value)]);
}

test('answers cut anywhere are put together', async () => {
  const { odd, end } = await pretend((socket) =>
    socket.once('data', async (request) => {
      for (const byte of answerTo(request, 'x\r\n')) {
        socket.write(Buffer.of(byte));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }),
  );
  assert.deepEqual(text(await odd.get(['a'])), { a: 'x\r\n' });
  end();
});

test('a connection closed in good order fails what was asked, at once, and half an answer harms no later one', async () => {
  let connections = 0;
  const { odd, end } = await pretend((socket) => {
    const isFirst = ++connections === 1;
    socket.once('data', (request) => {
      const answer = answerTo(request, 'right');
      if (isFirst) socket.end(answer.subarray(0, 20));
      else socket.write(answer);
    });
  });
  let lost = 0;
  odd.onLost = () => lost++;
  const start = performance.now();
  await assert.rejects(odd.get(['a']), away);
  assert.ok(performance.now() - start < 200);
  assert.equal(lost, 1);
  assert.equal(odd.inFlight, 0);
  assert.deepEqual(text(await odd.get(['a'])), { a: 'right' });
  end();
});

test('a connection that is closed while nothing is asked is told of', async () => {
  const { odd, end } = await pretend((socket) =>
    socket.once('data', (request) => {
      socket.write(answerTo(request, 'x'));
      setTimeout(() => socket.end(), 20);
    }),
  );
  await odd.get(['a']);
  await new Promise<void>((resolve) => {
    odd.onLost = resolve;
  });
  assert.deepEqual(text(await odd.get(['a'])), { a: 'x' });
  end();
});

test('what is no answer fails within the deadline', async () => {
  const garbage = [
    Buffer.from('SERVER_ERROR out of order\r\n'),
    Buffer.alloc(100_000, 255),
    Buffer.alloc(5000),
  ];
  for (const bytes of garbage) {
    const { odd, end } = await pretend((socket) => socket.once('data', () => socket.write(bytes)));
    const start = performance.now();
    await assert.rejects(odd.get(['a', 'b']), away);
    assert.ok(performance.now() - start < 1500);
    end();
  }
});

test('requests to a server that nobody hears fail within their own deadlines', async () => {
  // Reserved for documentation: packets to it are lost, or refused on the way.
  const nowhere = new Memcached('192.0.2.1:11211', 5000);
  const start = performance.now();
  await assert.rejects(nowhere.get(['a'], 200), away);
  assert.ok(performance.now() - start < 1000);
  nowhere.close();
});

test('more requests than memjs can number are not its end', async () => {
  const internals = client as unknown as { connection: { client: { seq: number } } };
  await client.set([['numbered', '1']], 60);
  internals.connection.client.seq = 2 ** 31 - 2;
  for (let i = 0; i < 5; i++) assert.equal((await client.get(['numbered'])).size, 1);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyOf } from './peer-keys';
import type { Peer } from './peers';

process.env.SITE_URL = 'http://localhost:8080';

test('of a set of keys that does not end, no more is read than a set of keys can be', async () => {
  let sent = 0;
  const server = createServer(async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const piece = Buffer.alloc(16_384, ' ');
    while (!response.destroyed && sent < 64 << 20) {
      sent += piece.length;
      if (!response.write(piece)) await Promise.race([once(response, 'drain'), sleep(200)]);
    }
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const peer = { algorithm: 'ES256', origin: `http://127.0.0.1:${port}`, sharesDatabase: false } as Peer;
  const refused = await keyOf(peer, 'some');
  assert.match(JSON.stringify(refused), /keys_unreachable/);
  assert.match(JSON.stringify(refused), /too long/);
  assert.ok(sent < 16 << 20, `${sent} bytes were sent`);
  server.closeAllConnections();
  server.close();
});

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, test } from 'node:test';
import { whyNoPeer } from './peer-addresses';
import { askPeer } from './peer-fetch';
import { checked, peerDefaults } from './peer-rules';

process.env.SITE_URL = 'https://press.example';
afterEach(() => {
  process.env.SITE_URL = 'https://press.example';
});

const peerAt = (origin: string, more = {}) =>
  checked({ ...peerDefaults, key: 'shop', name: 'Shop', origin, ...more });

test('a peer is on this machine only where the whole site is', () => {
  const here = [
    'http://127.0.0.1:11211',
    'http://localhost:5432',
    'https://shop.localhost',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://2130706433',
    'https://0x7f.1',
    'https://localhost.',
  ];
  for (const origin of here) assert.throws(() => peerAt(origin), { code: 'invalid' }, origin);
  for (const field of ['jwksUrl', 'startUrl', 'consumeUrl', 'logoutUrl'])
    assert.throws(
      () => peerAt('https://shop.example', { [field]: 'http://127.0.0.1:8080/stats' }),
      /127\.0\.0\.1: that is this machine itself/,
    );
  for (const site of [
    'http://localhost:8080',
    'http://a.localhost',
    'http://127.0.0.1:1',
    'http://[::1]:1',
  ]) {
    process.env.SITE_URL = site;
    for (const origin of here.slice(0, 4)) peerAt(origin);
  }
});

test('a link-local address is no peer’s at all, and one of a private network can be', () => {
  for (const site of ['https://press.example', 'http://localhost']) {
    process.env.SITE_URL = site;
    for (const origin of ['https://169.254.169.254', 'https://0.0.0.0', 'https://[::]', 'https://[fe80::1]'])
      assert.throws(() => peerAt(origin), /link-local/, origin);
    for (const origin of [
      'https://10.0.0.7',
      'https://192.168.1.2',
      'https://[fd00::1]',
      'https://shop.example',
    ])
      assert.equal(whyNoPeer(new URL(peerAt(origin).origin).hostname), null);
  }
});

test('what a name resolves to is looked at when it is fetched, and the connection goes there', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (host: string, ...addresses: string[]) =>
    askPeer(`http://${host}:${port}/`, { most: 100, signal: AbortSignal.timeout(5000) }, (_, __, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      ),
    );
  await assert.rejects(ask('127.0.0.1'), /this machine itself/);
  // Anybody can put such addresses into the DNS for a name of theirs, also beside one that is good.
  await assert.rejects(
    ask('shop.example', '127.0.0.1'),
    /shop\.example is 127\.0\.0\.1: that is this machine/,
  );
  await assert.rejects(ask('shop.example', '192.0.2.1', '::1'), /this machine itself/);
  await assert.rejects(ask('shop.example', '::ffff:127.0.0.1'), /this machine itself/);
  await assert.rejects(ask('shop.example', '169.254.169.254'), /link-local/);
  assert.equal(asked, 0);
  process.env.SITE_URL = 'http://localhost';
  assert.equal((await ask('shop.example', '127.0.0.1')).body.toString(), 'inside');
  server.close();
});

test('of an answer no more is read than was asked for, and no redirection is followed', async () => {
  process.env.SITE_URL = 'http://localhost';
  const server = createServer((request, response) => {
    if (request.url === '/away') return void response.writeHead(302, { location: '/' }).end();
    if (request.method === 'POST') return void request.pipe(response);
    response.end('x'.repeat(200));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signal = AbortSignal.timeout(5000);
  await assert.rejects(askPeer(origin, { most: 100, signal }), /too long/);
  assert.equal((await askPeer(origin, { signal })).body.length, 0);
  assert.equal((await askPeer(`${origin}/away`, { most: 100, signal })).status, 302);
  const form = new URLSearchParams({ logout_token: 'a b&c' });
  const sent = await askPeer(origin, { method: 'POST', form, most: 100, signal });
  assert.equal(sent.body.toString(), 'logout_token=a+b%26c');
  server.close();
  await assert.rejects(askPeer(origin, { signal }), /ECONNREFUSED/);
});

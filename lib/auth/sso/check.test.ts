import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { checkPeer } from './check';
import type { PeerInput } from './peer-rules';
import { addPeer, peerByKey } from './peers';
import { foreignSite } from './testing/foreign-site';
import { peerInput } from './testing/peer-input';

await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';
const A = process.env.SITE_URL;
const servers: ReturnType<typeof createServer>[] = [];
after(() => {
  for (const server of servers) server.close().closeAllConnections();
});

let made = 0;
async function counterpart(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
async function found(origin: string, changes: Partial<PeerInput> = {}) {
  const { peer } = await addPeer(null, peerInput(`p${++made}`, origin, changes));
  const findings = await checkPeer(await peerByKey(peer.key));
  const said = (ok: boolean) =>
    findings
      .filter((one) => one.ok === ok)
      .map(({ sentence }) => sentence)
      .join('\n');
  return { good: said(true), wrong: said(false) };
}

test('a counterpart that knows us and serves its keys has nothing wrong', async () => {
  const foreign = await foreignSite();
  const keys = await (await fetch(`${foreign.origin}/.well-known/jwks.json`)).text();
  const asked: string[] = [];
  const origin = await counterpart((request, response) => {
    if (request.url === '/.well-known/jwks.json') return void response.end(keys);
    if (request.url?.startsWith('/api/sso/start')) {
      asked.push(request.url);
      return void response.writeHead(303, { location: `${A}/api/sso/issue?site=x&nonce=y` }).end();
    }
    response.end();
  });
  const { good, wrong } = await found(origin);
  assert.equal(wrong, '');
  assert.match(good, /Its keys can be read: first\.\nIt knows this site/);
  assert.deepEqual(asked, [`/api/sso/start?iss=${encodeURIComponent(A)}&next=%2F`]);
});

test('a counterpart that does not know us, or is no such thing, is told apart', async () => {
  const stranger = await counterpart((request, response) => {
    response.writeHead(request.url?.startsWith('/api/sso/start') ? 303 : 404, { location: '/sso/refused' });
    response.end();
  });
  const { wrong } = await found(stranger);
  assert.match(wrong, /does not know http:\/\/a\.localhost:8080/);
  assert.match(wrong, /keys should be at .* answers 404/);
  const nobody = await found('http://127.0.0.1:9');
  assert.match(nobody.wrong, /does not answer: .*\. Is the origin right/);
});

test('what a counterpart says in its pages is repeated nowhere, however it is put', async () => {
  const bodies = ['<html>internal swordfish</html>', '"swordfish', `{"keys": "swordfish"}`, 'null', '[1]'];
  for (const body of bodies) {
    const origin = await counterpart((_, response) => response.end(body));
    const { good, wrong } = await found(origin, { direction: 'in' });
    assert.match(wrong, /jwks.json/, body);
    assert.doesNotMatch(good + wrong, /swordfish|html/, body);
  }
});

test('no redirection is followed, and of an endless answer no more is read than keys can be', async () => {
  let inside = 0;
  const secretPlace = await counterpart((_, response) => {
    inside++;
    response.end('{"keys":[]}');
  });
  const origin = await counterpart((_, response) => response.writeHead(302, { location: secretPlace }).end());
  const { wrong } = await found(origin);
  assert.match(wrong, /keys at .* cannot be read/);
  assert.equal(inside, 0);
  let sent = 0;
  const endless = await counterpart((request, response) => {
    if (request.method === 'HEAD') return void response.end();
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(10_000))) sent += 10_000;
    };
    response.on('drain', more);
    more();
  });
  assert.match((await found(endless, { direction: 'in' })).wrong, /too long/);
  assert.ok(sent < 20_000_000);
});

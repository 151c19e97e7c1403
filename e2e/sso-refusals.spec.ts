import { request as ask } from 'node:http';
import { decodeJwt } from 'jose';
import { sessionOf } from '@/lib/auth/sessions';
import { ssoLog } from '@/lib/auth/sso/log';
import { newSecret, nonceFor } from '@/lib/auth/sso/nonces';
import { addPeer, changePeer } from '@/lib/auth/sso/peers';
import type { Refusal } from '@/lib/auth/sso/refusals';
import { foreignSite } from '@/lib/auth/sso/testing/foreign-site';
import { peerInput } from '@/lib/auth/sso/testing/peer-input';
import { createUser } from '@/lib/auth/users';
import { violations } from './axe';
import { expect, test } from './fixtures';
import { ownStack } from './own-stack';

/** What is refused at the running site: each with its reason in the log, and one page for the person that tells none. */
const stack = ownStack({});
let foreign: Awaited<ReturnType<typeof foreignSite>>;
const secret = newSecret();
const nonce = nonceFor(secret);
const email = 'vera@people.example';
test.beforeAll(async () => {
  foreign = await foreignSite();
  await addPeer(null, peerInput('foreign', foreign.origin));
  await createUser({ email, name: 'Vera Lund', isVerified: true });
});

type Answer = { status: number; location: string; headers: NodeJS.Dict<string | string[]>; text: string };
function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { host, port } = new URL(stack().url);
    const sent = ask(
      { host: '127.0.0.1', port, path, agent: false, headers: { Host: host, ...headers } },
      async (answer) => {
        let text = '';
        for await (const part of answer.setEncoding('utf8')) text += part;
        const { location = '' } = answer.headers;
        resolve({ status: answer.statusCode!, location, headers: answer.headers, text });
      },
    );
    sent.on('error', reject).end();
  });
}
const consume = (token: string, cookies: Record<string, string> = { sso_nonce: secret }) =>
  get(`/api/sso/consume?token=${encodeURIComponent(token)}&next=/releases`, {
    Cookie: Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
  });
const person = { sub: 'vera', email, email_verified: true, nonce };
const make = (changes = {}, header = {}) => foreign.token(stack().url, { ...person, ...changes }, header);
const lastReason = async () => (await ssoLog({ onlyRefusals: true, limit: 1 }))[0]?.detail.reason;

test('each refusal has its reason in the log, and the person is told the same each time', async ({
  page,
}) => {
  const good = await make();
  const [head, body, signature] = good.split('.') as [string, string, string];
  const seconds = Math.floor(Date.now() / 1000);
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'sso+jwt', kid: 'first' })).toString(
    'base64url',
  );
  const claims = { ...decodeJwt(good), sub: 'admin' };
  const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const used = await make();
  expect((await consume(used)).location).toBe('/releases');
  const stranger = await foreignSite();
  const byStranger = await stranger.token(stack().url, { ...person, iss: foreign.origin });
  const cases: [what: string, token: string, reason: Refusal][] = [
    ['alg none', `${none}.${body}.`, 'algorithm'],
    ['another typ', await make({}, { typ: 'JWT' }), 'type'],
    ["a stranger's key", byStranger, 'signature'],
    ['an issuer that is no peer', await stranger.token(stack().url, person), 'issuer'],
    ['for another site', await make({ aud: 'https://c.example' }), 'audience'],
    ['used before', used, 'replayed'],
    ['expired', await make({ iat: seconds - 80, exp: seconds - 20 }), 'expired'],
    ['from the future', await make({ iat: seconds + 60, exp: seconds + 120 }), 'future'],
    ['valid for an hour', await make({ exp: seconds + 3600 }), 'lifetime'],
    ['over-long', await make({ name: 'x'.repeat(5000) }), 'too_large'],
    ['malformed', 'this is no token', 'malformed'],
    ['cut off', good.slice(0, -9), 'malformed'],
    ['two parts', `${head}.${body}`, 'malformed'],
    ['a changed claim', `${head}.${changed}.${signature}`, 'signature'],
    ['no subject', await make({ sub: undefined }), 'claims'],
    ['for another browser', await make({ nonce: nonceFor(newSecret()) }), 'nonce'],
    ['for none', await make({ nonce: undefined }), 'nonce'],
  ];
  for (const [what, token, reason] of cases) {
    const answer = await consume(token);
    expect([answer.status, answer.location], what).toEqual([303, '/sso/refused?next=%2Freleases']);
    expect(answer.headers['cache-control'], what).toBe('no-store');
    expect(answer.headers['set-cookie'], what).toBeUndefined();
    expect(await lastReason(), what).toBe(reason);
  }
  expect((await consume(await make(), {})).location).toBe('/sso/refused?next=%2Freleases');
  expect(await lastReason()).toBe('nonce');
  await changePeer(null, 'foreign', { enabled: false });
  expect((await consume(await make())).location).toBe('/sso/refused?next=%2Freleases');
  expect(await lastReason()).toBe('peer_disabled');
  await changePeer(null, 'foreign', { enabled: true });

  // The only page, with a way on: it says nothing of why, and nothing keeps it.
  const { headers } = await get('/sso/refused?next=%2Freleases');
  expect(headers['cache-control']).toContain('no-store');
  expect(headers['x-robots-tag']).toContain('noindex');
  await page.goto(`${stack().url}/sso/refused?next=%2Freleases`);
  expect(await violations(page)).toEqual([]);
  await expect(page.locator('main')).not.toContainText(/nonce|signature|expired|audience|issuer|peer|token/i);
  await page.getByRole('link', { name: 'Go on to the page without signing in' }).click();
  await expect(page).toHaveURL(`${stack().url}/releases`);
});

test('nothing that somebody puts into an address or a token leads to another site', async ({ page }) => {
  const { url } = stack();
  const hostile = [
    ...['https://evil.example', 'http:evil.example', '//evil.example', '///evil.example', '\\\\evil.example'],
    ...['/\\evil.example', '/\\/evil.example', '/\t/evil.example', '/\r\n/evil.example', ' //evil.example'],
    ...['/.//evil.example', '/%2e%2e//evil.example', '/x/..//evil.example', 'javascript:alert(1)', ''],
    ...['data:text/html,x', '@evil.example', '/api/sso/issue?site=foreign', '/sign-out'],
  ];
  const within = (location: string) => {
    expect(location).toMatch(/^\/(?!\/)/);
    return new URL(location, url).origin;
  };
  for (const next of hostile) {
    const asked = encodeURIComponent(next);
    const arrived = await consume(await make({ next }));
    expect(within(arrived.location), next).toBe(url);
    const refused = await get(`/api/sso/consume?token=x&next=${asked}`);
    expect(within(refused.location), next).toBe(url);
    const away = await get(`/api/sso/issue?site=foreign&next=${asked}`);
    expect(new URL(away.location).origin, next).toBe(foreign.origin);
    const begun = await get(`/api/sso/start?iss=foreign&next=${asked}`);
    expect(new URL(begun.location).origin, next).toBe(foreign.origin);
    expect(new URL(begun.location).searchParams.get('next'), next).toMatch(/^\/(?!\/)/);
  }
  await page.goto(`${url}/sso/refused?next=%2F%2Fevil.example`);
  const link = page.getByRole('link', { name: 'Go on to the page without signing in' });
  await expect(link).toHaveAttribute('href', '/');
});

test('a session that somebody has planted is worth nothing, and each arrival gets another one', async () => {
  const planted = newSecret();
  const sessionIn = ({ headers }: Answer) =>
    /^presskit=([^;]+)/.exec(
      [headers['set-cookie']].flat().find((one) => one?.startsWith('presskit=')) ?? '',
    )?.[1];
  const first = sessionIn(await consume(await make(), { sso_nonce: secret, presskit: planted }))!;
  expect(first).toBeTruthy();
  expect(first).not.toBe(planted);
  expect(await sessionOf(planted)).toBeNull();
  expect((await sessionOf(first))?.user.email).toBe(email);
  const second = sessionIn(await consume(await make(), { sso_nonce: secret, presskit: first }))!;
  expect(second).not.toBe(first);
  expect(await sessionOf(first)).toBeNull();
  expect((await sessionOf(second))?.user.email).toBe(email);
});

test('no request of a sign-in is a hit, and every answer is one that nobody keeps', async ({ hits }) => {
  const { newsroomId, id } = await someRelease();
  const before = [
    await hits.total({ type: 'release', id }),
    await hits.total({ type: 'newsroom', id: newsroomId }),
  ];
  const token = await make({ next: `/releases/${id}/x` });
  expect(decodeJwt(token).iss).toBe(foreign.origin);
  for (const path of [
    `/api/sso/issue?site=foreign&next=/releases/${id}/x`,
    `/api/sso/start?iss=foreign&next=/releases/${id}/x`,
    `/api/sso/consume?token=${token}`,
    `/api/sso/consume/releases/${id}/x?token=${token}`,
    '/api/sso/discourse?sso=x&sig=x',
    '/sso/continue',
    '/sso/confirm',
  ]) {
    const answer = await get(path, {
      'User-Agent': 'Mozilla/5.0 Firefox/130.0',
      Cookie: `sso_nonce=${secret}`,
    });
    expect(answer.headers['cache-control'], path).toContain('no-store');
    expect(answer.headers['referrer-policy'], path).toMatch(/no-referrer|strict-origin/);
  }
  expect([
    await hits.total({ type: 'release', id }),
    await hits.total({ type: 'newsroom', id: newsroomId }),
  ]).toEqual(before);
});

async function someRelease() {
  const { ownNewsroom, publish } = await import('./content');
  const room = await ownNewsroom('Cable');
  const { id } = await publish({ newsroomId: room.id, title: 'Cable ships a wire' });
  return { newsroomId: room.id, id };
}

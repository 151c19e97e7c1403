import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { now } from '@/lib/clock';

/** For tests: another site on this machine, with keys of its own, that serves them and hears who has signed out. */
export async function foreignSite() {
  let kid = 'first';
  let pair = await generateKeyPair('ES256', { extractable: true });
  const told: string[] = [];
  const state = {
    fails: false,
    fetched: 0,
    /** What happens before it answers that it has heard. */
    before: undefined as (() => Promise<void>) | undefined,
  };
  const server = createServer(async (request, response) => {
    if (state.fails) return void response.writeHead(500).end();
    if (request.url === '/.well-known/jwks.json') {
      state.fetched++;
      const jwk = { ...(await exportJWK(pair.publicKey)), kid, alg: 'ES256', use: 'sig' };
      return void response.end(JSON.stringify({ keys: [jwk] }));
    }
    if (request.url === '/api/sso/logout' && request.method === 'POST') {
      await state.before?.();
      if (state.fails) return void response.writeHead(500).end();
      let body = '';
      for await (const part of request) body += part;
      told.push(new URLSearchParams(body).get('logout_token') ?? '');
      return void response.end();
    }
    response.writeHead(404).end();
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  // It ends with the test's process.
  server.unref();
  return {
    origin,
    told,
    state,
    publicKey: () => pair.publicKey,
    /** From now on nobody listens at its address; `comeBack` ends that. */
    goAway: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    comeBack: () => listen(port),
    /** Its next tokens are signed with another key. */
    async rotate() {
      kid = `key-${randomUUID()}`;
      pair = await generateKeyPair('ES256', { extractable: true });
    },
    /** A token to sign in with at `aud`; changes to the claims, undefined takes one away. */
    token(aud: string, changes: JWTPayload = {}, header: { typ?: string } = {}): Promise<string> {
      const iat = Math.floor(now().getTime() / 1000);
      return new SignJWT({ iss: origin, aud, sub: '42', iat, exp: iat + 60, jti: randomUUID(), ...changes })
        .setProtectedHeader({ alg: 'ES256', typ: 'sso+jwt', kid, ...header })
        .sign(pair.privateKey);
    },
  };
}

export type ForeignSite = Awaited<ReturnType<typeof foreignSite>>;

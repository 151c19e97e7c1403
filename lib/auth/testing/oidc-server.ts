import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A small OpenID Connect provider for tests, on a port of its own: discovery, authorization code with PKCE and nonce,
 * ID tokens signed with RS256. It signs in whoever `person` says without asking, and refuses what a provider refuses.
 */
export type Person = {
  sub: string;
  email?: string;
  email_verified?: unknown;
  name?: string;
};
export type Fault = 'none' | 'cancel' | 'wrong nonce' | 'wrong audience' | 'down';
export type OidcServer = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  person: Person;
  fault: Fault;
  close: () => Promise<void>;
};

type Grant = { challenge: string; nonce: string; redirect: string; person: Person };

export async function startOidcServer(): Promise<OidcServer> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const state: OidcServer = {
    issuer: '',
    clientId: 'presskit',
    clientSecret: 'a secret: with & signs',
    person: { sub: '1' },
    fault: 'none',
    close: () =>
      new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };

  const routes: Record<string, (request: IncomingMessage, response: ServerResponse) => Promise<void> | void> =
    {
      '/.well-known/openid-configuration': (_, response) =>
        json(response, {
          issuer: state.issuer,
          authorization_endpoint: `${state.issuer}/authorize`,
          token_endpoint: `${state.issuer}/token`,
          userinfo_endpoint: `${state.issuer}/userinfo`,
          jwks_uri: `${state.issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
        }),
      '/jwks': (_, response) =>
        json(response, {
          keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }],
        }),
      '/authorize': (request, response) => {
        const asked = new URL(request.url!, state.issuer).searchParams;
        const back = new URL(asked.get('redirect_uri')!);
        back.searchParams.set('state', asked.get('state')!);
        if (state.fault === 'cancel') back.searchParams.set('error', 'access_denied');
        else {
          const code = randomBytes(16).toString('hex');
          grants.set(code, {
            challenge: asked.get('code_challenge')!,
            nonce: asked.get('nonce')!,
            redirect: asked.get('redirect_uri')!,
            person: { ...state.person },
          });
          back.searchParams.set('code', code);
        }
        response.writeHead(302, { Location: back.href }).end();
      },
      '/token': async (request, response) => {
        if (state.fault === 'down') return void response.writeHead(503).end();
        const body = new URLSearchParams(await text(request));
        const grant = grants.get(body.get('code') ?? '');
        grants.delete(body.get('code') ?? '');
        const verifier = createHash('sha256')
          .update(body.get('code_verifier') ?? '')
          .digest('base64url');
        const [id, secret] = Buffer.from((request.headers.authorization ?? '').slice(6), 'base64')
          .toString()
          .split(':')
          .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
        if (id !== state.clientId || secret !== state.clientSecret)
          return json(response, { error: 'invalid_client' }, 401);
        if (!grant || grant.challenge !== verifier || grant.redirect !== body.get('redirect_uri'))
          return json(response, { error: 'invalid_grant' }, 400);
        const now = Math.floor(Date.now() / 1000);
        const claims = {
          iss: state.issuer,
          aud: state.fault === 'wrong audience' ? 'somebody-else' : state.clientId,
          iat: now,
          exp: now + 300,
          nonce: state.fault === 'wrong nonce' ? 'x' : grant.nonce,
          ...grant.person,
        };
        const parts = [{ alg: 'RS256', typ: 'JWT', kid: 'k1' }, claims].map((part) =>
          Buffer.from(JSON.stringify(part)).toString('base64url'),
        );
        const signature = createSign('RSA-SHA256').update(parts.join('.')).sign(keys.privateKey, 'base64url');
        json(response, {
          access_token: randomBytes(8).toString('hex'),
          token_type: 'Bearer',
          expires_in: 300,
          id_token: [...parts, signature].join('.'),
        });
      },
    };
  const server = createServer(async (request, response) => {
    const route = routes[new URL(request.url!, 'http://localhost').pathname];
    if (!route) return void response.writeHead(404).end();
    await route(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  state.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}

function json(response: ServerResponse, data: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(data));
}

async function text(request: IncomingMessage): Promise<string> {
  let whole = '';
  for await (const chunk of request) whole += chunk;
  return whole;
}

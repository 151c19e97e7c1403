import { Auth, type AuthConfig, skipCSRFCheck } from '@auth/core';
import type { Adapter } from '@auth/core/adapters';
import { env, optionalEnv } from '@/lib/env';
import { explain, PresskitError } from '@/lib/errors';
import { sealedConnection } from './connecting';
import { type Denial, link, type Profile, userFor, userOfIdentity } from './identities';
import { openSession } from './sessions';
import { newToken } from './tokens';
import { type User, userByEmail } from './users';

/**
 * The one door to @auth/core. It is used for what it is good at, the conversation with an OpenID Connect provider
 * (state, nonce, PKCE, the exchange of tokens), and for nothing else: who somebody is, whether they may come in, and their
 * session are ours. To replace it, replace this file. It takes an ID token, which comes straight from the provider over
 * TLS, without looking at its signature, as OpenID Connect Core 3.1.3.7 allows; so without TLS OIDC_ISSUER is refused.
 */
export type Provider = { id: 'google' | 'oidc'; name: string };

export const callbackPath = (id: Provider['id']): string => `/api/auth/callback/${id}`;

/** The providers that this installation is configured for. Throws 'config' for half of a provider. */
export const providers = (): Provider[] => configured().map(({ id, name }) => ({ id, name }));

export type Arrival =
  /** To the provider, or back to a page of this site. */
  | { location: string; cookies: string[] }
  /** Signed in: the session's token for the cookie. */
  | { location: string; cookies: string[]; token: string; expiresAt: Date }
  | { denied: Denial | 'cancelled' | 'failed' }
  /** Whoever it is has to sign in here another way, and connects the two accounts with this. */
  | { denied: 'connect'; connection: string };

/**
 * Begins or ends a sign-in with a provider.
 * @param request POST /api/auth/signin/<id> (its Origin has been checked) or GET /api/auth/callback/<id>
 * @param o.next where on this site to go afterwards, checked
 * @param o.about the browser, for the list of sessions
 */
export async function arrivalOf(
  request: Request,
  o: { id: string; next: string; about: { userAgent: string; address: string; host?: string } },
): Promise<Arrival> {
  const { SITE_URL } = env('SITE_URL');
  const settings = configured().find(({ id }) => id === o.id);
  if (!settings) throw new PresskitError('not_found', 'There is no such way to sign in here');
  const { pathname, search } = new URL(request.url);
  const outcome: Outcome = {};
  const asked = new Request(new URL(pathname + search, SITE_URL), {
    method: request.method,
    headers: withoutSession(request.headers),
    body: request.method === 'POST' ? new URLSearchParams({ callbackUrl: o.next }) : undefined,
  });
  const response = await Auth(asked, {
    ...base(SITE_URL),
    providers: [providerOf(settings)],
    adapter: adapterFor(outcome, { ...o.about, method: `oauth:${settings.id}` }),
    callbacks: {
      async signIn({ profile }) {
        const found = await userFor(settings.id, profileOf(profile ?? {}));
        if (typeof found !== 'string') return true;
        outcome.denied = found;
        if (found === 'connect') outcome.connection = sealedConnection(settings.id, profileOf(profile ?? {}));
        return false;
      },
      // The address that is kept in a cookie on the way was made here; still it must lie within the site.
      redirect: ({ url, baseUrl }) => (new URL(url, baseUrl).origin === baseUrl ? url : baseUrl),
    },
    logger: {
      error: (error) => {
        outcome.failure = error;
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  });
  return arrival(response, outcome, SITE_URL);
}

type Outcome = {
  denied?: Denial;
  connection?: string;
  session?: { token: string; expiresAt: Date };
  failure?: unknown;
};

/** Fails closed: with anything but the redirection that was to be expected, nobody is signed in. */
function arrival(
  response: Response,
  { denied, connection, session, failure }: Outcome,
  origin: string,
): Arrival {
  if (denied === 'connect' && connection) return { denied, connection };
  if (denied) return { denied };
  if (failure) {
    const cancelled = (failure as { type?: string }).type === 'OAuthCallbackError';
    if (!cancelled) process.stderr.write(`signing in with a provider: ${reasonOf(failure)}\n`);
    return { denied: cancelled ? 'cancelled' : 'failed' };
  }
  const location = response.headers.get('location');
  // A wrong configuration is answered with 500 and a body, without an error.
  if (response.status !== 302 || !location) return { denied: 'failed' };
  const cookies = response.headers.getSetCookie().filter((cookie) => !cookie.startsWith(`${sessionCookie}=`));
  const to = new URL(location, origin);
  if (to.origin !== origin) return { location: to.href, cookies };
  const path = `${to.pathname}${to.search}${to.hash}`;
  return session ? { location: path, cookies, ...session } : { denied: 'failed' };
}

// @auth/core keeps the error beneath its own beside other things, among them what the provider sent.
function reasonOf(failure: unknown): string {
  const { cause } = failure as { cause?: { err?: unknown } };
  return explain(cause?.err ?? failure).replace(/ *Read more at \S+/g, '');
}

const sessionCookie = 'presskit-never-set';

function base(origin: string): Omit<AuthConfig, 'providers'> {
  const secure = origin.startsWith('https:');
  return {
    secret: env('AUTH_SECRET').AUTH_SECRET,
    // Host and protocol are those of SITE_URL: the request was rebuilt from it.
    trustHost: true,
    basePath: '/api/auth',
    useSecureCookies: secure,
    // The form's Origin is checked before anything comes here.
    skipCSRFCheck,
    session: { strategy: 'database', generateSessionToken: () => newToken().token },
    cookies: { sessionToken: { name: sessionCookie } },
    pages: { signIn: '/sign-in', error: '/sign-in' },
  };
}

type Settings = Provider & { issuer: string; clientId: string; clientSecret: string };

function configured(): Settings[] {
  const set = optionalEnv(
    'OAUTH_GOOGLE_ID',
    'OIDC_ISSUER',
    'OIDC_CLIENT_ID',
    'OIDC_CLIENT_SECRET',
    'OIDC_NAME',
  );
  const found: Settings[] = [];
  if (set.OAUTH_GOOGLE_ID) {
    const { OAUTH_GOOGLE_ID: clientId, OAUTH_GOOGLE_SECRET: clientSecret } = env(
      'OAUTH_GOOGLE_ID',
      'OAUTH_GOOGLE_SECRET',
    );
    found.push({
      id: 'google',
      name: 'Google',
      issuer: 'https://accounts.google.com',
      clientId,
      clientSecret,
    });
  }
  if (set.OIDC_ISSUER || set.OIDC_CLIENT_ID || set.OIDC_CLIENT_SECRET) {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env(
      'OIDC_ISSUER',
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_SECRET',
    );
    const name = set.OIDC_NAME ?? new URL(OIDC_ISSUER).host;
    found.push({
      id: 'oidc',
      name,
      issuer: OIDC_ISSUER,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
    });
  }
  return found;
}

const providerOf = ({
  id,
  name,
  issuer,
  clientId,
  clientSecret,
}: Settings): AuthConfig['providers'][number] => ({
  id,
  name,
  type: 'oidc',
  issuer,
  clientId,
  clientSecret,
  checks: ['pkce', 'state', 'nonce'],
  // userFor has found that the address is enough; without this, @auth/core would link nobody.
  allowDangerousEmailAccountLinking: true,
  profile: (claims: Record<string, unknown>) => {
    const { subject, email, name: who } = profileOf(claims);
    return { id: subject, email, name: who };
  },
});

const profileOf = (claims: Record<string, unknown>): Profile => ({
  // A "sub" is a name within its issuer: another issuer in the settings brings other people (OpenID Connect Core, 5.7).
  subject: `${claims.iss} ${claims.sub}`,
  email: typeof claims.email === 'string' ? claims.email : null,
  // Some providers send the word instead of the value.
  isVerified: claims.email_verified === true || claims.email_verified === 'true',
  name: typeof claims.name === 'string' ? claims.name : null,
});

/** @auth/core never sees whether somebody is signed in: then it would link a provider's account to that person's. */
function withoutSession(headers: Headers): Headers {
  const kept = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' });
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/).filter((cookie) => cookie.includes('authjs.'));
  kept.set('cookie', cookies.join('; '));
  return kept;
}

/** Our tables as @auth/core wants to see them. People are made in userFor, so here they are only found. */
function adapterFor(
  outcome: { session?: { token: string; expiresAt: Date } },
  about: { userAgent: string; address: string; host?: string; method: `oauth:${string}` },
): Adapter {
  const shown = (user: User | null) =>
    user && { id: String(user.id), email: user.email, name: user.name, emailVerified: user.emailVerifiedAt };
  const refuse = (what: string) => async () => {
    throw new Error(`@auth/core asked to ${what}, which is not its business here`);
  };
  return {
    getUserByAccount: async ({ provider, providerAccountId }) =>
      shown(await userOfIdentity(provider, providerAccountId)),
    getUserByEmail: async (email) => shown(await userByEmail(email)),
    async linkAccount({ provider, providerAccountId, userId }) {
      await link(Number(userId), provider, providerAccountId);
    },
    async createSession({ userId, expires }) {
      outcome.session = await openSession(Number(userId), about);
      // What @auth/core puts into a cookie from this is thrown away.
      return { sessionToken: '', userId, expires };
    },
    createUser: refuse('make an account'),
    getUser: refuse('find an account'),
    updateUser: refuse('change an account'),
    getSessionAndUser: refuse('find a session'),
    updateSession: refuse('change a session'),
    deleteSession: refuse('end a session'),
  };
}

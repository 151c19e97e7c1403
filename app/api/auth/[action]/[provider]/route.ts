import { arrivalOf, providers } from '@/lib/auth/oauth-requests';
import { endSession } from '@/lib/auth/sessions';
import { nonceFor } from '@/lib/auth/sso/nonces';
import { ONWARD_SECONDS, onwardOf, onwardWith, ticketFor } from '@/lib/auth/sso/onward';
import { PresskitError } from '@/lib/errors';
import { originOfHost, ownOrigins } from '@/lib/origins';
import { notFoundText } from '../../../../_site/answers';
import { keepConnection } from '../../../../_site/connection-cookie';
import { domain } from '../../../../_site/domain';
import { sameOrigin } from '../../../../_site/guard';
import { nextPath } from '../../../../_site/next-path';
import { clientAddress, cookieName, giveCookie } from '../../../../_site/session-cookie';
import { browserSecret, keepOnward, refusedPath, takeOnward } from '../../../../_site/sso';

/**
 * Signing in with a provider: POST signin/<id> goes there, GET callback/<id> comes back. Providers know SITE_URL alone:
 * from a further domain the way leads through GET onward/<id> there.
 */
type Context = { params: Promise<{ action: string; provider: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { action, provider } = await params;
  if (action !== 'signin') return nothing();
  const foreign = sameOrigin(request);
  if (foreign) return foreign;
  if (!providers().some(({ id }) => id === provider)) return nothing();
  const here = domainOf(request);
  if (!here) return elsewhere();
  const next = nextPath((await request.formData()).get('next')) || '/author';
  if (here !== main()) {
    const nonce = nonceFor(await browserSecret(ONWARD_SECONDS));
    // Good for the moment that it takes to get there.
    const ticket = ticketFor({ to: here, next, nonce }, 60);
    return away(`${main()}/api/auth/onward/${provider}?ticket=${ticket}`);
  }
  // Somebody may have set out from elsewhere before, and turned back.
  await keepOnward(null);
  return answer(request, provider, next);
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { action, provider } = await params;
  if (action !== 'callback' && action !== 'onward') return nothing();
  if (domainOf(request) !== main()) return elsewhere();
  if (action === 'callback') return answer(request, provider, '/author');
  const onward = onwardOf(new URL(request.url).searchParams.get('ticket') ?? '');
  if (!onward) return away('/sign-in?error=failed');
  await keepOnward(ticketFor(onward));
  const begin = new URL(`/api/auth/signin/${provider}`, request.url);
  return answer(new Request(begin, { method: 'POST', headers: request.headers }), provider, '/author');
}

async function answer(request: Request, id: string, next: string): Promise<Response> {
  const about = {
    userAgent: request.headers.get('user-agent') ?? '',
    address: await clientAddress(),
    host: new URL(await domain()).host,
  };
  const arrival = await arrivalOf(request, { id, next, about }).catch((error: unknown) => {
    if (error instanceof PresskitError && error.code === 'not_found') return null;
    throw error;
  });
  if (!arrival) return nothing();
  if ('connection' in arrival) {
    // Here, also for who set out from a further domain: what the two are connected by is kept here.
    await takeOnward();
    await keepConnection(arrival.connection);
    return away(`/sign-in?error=connect&next=${encodeURIComponent('/account/connect')}`);
  }
  const isBack = 'denied' in arrival || 'token' in arrival;
  const onward = isBack ? await takeOnward() : null;
  if ('denied' in arrival) return away(`${onward?.to ?? ''}/sign-in?error=${arrival.denied}`);
  if ('token' in arrival) {
    if (onward)
      return away((await onwardWith(onward, arrival.token)) ?? `${onward.to}${refusedPath}`, arrival.cookies);
    const before = request.headers.get('cookie')?.match(new RegExp(`(?:^|; )${cookieName()}=([^;]+)`))?.[1];
    if (before) await endSession(before);
    await giveCookie(arrival.token, arrival.expiresAt);
    // It was in a cookie on the way, where anything may have been put.
    return away(nextPath(arrival.location) || '/author', arrival.cookies);
  }
  return away(arrival.location, arrival.cookies);
}

const main = () => ownOrigins()[0]!;

/** The request's own address says nothing, it is always localhost; so the one that the visitor typed is compared. */
const domainOf = (request: Request): string | null =>
  originOfHost(request.headers.get('x-forwarded-host') ?? request.headers.get('host'));

const elsewhere = (): Response =>
  new Response(`This is not ${new URL(main()).host}.\n`, {
    status: 421,
    headers: { 'Cache-Control': 'no-store' },
  });

function away(location: string, cookies: string[] = []): Response {
  const headers = new Headers({ Location: location, 'Cache-Control': 'no-store' });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  // 303: the next request is a GET, also after a POST.
  return new Response(null, { status: 303, headers });
}

const nothing = () => notFoundText('There is nothing at this address.');

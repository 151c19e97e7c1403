import { arrivalOf } from '@/lib/auth/oauth-requests';
import { endSession } from '@/lib/auth/sessions';
import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { notFoundText } from '../../../../_site/answers';
import { sameOrigin } from '../../../../_site/guard';
import { nextPath } from '../../../../_site/next-path';
import { clientAddress, cookieName, giveCookie } from '../../../../_site/session-cookie';

/** Signing in with a provider: POST signin/<id> goes there, GET callback/<id> comes back. */
type Context = { params: Promise<{ action: string; provider: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { action, provider } = await params;
  if (action !== 'signin') return nothing();
  const foreign = sameOrigin(request) ?? elsewhere(request);
  if (foreign) return foreign;
  const next = nextPath((await request.formData()).get('next'));
  return answer(request, provider, next || '/author');
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { action, provider } = await params;
  if (action !== 'callback') return nothing();
  return elsewhere(request) ?? answer(request, provider, '/author');
}

async function answer(request: Request, id: string, next: string): Promise<Response> {
  const about = { userAgent: request.headers.get('user-agent') ?? '', address: await clientAddress() };
  const arrival = await arrivalOf(request, { id, next, about }).catch((error: unknown) => {
    if (error instanceof PresskitError && error.code === 'not_found') return null;
    throw error;
  });
  if (!arrival) return nothing();
  if ('denied' in arrival) return away(`/sign-in?error=${arrival.denied}`);
  if ('token' in arrival) {
    const before = request.headers.get('cookie')?.match(new RegExp(`(?:^|; )${cookieName()}=([^;]+)`))?.[1];
    if (before) await endSession(before);
    await giveCookie(arrival.token, arrival.expiresAt);
    // It was in a cookie on the way, where anything may have been put.
    return away(nextPath(arrival.location) || '/author', arrival.cookies);
  }
  return away(arrival.location, arrival.cookies);
}

/** The request's own address says nothing, it is always localhost; so the one that the visitor typed is compared. */
function elsewhere(request: Request): Response | null {
  const { host } = new URL(env('SITE_URL').SITE_URL);
  const asked = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (asked === host) return null;
  return new Response(`This is not ${host}.\n`, { status: 421, headers: { 'Cache-Control': 'no-store' } });
}

function away(location: string, cookies: string[] = []): Response {
  const headers = new Headers({ Location: location, 'Cache-Control': 'no-store' });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  // 303: the next request is a GET, also after a POST.
  return new Response(null, { status: 303, headers });
}

const nothing = () => notFoundText('There is nothing at this address.');

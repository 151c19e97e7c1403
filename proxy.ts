import { type NextRequest, NextResponse } from 'next/server';
import { canonicalAddress } from '@/lib/content/addresses';
import { isGone } from '@/lib/content/gone';
import { ownOrigins } from '@/lib/origins';
import { movedTo } from './app/_site/answers';
import { pathHeader } from './app/_site/path-header';
import { hereAt, isForeign } from './app/_site/sites';

/**
 * Gives the right status where Next would not. Malformed percent-escapes, as scanners send them, are 400; Next would
 * answer 500. And when a link is followed within the site, an old address is 308 and a missing page 404, as they are
 * when the page is opened afresh; Next would answer 200 in both cases and say the rest in the body, where the log does
 * not see it, so that an old address counted twice and a withdrawn release went on counting.
 *
 * What was public and is deleted is 410, which no page of Next's can say: nginx asks for each missing page again below
 * /_missing, so that only what is missing costs a look at what is deleted, and shows app/gone with that status. All
 * that is missing at the domain of a deleted newsroom is gone with it.
 *
 * Pages of people who sign in learn their own address here, to come back to, and no robot is to keep them.
 */
export async function proxy(request: NextRequest): Promise<Response | undefined> {
  const { pathname, search } = request.nextUrl;
  const path = decoded(pathname);
  if (path === null)
    return plain(400, 'The address is not well-formed: a "%" in it does not begin a valid escape.');
  if (isPersonal.test(pathname)) {
    const headers = new Headers(request.headers);
    headers.set(pathHeader, `${pathname}${search}`);
    return NextResponse.next({ request: { headers }, headers: { 'X-Robots-Tag': 'noindex, nofollow' } });
  }
  if (pathname.startsWith(missing)) {
    // Else Next answers as it does where it has no page.
    const was = await isGone(pathname.slice(missing.length));
    return was || (await hereAt(request.headers.get('host'))).isGone ? gone() : undefined;
  }
  const canonical = await canonicalAddress(pathname);
  if (canonical === null)
    return (await isGone(pathname)) ? gone() : plain(404, 'There is nothing at this address.');
  if (canonical === undefined) return undefined;
  const at = await hereAt(request.headers.get('host'));
  if (isForeign(at, canonical.newsroomId))
    return movedTo(`${canonical.domain ?? ownOrigins()[0]}${canonical.path}${search}`);
  if (canonical.path === path) return undefined;
  const location = new URL(canonical.path, request.nextUrl);
  location.search = search;
  return NextResponse.redirect(location, 308);
}

const missing = '/_missing';
const isPersonal =
  /^\/(?:admin|author|account|invitations|preview|shared|sign-in|sign-out|sign-up|sso)(?:\/|$)/;

export const config = {
  matcher: [
    '/(.*%.*)',
    '/_missing/(.*)',
    '/(admin|author|account|invitations|preview|shared|sign-in|sign-out|sign-up|sso)/:path*',
    '/(admin|author|account|invitations|preview|shared|sign-in|sign-out|sign-up|sso)',
    { source: '/(releases|newsrooms)/:id/:slug', has: [{ type: 'header', key: 'rsc' }] },
  ],
};

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return null;
  }
}

const gone = () => plain(410, 'What stood at this address was deleted.');

const plain = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });

import type { NextRequest } from 'next/server';

/**
 * Refuses a path whose percent-escapes are malformed or not UTF-8, as scanners send them; Next would answer 500. Runs
 * for paths with a "%" only. Can go when Next answers 400 itself in a project without a pages folder.
 */
export function proxy(request: NextRequest): Response | undefined {
  try {
    decodeURIComponent(request.nextUrl.pathname);
    return undefined;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return new Response('The address is not well-formed: a "%" in it does not begin a valid escape.\n', {
      status: 400,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    });
  }
}

export const config = { matcher: '/(.*%.*)' };

import { headers } from 'next/headers';
import { PresskitError } from '@/lib/errors';
import { originOfForms } from '@/lib/origins';

/**
 * Against requests that another site makes in a visitor's name. Everything that changes something asks one of these
 * first: Next takes an action without an Origin for its own, and route handlers check nothing. Browsers send Origin
 * with every POST, so none at all is refused too.
 */
const sentence =
  'This did not come from a page of this site, so nothing was done. Open the page afresh and try again.';

/** For actions. Throws 'forbidden'. */
export async function checkOrigin(): Promise<void> {
  if (!isOurs(await headers())) throw new PresskitError('forbidden', sentence);
}

/** For route handlers with another method than GET: the answer to a foreign request; null: it is our own. */
export function sameOrigin(request: Request): Response | null {
  if (isOurs(request.headers)) return null;
  return Response.json({ error: sentence }, { status: 403, headers: { 'Cache-Control': 'no-store' } });
}

function isOurs(headers: { get: (name: string) => string | null }): boolean {
  const origin = headers.get('origin');
  return origin !== null && origin === originOfForms(headers.get('host'));
}

import { errorCodes, PresskitError } from '@/lib/errors';

/** Short answers of route handlers, which no layout surrounds. */

/** A sentence with status 404. */
export const notFoundText = (sentence: string): Response => plainText(404, sentence);

/** For what was public and is deleted. */
export const goneText = (): Response => plainText(410, 'What stood at this address was deleted.');

const plainText = (status: number, sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });

/** For what has another address: for good, and yet nobody is to keep it, for a domain can become another newsroom's. */
export const movedTo = (location: string): Response =>
  new Response(null, { status: 308, headers: { Location: location, 'Cache-Control': 'no-store' } });

/** An expected failure as JSON, {"error": sentence, "code"}; anything else is a bug and rises. */
export function failureJson(error: unknown): Response {
  if (!(error instanceof PresskitError) || error.code === 'config') throw error;
  const answer = freshJson({ error: error.message, code: error.code }, errorCodes[error.code].status);
  if (error.retryAfter !== undefined) answer.headers.set('Retry-After', String(error.retryAfter));
  return answer;
}

/** For whoever is not signed in, or no longer. */
export const signInFirst = (): Response =>
  freshJson(
    {
      error: 'You are not signed in any more. Sign in again in another tab; nothing here is lost.',
      code: 'signed_out',
    },
    401,
  );

/** JSON that nobody may keep. */
export const freshJson = (data: unknown, status = 200): Response =>
  Response.json(data, { status, headers: { 'Cache-Control': 'no-store' } });

import { userOfApiToken } from '@/lib/auth/api-tokens';
import { attempt } from '@/lib/auth/rate-limits';
import type { User } from '@/lib/auth/users';
import { errorCodes, PresskitError } from '@/lib/errors';
import { parseQuery, type ReportQuery } from '@/lib/hits/report/query';
import { type Scope, scopeFor } from '@/lib/hits/report/scope';

/**
 * The door of the API for programs: GET only, a token in the header, answers in JSON that nobody keeps. No cookie is
 * looked at, so no other site can use a visitor's. docs/api.md describes it, and GET /api/v1 in OpenAPI's words.
 */
const ALLOWED = { tries: 120, seconds: 60 };
const WRONG_TOKENS = { tries: 30, seconds: 60 };

/** Answers as the token's person. */
export async function answering(
  request: Request,
  answer: (user: User, params: URLSearchParams) => Promise<unknown>,
): Promise<Response> {
  const [, token] = /^Bearer ([\w-]+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  const user = token ? await userOfApiToken(token) : null;
  const { allowed, retryAfter } = await attempt(
    user ? `api ${user.id}` : `api wrong-token ${addressOf(request)}`,
    user ? ALLOWED : WRONG_TOKENS,
  );
  if (!allowed)
    return failed(429, 'rate_limited', `Too many requests; ask again in ${retryAfter} s.`, {
      'Retry-After': String(retryAfter),
    });
  if (!user)
    return failed(
      401,
      'unauthorized',
      'This needs a token: the header "Authorization: Bearer presskit_...". A person makes one in their account, under API tokens.',
      { 'WWW-Authenticate': 'Bearer' },
    );
  try {
    return Response.json(await answer(user, new URL(request.url).searchParams), { headers });
  } catch (error) {
    if (!(error instanceof PresskitError) || error.code === 'config') throw error;
    return failed(errorCodes[error.code].status, error.code, `${error.message}.`);
  }
}

/** The scope and the query that the parameters ask for. A program is told what was not understood instead of shown something else. */
export async function askedOf(
  user: User,
  params: URLSearchParams,
): Promise<{ scope: Scope; query: ReportQuery }> {
  const { query, problems } = parseQuery(Object.fromEntries(params));
  if (problems.length > 0) throw new PresskitError('usage', problems.map(({ wrong }) => wrong).join('. '));
  return { scope: await scopeFor(user, params.get('scope') ?? 'all'), query };
}

/** A whole number within bounds. Throws a PresskitError 'usage'. */
export function numberOf(params: URLSearchParams, name: string, o: { usual: number; most: number }): number {
  const given = params.get(name);
  if (given === null) return o.usual;
  if (/^\d{1,9}$/.test(given) && Number(given) >= 1 && Number(given) <= o.most) return Number(given);
  throw new PresskitError('usage', `"${name}" is a whole number from 1 to ${o.most}`);
}

/** Where the next page begins, as a text that programs hand back and do not read; null: at the beginning. */
export function cursorOf(params: URLSearchParams): number | null {
  const given = params.get('cursor');
  if (given === null) return null;
  const number = /^[\w-]{1,20}$/.test(given) ? Buffer.from(given, 'base64url').toString() : '';
  if (!/^\d{1,10}$/.test(number) || Number(number) > 2_147_483_647)
    throw new PresskitError('usage', 'this cursor is none; take it from "next" of the page before');
  return Number(number);
}

export const cursor = (number: number): string => Buffer.from(String(number)).toString('base64url');

const headers = { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' };

function failed(status: number, code: string, error: string, more: Record<string, string> = {}): Response {
  return Response.json({ error, code }, { status, headers: { ...headers, ...more } });
}

/** The client's address, as nginx says it. */
const addressOf = (request: Request) =>
  (request.headers.get('x-forwarded-for') ?? '').split(',').at(-1)!.trim() || 'unknown';

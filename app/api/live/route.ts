import { cookies } from 'next/headers';
import { sessionOf } from '@/lib/auth/sessions';
import { type Scope, scopeFor, stillMay } from '@/lib/hits/report/scope';
import { failureJson, signInFirst } from '../../_site/answers';
import { cookieName } from '../../_site/session-cookie';
import { liveStream } from './stream';

export const dynamic = 'force-dynamic';

/**
 * Live numbers for who is signed in: ?scope=release:7, newsroom:3 or all. Who has a link asks /shared/<token>/live: a
 * secret in a query would stand in the log.
 */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams.get('scope') ?? 'all';
  const token = (await cookies()).get(cookieName())?.value;
  const session = token ? await sessionOf(token) : null;
  if (!token || !session) return signInFirst();
  let scope: Scope;
  try {
    scope = await scopeFor(session.user, asked);
  } catch (error) {
    return failureJson(error);
  }
  return liveStream(request, {
    scope,
    who: `user ${session.user.id}`,
    mayStill: async () => {
      const user = (await sessionOf(token))?.user;
      return user !== undefined && (await stillMay(user, scope));
    },
  });
}

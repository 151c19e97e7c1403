import { cookies } from 'next/headers';
import { sessionOf } from '@/lib/auth/sessions';
import { scopeOfShareLink } from '@/lib/auth/share-links';
import { type Scope, scopeFor, stillMay } from '@/lib/hits/report/scope';
import { failureJson, freshJson, signInFirst } from '../../_site/answers';
import { cookieName } from '../../_site/session-cookie';
import { liveStream } from './stream';

export const dynamic = 'force-dynamic';

/** Live numbers: ?scope=release:7, newsroom:3 or all for who is signed in, ?share=<token> for who has a link. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const share = searchParams.get('share');
  return share === null ? ofPerson(request, searchParams.get('scope') ?? 'all') : ofLink(request, share);
}

async function ofPerson(request: Request, asked: string): Promise<Response> {
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

async function ofLink(request: Request, token: string): Promise<Response> {
  const scope = await scopeOfShareLink(token);
  if (!scope) return freshJson({ error: 'There are no statistics at this address.', code: 'not_found' }, 404);
  return liveStream(request, {
    scope,
    who: `link ${token}`,
    mayStill: async () => (await scopeOfShareLink(token)) !== null,
  });
}

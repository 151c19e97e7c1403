import { networkOf } from '@/lib/auth/limits';
import { type Scope, scopeFor, stillMay } from '@/lib/hits/report/scope';
import { failureJson, signInFirst } from '../../_site/answers';
import { clientAddress, unattendedSession } from '../../_site/session-cookie';
import { liveStream } from './stream';

export const dynamic = 'force-dynamic';

/**
 * Live numbers for who is signed in: ?scope=release:7, newsroom:3 or all. Who has a link asks /shared/<token>/live: a
 * secret in a query would stand in the log. A page that is left open asks for ever, so this keeps no session alive.
 */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams.get('scope') ?? 'all';
  const session = await unattendedSession();
  if (!session) return signInFirst();
  let scope: Scope;
  try {
    scope = await scopeFor(session.user, asked);
  } catch (error) {
    return failureJson(error);
  }
  return liveStream(request, {
    scope,
    who: { person: session.user.id, network: networkOf(await clientAddress()) },
    whyOver: async () => {
      const now = await session.ask();
      if (!now) return 'signed_out';
      return (await stillMay(now, scope)) ? null : 'not_yours';
    },
  });
}

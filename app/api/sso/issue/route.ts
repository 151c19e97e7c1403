import { issue } from '@/lib/auth/sso/issue';
import { isRefused } from '@/lib/auth/sso/refusals';
import { currentSession } from '../../../_site/session-cookie';
import { asked, notHead, refused, seeOther } from '../../../_site/sso';

/**
 * The way to a peer: GET /api/sso/issue?site=<key, host or origin>&next=<path there>[&nonce=...]. Changes nothing but
 * that it signs a token for the one who asks, which only the browser with the nonce can use.
 */
export async function GET(request: Request): Promise<Response> {
  const about = await asked(request);
  if (about instanceof Response) return about;
  const { here, url } = about;
  const param = (name: string) => url.searchParams.get(name);
  const session = await currentSession();
  const next = param('next') ?? param('return_to') ?? '/';
  const sent = await issue({ session, here }, { site: param('site') ?? '', next, nonce: param('nonce') });
  if (isRefused(sent))
    return refused(sent, { ...about, peer: sent.peer, event: 'issue', actorId: session?.user.id });
  return seeOther(sent.location);
}

export const HEAD = notHead;

import { start } from '@/lib/auth/sso/consume';
import { isRefused } from '@/lib/auth/sso/refusals';
import { asked, browserSecret, notHead, refused, seeOther } from '../../../_site/sso';

/** The way from a peer begins: GET /api/sso/start?iss=<its origin or key>&next=<path here>. Gives the browser a nonce. */
export async function GET(request: Request): Promise<Response> {
  const about = await asked(request);
  if (about instanceof Response) return about;
  const { here, url } = about;
  const next = url.searchParams.get('next') ?? '/';
  const secret = await browserSecret();
  const sent = await start(here, { iss: url.searchParams.get('iss') ?? '', next, secret });
  if (isRefused(sent)) return refused(sent, { ...about, peer: sent.peer, next });
  return seeOther(sent.location);
}

export const HEAD = notHead;

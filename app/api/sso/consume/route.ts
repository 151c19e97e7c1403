import { decide } from '@/lib/auth/sso/arrivals';
import { consume, consumeDiscourse } from '@/lib/auth/sso/consume';
import { isRefused } from '@/lib/auth/sso/refusals';
import { nextPath } from '../../../_site/next-path';
import { asked, askFirst, givenSecret, notHead, refused, seeOther, signInArrived } from '../../../_site/sso';
import { currentUser } from '../../../_site/who';

/**
 * The way from a peer ends: GET /api/sso/consume?token=... (or jwt=..., or sso=...&sig=... of DiscourseConnect). Whoever
 * arrives is signed in and goes to the page, with nothing in its address that was not in the link.
 */
export async function GET(request: Request): Promise<Response> {
  const about = await asked(request);
  if (about instanceof Response) return about;
  const { here, url } = about;
  const param = (name: string) => url.searchParams.get(name);
  const secret = await givenSecret();
  const next = param('next') ?? param('return_to') ?? '/';
  const sso = param('sso');
  const arrived =
    sso === null
      ? await consume(here, { token: param('token') ?? param('jwt') ?? '', secret, next })
      : await consumeDiscourse(here, { iss: param('iss') ?? '', sso, sig: param('sig') ?? '', secret, next });
  if (isRefused(arrived)) {
    const to = arrived.next ?? next;
    return refused(arrived, { ...about, peer: arrived.peer, next: to });
  }
  const arrival = { ...arrived.arrival, next: nextPath(arrived.arrival.next) || '/' };
  const { peer } = arrival;
  const decision = await decide(arrival, { isBound: arrived.isBound, current: await currentUser() });
  if (isRefused(decision)) return refused(decision, { ...about, peer, next: arrival.next });
  if (decision.state !== 'sign_in') return askFirst(arrival);
  await signInArrived(decision.user.id, arrival, here);
  return seeOther(arrival.next);
}

export const HEAD = notHead;

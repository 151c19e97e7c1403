'use server';

import { redirect } from 'next/navigation';
import { networkOf } from '@/lib/auth/limits';
import { type Arrival, arrivalOf, decide, takeArrival } from '@/lib/auth/sso/arrivals';
import { note, noteRefusal } from '@/lib/auth/sso/log';
import { connect } from '@/lib/auth/sso/people';
import { isRefused } from '@/lib/auth/sso/refusals';
import { requireDomain } from '../../_site/domain';
import { action } from '../../_site/form-action';
import { nextPath } from '../../_site/next-path';
import { clientAddress } from '../../_site/session-cookie';
import { arrivalSecret, confirmPath, forgetArrival, refusedPath, signInArrived } from '../../_site/sso';
import { currentUser } from '../../_site/who';
import { neededConfirmation, requireSession } from '../../account/session';

/** What the page offers. Each takes the arrival first, so that nothing of it can be done twice. */

/** Signs in as whom the token names, in place of whoever is signed in. */
export const continueAs = action(async (data: FormData): Promise<void> => {
  const { arrival, here } = await taken();
  const decision = await decide(arrival, { isBound: true, current: null });
  if (isRefused(decision) || decision.state !== 'sign_in') return refuse(decision, arrival, here);
  // The page was made for somebody: it is them or nobody.
  if (data.get('user') !== String(decision.user.id)) redirect(refusedPath);
  await signInArrived(decision.user.id, arrival, here);
  redirect(arrival.next);
});

/** Leaves everything as it is, and goes on. */
export const stay = action(async (): Promise<void> => {
  const { arrival } = await taken();
  redirect(arrival.next);
});

/** Connects the account that somebody has signed in to with the one they came from. */
export const connectAccounts = action(async (): Promise<void> => {
  const { user } = await requireSession();
  // The page says what to do first; the arrival is kept meanwhile.
  if ((await neededConfirmation()) !== 'none') redirect(confirmPath);
  const { arrival, here } = await taken();
  const decision = await decide(arrival, { isBound: true, current: user });
  if (isRefused(decision) || decision.state !== 'link') return refuse(decision, arrival, here);
  await connect(arrival.peer, arrival.profile, user);
  await note('link', { actorId: user.id, peer: arrival.peer, detail: { here } });
  redirect(arrival.next);
});

async function taken(): Promise<{ arrival: Arrival; here: string }> {
  const here = await requireDomain();
  const secret = await arrivalSecret();
  const found = secret && (await arrivalOf(secret, here));
  await forgetArrival();
  if (!secret || !found || isRefused(found) || !(await takeArrival(secret))) redirect(refusedPath);
  return { arrival: { ...found, next: nextPath(found.next) || '/' }, here };
}

async function refuse(why: object, { peer, next }: Arrival, here: string): Promise<never> {
  if (isRefused(why)) {
    const address = networkOf(await clientAddress());
    await noteRefusal('consume', why, { here, address, peer, actorId: (await currentUser())?.id });
  }
  redirect(next === '/' ? refusedPath : `${refusedPath}?next=${encodeURIComponent(next)}`);
}

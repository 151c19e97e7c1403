import { now } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { accountKey, attemptOf, keyOf, waiting } from './limits';
import { hasPassword, isPasswordOf } from './passwords';
import { forgetTries } from './rate-limits';
import type { User } from './users';

/**
 * What only the person themselves may do, and not whoever finds their browser open: change the address or the password,
 * make an API token, link an account elsewhere, delete the account. They give the password, or have signed in a moment ago,
 * by a way of this deployment's own: that a peer has sent them proves nothing, for it could send anybody.
 */
export type Proven = { provenAt: Date | null };
const RECENT = 15 * 60_000;

/** Whether somebody showed a moment ago that it is them. */
const isRecent = ({ provenAt }: Proven): boolean =>
  provenAt !== null && now().getTime() - provenAt.getTime() < RECENT;

/** Whether the password has to be given; 'sign_in': there is none, so the person has to sign in again. */
export async function confirmationFor(user: User, session: Proven): Promise<'none' | 'password' | 'sign_in'> {
  if (isRecent(session)) return 'none';
  return (await hasPassword(user.id)) ? 'password' : 'sign_in';
}

/** Throws 'forbidden' unless the person has shown that it is them. @param password what was typed, if anything */
export async function mustBeConfirmed(user: User, session: Proven, password: string): Promise<void> {
  const needed = await confirmationFor(user, session);
  if (needed === 'none') return;
  if (needed === 'sign_in')
    throw new PresskitError(
      'forbidden',
      'Please sign in again first, with a link by mail or with a provider; then try again',
    );
  const key = [`confirming`, accountKey(user.email)] as const;
  const { allowed, retryAfter } = await attemptOf('signInPair', ...key);
  if (!allowed)
    throw new PresskitError('forbidden', `There were too many tries. Please wait ${waiting(retryAfter)}.`);
  if (!(await isPasswordOf(user.id, password)))
    throw new PresskitError('forbidden', 'This is not your password');
  await forgetTries(keyOf('signInPair', ...key));
}

import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { PresskitError } from '@/lib/errors';
import { attempt, type Limit } from './rate-limits';

/**
 * The limits of what anybody may try. None of them can be used to keep somebody else out: what counts for an account
 * alone never refuses, it only asks for the way by mail; what refuses counts for an address of the network.
 */
const minute = 60;
const hour = 3600;

export const limits = {
  /** Tries to sign in with a password from one address of the network, for whatever accounts. */
  signInFrom: { tries: 60, seconds: 15 * minute },
  /** Tries from one address for one account; begins anew with a success. */
  signInPair: { tries: 8, seconds: 15 * minute },
  /** Tries for one account from everywhere. */
  signInAccount: { tries: 50, seconds: hour },
  /** Mails that one address of the network asks for. */
  mailFrom: { tries: 20, seconds: hour },
  /**
   * Mails to one address, whoever asks for them: nobody's mailbox is to be flooded. Counted apart for each kind of mail
   * and, where the link is a way in, over a shorter time than it is good for: so one that works is always in the mailbox,
   * and whoever asks for many in another's name keeps them out of nothing.
   */
  mailSignIn: { tries: 3, seconds: 10 * minute },
  mailReset: { tries: 3, seconds: 20 * minute },
  mailSignUp: { tries: 5, seconds: hour },
  mailChange: { tries: 5, seconds: hour },
  mailInvitation: { tries: 5, seconds: hour },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** Counts one try. @param of what it is for: an address of the network, an account's address, or both */
export const attemptOf = (name: LimitName, ...of: string[]) => attempt(keyOf(name, ...of), limits[name]);

/** Counts one try, and throws 'invalid' with a sentence when there were too many. */
export async function mustAllow(name: LimitName, ...of: string[]): Promise<void> {
  const { allowed, retryAfter } = await attemptOf(name, ...of);
  if (!allowed)
    throw new PresskitError('invalid', `There were too many tries. Please wait ${waiting(retryAfter)}.`);
}

/** An e-mail address is kept as a hash only: the table is a list of what was tried, also with addresses of strangers. */
export const keyOf = (name: LimitName, ...of: string[]): string => [name, ...of].join(' ');
export const accountKey = (email: string): string =>
  createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');

/** Of IPv6 the network: whoever has one has all of its addresses. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const gap = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array<string>(Math.max(0, gap)).fill('0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

export function waiting(seconds: number): string {
  if (seconds <= 90) return 'a minute';
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

import { now } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { link, type Profile, userOfIdentity } from './identities';
import { seal, unseal } from './sso/seal';
import { isSameMailbox, type User } from './users';

/**
 * Somebody has come from a provider with the address of an account that an address alone does not open. What the provider
 * said is kept sealed in their browser; once they have signed in here another way, they connect the two accounts.
 */
export const CONNECT_SECONDS = 15 * 60;
const owner = 'connection';

export type Connection = { provider: string; subject: string; email: string };

export function sealedConnection(provider: string, { subject, email }: Profile): string {
  const until = now().getTime() + CONNECT_SECONDS * 1000;
  return seal(JSON.stringify({ provider, subject, email, until }), owner);
}

/** What was sealed; null: nothing of ours, or it is too old. */
export function connectionOf(sealed: string): Connection | null {
  if (!/^v1\.[\w-]{40,2000}$/.test(sealed)) return null;
  try {
    const { until, ...connection } = JSON.parse(unseal(sealed, owner)) as Connection & { until: number };
    return until > now().getTime() ? connection : null;
  } catch (error) {
    // Sealed with another secret: a cookie is whatever a browser sends.
    if (error instanceof PresskitError && error.code === 'config') return null;
    throw error;
  }
}

/**
 * Connects it with the account of who is signed in. Throws 'forbidden' when it is another account's address, 'conflict'
 * when it is connected with somebody else.
 */
export async function connect(user: User, { provider, subject, email }: Connection): Promise<void> {
  if (!isSameMailbox(user.email, email))
    throw new PresskitError(
      'forbidden',
      `The other site said that you are ${email}, and you are signed in here as ${user.email}. Nothing was connected.`,
    );
  const known = await userOfIdentity(provider, subject);
  if (known && known.id !== user.id)
    throw new PresskitError('conflict', 'That account is connected with another one here already.');
  if (!known) await link(user.id, provider, subject);
}

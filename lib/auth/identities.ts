import { and, asc, eq } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { identities, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { record } from './audit-log';
import { signUpMode } from './sign-up';
import {
  createUser,
  isActive,
  isKnownByAddress,
  isSameMailbox,
  nameOf,
  type User,
  userByEmail,
  userColumns,
} from './users';

/** A person's accounts at OpenID Connect providers, and whom somebody is who comes from one. */
export type Profile = {
  /** The provider's own, lasting name for the person ("sub"). */
  subject: string;
  email: string | null;
  /** Whether the provider says that the address is theirs; nothing but a plain yes counts. */
  isVerified: boolean;
  name: string | null;
};

/** Why somebody who comes from a provider is not let in; the sign-in page has a sentence for each. */
export type Denial = 'unverified' | 'not_linked' | 'connect' | 'invited' | 'closed' | 'inactive';

export async function userOfIdentity(provider: string, subject: string): Promise<User | null> {
  const [user] = await db()
    .select(userColumns)
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.provider, provider), eq(identities.subject, subject), isActive));
  return user ?? null;
}

/**
 * Whom a profile belongs to. Somebody new at the provider gets an account if anybody may make one, or comes to the
 * account with the same address if both sides know the address to be theirs: else whoever registers a foreign address,
 * here or there, would have the other's account. 'connect': not by the address alone; signed in here, they can connect the two.
 */
export async function userFor(provider: string, profile: Profile): Promise<User | Denial> {
  const linked = await userOfIdentity(provider, profile.subject);
  if (linked) return linked;
  if (!profile.email || !profile.isVerified) return 'unverified';
  const known = await userByEmail(profile.email);
  if (known && !isKnownByAddress(known, profile.email))
    return known.emailVerifiedAt && isSameMailbox(known.email, profile.email) ? 'connect' : 'not_linked';
  if (!known && signUpMode() !== 'open') return signUpMode() === 'closed' ? 'closed' : 'invited';
  return known ?? newUser(profile.email, profile.name);
}

export async function link(userId: number, provider: string, subject: string): Promise<void> {
  await db().insert(identities).values({ provider, subject, userId }).onConflictDoNothing();
  await record({ actorId: userId, action: 'identity.link', detail: { provider } });
}

export async function unlink(userId: number, provider: string): Promise<void> {
  await db()
    .delete(identities)
    .where(and(eq(identities.userId, userId), eq(identities.provider, provider)));
  await record({ actorId: userId, action: 'identity.unlink', detail: { provider } });
}

/** The providers a person has signed in with. */
export const identitiesOf = (userId: number): Promise<{ provider: string; createdAt: Date }[]> =>
  db()
    .select({ provider: identities.provider, createdAt: identities.createdAt })
    .from(identities)
    .where(eq(identities.userId, userId))
    .orderBy(asc(identities.provider));

async function newUser(email: string, name: string | null): Promise<User | Denial> {
  try {
    const user = await createUser({ email, name: nameOf(name || email.split('@')[0]!), isVerified: true });
    await record({ actorId: user.id, action: 'account.create', type: 'user', objectId: user.id });
    return user;
  } catch (error) {
    // The address is taken, but by nobody who may sign in.
    if (error instanceof PresskitError && error.code === 'conflict') return 'inactive';
    throw error;
  }
}

import { and, eq, sql } from 'drizzle-orm';
import { allWithDeleted } from '@/lib/content/deleted';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { type ArrivingProfile, identities, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { isAddress } from '@/lib/mail/headers';
import { record } from '../audit-log';
import { link } from '../identities';
import { createUser, isKnownByAddress, type User, userByEmail, userById } from '../users';
import type { Peer } from './peers';
import { type Refused, refuse } from './refusals';

/** Whom somebody is here who comes from a peer. */
export type Person =
  | { user: User }
  /** Nobody who is known: by signing in here once they can connect the two accounts. */
  | { unlinked: true }
  | Refused;

/**
 * Known by (issuer, subject); else by an address that both sides know to be theirs; else with a new account, where the
 * peer may make some. An address alone never leads to the account of an admin, editor or auditor. Who is deactivated or deleted stays out, by whatever name.
 */
export async function personFor(peer: Peer, profile: ArrivingProfile): Promise<Person> {
  if (peer.sharesDatabase) return sameDatabase(profile.subject);
  const found = await byIdentity(peer, profile);
  if (found) return found;
  const email = profile.email && isAddress(profile.email.trim()) ? profile.email.trim() : null;
  if (!email || !(profile.isVerified || peer.vouchesForAddresses)) return { unlinked: true };
  const known = await userByEmail(email);
  if (known) {
    if (isKnownByAddress(known, email)) return linked(peer, profile, known);
    // Perhaps made together with its identity by another request, after this one looked for that.
    return (await byIdentity(peer, profile)) ?? { unlinked: true };
  }
  if (await wasSomebody(email)) return refuse('inactive');
  if (peer.provisioning === 'none') return { unlinked: true };
  return created(peer, profile, email);
}

/** Connects the account of somebody who has signed in here with the one they came from. Throws 'conflict'. */
export async function connect(peer: Peer, profile: ArrivingProfile, user: User): Promise<void> {
  await link(user.id, peer.origin, profile.subject);
  const identity = await identityOf(peer.origin, profile.subject);
  if (identity?.userId !== user.id)
    throw new PresskitError('conflict', 'That account is connected with another one here already.');
}

async function sameDatabase(subject: string): Promise<Person> {
  const user = /^[1-9]\d{0,8}$/.test(subject) ? await userById(Number(subject)) : null;
  return user ? { user } : refuse('inactive', { subject });
}

async function byIdentity(peer: Peer, profile: ArrivingProfile): Promise<Person | null> {
  const identity = await identityOf(peer.origin, profile.subject);
  if (!identity) return null;
  const user = await userById(identity.userId);
  return user ? { user } : refuse('inactive', { user: identity.userId });
}

async function identityOf(issuer: string, subject: string) {
  const [row] = await db()
    .select({ userId: identities.userId })
    .from(identities)
    .where(and(eq(identities.provider, issuer), eq(identities.subject, subject)));
  return row;
}

/** An address of somebody who is deactivated or deleted: nobody gets a new account in their place. */
async function wasSomebody(email: string): Promise<boolean> {
  const rows = await allWithDeleted(
    { table: users },
    { where: (table) => sql`lower(${table.email}) = lower(${email})`, limit: 100 },
  );
  // One that is neither was made at this very moment, by another request.
  return rows.some(({ deletedAt, deactivatedAt }) => deletedAt !== null || deactivatedAt !== null);
}

async function linked(peer: Peer, profile: ArrivingProfile, user: User): Promise<Person> {
  await connect(peer, profile, user);
  return { user };
}

async function created(peer: Peer, profile: ArrivingProfile, email: string): Promise<Person> {
  try {
    const user = await actingAs(null, async () => {
      const made = await createUser({
        email,
        name: shownName(profile.name) || email.split('@')[0]!,
        role: peer.defaultRole,
        isVerified: true,
      });
      await record({
        actorId: made.id,
        action: 'account.create',
        type: 'user',
        objectId: made.id,
        detail: { peer: peer.key },
      });
      await link(made.id, peer.origin, profile.subject);
      return made;
    });
    return { user };
  } catch (error) {
    // Made by another request at the same moment.
    if (!(error instanceof PresskitError) || error.code !== 'conflict') throw error;
    return (await byIdentity(peer, profile)) ?? { unlinked: true };
  }
}

const shownName = (name: string | null) =>
  [
    ...(name ?? '')
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .replace(/\s+/g, ' '),
  ]
    .slice(0, 120)
    .join('');

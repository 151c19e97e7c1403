import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { isAddress } from '@/lib/mail/headers';

/**
 * The people of the site. A deleted or deactivated one is nobody: no function here finds them, so whatever asks who
 * somebody is gets the answer of this moment.
 */
export type Role = 'admin' | 'editor' | 'auditor' | 'author';
export type User = {
  id: number;
  email: string;
  name: string;
  role: Role;
  /** Null: the site's. */
  timeZone: string | null;
  emailVerifiedAt: Date | null;
};

/** The columns of a User, for a select. */
export const userColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  timeZone: users.timeZone,
  emailVerifiedAt: users.emailVerifiedAt,
};

/** The condition that somebody may sign in. */
export const isActive: SQL = isNull(users.deactivatedAt);

export const userById = (id: number): Promise<User | null> => userWhere(eq(users.id, id));

/** Upper and lower case are the same address. */
export const userByEmail = (email: string): Promise<User | null> =>
  userWhere(sql`lower(${users.email}) = lower(${email.trim()})`);

/**
 * Whether two addresses are one mailbox, for whoever is let in by an address that another site vouches for. PostgreSQL
 * finds more: "\u212a", the sign of kelvin, and "\u0130" have k and i as their small letters, and where mail goes they may be
 * somebody else's.
 */
export const isSameMailbox = (a: string, b: string): boolean => withSmallAscii(a) === withSmallAscii(b);
const withSmallAscii = (text: string) => text.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * Whether an address that another site vouches for is enough to be taken for this person: of an OpenID Connect provider
 * and of a peer alike. Both sides must know it to be theirs, and it must open nothing but their own newsrooms: who can do
 * something in all of them has to sign in here once and connect the two accounts, or a site that is broken into would be
 * the way to everything.
 */
export const isKnownByAddress = (known: User, email: string): boolean =>
  known.emailVerifiedAt !== null && known.role === 'author' && isSameMailbox(known.email, email);

/**
 * A new person. Throws 'invalid' for a name or an address that is none, 'conflict' when the address is taken.
 * @param o.isVerified whether they have proved to receive mail at the address
 * @param on a transaction to be part of
 */
export async function createUser(
  o: {
    email: string;
    name: string;
    role?: Role;
    timeZone?: string | null;
    isVerified: boolean;
  },
  on: Pick<Db, 'insert'> = db(),
): Promise<User> {
  const email = addressOf(o.email);
  const name = nameOf(o.name);
  const { role, timeZone } = o;
  try {
    const [user] = await on
      .insert(users)
      .values({ email, name, role, timeZone, emailVerifiedAt: o.isVerified ? now() : null })
      .returning(userColumns);
    return user!;
  } catch (error) {
    throw expected(error, 'the account');
  }
}

/** Changes what the person may change by themselves. Throws 'invalid'. */
export async function updateProfile(
  id: number,
  { name, timeZone }: { name: string; timeZone: string | null },
): Promise<void> {
  if (timeZone !== null && !isTimeZone(timeZone))
    throw new PresskitError('invalid', `“${timeZone}” is not a time zone; choose one from the list`);
  await db()
    .update(users)
    .set({ name: nameOf(name), timeZone, updatedAt: now() })
    .where(eq(users.id, id));
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Notes that the person receives mail at their address. */
export async function markVerified(id: number): Promise<void> {
  await db().update(users).set({ emailVerifiedAt: now() }).where(eq(users.id, id));
}

/** The address without the spaces around it. Throws 'invalid' when mail could not be sent there. */
export function addressOf(text: string): string {
  const address = text.trim();
  if (isAddress(address)) return address;
  throw new PresskitError('invalid', 'This is not an e-mail address; a good one: vera@example.com');
}

/** A name without the spaces around it. Throws 'invalid' when it is empty or too long, or has control characters. */
export function nameOf(text: string): string {
  const name = text.trim().replace(/\s+/g, ' ');
  if (!name) throw new PresskitError('invalid', 'Please give a name');
  if ([...name].length > 120)
    throw new PresskitError('invalid', 'The name is too long; 120 characters are enough');
  if (/\p{Cc}/u.test(name))
    throw new PresskitError('invalid', 'The name has characters in it that cannot be shown');
  return name;
}

async function userWhere(condition: SQL): Promise<User | null> {
  const [user] = await db().select(userColumns).from(users).where(and(condition, isActive));
  return user ?? null;
}

import { and, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { mailedTokens } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { ownOrigins } from '@/lib/origins';
import { hashOf, newToken } from './tokens';

/**
 * Links in mails that do one thing once. Opening one changes nothing, because programs that look through mail open them
 * all; the page behind it has a button, and pressing that uses the link up.
 */
export type Purpose = 'sign_in' | 'sign_up' | 'reset_password' | 'change_email';
export type MailedToken = {
  id: number;
  purpose: Purpose;
  userId: number | null;
  email: string;
  data: Record<string, string>;
};

const minutes: Record<Purpose, number> = {
  sign_in: 15,
  reset_password: 30,
  change_email: 2 * 60,
  sign_up: 24 * 60,
};

/** How long a link is good, for people. */
export const lifetime = (purpose: Purpose): string => {
  const n = minutes[purpose];
  return n % 60 ? `${n} minutes` : `${n / 60} hours`;
};

/**
 * Stores a new token and returns the address of its page, which only the mail may hold.
 * @param o.site which of our domains it was asked for at; else SITE_URL
 */
export async function linkFor(
  path: string,
  {
    purpose,
    userId,
    email,
    data = {},
    site,
  }: Omit<MailedToken, 'id' | 'data'> & { data?: Record<string, string>; site?: string | undefined },
): Promise<string> {
  const at = now();
  const { token, hash } = newToken();
  const expiresAt = new Date(at.getTime() + minutes[purpose] * 60_000);
  await db().delete(mailedTokens).where(lt(mailedTokens.expiresAt, at));
  await db()
    .insert(mailedTokens)
    .values({ tokenHash: hash, purpose, userId, email, data, createdAt: at, expiresAt });
  // Built from the settings, never from what the request claims to be for: a forged Host would send the token away.
  const url = new URL(path, ownOrigins().find((origin) => origin === site) ?? ownOrigins()[0]);
  url.searchParams.set('token', token);
  return url.href;
}

/** What a token is for, without using it up; null when it is used, too old or none at all. */
export async function mailedToken(token: string, purpose: Purpose): Promise<MailedToken | null> {
  const [row] = await db().select(columns).from(mailedTokens).where(isGood(token, purpose));
  return row ?? null;
}

/** Uses a token up. Throws 'not_found' when it is used, too old or none; of two at the same moment one gets it. */
export async function spendMailedToken(
  token: string,
  purpose: Purpose,
  on: Pick<Db, 'update'> = db(),
): Promise<MailedToken> {
  const [row] = await on
    .update(mailedTokens)
    .set({ usedAt: now() })
    .where(isGood(token, purpose))
    .returning(columns);
  if (!row) throw new PresskitError('not_found', 'This link has been used or is too old; ask for a new one');
  return row;
}

/** Makes all links worthless that a person has in their mail, or those for some purposes. */
export async function revokeMailedTokens(
  userId: number,
  purposes: Purpose[] = Object.keys(minutes) as Purpose[],
  on: Pick<Db, 'delete'> = db(),
): Promise<void> {
  await on
    .delete(mailedTokens)
    .where(and(eq(mailedTokens.userId, userId), inArray(mailedTokens.purpose, purposes)));
}

const columns = {
  id: mailedTokens.id,
  purpose: mailedTokens.purpose,
  userId: mailedTokens.userId,
  email: mailedTokens.email,
  data: mailedTokens.data,
};

const isGood = (token: string, purpose: Purpose) =>
  and(
    eq(mailedTokens.tokenHash, hashOf(token)),
    eq(mailedTokens.purpose, purpose),
    isNull(mailedTokens.usedAt),
    gt(mailedTokens.expiresAt, now()),
  );

import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { apiTokens, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { record } from './audit-log';
import { hashOf, newToken } from './tokens';
import { isActive, type User, userColumns } from './users';

/**
 * What a person's programs say who they are with: `Authorization: Bearer presskit_...`. A token reads what its person
 * may read at that moment, and is shown once, when it is made.
 */
const PREFIX = 'presskit_';
const MOST = 50;
/** Written this often at most, so that reading is not writing. */
const USED_EVERY = 60_000;

export type ApiToken = {
  id: number;
  name: string;
  createdAt: Date;
  usedAt: Date | null;
  /** Null: never. */
  expiresAt: Date | null;
  state: 'good' | 'expired' | 'revoked';
};

/** Throws 'invalid' for a name or a time that is none, 'conflict' when there are too many. */
export async function createApiToken(
  user: User,
  name: string,
  expires: Date | null = null,
): Promise<{ id: number; token: string }> {
  const called = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (!called)
    throw new PresskitError('invalid', 'Please give the token a name, such as “weekly spreadsheet”');
  if ([...called].length > 80)
    throw new PresskitError('invalid', 'The name is too long; 80 characters are enough');
  const at = now();
  if (expires && !(expires > at)) throw new PresskitError('invalid', 'The token would have expired already');
  if ((await db().$count(apiTokens, isGood(user.id))) >= MOST)
    throw new PresskitError('conflict', `You have ${MOST} tokens; revoke one that you do not need first`);
  const secret = newToken();
  const token = `${PREFIX}${secret.token}`;
  const [row] = await db()
    .insert(apiTokens)
    .values({ tokenHash: hashOf(token), userId: user.id, name: called, createdAt: at, expiresAt: expires })
    .returning({ id: apiTokens.id });
  const { id } = row!;
  await record({ actorId: user.id, action: 'api_token.create', detail: { id, name: called } });
  return { id, token };
}

/** Whose token it is; null: nobody's, or it is revoked, expired, or its person cannot sign in (any more). */
export async function userOfApiToken(token: string): Promise<User | null> {
  if (!token.startsWith(PREFIX) || token.length > 100) return null;
  const [row] = await db()
    .select({ id: apiTokens.id, user: userColumns })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.tokenHash, hashOf(token)), isGood(), isActive));
  if (!row) return null;
  const at = now();
  const before = new Date(at.getTime() - USED_EVERY);
  await db()
    .update(apiTokens)
    .set({ usedAt: at })
    .where(and(eq(apiTokens.id, row.id), or(isNull(apiTokens.usedAt), lt(apiTokens.usedAt, before))));
  return row.user;
}

/** A person's tokens, newest first, those too that are no longer good; none of them can be shown again. */
export async function listApiTokens(user: User): Promise<ApiToken[]> {
  const at = now();
  const rows = await db()
    .select()
    .from(apiTokens)
    .where(eq(apiTokens.userId, user.id))
    .orderBy(desc(apiTokens.id))
    .limit(200);
  return rows.map(({ id, name, createdAt, usedAt, expiresAt, revokedAt }) => ({
    id,
    name,
    createdAt,
    usedAt,
    expiresAt,
    state: revokedAt ? 'revoked' : expiresAt && expiresAt <= at ? 'expired' : 'good',
  }));
}

/** From the next request on it is worth nothing. Throws 'not_found' when the person has no such good token. */
export async function revokeApiToken(user: User, id: number): Promise<void> {
  const [revoked] = await db()
    .update(apiTokens)
    .set({ revokedAt: now() })
    .where(and(eq(apiTokens.id, id), isGood(user.id)))
    .returning({ name: apiTokens.name });
  if (!revoked) throw new PresskitError('not_found', 'There is no such token that could be revoked');
  await record({ actorId: user.id, action: 'api_token.revoke', detail: { id, name: revoked.name } });
}

/** All of a person's tokens: when somebody else may have made some. */
export async function revokeAllApiTokens(userId: number, on: Pick<Db, 'update'> = db()): Promise<void> {
  await on.update(apiTokens).set({ revokedAt: now() }).where(isGood(userId));
}

const isGood = (userId?: number) =>
  and(
    userId === undefined ? undefined : eq(apiTokens.userId, userId),
    isNull(apiTokens.revokedAt),
    or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now())),
  );

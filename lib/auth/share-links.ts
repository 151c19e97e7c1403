import { and, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { visible } from '@/lib/content/visible';
import { db } from '@/lib/db/client';
import { newsrooms, releases, shareLinks, users } from '@/lib/db/tables';
import { explain, PresskitError } from '@/lib/errors';
import { record } from './audit-log';
import { hasRight, requireRight } from './rights';
import { hashOf, newToken } from './tokens';
import type { User } from './users';

/**
 * Links that show the statistics of one release or one newsroom to whoever has them. What a link shows is fixed when it
 * is made: nothing in the address widens it. Stored as a hash; shown once. It works while its maker may share what it
 * shows: not after they have left the newsroom, were deactivated or deleted, or the release has moved out of their reach.
 * Nor does it while readers do not see the release: a draft and what is embargoed have links of their own, to a preview.
 */
export type Shared = { type: 'release' | 'newsroom'; id: number };
export type SharedScope = { kind: 'release' | 'newsroom'; id: number };
/** Whoever opened it has the scope; the rest is for what surrounds the page. */
export type OpenedLink = {
  scope: SharedScope;
  /** Its number. */
  link: number;
  /** null: they are gone. */
  maker: number | null;
  usedAt: Date | null;
};
export type ShareLink = {
  id: number;
  /** What it is for; '': nobody has said. */
  name: string;
  createdAt: Date;
  /** The name of who made it; null: they are gone. */
  createdBy: string | null;
  /** null: never. */
  expiresAt: Date | null;
  /** When its pages were last asked for, to the hour; null: never. */
  usedAt: Date | null;
  /** Why it shows nothing at present: its maker may not share this any more, or readers do not see it; null: it works. */
  rests: 'maker' | 'unpublished' | null;
};

const MOST = 100;
/** Written this often at most, so that reading is not writing. */
const USED_EVERY = 3_600_000;

/**
 * A new link. Throws 'not_found' and 'forbidden' as requireRight does (it takes the right to publish), 'invalid' for a
 * time that is over or a name that is too long, 'conflict' when there are too many.
 */
export async function createShareLink(
  user: User,
  { type, id, expires, name = '' }: Shared & { expires: Date | null; name?: string },
): Promise<{ id: number; token: string }> {
  await requireShared(user, { type, id });
  const at = now();
  const called = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if ([...called].length > 80)
    throw new PresskitError('invalid', 'The name is too long; 80 characters are enough');
  if (expires && !(expires > at))
    throw new PresskitError('invalid', 'The link would have expired already; choose a later day');
  if ((await db().$count(shareLinks, good(type, id, at))) >= MOST)
    throw new PresskitError(
      'conflict',
      `There are ${MOST} links to this; revoke one that nobody needs first`,
    );
  const { token, hash } = newToken();
  const [row] = await db()
    .insert(shareLinks)
    .values({
      tokenHash: hash,
      type,
      objectId: id,
      name: called,
      createdBy: user.id,
      createdAt: at,
      expiresAt: expires,
    })
    .returning({ id: shareLinks.id });
  await record({
    actorId: user.id,
    action: 'share_link.create',
    type,
    objectId: id,
    detail: { link: row!.id, ...(called && { name: called }) },
  });
  return { id: row!.id, token };
}

/** A link that shows something; null: it is none, expired, revoked, rests, or what it is about is deleted. */
export async function openShareLink(token: string): Promise<OpenedLink | null> {
  if (!/^[\w-]{20,100}$/.test(token)) return null;
  const [row] = await db()
    .select({
      type: shareLinks.type,
      id: shareLinks.objectId,
      link: shareLinks.id,
      maker: shareLinks.createdBy,
      usedAt: shareLinks.usedAt,
    })
    .from(shareLinks)
    .where(and(eq(shareLinks.tokenHash, hashOf(token)), isUsable(now()), mayShare, isShown(now())));
  if (!row) return null;
  const { type, id, ...of } = row;
  return { scope: { kind: type, id }, ...of };
}

/**
 * Notes that a link's pages were asked for. It changes nothing of what the link shows, and never fails: whoever has a
 * link sees the numbers also while nothing can be written.
 */
export async function noteUse({ link, usedAt }: OpenedLink): Promise<void> {
  const at = now();
  if (usedAt && at.getTime() - usedAt.getTime() < USED_EVERY) return;
  await db()
    .update(shareLinks)
    .set({ usedAt: at })
    .where(eq(shareLinks.id, link))
    .catch((error: unknown) => console.error(`share link ${link}: its use is not noted: ${explain(error)}`));
}

/**
 * The links that are not over, the newest first; those too that rest, for they may work again. Throws as createShareLink does.
 */
export async function listShareLinks(user: User, shared: Shared): Promise<ShareLink[]> {
  await requireShared(user, shared);
  return db()
    .select({
      id: shareLinks.id,
      name: shareLinks.name,
      createdAt: shareLinks.createdAt,
      createdBy: users.name,
      expiresAt: shareLinks.expiresAt,
      usedAt: shareLinks.usedAt,
      rests: sql<ShareLink['rests']>`case when not (${mayShare}) then 'maker'
        when not (${isShown(now())}) then 'unpublished' end`,
    })
    .from(shareLinks)
    .leftJoin(users, eq(users.id, shareLinks.createdBy))
    .where(good(shared.type, shared.id, now()))
    .orderBy(desc(shareLinks.id));
}

/** Ends a link. Throws 'not_found' for one that is none or somebody else's, 'forbidden' when the role is not enough. */
export async function revokeShareLink(user: User, id: number): Promise<void> {
  const [row] = await db()
    .select({ type: shareLinks.type, id: shareLinks.objectId })
    .from(shareLinks)
    .where(eq(shareLinks.id, id));
  if (!row) throw new PresskitError('not_found', 'There is no such link');
  await requireShared(user, row);
  const at = now();
  const revoked = await db()
    .update(shareLinks)
    .set({ revokedAt: at })
    .where(and(eq(shareLinks.id, id), isNull(shareLinks.revokedAt)))
    .returning({ id: shareLinks.id });
  if (revoked.length === 0) return;
  await record({
    actorId: user.id,
    action: 'share_link.revoke',
    type: row.type,
    objectId: row.id,
    detail: { link: id },
  });
}

async function requireShared(user: User, shared: Shared): Promise<void> {
  const newsroomId = await newsroomOf(shared);
  if (newsroomId === null) throw new PresskitError('not_found', `There is no such ${shared.type}`);
  await requireRight(user, newsroomId, 'publish');
}

/** The living newsroom of living content. */
async function newsroomOf({ type, id }: Shared): Promise<number | null> {
  const [row] =
    type === 'release'
      ? await db().select({ id: releases.newsroomId }).from(releases).where(eq(releases.id, id))
      : await db().select({ id: newsrooms.id }).from(newsrooms).where(eq(newsrooms.id, id));
  return row?.id ?? null;
}

/** The newsroom of what a link shows, as it is now. */
const newsroomShown = sql`case when ${shareLinks.type} = 'newsroom' then ${shareLinks.objectId}
  else (select r.newsroom_id from releases r where r.id = ${shareLinks.objectId}) end`;
const mayShare = hasRight(shareLinks.createdBy, newsroomShown, 'publish');

/** Whether readers see what it is about. */
const isShown = (at: Date) => sql`(${shareLinks.type} = 'newsroom'
  or exists (select from ${releases} where ${releases.id} = ${shareLinks.objectId} and ${visible(at)}))`;

const isUsable = (at: Date) =>
  and(isNull(shareLinks.revokedAt), or(isNull(shareLinks.expiresAt), gt(shareLinks.expiresAt, at)));

const good = (type: Shared['type'], id: number, at: Date) =>
  and(eq(shareLinks.type, type), eq(shareLinks.objectId, id), isUsable(at));

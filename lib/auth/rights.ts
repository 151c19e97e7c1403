import { and, asc, eq, isNotNull, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { newsroomMembers, newsrooms } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { record } from './audit-log';
import type { Role, User } from './users';

/**
 * Who may do what in which newsroom. The rules are two tables; the database is asked for nothing but the membership.
 */
export type Right = 'statistics' | 'write' | 'publish' | 'settings' | 'members';
export type MemberRole = 'owner' | 'editor' | 'analyst';
export type NewsroomWith = { id: number; slug: string; name: string; role: MemberRole | null };

export const rights: readonly Right[] = ['statistics', 'write', 'publish', 'settings', 'members'];

/** What a role on the site allows in every newsroom. */
const ofSite: Record<Role, readonly Right[]> = {
  admin: rights,
  editor: ['statistics', 'write', 'publish', 'settings'],
  auditor: ['statistics'],
  author: [],
};

/** What membership allows in that newsroom. */
const ofMember: Record<MemberRole, readonly Right[]> = {
  owner: rights,
  editor: ['statistics', 'write', 'publish'],
  analyst: ['statistics'],
};

/** The rule itself: whether these roles give the right. */
export const allows = (site: Role, member: MemberRole | null, right: Right): boolean =>
  ofSite[site].includes(right) || (member !== null && ofMember[member].includes(right));

/** The living newsrooms in which a person has a right, by name; `role` is what they are there, null: not a member. */
export async function newsroomsWith(user: User, right: Right): Promise<NewsroomWith[]> {
  const everywhere = allows(user.role, null, right);
  const enough = (Object.keys(ofMember) as MemberRole[]).filter((role) => ofMember[role].includes(right));
  return db()
    .select({
      id: newsrooms.id,
      slug: newsrooms.slug,
      name: newsrooms.name,
      role: newsroomMembers.role,
    })
    .from(newsrooms)
    .leftJoin(
      newsroomMembers,
      and(eq(newsroomMembers.newsroomId, newsrooms.id), eq(newsroomMembers.userId, user.id)),
    )
    .where(
      everywhere
        ? undefined
        : (or(...enough.map((role) => and(isNotNull(newsroomMembers.id), eq(newsroomMembers.role, role)))) ??
            sql`false`),
    )
    .orderBy(asc(sql`lower(${newsrooms.name})`), asc(newsrooms.id));
}

/**
 * As a condition of a query: that a person has a right in a living newsroom at this moment, and may sign in. For what
 * somebody has handed out, such as a link: it is worth what they themselves may do.
 */
export function hasRight(userId: SQLWrapper, newsroomId: SQLWrapper, right: Right): SQL {
  const ofPerson = (Object.keys(ofSite) as Role[]).filter((role) => ofSite[role].includes(right));
  const there = (Object.keys(ofMember) as MemberRole[]).filter((role) => ofMember[role].includes(right));
  return sql`exists (select 1 from newsrooms n join users u on u.id = ${userId}
    left join newsroom_members m on m.newsroom_id = n.id and m.user_id = u.id
    where n.id = ${newsroomId} and u.deactivated_at is null
      and (u.role = any(${sql.param(ofPerson)}::text[]) or m.role = any(${sql.param(there)}::text[])))`;
}

/** Whether a person has a right in a newsroom; false also when there is no such newsroom. */
export async function mayIn(user: User, newsroomId: number, right: Right): Promise<boolean> {
  const role = await roleIn(user, newsroomId);
  return role !== undefined && allows(user.role, role, right);
}

/**
 * Throws unless the person has the right: 'not_found' when they have nothing to do with the newsroom, so that nobody
 * learns what exists; 'forbidden' when their role there is not enough, which the audit log notes.
 */
export async function requireRight(user: User, newsroomId: number, right: Right): Promise<void> {
  const role = await roleIn(user, newsroomId);
  if (role === undefined || (role === null && ofSite[user.role].length === 0))
    throw new PresskitError('not_found', 'There is nothing here for you: no such newsroom');
  if (allows(user.role, role, right)) return;
  await record({
    actorId: user.id,
    action: `newsroom.${right}`,
    type: 'newsroom',
    objectId: newsroomId,
    isRefusal: true,
  });
  throw new PresskitError('forbidden', `Your role in this newsroom does not allow this: ${wordsFor[right]}`);
}

/** What the person is in a living newsroom: null when not a member, undefined when there is no such newsroom. */
export async function roleIn(user: User, newsroomId: number): Promise<MemberRole | null | undefined> {
  if (!Number.isInteger(newsroomId) || newsroomId < 1 || newsroomId > 2 ** 31 - 1) return undefined;
  const [found] = await db()
    .select({ role: newsroomMembers.role })
    .from(newsrooms)
    .leftJoin(
      newsroomMembers,
      and(eq(newsroomMembers.newsroomId, newsrooms.id), eq(newsroomMembers.userId, user.id)),
    )
    .where(eq(newsrooms.id, newsroomId));
  return found?.role ?? (found ? null : undefined);
}

const wordsFor: Record<Right, string> = {
  statistics: 'to see its statistics',
  write: 'to write its releases',
  publish: 'to publish its releases',
  settings: 'to change its settings',
  members: 'to say who its members are',
};

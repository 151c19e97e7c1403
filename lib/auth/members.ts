import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { newsroomMembers, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { record } from './audit-log';
import { type MemberRole, requireRight, roleIn } from './rights';
import type { User } from './users';

/** Who works on a newsroom. A newsroom that has an owner keeps one: the last cannot be removed, nor become less. */
export type Member = {
  userId: number;
  name: string;
  email: string;
  role: MemberRole;
  since: Date;
  /** Cannot sign in at present. */
  isDeactivated: boolean;
};

export const memberRoles: readonly MemberRole[] = ['owner', 'editor', 'analyst'];

/** The members of a newsroom, owners first. Throws unless the person has the right 'members'. */
export async function members(by: User, newsroomId: number): Promise<Member[]> {
  await requireRight(by, newsroomId, 'members');
  const rows = await db()
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: newsroomMembers.role,
      since: newsroomMembers.createdAt,
      deactivatedAt: users.deactivatedAt,
    })
    .from(newsroomMembers)
    .innerJoin(users, eq(users.id, newsroomMembers.userId))
    .where(eq(newsroomMembers.newsroomId, newsroomId))
    .orderBy(
      sql`array_position(array['owner', 'editor', 'analyst'], ${newsroomMembers.role})`,
      asc(sql`lower(${users.name})`),
      asc(users.id),
    );
  return rows.map(({ deactivatedAt, ...row }) => ({ ...row, isDeactivated: deactivatedAt !== null }));
}

/** Throws 'not_found' for somebody who is no member, 'conflict' when the newsroom would have no owner any more. */
export async function changeMemberRole(
  by: User,
  newsroomId: number,
  userId: number,
  role: MemberRole,
): Promise<void> {
  await requireRight(by, newsroomId, 'members');
  await actingAs(by.id, async () => {
    const before = await memberLocked(newsroomId, userId);
    if (before === role) return;
    if (before === 'owner') await mustHaveOtherOwner(newsroomId, userId, 'The role was not changed.');
    await db()
      .update(newsroomMembers)
      .set({ role })
      .where(and(eq(newsroomMembers.newsroomId, newsroomId), eq(newsroomMembers.userId, userId)));
    await noted(by, 'member.role', newsroomId, { userId, before, after: role });
  });
}

/** Removes a member; anybody may remove themselves. Throws as changeMemberRole does. */
export async function removeMember(by: User, newsroomId: number, userId: number): Promise<void> {
  const isOwnWish = userId === by.id && (await roleIn(by, newsroomId)) != null;
  if (!isOwnWish) await requireRight(by, newsroomId, 'members');
  await actingAs(by.id, async () => {
    const before = await memberLocked(newsroomId, userId);
    if (before === 'owner') await mustHaveOtherOwner(newsroomId, userId, 'Nobody was removed.');
    await db()
      .delete(newsroomMembers)
      .where(and(eq(newsroomMembers.newsroomId, newsroomId), eq(newsroomMembers.userId, userId)));
    await noted(by, isOwnWish ? 'member.leave' : 'member.remove', newsroomId, { userId, before });
  });
}

/** Makes somebody a member, or gives a member the greater of both roles. Part of the caller's transaction. */
export async function addMember(newsroomId: number, userId: number, role: MemberRole): Promise<MemberRole> {
  await lock(newsroomId);
  const before = await roleOf(newsroomId, userId);
  if (!before) {
    await db().insert(newsroomMembers).values({ newsroomId, userId, role });
    return role;
  }
  if (memberRoles.indexOf(role) >= memberRoles.indexOf(before)) return before;
  await db()
    .update(newsroomMembers)
    .set({ role })
    .where(and(eq(newsroomMembers.newsroomId, newsroomId), eq(newsroomMembers.userId, userId)));
  return role;
}

/** The role of a member, with the newsroom's members locked until the transaction ends. Throws 'not_found'. */
async function memberLocked(newsroomId: number, userId: number): Promise<MemberRole> {
  await lock(newsroomId);
  const role = await roleOf(newsroomId, userId);
  if (!role)
    throw new PresskitError(
      'not_found',
      'This person is not a member of the newsroom (any more); nothing was changed',
    );
  return role;
}

async function roleOf(newsroomId: number, userId: number): Promise<MemberRole | undefined> {
  const [row] = await db()
    .select({ role: newsroomMembers.role })
    .from(newsroomMembers)
    .where(and(eq(newsroomMembers.newsroomId, newsroomId), eq(newsroomMembers.userId, userId)));
  return row?.role;
}

// Two last owners who remove each other at the same moment: the second waits, and finds itself the last.
const lock = (newsroomId: number) =>
  db().execute(
    sql`/* auth.members */ select pg_advisory_xact_lock(hashtext('presskit newsroom members'), ${newsroomId})`,
  );

async function mustHaveOtherOwner(newsroomId: number, userId: number, kept: string): Promise<void> {
  const [other] = await db()
    .select({ id: users.id })
    .from(newsroomMembers)
    .innerJoin(users, eq(users.id, newsroomMembers.userId))
    .where(
      and(
        eq(newsroomMembers.newsroomId, newsroomId),
        eq(newsroomMembers.role, 'owner'),
        ne(newsroomMembers.userId, userId),
        isNull(users.deactivatedAt),
      ),
    )
    .limit(1);
  if (!other)
    throw new PresskitError(
      'conflict',
      `This is the last owner, and a newsroom keeps one: make somebody else an owner first. ${kept}`,
    );
}

const noted = (by: User, action: string, newsroomId: number, detail: Record<string, unknown>) =>
  record({ actorId: by.id, action, type: 'newsroom', objectId: newsroomId, detail });

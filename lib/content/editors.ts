import { and, eq, gt, ne } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { releaseEditors, users } from '@/lib/db/tables';
import { releaseFor } from './access';

/** Who has a release open at this moment, so that two people who edit the same one are told. */
export type Editor = { id: number; name: string };

// An editor that is open says so more often than this.
const present = 30_000;

/** Notes that the person has the release open now, and says who else has. Throws 'not_found', 'forbidden'. */
export async function enter(user: User, releaseId: number): Promise<Editor[]> {
  await releaseFor(user, releaseId, 'write');
  const seenAt = now();
  await db()
    .insert(releaseEditors)
    .values({ releaseId, userId: user.id, seenAt })
    .onConflictDoUpdate({ target: [releaseEditors.releaseId, releaseEditors.userId], set: { seenAt } });
  return others(user, releaseId);
}

/** The person has closed it. */
export async function leave(user: User, releaseId: number): Promise<void> {
  await db()
    .delete(releaseEditors)
    .where(and(eq(releaseEditors.releaseId, releaseId), eq(releaseEditors.userId, user.id)));
}

const others = (user: User, releaseId: number): Promise<Editor[]> =>
  db()
    .select({ id: users.id, name: users.name })
    .from(releaseEditors)
    .innerJoin(users, eq(users.id, releaseEditors.userId))
    .where(
      and(
        eq(releaseEditors.releaseId, releaseId),
        ne(releaseEditors.userId, user.id),
        gt(releaseEditors.seenAt, new Date(now().getTime() - present)),
      ),
    )
    .orderBy(users.name);

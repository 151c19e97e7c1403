import { and, asc, eq } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { cleanLine } from '@/lib/content/text';
import { db } from '@/lib/db/client';
import { savedViews as table } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { parseState, stateParams } from './list-state';
import { demand } from './permissions';
import type { AdminType } from './types';

/** Lists that somebody wants to see again, under a name; each person's own. */
export type SavedView = { id: number; name: string; params: string };

export async function savedViews(user: User, type: AdminType): Promise<SavedView[]> {
  await demand(user, 'view', type);
  return db()
    .select({ id: table.id, name: table.name, params: table.params })
    .from(table)
    .where(and(eq(table.userId, user.id), eq(table.type, type.name)))
    .orderBy(asc(table.name));
}

/** Keeps a list's query; one of the same name is replaced. Throws 'invalid', 'forbidden'. */
export async function saveView(
  user: User,
  type: AdminType,
  given: { name: string; params: string },
): Promise<{ id: number }> {
  await demand(user, 'view', type);
  const name = cleanLine(given.name).slice(0, 80);
  if (!name) throw new PresskitError('invalid', 'The view was not kept: please give it a name.');
  if ((await savedViews(user, type)).length >= 50)
    throw new PresskitError('invalid', 'The view was not kept: you have 50 here; remove one first.');
  // In its canonical form, from its first page on; what makes no sense is not kept.
  const { state } = parseState(type, Object.fromEntries(new URLSearchParams(given.params.slice(0, 4000))));
  const params = stateParams(type, { ...state, cursor: null }).toString();
  const [row] = await db()
    .insert(table)
    .values({ userId: user.id, type: type.name, name, params })
    .onConflictDoUpdate({ target: [table.userId, table.type, table.name], set: { params } })
    .returning({ id: table.id });
  return row!;
}

/** Removes a view of one's own; another one's is not there. */
export async function removeView(user: User, id: number): Promise<void> {
  await db()
    .delete(table)
    .where(and(eq(table.id, id), eq(table.userId, user.id)));
}

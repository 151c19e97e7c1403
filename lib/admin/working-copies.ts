import { and, eq, sql } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { stateOf } from '@/lib/content/drafts';
import { db } from '@/lib/db/client';
import { releaseDrafts } from '@/lib/db/tables';
import type { AdminType, Row } from './types';

/**
 * A release that is being written has a working copy beside what readers see. The form shows the working copy of a
 * draft, and what is changed here is changed in the working copy as well: else the next "publish" would undo it.
 */
const shared = [
  'title',
  'subtitle',
  'dateline',
  'slug',
  'bodyHtml',
  'tags',
  'boilerplate',
  'contacts',
] as const;

/** A record with its working copy's content where that is what there is; `revision` belongs to its version. */
export async function withWorkingCopy(type: AdminType, row: Row): Promise<{ row: Row; revision: number }> {
  if (type.name !== 'release') return { row, revision: 0 };
  const { current } = await stateOf(row.id);
  if (row.status !== 'draft' || current.revision === 0) return { row, revision: current.revision };
  const { content } = current;
  const copied = {
    ...Object.fromEntries(shared.map((name) => [name, content[name]])),
    // A draft without them is called and addressed as its row says.
    title: content.title || row.title,
    slug: content.slug || row.slug,
    subtitle: content.subtitle || null,
    dateline: content.dateline || null,
  };
  return { row: { ...row, ...copied }, revision: current.revision };
}

/** Somebody saved the working copy since it was read; what was done in this transaction must not stand. */
export class Overtaken extends Error {}

/**
 * Makes the working copy say what was changed. Whoever has it open is told, since its revision is another one. Throws
 * Overtaken unless the working copy is at the revision that was seen.
 */
export async function changeWorkingCopy(
  user: User,
  type: AdminType,
  id: number,
  { columns, revision }: { columns: Record<string, unknown>; revision: number },
): Promise<void> {
  if (type.name !== 'release') return;
  const changed = Object.fromEntries(
    shared
      .filter((name) => name in columns)
      .map((name) => [name, columns[name] ?? (name === 'subtitle' || name === 'dateline' ? '' : null)]),
  );
  if (Object.keys(changed).length === 0) return;
  const [written] = await db()
    .update(releaseDrafts)
    .set({
      content: sql`${releaseDrafts.content} || ${JSON.stringify(changed)}::jsonb`,
      revision: sql`${releaseDrafts.revision} + 1`,
      savedBy: user.id,
      savedAt: now(),
    })
    .where(and(eq(releaseDrafts.releaseId, id), eq(releaseDrafts.revision, revision)))
    .returning({ releaseId: releaseDrafts.releaseId });
  // A release that nobody has written at since has no working copy, and needs none.
  if (!written && (await db().$count(releaseDrafts, eq(releaseDrafts.releaseId, id))) > 0)
    throw new Overtaken(`release ${id}: its working copy is not at revision ${revision} any more`);
}

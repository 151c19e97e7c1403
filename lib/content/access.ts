import { eq } from 'drizzle-orm';
import { type Right, requireRight } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { releases, type Status } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { isId } from './text';

/**
 * Who may write: every function that writes a release, or shows what readers do not see of it, takes the person who asks
 * and begins here.
 */
export type ReleaseAt = {
  id: number;
  newsroomId: number;
  status: Status;
  publishedAt: Date | null;
  timeZone: string | null;
  slug: string;
  /** Whether readers see it at this moment. */
  isPublic: boolean;
};

/**
 * The living release, if the person has the right in its newsroom. Throws 'not_found' when there is none or the person has
 * nothing to do with its newsroom, in the same words; 'forbidden' when their role is not enough.
 */
export async function releaseFor(user: User, releaseId: number, right: Right): Promise<ReleaseAt> {
  const [row] = isId(releaseId)
    ? await db()
        .select({
          id: releases.id,
          newsroomId: releases.newsroomId,
          status: releases.status,
          publishedAt: releases.publishedAt,
          timeZone: releases.timeZone,
          slug: releases.slug,
        })
        .from(releases)
        .where(eq(releases.id, releaseId))
    : [];
  if (!row) throw noSuch();
  try {
    await requireRight(user, row.newsroomId, right);
  } catch (error) {
    throw error instanceof PresskitError && error.code === 'not_found' ? noSuch() : error;
  }
  return { ...row, isPublic: row.status !== 'draft' && row.publishedAt !== null && row.publishedAt <= now() };
}

const noSuch = () =>
  new PresskitError(
    'not_found',
    'There is no such release. It may have been deleted, or it belongs to a newsroom that you are no member of.',
  );

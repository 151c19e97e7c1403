import { and, lte, type SQL, sql } from 'drizzle-orm';
import { files, releases } from '@/lib/db/tables';

/**
 * What the public may see, in one place. Deleted rows are not in these tables at all, and a living release has a
 * living newsroom: the store sees to that. The time is a parameter, so that a scheduled or embargoed release appears by
 * itself, and so that tests can set the clock.
 */
export function visible(at: Date): SQL {
  // Written out, not as a parameter: only so can the planner tell that the partial indexes apply.
  return and(sql`${releases.status} <> 'draft'`, lte(releases.publishedAt, at))!;
}

/**
 * A file of a release is visible with it, when the release as it was published has it; a file of the newsroom always.
 * Needs releases left-joined.
 */
export function fileVisible(at: Date): SQL {
  return sql`(${files.releaseId} is null or (${files.placement} <> 'none' and ${visible(at)}))`;
}

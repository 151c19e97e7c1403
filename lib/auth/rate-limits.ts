import { eq, lt, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { rateLimits } from '@/lib/db/tables';

/**
 * How often something may be tried. Counted in PostgreSQL, in one statement each, so that many processes and many tries
 * at once count as what they are.
 */
export type Limit = { tries: number; seconds: number };
export type Attempt = { allowed: boolean /** Seconds. */; retryAfter: number };

const LONGEST_WINDOW = 86_400;

/** Counts one more try of a key and says whether it is still within the limit; a window begins with its first try. */
export async function attempt(key: string, limit: Limit): Promise<Attempt> {
  const at = now();
  return verdict(await counted(key, limit, at), limit, at);
}

/** Counts one more of something, and says the how manieth it is within the window that began with the first. */
export const countOf = async (key: string, seconds: number): Promise<number> =>
  (await counted(key, { tries: 1_000_000_000, seconds }, now())).tries;

async function counted(key: string, { tries, seconds }: Limit, at: Date) {
  const over = new Date(at.getTime() - seconds * 1000);
  const ended = sql`${rateLimits.windowStart} <= ${over.toISOString()}::timestamptz`;
  const [row] = await db()
    .insert(rateLimits)
    .values({ key, windowStart: at, tries: 1 })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        windowStart: sql`case when ${ended} then excluded.window_start else ${rateLimits.windowStart} end`,
        // Beyond the limit there is nothing more to count, and an integer has an end.
        tries: sql`case when ${ended} then 1 else least(${rateLimits.tries} + 1, ${tries + 1}) end`,
      },
    })
    .returning();
  if (row!.tries === 1) await forgetOld(at);
  return row!;
}

/** What the next `attempt` would say, without counting one. */
export async function wouldAllow(key: string, limit: Limit): Promise<Attempt> {
  const at = now();
  const [row] = await db().select().from(rateLimits).where(eq(rateLimits.key, key));
  if (!row || row.windowStart.getTime() <= at.getTime() - limit.seconds * 1000)
    return { allowed: true, retryAfter: 0 };
  return verdict({ ...row, tries: row.tries + 1 }, limit, at);
}

/** Begins anew: after a success, say. */
export async function forgetTries(key: string): Promise<void> {
  await db().delete(rateLimits).where(eq(rateLimits.key, key));
}

async function forgetOld(at: Date): Promise<void> {
  await db()
    .delete(rateLimits)
    .where(lt(rateLimits.windowStart, new Date(at.getTime() - LONGEST_WINDOW * 1000)));
}

function verdict(row: { windowStart: Date; tries: number }, limit: Limit, at: Date): Attempt {
  if (row.tries <= limit.tries) return { allowed: true, retryAfter: 0 };
  const left = (row.windowStart.getTime() - at.getTime()) / 1000 + limit.seconds;
  return { allowed: false, retryAfter: Math.max(1, Math.ceil(left)) };
}

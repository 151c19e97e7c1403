import { lt } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { ssoUsedTokens } from '@/lib/db/tables';

/**
 * Uses a token up. One INSERT: of any number of tries at once, in whatever processes, exactly one is told true.
 * @param expiresAt until when the token would be taken; it is remembered a little longer
 */
export async function burn(issuer: string, jti: string, expiresAt: Date): Promise<boolean> {
  const inserted = await db()
    .insert(ssoUsedTokens)
    .values({ issuer, jti, expiresAt: new Date(expiresAt.getTime() + MARGIN) })
    .onConflictDoNothing()
    .returning({ jti: ssoUsedTokens.jti });
  await forgetNowAndThen();
  return inserted.length === 1;
}

/** Ten times what clocks may differ by. */
const MARGIN = 100_000;
let forgotten = 0;

async function forgetNowAndThen(): Promise<void> {
  const at = now().getTime();
  if (Math.abs(at - forgotten) < 60_000) return;
  forgotten = at;
  await db()
    .delete(ssoUsedTokens)
    .where(lt(ssoUsedTokens.expiresAt, new Date(at)));
}

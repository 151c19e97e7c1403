import { now } from '@/lib/clock';
import { auditLog } from '@/lib/db/tables';
import { batches } from './deleted';
import { purgeBatch } from './purging';
import type { Batch, Taken } from './soft-delete/layer';

/** The end of what was deleted: after so many days it is removed for good. Off unless somebody sets it. */
export type Expired = { batch: Batch; taken: Taken };

/** Deletions older than so many days that something can still be brought back of, the oldest last. */
export async function expired(days: number): Promise<Batch[]> {
  const olderThan = new Date(now().getTime() - days * 24 * 3_600_000);
  const found: Batch[] = [];
  for (let before: number | undefined; ; before = found.at(-1)!.id) {
    const some = await batches({ olderThan, before, limit: 100 });
    found.push(...some);
    if (some.length < 100) return found.filter(({ taken }) => Object.keys(taken).length > 0);
  }
}

/**
 * Removes what has been deleted for longer than so many days, batch by batch, each with its entry in the audit log. What
 * is restored at the same moment stays.
 */
export async function purgeExpired(days: number, onBatch?: (done: Expired) => void): Promise<Expired[]> {
  const done: Expired[] = [];
  for (const batch of await expired(days)) {
    const taken = await purgeBatch(batch.id, {
      along: (tx, removed) =>
        tx.insert(auditLog).values({
          at: now(),
          actorId: null,
          action: 'retention.purge',
          detail: { batch: batch.id, deletedAt: batch.at.toISOString(), days, taken: removed },
        }),
    });
    if (Object.keys(taken).length === 0) continue;
    done.push({ batch, taken });
    onBatch?.({ batch, taken });
  }
  return done;
}

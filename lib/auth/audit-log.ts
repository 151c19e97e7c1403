import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { auditLog } from '@/lib/db/tables';

/**
 * Notes what somebody did, or was refused. The application can add to the log and read it, and nothing else.
 * @param entry.actorId null: nobody who is known, or the command line
 * @param entry.action noun and verb, 'password.change'
 * @param entry.detail must hold no secret
 * @param on a transaction to be part of
 */
export async function record(
  entry: {
    actorId: number | null;
    action: string;
    type?: string;
    objectId?: number;
    detail?: Record<string, unknown>;
    isRefusal?: boolean;
  },
  on: Pick<Db, 'insert'> = db(),
): Promise<void> {
  await on.insert(auditLog).values({ ...entry, at: now() });
}

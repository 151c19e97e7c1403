import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { auditLog } from '@/lib/db/tables';
import { countOf } from './rate-limits';

/**
 * Of refusals of one kind within the hour, so many are noted one by one; from then on each that doubles their number,
 * with how many there were: whoever is refused a thousand times adds some twenty rows, and the log stays one that is
 * only added to.
 */
const notedEach = 10;
const window = 3600;

/**
 * Notes what somebody did, or was refused. The application can add to the log and read it, and nothing else.
 * @param entry.actorId null: nobody who is known, or the command line
 * @param entry.action noun and verb, 'password.change'
 * @param entry.detail must hold no secret
 * @param entry.countedAs whose refusal it is, if that is not told by the actor: an account's hash
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
    countedAs?: string;
  },
  on: Pick<Db, 'insert'> = db(),
): Promise<void> {
  const { countedAs, ...values } = entry;
  if (!entry.isRefusal) {
    await on.insert(auditLog).values({ ...values, at: now() });
    return;
  }
  const { actorId, action, type = '', objectId = '', detail = {} } = entry;
  const kind = [countedAs ?? actorId, action, type, objectId, detail.reason ?? ''].join(' ');
  const times = await countOf(`refusal ${kind}`, window);
  if (times <= notedEach) await on.insert(auditLog).values({ ...values, at: now() });
  else if (Number.isInteger(Math.log2(times)))
    await on.insert(auditLog).values({ ...values, detail: { ...detail, times }, at: now() });
}

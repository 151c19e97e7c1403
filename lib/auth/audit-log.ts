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
 * Refusals of nobody who is known are counted for the network they came from, so that nobody can make the log silent for
 * others; of one network so many are noted in all, and of all networks so many. Beyond that, entries say how many.
 */
const notedOfNetwork = 100;
const notedOfNobody = 2000;

/**
 * Notes what somebody did, or was refused. The application can add to the log and read it, and nothing else.
 * @param entry.actorId null: nobody who is known, or the command line
 * @param entry.action noun and verb, 'password.change'
 * @param entry.detail must hold no secret
 * @param entry.countedAs whose refusal it is, if that is not told by the actor: an account's hash
 * @param entry.from of a refusal: the network that it came from, and the domain that was asked
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
    from?: string;
  },
  on: Pick<Db, 'insert'> = db(),
): Promise<void> {
  const { countedAs, from, ...values } = entry;
  if (!entry.isRefusal) {
    await on.insert(auditLog).values({ ...values, at: now() });
    return;
  }
  const { actorId, action, type = '', objectId = '', detail = {} } = entry;
  const nobody = actorId === null ? from : undefined;
  const kind = [countedAs ?? nobody ?? actorId, action, type, objectId, detail.reason ?? ''].join(' ');
  const times = await countOf(`refusal ${kind}`, window);
  if (times > notedEach && !isDouble(times)) return;
  if (nobody !== undefined && countedAs === undefined) {
    for (const [of, most] of [
      [nobody, notedOfNetwork],
      ['all', notedOfNobody],
    ] as const) {
      const noted = await countOf(`refusals noted of nobody ${of}`, window);
      if (noted <= most) continue;
      if (noted === most + 1 || isDouble(noted))
        await on.insert(auditLog).values({
          actorId,
          action,
          isRefusal: true,
          detail: { reason: of === 'all' ? 'unnoted' : 'unnoted_network', times: noted },
          at: now(),
        });
      return;
    }
  }
  await on
    .insert(auditLog)
    .values({ ...values, ...(times > notedEach && { detail: { ...detail, times } }), at: now() });
}

/** Whether it is a power of two. */
const isDouble = (times: number): boolean => Number.isInteger(Math.log2(times));

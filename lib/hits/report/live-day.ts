import { setTimeout as sleep } from 'node:timers/promises';
import { getMany, set } from '@/lib/cache';
import { type Day, now } from '@/lib/clock';
import type { ContentKey } from '../day-sums';
import type { IngestStatus } from '../ingest';
import { ASK_SECONDS, ASKED_SECONDS, ASKERS_KEY, answerKey, askedKey, STATUS_KEY } from '../keys';
import { type Askers, askId, type LiveAnswer, listParts, MOST_ASKERS, unpacked } from '../live-asking';

/**
 * What ingest knows of a day that is not in PostgreSQL yet, for some contents. The first question waits for its answer
 * some hundredths of a second; then the answer is there and kept fresh as long as somebody asks.
 */
const PATIENCE = 400;
const LOOK_EVERY = 12;
/** Renewed when it is good for less than this. */
const RENEW_MS = (ASK_SECONDS * 1000) / 2;
/** An answer that nobody has renewed for so long is of an ingest that is gone. */
const STALE_MS = 15_000;

/** null: memcached is away, or ingest does not answer. */
export async function askLive(contents: readonly ContentKey[], day: Day): Promise<LiveAnswer | null> {
  const id = askId(contents);
  const key = answerKey(id, day);
  const until = performance.now() + PATIENCE;
  do {
    const found = await getMany([ASKERS_KEY, key, STATUS_KEY]);
    // Without a sign of life there is nothing to wait for.
    if (!found || !isAlive(found.get(STATUS_KEY))) return null;
    const isAsking = await keepAsking(id, contents, found.get(ASKERS_KEY));
    const text = found.get(key);
    // The clock of the wall, as ingest's: tests may stop the other one.
    if (text && isAsking) {
      const answer = await unpacked<LiveAnswer>(text);
      if (answer.day === day && Date.now() - answer.madeAt < STALE_MS) return answer.complete ? answer : null;
    }
    await sleep(LOOK_EVERY);
  } while (performance.now() < until);
  return null;
}

const SILENT_MS = 10_000;

function isAlive(status: string | undefined): boolean {
  if (!status) return false;
  const { time } = JSON.parse(status) as Pick<IngestStatus, 'time'>;
  return Math.abs(now().getTime() - Date.parse(time)) < SILENT_MS;
}

/** Whether ingest knows already that this is asked; if not, or not for long, tells it. */
async function keepAsking(
  id: string,
  contents: readonly ContentKey[],
  known: string | undefined,
): Promise<boolean> {
  const time = Date.now();
  const askers = known ? (JSON.parse(known) as Askers) : [];
  const until = askers.find(([asker]) => asker === id)?.[1] ?? 0;
  if (until - time > RENEW_MS) return true;
  await Promise.all(listParts(contents).map((part, i) => set(askedKey(id, i), part, ASKED_SECONDS)));
  const others = askers.filter(([asker, end]) => asker !== id && end > time).slice(1 - MOST_ASKERS);
  // Two pages that do this at once may forget one of them; who is forgotten sees that at the next look.
  await set(ASKERS_KEY, JSON.stringify([...others, [id, time + ASK_SECONDS * 1000]]), ASKED_SECONDS);
  return until > time;
}

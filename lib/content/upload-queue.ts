import { PresskitError } from '@/lib/errors';

/**
 * Uploads take turns: a photograph that is decoded takes hundreds of megabytes and a core, so several at once would take
 * the site down that people read meanwhile. The turn goes round the people who wait, whoever sends how many, and nobody
 * takes all places. Whoever waits has not been read yet: the web server keeps the bytes on disk.
 */
const most = 1;
const mostWaiting = 120;
const mostWaitingEach = 12;
let running = 0;
/** Those who wait by person, whose turn comes next first. */
const waiting = new Map<number, (() => void)[]>();

/** Runs the task when it is the person's turn. Throws 'unavailable' when they, or all, have too many that wait already. */
export async function inTurn<T>(personId: number, task: () => Promise<T>): Promise<T> {
  const own = waiting.get(personId) ?? [];
  if (own.length >= mostWaitingEach)
    throw full(`${mostWaitingEach} more of yours are waiting to be added. Try again when they are there.`);
  if ([...waiting.values()].reduce((sum, { length }) => sum + length, 0) >= mostWaiting)
    throw full('very many files are being added at this moment. Try again in a minute.');
  if (running >= most)
    await new Promise<void>((start) => {
      own.push(start);
      waiting.set(personId, own);
    });
  else running++;
  try {
    return await task();
  } finally {
    // The place goes to the next one without becoming free, so that nobody can slip in between.
    const next = nextOne();
    if (next) next();
    else running--;
  }
}

function nextOne(): (() => void) | undefined {
  const [first] = waiting;
  if (!first) return undefined;
  const [personId, own] = first;
  const start = own.shift();
  // To the end of the round.
  waiting.delete(personId);
  if (own.length > 0) waiting.set(personId, own);
  return start;
}

const full = (why: string) =>
  new PresskitError('unavailable', `The file was not added: ${why} Your text is as it was.`, {
    retryAfter: 30,
  });

import { PresskitError } from '@/lib/errors';

/**
 * Uploads take turns: a photograph that is decoded takes hundreds of megabytes and a core, so several at once would take
 * the site down that people read meanwhile. Whoever waits has not been read yet: the web server keeps the bytes on disk.
 */
const most = 1;
const mostWaiting = 60;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs the task when it is its turn. Throws 'unavailable' when too many wait already. */
export async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  if (waiting.length >= mostWaiting) {
    throw new PresskitError(
      'unavailable',
      'The file was not added: very many files are being added at this moment. Try again in a minute.',
    );
  }
  if (running >= most) await new Promise<void>((start) => waiting.push(start));
  else running++;
  try {
    return await task();
  } finally {
    // The place goes to the next one without becoming free, so that nobody can slip in between.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

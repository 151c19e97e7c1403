import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PresskitError } from '@/lib/errors';
import { addressOf } from '@/lib/memcached';

/**
 * The keys in a memcached that begin with a prefix, by its own listing. Throws 'unavailable' when it gives none within
 * so many milliseconds; while it lists for somebody else, it is asked again. It walks through all its items: not for every page.
 *
 * memjs cannot ask for it (the binary protocol has no listing), so this one command is a line of text on a connection
 * of its own; counts do not wait behind a long list.
 */
export async function keysIn(server: string, prefix: string, patience = 2000): Promise<string[]> {
  const signal = AbortSignal.timeout(patience);
  for (;;) {
    try {
      return await list(server, 'hash', prefix, signal).catch((error) => {
        if (error instanceof Busy) throw error;
        // Walking the LRU lists, as old memcacheds can only, misses items that move meanwhile.
        return list(server, 'all', prefix, signal);
      });
    } catch (cause) {
      if (!(cause instanceof Busy) || signal.aborted)
        throw new PresskitError('unavailable', `memcached ${server} does not list its keys`, { cause });
      await sleep(BUSY_PAUSE);
    }
  }
}

/** memcached makes one list at a time. */
class Busy extends Error {}
const BUSY_PAUSE = 20;

async function list(
  server: string,
  walk: 'hash' | 'all',
  prefix: string,
  signal: AbortSignal,
): Promise<string[]> {
  const { host, port } = addressOf(server);
  const socket = connect(port, host);
  const stop = () => socket.destroy(new Error('it takes too long'));
  signal.addEventListener('abort', stop);
  const keys: string[] = [];
  let rest = '';
  try {
    signal.throwIfAborted();
    socket.setEncoding('latin1').write(`lru_crawler metadump ${walk}\r\n`);
    for await (const chunk of socket) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (line === 'END\r') return keys;
        const key = /^key=(\S+)/.exec(line)?.[1];
        if (line.startsWith('BUSY')) throw new Busy(line.trim());
        if (key === undefined) throw new Error(`it answered: ${line.trim()}`);
        const name = decodeURIComponent(key);
        if (name.startsWith(prefix)) keys.push(name);
      }
    }
    throw new Error('it closed the connection');
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { Memcached } from '@/lib/memcached';

/**
 * memcached as pages use it: quick or not at all. Several servers are replicas: whoever writes a number writes it
 * to all of them, and a read takes the first that answers, so nginx may ask any one of them too.
 */

/** Milliseconds a page waits for memcached at most. */
const PATIENCE = 100;
const PROBE_PATIENCE = 5000;
const PROBE_PAUSE = 250;

/**
 * The values of the keys that are there. null: no memcached answered within about 100 ms. One that hangs is then
 * not asked again until it answers a probe in the background, so only the first page waits for it.
 */
export async function getMany(keys: readonly string[]): Promise<Map<string, string> | null> {
  for (const replica of replicas()) {
    const found = await replica.ask((client) => client.get(keys, PATIENCE));
    if (found) return new Map([...found].map(([key, value]) => [key, value.toString()]));
  }
  return null;
}

/** Sets one value on every server; false when one of them did not take it. @param seconds until it expires */
export async function set(key: string, value: string | Buffer, seconds: number): Promise<boolean> {
  const done = await Promise.all(
    replicas().map((replica) => replica.ask((client) => client.set([[key, value]], seconds, PATIENCE))),
  );
  return done.every((refused) => refused === 0);
}

/** Each server's own figures (memcached's names: get_hits, bytes, evictions, ...); null: it does not answer. */
export async function stats(): Promise<{ server: string; figures: Record<string, string> | null }[]> {
  return Promise.all(
    replicas().map(async (replica) => ({
      server: replica.client.server,
      figures: await replica.ask((client) => client.stats(PATIENCE)),
    })),
  );
}

/** Closes the connections; the next call opens them again. */
export function closeCache(): void {
  for (const replica of known ?? []) replica.client.close();
  known = undefined;
}

let known: Replica[] | undefined;

function replicas(): Replica[] {
  known ??= env('MEMCACHED_SERVERS')
    .MEMCACHED_SERVERS.split(',')
    .map((server) => new Replica(server));
  return known;
}

class Replica {
  readonly client: Memcached;
  private hanging = false;

  constructor(server: string) {
    this.client = new Memcached(server, PATIENCE);
  }

  async ask<T>(question: (client: Memcached) => Promise<T>): Promise<T | null> {
    if (this.hanging) return null;
    const start = performance.now();
    try {
      return await question(this.client);
    } catch (error) {
      if (!(error instanceof PresskitError) || error.code !== 'unavailable') throw error;
      // A refused connection costs nothing to try again on the next page; one that hangs costs its patience.
      if (performance.now() - start > PATIENCE / 2 && !this.hanging) {
        this.hanging = true;
        this.probe();
      }
      return null;
    }
  }

  private probe(): void {
    this.client.get(['presskit:probe'], PROBE_PATIENCE).then(
      () => {
        this.hanging = false;
      },
      () => void setTimeout(() => this.probe(), PROBE_PAUSE).unref(),
    );
  }
}

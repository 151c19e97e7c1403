import { setTimeout as sleep } from 'node:timers/promises';
import type { Day } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { Memcached } from '@/lib/memcached';
import type { Difference } from './audit';
import type { DaySums } from './day-sums';
import { hitsKey, readyKey } from './keys';

export type CachedState = 'compared' | 'not filled' | 'away';

/**
 * What memcached says of a day, read before and after its log is counted, because visitors do not wait meanwhile. When
 * the log has not grown, every count must be the log's; when it has, the log's must lie between before and after. ingest
 * is given some time to catch up.
 */
export class Cached {
  private readonly replicas: Replica[];

  constructor(day: Day, servers: string[]) {
    this.replicas = servers.map((server) => new Replica(day, server));
  }

  states(): { server: string; state: CachedState }[] {
    return this.replicas.map(({ client, state }) => ({ server: client.server, state }));
  }

  /** @param content keys like "release:7" that may have a count, beside those the log will name */
  async readBefore(content: string[]): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.readBefore(content)));
  }

  /**
   * Where memcached says otherwise than the sums.
   * @param hasGrown asked after each reading: whether the log has grown since it was counted
   * @param patience milliseconds until a count that is still behind is wrong
   */
  async differences(
    sums: DaySums,
    hasGrown: () => Promise<boolean>,
    patience: number,
    signal?: AbortSignal,
  ): Promise<Difference[]> {
    const log = new Map<string, number>();
    for (const { key, views } of sums.all()) log.set(key, views);
    const until = performance.now() + patience;
    for (;;) {
      const after = await Promise.all(this.replicas.map((replica) => replica.read([...log.keys()])));
      const moving = await hasGrown();
      const found = this.replicas.flatMap((replica, i) => replica.compare(log, after[i]!, moving));
      if (found.length === 0 || performance.now() >= until) return found;
      await sleep(PAUSE, undefined, { signal });
    }
  }

  close(): void {
    for (const { client } of this.replicas) client.close();
  }
}

class Replica {
  state: CachedState = 'compared';
  readonly client: Memcached;
  private before = new Map<string, number>();
  private content: string[] = [];
  private readonly day: Day;

  constructor(day: Day, server: string) {
    this.day = day;
    this.client = new Memcached(server, PATIENCE);
  }

  async readBefore(content: string[]): Promise<void> {
    this.content = content;
    this.before = await this.read([]);
  }

  /** The counts that are there, of the content known before and of that named now; none when it is not filled or away. */
  async read(named: string[]): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    try {
      const ready = await this.client.get([readyKey(this.day)]);
      this.state = ready.size > 0 ? 'compared' : 'not filled';
      if (ready.size === 0) return counts;
      const keys = [...new Set([...this.content, ...named])];
      for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
        const part = keys.slice(at, at + KEYS_AT_ONCE);
        const found = await this.client.get(part.map((key) => this.cacheKey(key)));
        for (const key of part) {
          const value = found.get(this.cacheKey(key));
          if (value) counts.set(key, Number(value.toString()));
        }
      }
    } catch (error) {
      if (!(error instanceof PresskitError) || error.code !== 'unavailable') throw error;
      this.state = 'away';
      counts.clear();
    }
    return counts;
  }

  compare(log: Map<string, number>, after: Map<string, number>, moving: boolean): Difference[] {
    if (this.state !== 'compared') return [];
    const found: Difference[] = [];
    for (const key of new Set([...log.keys(), ...after.keys()])) {
      const right = log.get(key) ?? 0;
      const says = after.get(key);
      // Content without hits needs no key.
      const now = says ?? 0;
      const isRight = moving ? (this.before.get(key) ?? 0) <= right && right <= now : now === right;
      if (!isRight) {
        const { server } = this.client;
        found.push({ where: 'memcached', server, key: `${key} views`, says: says ?? null, log: right });
      }
    }
    return found;
  }

  private cacheKey(key: string): string {
    const [type, id] = key.split(':');
    return hitsKey(this.day, type!, Number(id));
  }
}

const PATIENCE = 2000;
const PAUSE = 100;
const KEYS_AT_ONCE = 500;

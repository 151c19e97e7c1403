import { randomUUID } from 'node:crypto';
import { type Entry, Memcached } from '@/lib/memcached';
import { HITS_SECONDS, STATUS_KEY, sentinelKey } from './keys';

/**
 * Writes counts into one memcached. They are absolute, so writing one twice does no harm and writing all of them
 * again mends whatever happened to memcached: killed, restarted empty, flushed, short of memory, or hanging.
 */
export type PublisherOptions = {
  server: string;
  /** Every count, each read when it is asked for. */
  all(): Iterable<Entry>;
  /** What declares the counts filled, written after them; whole: and none is missing, so a missing one is zero. */
  ready(whole: boolean): Entry[];
  onState(state: 'up' | 'away' | 'short', detail: string): void;
};

// Small enough that a hit that comes in meanwhile waits a fraction of a millisecond.
const PART = 200;
const MOST_PENDING = 2000;
const REWRITE_EVERY = 60_000;
const EVICTED_EVERY = 5000;
const STATUS_SECONDS = 600;
const ANSWER_WITHIN = 1000;

export class Publisher {
  away = false;
  evictions = 0;
  private readonly client: Memcached;
  private readonly sentinel = sentinelKey(randomUUID());
  private readonly pending = new Map<string, string>();
  private rewrite: Iterator<Entry> | undefined;
  private rewriteAgain = false;
  private rewrittenAt = 0;
  /** Whether memcached has kept everything since the last rewrite began, and its evictions when it ended. */
  private whole = false;
  private rewrittenEvictions = 0;
  private undeclared = false;
  private refusals = 0;
  private writing = false;
  private retry: NodeJS.Timeout | undefined;
  private pause = 0;
  private process = '';
  private closed = false;
  private beating = false;

  constructor(private readonly options: PublisherOptions) {
    this.client = new Memcached(options.server, ANSWER_WITHIN);
    this.client.onLost = () => this.lost('the connection was lost');
  }

  get server(): string {
    return this.options.server;
  }

  /** A count that changed; written at once when nothing is in flight, else with the next. Call `kick` after some. */
  put(key: string, value: string): void {
    // While memcached is away, everything will be written when it is back.
    if (!this.away) this.pending.set(key, value);
  }

  kick(): void {
    if (!this.writing && !this.away && !this.closed) void this.write();
  }

  rewriteAll(): void {
    this.rewrite = this.everything();
    this.kick();
  }

  /** Once a second: looks whether memcached has kept everything, and leaves the status there. */
  async heartbeat(status: string): Promise<void> {
    if (this.away || this.closed || this.beating) return;
    this.beating = true;
    try {
      const [kept, figures] = await Promise.all([this.client.get([this.sentinel]), this.client.stats()]);
      const process = `${figures.pid}`;
      const evictions = Number(figures.evictions);
      const since = performance.now() - this.rewrittenAt;
      // Evicted counts must not pass for zeros, not even until they are written again.
      if (this.whole && evictions > this.rewrittenEvictions) await this.declare(false);
      // Where there is little room, something is always being evicted; counts that are written often are not.
      const short = !this.whole && since > EVICTED_EVERY;
      const lost = !kept.has(this.sentinel) || process !== this.process || short;
      if (process !== this.process) this.rewrittenEvictions = evictions;
      this.process = process;
      this.evictions = evictions;
      if ((lost || since > REWRITE_EVERY || this.rewriteAgain) && !this.rewrite) {
        this.rewriteAgain = false;
        this.rewriteAll();
      }
      await this.client.set([[STATUS_KEY, status]], STATUS_SECONDS);
    } catch (error) {
      this.lost(String(error));
    } finally {
      this.beating = false;
    }
  }

  /** Waits until everything is written, at most so many milliseconds; whether it was. */
  async settled(patience: number): Promise<boolean> {
    const until = performance.now() + patience;
    while (performance.now() < until) {
      if (!this.writing && !this.rewrite && this.pending.size === 0 && !this.away) return true;
      this.kick();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return false;
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    this.client.close();
  }

  private async write(): Promise<void> {
    this.writing = true;
    try {
      for (;;) {
        const part = this.next();
        const refused = part.length > 0 ? await this.client.set(part, HITS_SECONDS) : 0;
        if (refused > 0) {
          this.refusals += refused;
          this.rewriteAgain = true;
        }
        if (this.undeclared) await this.rewritten();
        else if (part.length === 0) break;
      }
    } catch (error) {
      this.lost(String(error));
    } finally {
      this.writing = false;
    }
  }

  /** What is to be written next: what changed, then a part of the rewrite. */
  private next(): Entry[] {
    if (this.away || this.closed) return [];
    const part: Entry[] = [];
    for (const entry of this.pending) {
      part.push(entry);
      this.pending.delete(entry[0]);
      if (part.length >= MOST_PENDING) return part;
    }
    if (!this.rewrite) return part;
    for (let n = 0; n < PART; n++) {
      const { value, done } = this.rewrite.next();
      if (done) {
        this.rewrite = undefined;
        this.undeclared = true;
        break;
      }
      part.push(value);
    }
    return part;
  }

  private *everything(): Generator<Entry> {
    this.refusals = 0;
    yield* this.options.all();
    yield [this.sentinel, '1'];
  }

  private async rewritten(): Promise<void> {
    this.undeclared = false;
    this.rewrittenAt = performance.now();
    const evictions = Number((await this.client.stats()).evictions);
    const kept = evictions === this.rewrittenEvictions && this.refusals === 0;
    this.rewrittenEvictions = evictions;
    await this.declare(kept);
    if (kept) this.options.onState('up', '');
  }

  private async declare(whole: boolean): Promise<void> {
    this.whole = whole;
    if (!whole) {
      this.options.onState('short', 'it has no room for all counts and drops some; give it more memory');
    }
    await this.client.set(this.options.ready(whole), HITS_SECONDS);
  }

  private lost(detail: string): void {
    if (this.closed || this.away) return;
    this.away = true;
    this.pending.clear();
    this.rewrite = undefined;
    this.pause = 20;
    this.options.onState('away', detail);
    this.tryAgain();
  }

  private tryAgain(): void {
    this.retry = setTimeout(async () => {
      try {
        await this.client.get([this.sentinel]);
        if (this.closed) return;
        this.away = false;
        // What a hanging memcached still had in a lost connection's buffers it may carry out after it is back, so a
        // second rewrite follows with the next heartbeat.
        this.rewriteAgain = true;
        this.rewriteAll();
      } catch {
        this.pause = Math.min(1000, this.pause * 2);
        if (!this.closed) this.tryAgain();
      }
    }, this.pause);
  }
}

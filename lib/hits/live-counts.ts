import { PresskitError } from '@/lib/errors';
import type { Entry } from '@/lib/memcached';
import { keysIn } from '@/lib/memcached-keys';
import type { ContentKey } from './day-sums';
import type { FollowedDay } from './followed-day';
import { hitsPrefix, PARTIAL, readyKey, WHOLE } from './keys';
import type { Notices } from './notices';
import { Publisher } from './publisher';

/** The counts of the followed days as every memcached is to have them. */
export class LiveCounts {
  private readonly publishers: Publisher[];
  private readonly sweeps = new Map<Publisher, Promise<void>>();

  constructor(
    private readonly options: { servers: string[]; notices: Notices; days: () => Iterable<FollowedDay> },
  ) {
    this.publishers = options.servers.map((server) => this.publisherFor(server));
  }

  /** Writes what has changed. */
  publish(): void {
    for (const day of this.options.days()) {
      if (!day.complete) continue;
      const prefix = hitsPrefix(day.day);
      for (const { key, views } of day.sums.takeChanged()) {
        day.gone.delete(key);
        for (const publisher of this.publishers) publisher.put(prefix + key, `${views}`);
      }
    }
    for (const publisher of this.publishers) publisher.kick();
  }

  /** A day is complete, or all its numbers may be others: what memcached has of it and we do not becomes zero. */
  republish(day: FollowedDay): void {
    day.sums.takeChanged();
    for (const publisher of this.publishers) {
      publisher.rewriteAll();
      const before = this.sweeps.get(publisher) ?? Promise.resolve();
      this.sweeps.set(
        publisher,
        before.then(() => this.zeroStrays(publisher, day)),
      );
    }
  }

  /** Once a second: is everything still there? Leaves the status, as JSON. */
  async heartbeat(status: string): Promise<void> {
    await Promise.all(this.publishers.map((publisher) => publisher.heartbeat(status)));
  }

  /** Resolves when all is written, or after so many milliseconds. */
  async settled(patience: number): Promise<void> {
    await Promise.all(this.publishers.map((publisher) => publisher.settled(patience)));
  }

  servers(): { server: string; away: boolean; evictions: number }[] {
    return this.publishers.map(({ server, away, evictions }) => ({ server, away, evictions }));
  }

  close(): void {
    for (const publisher of this.publishers) publisher.close();
  }

  private publisherFor(server: string): Publisher {
    const { notices } = this.options;
    const subject = `memcached ${server}`;
    return new Publisher({
      server,
      all: () => this.everything(),
      ready: (whole) => this.ready(whole),
      onState: (state, detail) => {
        if (state === 'up') notices.clear(subject);
        else if (state === 'short') notices.raise(subject, `${subject}: ${detail}`);
        else
          notices.raise(
            subject,
            `${subject} is away (${detail}); counting goes on, numbers are written when it is back`,
          );
      },
    });
  }

  private *everything(): Generator<Entry> {
    for (const day of this.options.days()) {
      if (!day.complete) continue;
      const prefix = hitsPrefix(day.day);
      for (const key of day.gone) yield [prefix + key, '0'];
      for (const { key, views } of day.sums.all()) yield [prefix + key, `${views}`];
    }
  }

  private ready(whole: boolean): Entry[] {
    return [...this.options.days()]
      .filter((day) => day.complete)
      .map((day) => [readyKey(day.day), whole ? WHOLE : PARTIAL]);
  }

  /**
   * What a killed ingest, or one of another configuration, has left: it is in no sums, so only memcached knows of it.
   */
  private async zeroStrays(publisher: Publisher, day: FollowedDay): Promise<void> {
    const prefix = hitsPrefix(day.day);
    let keys: string[];
    try {
      keys = await keysIn(publisher.server, prefix);
    } catch (error) {
      // Away, or busy listing for somebody else; what is known to be gone is written all the same.
      if (error instanceof PresskitError) return;
      throw error;
    }
    const known = new Set<string>();
    for (const { key } of day.sums.all()) known.add(key);
    for (const name of keys) {
      const key = name.slice(prefix.length);
      if (!/^\w+:\d+$/.test(key) || known.has(key)) continue;
      day.gone.add(key as ContentKey);
      publisher.put(name, '0');
    }
    publisher.kick();
  }
}

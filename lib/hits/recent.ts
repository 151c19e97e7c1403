/**
 * The hits of the last five minutes, each with who it was from: what "reading now" is counted from. Held in memory as
 * long as it is needed, and with the day's snapshot.
 */
export const RECENT_SECONDS = 300;
// Of a day's snapshot, the newest so many at the most.
const MOST_SAVED = 100_000;

export class RecentHits {
  /** Seconds since midnight; hits from before are of no interest. */
  from = Number.POSITIVE_INFINITY;
  // Per hit: second of the day, content, visitor's high and low word; oldest first, in a ring.
  private ring = new Int32Array(4 * 1024);
  private start = 0;
  private size = 0;

  /** Notes a hit. @param second of the day, by its line */
  add(second: number, content: number, high: number, low: number): void {
    if (second < this.from) return;
    if (this.size * 4 === this.ring.length) this.makeRoom();
    const at = ((this.start + this.size++) * 4) & (this.ring.length - 1);
    this.ring[at] = second;
    this.ring[at + 1] = content;
    this.ring[at + 2] = high;
    this.ring[at + 3] = low;
  }

  /** The clock: what is older than five minutes is forgotten. @param second of the day it is now */
  now(second: number): void {
    this.from = second - RECENT_SECONDS;
    // Lines come nearly in order; one that is late keeps some others in memory a little longer.
    while (this.size > 0 && this.ring[(this.start * 4) & (this.ring.length - 1)]! < this.from) {
      this.start++;
      this.size--;
    }
    if (this.size === 0) this.start = 0;
  }

  /** Distinct visitors of the contents whose number is marked with 1. */
  visitorsOf(isAsked: Uint8Array): number {
    const visitors = new Set<number>();
    for (let i = 0; i < this.size; i++) {
      const at = ((this.start + i) * 4) & (this.ring.length - 1);
      const second = this.ring[at]!;
      // Later than now: from before the clocks were put back.
      if (second < this.from || second > this.from + RECENT_SECONDS + 60) continue;
      if (isAsked[this.ring[at + 1]!] !== 1) continue;
      // 53 bits of the 64: two of a million visitors are taken for one once in ten thousand times.
      visitors.add((this.ring[at + 2]! & 0x1fffff) * 2 ** 32 + (this.ring[at + 3]! >>> 0));
    }
    return visitors.size;
  }

  /** The hits as plain data; `restore` takes it back. */
  state(): Int32Array<ArrayBuffer> {
    const kept = Math.min(this.size, MOST_SAVED);
    const state = new Int32Array(kept * 4);
    for (let i = 0; i < kept; i++) {
      const at = ((this.start + this.size - kept + i) * 4) & (this.ring.length - 1);
      state.set(this.ring.subarray(at, at + 4), i * 4);
    }
    return state;
  }

  restore(state: Int32Array): void {
    this.from = 0;
    for (let at = 0; at < state.length; at += 4)
      this.add(state[at]!, state[at + 1]!, state[at + 2]!, state[at + 3]!);
  }

  private makeRoom(): void {
    const ring = new Int32Array(this.ring.length * 2);
    for (let i = 0; i < this.size; i++) {
      const at = ((this.start + i) * 4) & (this.ring.length - 1);
      ring.set(this.ring.subarray(at, at + 4), i * 4);
    }
    this.ring = ring;
    this.start = 0;
  }
}

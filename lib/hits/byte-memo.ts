import { randomInt } from 'node:crypto';
import { text } from './bytes';

/**
 * Remembers what a byte string stands for, without making a string of it: open addressing over a copy of the bytes.
 * Real logs repeat themselves (some thousand user agents, referrers and paths in millions of lines), so each distinct
 * one is decided once. Above `limit` entries, or 16 MiB of them, it forgets them all, says so, and goes on: memory
 * stays bounded whatever a hostile log holds, and a forgotten answer is only computed again.
 */
export class ByteMemo {
  private readonly answer: (value: string, bytes: Uint8Array) => number;
  private readonly forgotten: () => void;
  private readonly limit: number;
  private slots = new Int32Array(1024).fill(-1);
  private hashes = new Int32Array(512);
  private answers = new Int32Array(512);
  private ends = new Int32Array(512);
  private arena = new Uint8Array(1 << 16);
  private arenaWords = new DataView(this.arena.buffer);
  private size = 0;
  private used = 0;

  constructor(
    answer: (value: string, bytes: Uint8Array) => number,
    forgotten: () => void = () => undefined,
    limit = 65_536,
  ) {
    this.answer = answer;
    this.forgotten = forgotten;
    this.limit = limit;
  }

  /** The answer for the bytes in [from, to); computes it from their text the first time. */
  get(bytes: Uint8Array, words: DataView, from: number, to: number): number {
    const hash = hashOf(bytes, words, from, to);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = this.slots[slot]!;
      if (entry < 0) return this.remember(bytes, from, to, hash);
      if (this.hashes[entry] === hash && this.equals(entry, bytes, words, from, to))
        return this.answers[entry]!;
      slot = (slot + 1) & mask;
    }
  }

  private equals(entry: number, bytes: Uint8Array, words: DataView, from: number, to: number): boolean {
    let stored = entry === 0 ? 0 : this.ends[entry - 1]!;
    if (this.ends[entry]! - stored !== to - from) return false;
    let at = from;
    for (; at + 4 <= to; at += 4, stored += 4) {
      if (words.getInt32(at, true) !== this.arenaWords.getInt32(stored, true)) return false;
    }
    for (; at < to; at++, stored++) if (bytes[at] !== this.arena[stored]) return false;
    return true;
  }

  private remember(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const length = to - from;
    if (this.size >= this.limit || (this.size > 0 && this.used + length > MOST_BYTES)) {
      this.slots.fill(-1);
      this.size = this.used = 0;
      this.forgotten();
    }
    const answer = this.answer(text(bytes, from, to), bytes.subarray(from, to));
    if (this.size * 2 >= this.slots.length) this.grow();
    if (this.used + length > this.arena.length) {
      const arena = new Uint8Array(Math.max(this.arena.length * 2, this.used + length));
      arena.set(this.arena);
      this.arena = arena;
      this.arenaWords = new DataView(arena.buffer);
    }
    this.arena.set(bytes.subarray(from, to), this.used);
    this.used += length;
    const entry = this.size++;
    this.hashes[entry] = hash;
    this.answers[entry] = answer;
    this.ends[entry] = this.used;
    this.place(entry, hash);
    return answer;
  }

  private place(entry: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = entry;
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(-1);
    this.hashes = doubled(this.hashes);
    this.answers = doubled(this.answers);
    this.ends = doubled(this.ends);
    for (let entry = 0; entry < this.size; entry++) this.place(entry, this.hashes[entry]!);
  }
}

const MOST_BYTES = 16 << 20;
// Random, so that nobody can choose user agents that all fall into one slot.
const SEED = randomInt(2 ** 31);

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** Hash of a byte range, four bytes a step; the finish is MurmurHash3's. */
function hashOf(bytes: Uint8Array, words: DataView, from: number, to: number): number {
  let hash = SEED ^ (to - from);
  let at = from;
  for (; at + 4 <= to; at += 4) {
    hash = Math.imul(hash ^ words.getInt32(at, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x85ebca6b);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

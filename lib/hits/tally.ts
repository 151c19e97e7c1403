/**
 * Counts per pair of small integers, and exact sets of visitors per content: open addressing in one typed array each,
 * so that ten million entries are ten million entries and not ten million objects.
 *
 * Both take what is added into a small queue first and settle it in one tight loop. The tables are larger than the
 * processor's caches; in such a loop it waits for several of their lines at once instead of for one after the other.
 */
const QUEUE = 2048;

export class PairTally {
  // Per slot: a, b, count, the slot of the pair that was new before it with the same a (1 is the first slot, 0 none).
  // A count of 0 is an empty slot; four fields keep a slot in one cache line.
  private slots = new Int32Array(4 * 1024);
  /** Per a: the slot of its newest pair. */
  private heads = new Int32Array(256);
  private size = 0;
  private readonly queue = new Int32Array(2 * QUEUE);
  private queued = 0;

  /** Adds 1 to the count of the pair (a, b); both are at least 0. */
  add(a: number, b: number): void {
    this.queue[this.queued++] = a;
    this.queue[this.queued++] = b;
    if (this.queued === this.queue.length) this.settle();
  }

  /** Adds n to the count of the pair (a, b). */
  addMany(a: number, b: number, n: number): void {
    if (this.size * 2 >= this.slots.length / 4) this.grow();
    const { slots } = this;
    const mask = slots.length / 4 - 1;
    let at = (mixed(a, b) & mask) * 4;
    while (slots[at + 2] !== 0 && (slots[at] !== a || slots[at + 1] !== b))
      at = (at + 4) & (slots.length - 1);
    if (slots[at + 2] === 0) {
      slots[at] = a;
      slots[at + 1] = b;
      this.link(a, at);
      this.size++;
    }
    slots[at + 2]! += n;
  }

  /** Every count of the pairs with this a. */
  forEachOf(a: number, visit: (b: number, count: number) => void): void {
    this.settle();
    const { slots } = this;
    for (let slot = this.heads[a] ?? 0; slot !== 0; ) {
      const at = (slot - 1) * 4;
      if (slots[at + 2]! > 0) visit(slots[at + 1]!, slots[at + 2]!);
      slot = slots[at + 3]!;
    }
  }

  *entries(): Generator<[a: number, b: number, count: number]> {
    this.settle();
    const { slots } = this;
    for (let at = 0; at < slots.length; at += 4) {
      if (slots[at + 2]! > 0) yield [slots[at]!, slots[at + 1]!, slots[at + 2]!];
    }
  }

  forEach(visit: (a: number, b: number, count: number) => void): void {
    this.settle();
    const { slots } = this;
    for (let at = 0; at < slots.length; at += 4) {
      if (slots[at + 2]! > 0) visit(slots[at]!, slots[at + 1]!, slots[at + 2]!);
    }
  }

  /** The counts as plain data; `restore` takes it back. */
  state(): Int32Array<ArrayBuffer> {
    this.settle();
    return this.slots;
  }

  restore(slots: Int32Array<ArrayBuffer>): void {
    this.slots = slots;
    this.size = 0;
    this.heads.fill(0);
    for (let at = 0; at < slots.length; at += 4) {
      if (slots[at + 2] === 0) continue;
      this.link(slots[at]!, at);
      this.size++;
    }
  }

  private link(a: number, at: number): void {
    if (a >= this.heads.length) {
      const heads = new Int32Array(Math.max(this.heads.length * 2, a + 1));
      heads.set(this.heads);
      this.heads = heads;
    }
    this.slots[at + 3] = this.heads[a]!;
    this.heads[a] = at / 4 + 1;
  }

  private settle(): void {
    const { queue, queued } = this;
    this.queued = 0;
    for (let i = 0; i < queued; i += 2) this.addMany(queue[i]!, queue[i + 1]!, 1);
  }

  private grow(): void {
    const { slots } = this;
    this.slots = roomFor(slots.length * 2);
    this.size = 0;
    this.heads.fill(0);
    for (let at = 0; at < slots.length; at += 4) {
      if (slots[at + 2]! > 0) this.addMany(slots[at]!, slots[at + 1]!, slots[at + 2]!);
    }
  }
}

/** In a visitor set, the site as a whole stands beside the contents under this number. */
export const SITE = 2 ** 30;

/**
 * Distinct visitors per content and of the site: an exact set of (64-bit visitor, content), with the minute of the day of
 * their first hit. First is by the clock, not by the order of lines, so that it is a function of the lines alone.
 */
export class VisitorSet {
  // Per slot: high, low, content + 1, minute. A content field of 0 is an empty slot.
  private slots = new Int32Array(4 * 4096);
  private size = 0;
  /** Visitors of each content. */
  private counts = new Int32Array(256);
  /** The same by the hour of their first hit. */
  private hours = new Int32Array(256 * HOURS);
  // By the minute; those that turned out to have come earlier are withdrawn.
  private readonly minutes: PairTally | null;
  private readonly withdrawn = new PairTally();
  private ofSite = 0;
  private readonly queue = new Int32Array(4 * QUEUE);
  private queued = 0;

  /** @param isLive also by the minute */
  constructor(isLive = false) {
    this.minutes = isLive ? new PairTally() : null;
  }

  /** Adds a hit of a visitor of a content, and so of the site. */
  add(high: number, low: number, content: number, minute: number): void {
    const { queue } = this;
    queue[this.queued++] = high;
    queue[this.queued++] = low;
    queue[this.queued++] = content;
    queue[this.queued++] = minute;
    if (this.queued === queue.length) this.settle();
  }

  /** How many visitors a content has had, or SITE. */
  count(content: number): number {
    this.settle();
    return content === SITE ? this.ofSite : (this.counts[content] ?? 0);
  }

  /** Every hour in which visitors of a content came first, and how many. */
  forEachHourOf(content: number, visit: (hour: number, visitors: number) => void): void {
    this.settle();
    for (let hour = 0; hour < HOURS; hour++) {
      const visitors = this.hours[content * HOURS + hour] ?? 0;
      if (visitors > 0) visit(hour, visitors);
    }
  }

  /** Adds the visitors of a content to counts per minute of the day. Nothing unless live. */
  addMinutesOf(content: number, counts: Uint32Array): void {
    this.settle();
    this.minutes?.forEachOf(content, (minute, visitors) => {
      counts[minute]! += visitors;
    });
    this.withdrawn.forEachOf(content, (minute, visitors) => {
      counts[minute]! -= visitors;
    });
  }

  /** Every visitor of every content, and of SITE. */
  forEach(visit: (high: number, low: number, content: number, minute: number) => void): void {
    this.settle();
    const { slots } = this;
    for (let at = 0; at < slots.length; at += 4) {
      if (slots[at + 2]! > 0) visit(slots[at]!, slots[at + 1]!, slots[at + 2]! - 1, slots[at + 3]!);
    }
  }

  /** The set as plain data; `restore` takes it back. */
  state(): Int32Array<ArrayBuffer> {
    this.settle();
    return this.slots;
  }

  restore(slots: Int32Array<ArrayBuffer>): void {
    this.slots = slots;
    this.size = 0;
    this.counts.fill(0);
    for (let at = 0; at < slots.length; at += 4) {
      if (slots[at + 2] === 0) continue;
      this.size++;
      this.counted(slots[at + 2]! - 1, slots[at + 3]!);
    }
  }

  private settle(): void {
    const { queue, queued } = this;
    this.queued = 0;
    for (let i = 0; i < queued; i += 4) {
      // A visitor new to the site is new to the content, so a known pair settles both.
      if (!this.insert(queue[i]!, queue[i + 1]!, queue[i + 2]!, queue[i + 3]!)) continue;
      this.counted(queue[i + 2]!, queue[i + 3]!);
      if (this.insert(queue[i]!, queue[i + 1]!, SITE, 0)) this.ofSite++;
    }
  }

  private counted(content: number, minute: number): void {
    if (content === SITE) {
      this.ofSite++;
      return;
    }
    if (content >= this.counts.length) {
      const room = Math.max(this.counts.length * 2, content + 1);
      const counts = new Int32Array(room);
      const hours = new Int32Array(room * HOURS);
      counts.set(this.counts);
      hours.set(this.hours);
      Object.assign(this, { counts, hours });
    }
    this.counts[content]!++;
    this.hours[content * HOURS + hourOf(minute)]!++;
    this.minutes?.addMany(content, minute, 1);
  }

  /** A known visitor has been there earlier than it seemed. */
  private moved(content: number, from: number, to: number): void {
    this.hours[content * HOURS + hourOf(from)]!--;
    this.hours[content * HOURS + hourOf(to)]!++;
    this.minutes?.addMany(content, to, 1);
    if (this.minutes) this.withdrawn.addMany(content, from, 1);
  }

  /** Whether the visitor is new to the content. */
  private insert(high: number, low: number, content: number, minute: number): boolean {
    if (this.size * 3 >= (this.slots.length / 4) * 2) this.grow();
    const { slots } = this;
    const mask = slots.length / 4 - 1;
    let at = (mixed(low, content) & mask) * 4;
    while (slots[at + 2] !== 0) {
      if (slots[at + 1] === low && slots[at] === high && slots[at + 2] === content + 1) {
        const known = slots[at + 3]!;
        if (minute < known) {
          slots[at + 3] = minute;
          this.moved(content, known, minute);
        }
        return false;
      }
      at = (at + 4) & (slots.length - 1);
    }
    slots[at] = high;
    slots[at + 1] = low;
    slots[at + 2] = content + 1;
    slots[at + 3] = minute;
    this.size++;
    return true;
  }

  private grow(): void {
    const { slots } = this;
    this.slots = roomFor(slots.length * 2);
    this.size = 0;
    for (let at = 0; at < slots.length; at += 4) {
      if (slots[at + 2]! > 0) this.insert(slots[at]!, slots[at + 1]!, slots[at + 2]! - 1, slots[at + 3]!);
    }
  }
}

const HOURS = 24;
const hourOf = (minute: number) => Math.floor(minute / 60);

/**
 * Zeros that are there already: memory that is read before it is first written is mapped twice, and mapping it anew
 * stops every other thread for a moment.
 */
function roomFor(length: number): Int32Array<ArrayBuffer> {
  return new Int32Array(length).fill(0);
}

function mixed(a: number, b: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

import { PairTally } from './tally';

/**
 * When content was read: per content the hits, those from search engines and the requests of bots by the hour of the
 * day, and while the day is going on by its minutes too. Visitors stand under the time of their first hit, see
 * VisitorSet.
 */
export const HOURS = 24;
export const MINUTES = 24 * 60;
const kinds = ['hits', 'search', 'bots'] as const;
export type Timed = (typeof kinds)[number];
export const [HITS, SEARCH, BOTS] = [0, 1, 2] as const;
const COLUMNS = kinds.length * HOURS;

/** Of a breakdown by hour, the name of its dimension. */
export const hourDimension: Record<Timed | 'visitors' | 'downloads', string> = {
  hits: 'hour',
  search: 'search_hour',
  bots: 'bot_hour',
  visitors: 'visitor_hour',
  // The hits of files, where they are counted beside pages.
  downloads: 'download_hour',
};

export class Times {
  private hours = new Uint32Array(256 * COLUMNS);
  // Per content, kind and minute of the day.
  private readonly minutes: PairTally | null;

  constructor(isLive: boolean) {
    this.minutes = isLive ? new PairTally() : null;
  }

  /** @param kind HITS, SEARCH or BOTS */
  add(content: number, kind: number, hour: number, minute: number): void {
    this.hours[content * COLUMNS + kind * HOURS + hour]!++;
    this.minutes?.add(content, kind * MINUTES + hour * 60 + minute);
  }

  /** Room for contents up to this number, excluded. */
  makeRoom(contents: number): void {
    if (contents * COLUMNS <= this.hours.length) return;
    const hours = new Uint32Array(contents * COLUMNS);
    hours.set(this.hours);
    this.hours = hours;
  }

  /** Every hour of a content that has any, and how many. */
  forEachHourOf(content: number, kind: Timed, visit: (hour: number, n: number) => void): void {
    const from = content * COLUMNS + kinds.indexOf(kind) * HOURS;
    for (let hour = 0; hour < HOURS; hour++) {
      const n = this.hours[from + hour]!;
      if (n > 0) visit(hour, n);
    }
  }

  /** The same per minute of the day, all kinds of which counts are wanted. Nothing unless live. */
  addMinutesOf(content: number, counts: Partial<Record<Timed, Uint32Array>>): void {
    this.minutes?.forEachOf(content, (at, n) => {
      const minutes = counts[kinds[Math.floor(at / MINUTES)]!];
      if (minutes) minutes[at % MINUTES]! += n;
    });
  }

  /** How many there are of a kind on the whole day. */
  totalOf(content: number, kind: Timed): number {
    let total = 0;
    this.forEachHourOf(content, kind, (_hour, n) => {
      total += n;
    });
    return total;
  }

  /** @param mine the number here of each content there */
  merge(other: Times, mine: number[]): void {
    mine.forEach((content, from) => {
      for (let at = 0; at < COLUMNS; at++)
        this.hours[content * COLUMNS + at]! += other.hours[from * COLUMNS + at]!;
    });
    other.minutes?.forEach((content, at, n) => {
      this.minutes?.addMany(mine[content]!, at, n);
    });
  }

  /** The counts as plain data; `restore` takes it back. */
  state(): { hours: Uint32Array<ArrayBuffer>; minutes: Int32Array<ArrayBuffer> | null } {
    return { hours: this.hours, minutes: this.minutes?.state() ?? null };
  }

  restore({ hours, minutes }: ReturnType<Times['state']>): void {
    this.hours = hours;
    if (minutes) this.minutes?.restore(minutes);
  }
}

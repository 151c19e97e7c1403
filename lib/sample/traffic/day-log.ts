import type { Day } from '@/lib/clock';

/** One logged request; what is left out is what most requests have. */
export type Entry = {
  address: string;
  path: string;
  agent: string;
  method?: string;
  status?: number;
  bytes?: number;
  referrer?: string;
  protocol?: string;
  purpose?: string;
  prefetch?: string;
  rsc?: boolean;
  range?: string;
};

/**
 * The access log of one calendar day in the format of nginx/log-format.conf, in the order of time. Seconds count
 * from local midnight and go on over a change of summer time: such a day has 82 800 or 90 000 of them.
 */
export class DayLog {
  readonly seconds: number;
  private readonly midnight: number;
  private readonly host: string;
  private readonly prefixes: string[] = [];
  private readonly suffixes: string[] = [];
  private readonly minutes: number[] = [];
  private readonly times: number[] = [];
  private readonly lines: string[] = [];
  private readonly end: number;

  /** `until` ends the day early: later requests are not logged. */
  constructor(day: Day, host: string, until?: Date) {
    const [year, month, date] = day.split('-').map(Number) as [number, number, number];
    this.midnight = new Date(year, month - 1, date).getTime();
    this.seconds = (new Date(year, month - 1, date + 1).getTime() - this.midnight) / 1000;
    this.end = until ? Math.min(this.seconds, (until.getTime() - this.midnight) / 1000) : this.seconds;
    this.host = host;
    // Zones change their offset only on quarters of an hour, so a quarter has one prefix and one offset.
    for (let second = 0; second < this.seconds; second += 900) this.addQuarter(second);
  }

  /** Seconds from this day's midnight to an instant; negative when it lies before. */
  secondOf(instant: Date): number {
    return (instant.getTime() - this.midnight) / 1000;
  }

  /** The second at which a local hour begins (the first, where it comes twice). */
  startOfHour(hour: number): number {
    const at = new Date(this.midnight);
    at.setHours(hour);
    return Math.max(0, Math.min(this.seconds - 3600, (at.getTime() - this.midnight) / 1000));
  }

  add(second: number, entry: Entry): void {
    if (second < 0 || second >= this.end) return;
    const at = Math.floor(second);
    const quarter = Math.floor(at / 900);
    const within = at - quarter * 900;
    const clock = MINUTES_SECONDS[this.minutes[quarter]! * 60 + within]!;
    const { status = 200, bytes = 0, purpose, prefetch, range } = entry;
    const millis = (at * 7919 + bytes) % 89;
    const fields =
      purpose || prefetch || range || entry.rsc
        ? `purpose="${purpose ?? '-'}-" prefetch="${prefetch ?? '--'}" rsc="${entry.rsc ? '1' : '-'}" range="${range ?? '-'}"`
        : 'purpose="--" prefetch="--" rsc="-" range="-"';
    this.times.push(at * 65_536 + (this.lines.length & 65_535));
    this.lines.push(
      `${entry.address} - - [${this.prefixes[quarter]}${clock}${this.suffixes[quarter]}] "${entry.method ?? 'GET'} ${entry.path} ${entry.protocol ?? 'HTTP/2.0'}" ${status} ${bytes} "${entry.referrer ?? '-'}" "${entry.agent}" ${fields} host="${this.host}" time="0.0${millis < 10 ? `0${millis}` : millis}"\n`,
    );
  }

  /** The number of lines and the log itself, in the order of time. */
  finish(): { lines: number; bytes: Buffer } {
    if (this.lines.length > 65_536) throw new RangeError('a sample day of more than 65 536 lines');
    const order = Float64Array.from(this.times).sort();
    let text = '';
    for (const time of order) text += this.lines[time % 65_536]!;
    return { lines: order.length, bytes: Buffer.from(text, 'latin1') };
  }

  private addQuarter(second: number): void {
    const at = new Date(this.midnight + second * 1000);
    const offset = -at.getTimezoneOffset();
    const size = Math.abs(offset);
    this.prefixes.push(
      `${two(at.getDate())}/${MONTHS[at.getMonth()]}/${at.getFullYear()}:${two(at.getHours())}:`,
    );
    this.minutes.push(at.getMinutes());
    this.suffixes.push(` ${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`);
  }
}

const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MINUTES_SECONDS = Array.from({ length: 3600 }, (_, i) => `${two(Math.floor(i / 60))}:${two(i % 60)}`);

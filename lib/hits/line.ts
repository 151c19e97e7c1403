import { closingQuote, isEmpty, startsWith, text, twoDigits, wordsOf } from './bytes';

/**
 * One access-log line, read as bytes. The combined log format of nginx and Apache, with `key="value"` fields after
 * it; plain combined, common and vhost-combined lines are the same format with less or more around it:
 *
 *   [vhost:port] address ident user [time] "METHOD target HTTP/x" status bytes ["referrer" "agent" [key="value" ...]]
 *
 * Reading bytes and making no string per line is what lets one core read over a million lines a second. The offsets
 * of the fields are left in one reused object; nothing here decides what a line is worth (see day-sums.ts).
 */
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const QUESTION = 0x3f;
const DASH = 0x2d;

/** Where the fields of the line last scanned lie, as half-open byte ranges [from, to) of the buffer. */
export class Line {
  /** The client's address. */
  addressFrom = 0;
  addressTo = 0;
  methodFrom = 0;
  methodTo = 0;
  /** The path of the target, without the query. */
  pathFrom = 0;
  pathTo = 0;
  /** The query without its question mark; queryFrom === queryTo when there is none. */
  queryFrom = 0;
  queryTo = 0;
  /** Hour of the line's own time, 0 to 23. */
  hour = 0;
  /** Minute of that hour. */
  minute = 0;
  /** Where "dd/Mon/yyyy:hh:mm:ss +zzzz" begins. */
  timeFrom = 0;
  status = 0;
  referrerFrom = 0;
  referrerTo = 0;
  agentFrom = 0;
  agentTo = 0;
  /** The first-byte state of the key="value" fields; see scanFields. */
  prefetch = false;
  rangeFromStart = false;

  private cursor = 0;
  // The time last found to be a possible one, whose hour is `hour`.
  private readonly time = new Uint8Array(26).fill(0xff);
  private readonly timeWords = wordsOf(this.time);

  /**
   * Reads address to status of the line in [from, to) (no line feed inside). Returns whether it is a request: false
   * means malformed, and the fields are then meaningless.
   */
  scanRequest(bytes: Uint8Array, words: DataView, from: number, to: number): boolean {
    let at = from;
    while (at < to && bytes[at] !== SPACE) at++;
    if (at === from || at >= to) return false;
    this.addressFrom = from;
    this.addressTo = at;
    at++;
    // address ident user [time]: ident is "-" practically everywhere; vhost-combined has one more field before it.
    if (bytes[at] === DASH && bytes[at + 1] === SPACE && bytes[at + 2] === DASH && bytes[at + 3] === SPACE) {
      at += 4;
    } else {
      at = this.skipToTime(bytes, at, to);
      if (at < 0) return false;
    }
    if (bytes[at] !== 0x5b || to - at < 32 || !this.scanTime(bytes, words, at + 1)) return false;
    at += 27;
    if (bytes[at] !== 0x5d || bytes[at + 1] !== SPACE || bytes[at + 2] !== QUOTE) return false;
    at += 3;

    this.methodFrom = at;
    let byte = bytes[at]!;
    while (at < to && byte >= 0x41 && byte <= 0x5a) byte = bytes[++at]!;
    if (byte !== SPACE || at === this.methodFrom || at >= to) return false;
    this.methodTo = at++;

    this.pathFrom = at;
    byte = bytes[at]!;
    while (at < to && byte !== SPACE && byte !== QUESTION && byte !== QUOTE) byte = bytes[++at]!;
    this.pathTo = at;
    if (byte === QUESTION) {
      this.queryFrom = ++at;
      byte = bytes[at]!;
      while (at < to && byte !== SPACE && byte !== QUOTE) byte = bytes[++at]!;
      this.queryTo = at;
    } else {
      this.queryFrom = at;
      this.queryTo = at;
      if (at === this.pathFrom) return false;
    }
    if (at >= to) return false;
    // An escaped quote inside the target, or spaces in it (clients send both): the request ends at the closing quote,
    // and the target at the last space before "HTTP/".
    if (byte === QUOTE && bytes[at - 1] === BACKSLASH) return this.scanOddTarget(bytes, at, to);
    if (byte === SPACE) {
      if (bytes[at + 9] !== QUOTE || !isProtocol(bytes, at + 1)) return this.scanOddTarget(bytes, at, to);
      at += 9;
    }
    return this.scanStatus(bytes, at + 1, to);
  }

  /** Reads referrer, agent and the key="value" fields behind a request just scanned; absent ones are empty. */
  scanRest(bytes: Uint8Array, words: DataView, to: number): void {
    let at = this.cursor;
    this.referrerFrom = this.referrerTo = this.agentFrom = this.agentTo = to;
    this.prefetch = false;
    this.rangeFromStart = false;
    while (at < to && bytes[at] !== SPACE) at++; // the bytes sent
    if (bytes[at + 1] !== QUOTE || at + 1 >= to) return;
    this.referrerFrom = at + 2;
    at = closingQuote(bytes, words, at + 2, to);
    this.referrerTo = at;
    if (bytes[at + 1] !== SPACE || bytes[at + 2] !== QUOTE || at + 2 >= to) return;
    this.agentFrom = at + 3;
    at = closingQuote(bytes, words, at + 3, to);
    this.agentTo = at;
    if (at + 1 < to) this.scanFields(bytes, words, at + 1, to);
  }

  /** The fields nginx/log-format.conf adds. Without them a line is no prefetch, and a 206 is not the first range. */
  private scanFields(bytes: Uint8Array, words: DataView, from: number, to: number): void {
    if (startsWith(bytes, from, to, PLAIN_FIELDS)) return;
    let at = from;
    while (at < to) {
      while (at < to && bytes[at] === SPACE) at++;
      const keyFrom = at;
      while (at < to && bytes[at] !== 0x3d && bytes[at] !== SPACE) at++;
      if (bytes[at] !== 0x3d || bytes[at + 1] !== QUOTE || at + 1 >= to) {
        at++;
        continue;
      }
      const keyTo = at;
      const valueFrom = at + 2;
      const valueTo = closingQuote(bytes, words, valueFrom, to);
      at = valueTo + 1;
      if (isEmpty(bytes, valueFrom, valueTo)) continue;
      switch (text(bytes, keyFrom, keyTo)) {
        case 'purpose':
          if (/prefetch|prerender/i.test(text(bytes, valueFrom, valueTo))) this.prefetch = true;
          break;
        case 'prefetch':
          this.prefetch = true;
          break;
        case 'range':
          this.rangeFromStart = text(bytes, valueFrom, valueTo).startsWith('bytes=0-');
          break;
      }
    }
  }

  private skipToTime(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    const secondFrom = at;
    while (at < to && bytes[at] !== SPACE) at++;
    const secondIsIdent = bytes[secondFrom] === DASH && at === secondFrom + 1;
    if (!secondIsIdent && endsWithPort(bytes, this.addressFrom, this.addressTo)) {
      const third = at + 1;
      if (bytes[third] === DASH && bytes[third + 1] === SPACE) {
        this.addressFrom = secondFrom;
        this.addressTo = at;
        at = third + 1;
      }
    }
    // A user name may hold spaces and brackets: the time is the first "[" that a date follows.
    for (; at + 1 < to; at++) {
      if (bytes[at] === SPACE && bytes[at + 1] === 0x5b && to - at > 28 && bytes[at + 28] === 0x5d)
        return at + 1;
    }
    return -1;
  }

  private scanTime(bytes: Uint8Array, words: DataView, at: number): boolean {
    this.timeFrom = at;
    // Of a busy log's many lines a minute, only the seconds differ: the rest was found possible a line ago.
    const second = twoDigits(bytes, at + 18);
    const known = this.timeWords;
    if (
      words.getFloat64(at) === known.getFloat64(0) &&
      words.getFloat64(at + 8) === known.getFloat64(8) &&
      words.getInt16(at + 16) === known.getInt16(16) &&
      words.getInt32(at + 20) === known.getInt32(20) &&
      words.getInt16(at + 24) === known.getInt16(24) &&
      second >= 0 &&
      second <= 60
    ) {
      return true;
    }
    const hour = hourOf(text(bytes, at, at + 26));
    if (hour === null) return false;
    this.hour = hour;
    this.minute = twoDigits(bytes, at + 15);
    this.time.set(bytes.subarray(at, at + 26));
    return true;
  }

  private scanOddTarget(bytes: Uint8Array, from: number, to: number): boolean {
    let end = from;
    while (end < to && !(bytes[end] === QUOTE && bytes[end - 1] !== BACKSLASH)) end++;
    if (end >= to) return false;
    let targetTo = end;
    for (let at = end - 1; at > this.pathFrom; at--) {
      if (bytes[at] === SPACE) {
        if (isProtocol(bytes, at + 1)) targetTo = at;
        break;
      }
    }
    let question = this.pathFrom;
    while (question < targetTo && bytes[question] !== QUESTION) question++;
    this.pathTo = question;
    this.queryFrom = Math.min(question + 1, targetTo);
    this.queryTo = targetTo;
    return this.scanStatus(bytes, end + 1, to);
  }

  private scanStatus(bytes: Uint8Array, at: number, to: number): boolean {
    if (at + 4 > to || bytes[at] !== SPACE) return false;
    const tens = twoDigits(bytes, at + 2);
    const hundreds = bytes[at + 1]! - 0x30;
    if (tens < 0 || hundreds < 1 || hundreds > 9) return false;
    if (at + 4 < to && bytes[at + 4] !== SPACE) return false;
    this.status = hundreds * 100 + tens;
    this.cursor = at + 5;
    return true;
  }
}

const PLAIN_FIELDS = Buffer.from(' purpose="--" prefetch="--" rsc="-" range="-" ');

/** Whether "HTTP/" stands there. */
function isProtocol(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x48 &&
    bytes[at + 1] === 0x54 &&
    bytes[at + 2] === 0x54 &&
    bytes[at + 3] === 0x50 &&
    bytes[at + 4] === 0x2f
  );
}

function endsWithPort(bytes: Uint8Array, from: number, to: number): boolean {
  let at = to;
  while (at > from && bytes[at - 1]! >= 0x30 && bytes[at - 1]! <= 0x39) at--;
  return at < to && at > from + 1 && bytes[at - 1] === 0x3a;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The hour of a time as logs write it, or null when there can be no such time. */
function hourOf(time: string): number | null {
  const match = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) [+-]\d{4}$/.exec(time);
  if (!match) return null;
  const [day, year, hour, minute, second] = [1, 3, 4, 5, 6].map((i) => Number(match[i])) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const month = MONTHS.indexOf(match[2]!);
  const possible =
    month >= 0 &&
    day >= 1 &&
    day <= new Date(Date.UTC(year, month + 1, 0)).getUTCDate() &&
    hour < 24 &&
    minute < 60 &&
    second <= 60;
  return possible ? hour : null;
}

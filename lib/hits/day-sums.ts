import { createHash, randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { resolve } from '@/lib/content/registry';
import { PresskitError } from '@/lib/errors';
import { agentOf } from './agents';
import { ByteMemo } from './byte-memo';
import { twoDigits, wordsOf } from './bytes';
import { campaignOf } from './campaigns';
import { Line } from './line';
import { RecentHits } from './recent';
import { referrerOf } from './referrers';
import { PairTally, SITE, VisitorSet } from './tally';
import { BOTS, HITS, HOURS, hourDimension, SEARCH, type Timed, Times } from './times';
import { type Facts, MOST_VALUES, Values } from './values';

/**
 * The sums of one day: bytes of a log go in, hits per content and their breakdowns come out. Live and nightly use
 * this one class, so they cannot disagree; hits and visitors are a pure function of the lines (their order does not
 * matter), and the sums of two parts of a log can be merged. Order decides one thing: which values of a breakdown become
 * "(other)" on a day with more of them than `MOST_VALUES`.
 *
 * Visitors are distinct hashes of address and user agent under a random salt. Salt and hashes live here and in the
 * day's snapshot, nowhere else.
 */
export const dropReasons = ['malformed', 'method', 'status', 'path', 'prefetch', 'bot'] as const;
export type DropReason = (typeof dropReasons)[number];
/** "release:7" */
export type ContentKey = `${string}:${number}`;
export type Breakdown = { key: ContentKey; dimension: string; value: string; views: number };
export type SumsOptions = {
  /** Lower-case host names of this site: referrers from there are internal. */
  ownHosts?: Iterable<string>;
  /** Also the minutes of the day, and who reads now: for a day that is going on. */
  live?: boolean;
  /** Names the country of an address, as ISO 3166-1 alpha-2 in capitals; '' when it is not known. */
  countryOf?: (address: string) => string;
};

const [MALFORMED, METHOD, STATUS, PATH, PREFETCH, BOT] = [0, 1, 2, 3, 4, 5] as const;
const HIT = -1;
/** Where the counts of a content's values are collected. */
export type Breakdowns = { add(dimension: string, value: string, views: number): void };
/** A longer line, in bytes, is malformed whatever it holds; so no reader needs more memory than this for one. */
export const longestLine = 1 << 20;
/** Values looked at in one step. */
const STEP = 2000;

type Content = { key: ContentKey; isFile: boolean };

export class DaySums {
  lines = 0;
  private readonly salt: Uint8Array;
  private readonly ownHosts: Set<string>;
  private readonly dropped = new Float64Array(dropReasons.length);
  // Content is numbered; what is counted per content lies in columns under its number.
  private readonly contents: Content[] = [];
  private views = new Float64Array(256);
  private isFile = new Uint8Array(256);
  private isChanged = new Uint8Array(256);
  private readonly indexOfKey = new Map<ContentKey, number>();
  private readonly visitors: VisitorSet;
  private readonly times: Times;
  private changed: number[] = [];

  private readonly agentClasses = new Values(MOST_VALUES);
  private readonly referrers = new Values(MOST_VALUES);
  private readonly searchReferrers: number[] = [];
  private readonly campaigns = new Values(MOST_VALUES);
  private readonly bots = new Values(MOST_VALUES);
  private readonly byAgent = new PairTally();
  private readonly byReferrer = new PairTally();
  private readonly byCampaign = new PairTally();
  private readonly byBot = new PairTally();
  private readonly countries = new Values(MOST_VALUES);
  private readonly byCountry = new PairTally();
  private readonly recent = new RecentHits();
  private readonly isLive: boolean;

  private readonly line = new Line();
  private readonly paths = new ByteMemo((path) => this.contentAt(path));
  private agents: { bot: number; kind: number; high: number; low: number }[] = [];
  private readonly agentMemo = new ByteMemo(
    (agent, bytes) => this.agentAt(agent, bytes),
    () => {
      this.agents = [];
    },
  );
  private readonly referrerMemo = new ByteMemo((referrer) => this.referrerAt(referrer));
  private readonly campaignMemo = new ByteMemo((query) => this.campaignAt(query));
  private readonly countryMemo: ByteMemo | undefined;
  private readonly saltWords: Int32Array;

  /** @param options.salt 16 random bytes; two sums that are to be merged need the same */
  constructor(options: SumsOptions & { salt?: Uint8Array } = {}) {
    this.salt = Uint8Array.from(options.salt ?? randomBytes(16));
    this.saltWords = new Int32Array(this.salt.buffer.slice(0, 16));
    this.ownHosts = new Set(options.ownHosts);
    this.isLive = options.live ?? false;
    this.visitors = new VisitorSet(this.isLive);
    this.times = new Times(this.isLive);
    const { countryOf } = options;
    if (countryOf)
      this.countryMemo = new ByteMemo((address) => this.countries.index([['country', countryOf(address)]]));
  }

  get hits(): number {
    let dropped = 0;
    for (const n of this.dropped) dropped += n;
    return this.lines - dropped;
  }

  drops(): Record<DropReason, number> {
    return Object.fromEntries(dropReasons.map((reason, i) => [reason, this.dropped[i]])) as Record<
      DropReason,
      number
    >;
  }

  /** Counts the whole lines in [start, end); returns the offset after the last line feed there (start if none). */
  add(buffer: Uint8Array, start: number, end: number): number {
    const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, end);
    const words = wordsOf(bytes);
    let from = start;
    for (;;) {
      const to = bytes.indexOf(10, from);
      if (to < 0) return from;
      this.count(bytes, words, from, to);
      from = to + 1;
    }
  }

  /** Counts the bytes in [start, end) as one line: the last of a finished log, when no line feed ends it. */
  addTail(buffer: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, end);
    this.count(bytes, wordsOf(bytes), start, end);
  }

  /** Counts a line longer than `longestLine`, which its reader did not keep. */
  addOverlong(): void {
    this.lines++;
    this.dropped[MALFORMED]!++;
  }

  /** Content whose views changed since the last call, with its absolute views. */
  takeChanged(): { key: ContentKey; views: number }[] {
    const changed = this.changed.map((index) => {
      this.isChanged[index] = 0;
      return { key: this.contents[index]!.key, views: this.views[index]! };
    });
    this.changed = [];
    return changed;
  }

  markAllChanged(): void {
    for (let index = 0; index < this.contents.length; index++) this.touch(index);
  }

  /** Every content with its views; content that only bots read has none. */
  *all(): Generator<{ key: ContentKey; views: number }> {
    for (let index = 0; index < this.contents.length; index++) {
      yield { key: this.contents[index]!.key, views: this.views[index]! };
    }
  }

  /** Distinct visitors per content, and of all content together. */
  distinctVisitors(): { site: number; of: Map<ContentKey, number> } {
    const of = new Map(this.contents.map(({ key }, index) => [key, this.visitors.count(index)]));
    return { site: this.visitors.count(SITE), of };
  }

  /** The number under which a content is counted here; undefined: nothing was counted of it. */
  numberOf(key: ContentKey): number | undefined {
    return this.indexOfKey.get(key);
  }

  /** How many contents are numbered: 0 to this, excluded. */
  get contentCount(): number {
    return this.contents.length;
  }

  /** Hits, visitors, requests of bots and hits from search engines of the content with a number. */
  figuresOf(number: number): { views: number; visitors: number; bots: number; search: number } {
    return {
      views: this.views[number]!,
      visitors: this.visitors.count(number),
      bots: this.times.totalOf(number, 'bots'),
      search: this.times.totalOf(number, 'search'),
    };
  }

  /** Adds what is known of a content's hits to counts per dimension and value. */
  addBreakdownsOf(number: number, counts: Breakdowns): void {
    for (const [tally, values] of this.pairs()) {
      tally.forEachOf(number, (index, views) => {
        for (const [dimension, value] of values.at(index)) counts.add(dimension, value, views);
      });
    }
    this.forEachHourOf(number, (dimension, hour, n) => counts.add(dimension, String(hour), n));
  }

  /**
   * How to tell of a page, by its number, how many of its hits have a value; null: none of any page has. Looked for in
   * steps, for there may be many values: a pause is possible at each yield.
   */
  *having(dimension: string, value: string): Generator<undefined, ((number: number) => number) | null> {
    if (dimension === hourDimension.hits) return (number) => this.hitsInHour(number, value);
    const found: { tally: PairTally; having: Set<number> }[] = [];
    for (const [tally, values] of this.pairs()) {
      const having = new Set<number>();
      for (const [index, facts] of values.list.entries()) {
        if (facts.some((fact) => fact[0] === dimension && fact[1] === value)) having.add(index);
        if (index % STEP === STEP - 1) yield;
      }
      if (having.size > 0) found.push({ tally, having });
    }
    if (found.length === 0) return null;
    return (number) => {
      let sum = 0;
      for (const { tally, having } of found)
        tally.forEachOf(number, (index, views) => {
          if (having.has(index)) sum += views;
        });
      return sum;
    };
  }

  private hitsInHour(number: number, value: string): number {
    let hits = 0;
    this.times.forEachHourOf(number, 'hits', (hour, n) => {
      if (String(hour) === value) hits = n;
    });
    return hits;
  }

  /** Adds to counts per minute of the day, of those that are wanted. Nothing unless live. */
  addMinutesOf(number: number, counts: Partial<Record<Timed | 'visitors', Uint32Array>>): void {
    this.times.addMinutesOf(number, counts);
    if (counts.visitors) this.visitors.addMinutesOf(number, counts.visitors);
  }

  /** What second of the day it is: hits from more than five minutes ago are not recent any more. Only when live. */
  tick(second: number): void {
    if (this.isLive) this.recent.now(second);
  }

  /** Distinct visitors within the last five minutes of the contents whose number is marked with 1. */
  recentVisitors(isAsked: Uint8Array): number {
    return this.recent.visitorsOf(isAsked);
  }

  /** Every count per content, dimension and value. */
  *breakdowns(): Generator<Breakdown> {
    // Several referrers share a host, several browsers a system: number the facts, then count per (content, fact).
    const facts = new Values();
    const counts = new PairTally();
    const expand = (tally: PairTally, values: Values) => {
      const numbers = values.map((value) => value.map((fact) => facts.index([fact])));
      tally.forEach((content, index, views) => {
        for (const number of numbers[index]!) counts.addMany(content, number, views);
      });
    };
    for (const [tally, values] of this.pairs()) expand(tally, values);
    const hours = new Map(
      Object.values(hourDimension).map((dimension) => [
        dimension,
        Array.from({ length: HOURS }, (_, hour) => facts.index([[dimension, String(hour)]])),
      ]),
    );
    for (let content = 0; content < this.contents.length; content++) {
      this.forEachHourOf(content, (dimension, hour, n) => {
        counts.addMany(content, hours.get(dimension)![hour]!, n);
      });
    }
    for (const [content, fact, views] of counts.entries()) {
      const [dimension, value] = facts.at(fact)[0]!;
      yield { key: this.contents[content]!.key, dimension, value, views };
    }
  }

  /** What happened by the hour. Of files, their hits alone: nothing else of them is asked for. */
  forEachHourOf(number: number, visit: (dimension: string, hour: number, n: number) => void): void {
    const kinds: Timed[] = this.isFile[number] === 1 ? ['hits'] : ['hits', 'search', 'bots'];
    for (const kind of kinds)
      this.times.forEachHourOf(number, kind, (hour, n) => visit(hourDimension[kind], hour, n));
    if (this.isFile[number] === 1) return;
    this.visitors.forEachHourOf(number, (hour, n) => visit(hourDimension.visitors, hour, n));
  }

  /** Adds the sums of another part of the same day. Throws when its salt is another: visitors could not be told apart. */
  merge(other: DaySums): void {
    if (Buffer.compare(this.salt, other.salt) !== 0)
      throw new Error('sums with different salts cannot be merged');
    this.lines += other.lines;
    other.dropped.forEach((n, i) => {
      this.dropped[i]! += n;
    });
    const mine = other.contents.map(({ key, isFile }, from) => {
      const index = this.contentFor(key, isFile);
      this.views[index]! += other.views[from]!;
      if (other.views[from]! > 0) this.touch(index);
      return index;
    });
    this.times.merge(other.times, mine);
    other.visitors.forEach((high, low, content, minute) => {
      if (content !== SITE) this.visitors.add(high, low, mine[content]!, minute);
    });
    const others = other.pairs();
    this.pairs().forEach(([tally, values], i) => {
      const [otherTally, otherValues] = others[i]!;
      const index = otherValues.map((value) => values.index(value));
      otherTally.forEach((content, value, n) => {
        tally.addMany(mine[content]!, index[value]!, n);
      });
    });
  }

  /** What is counted per content and value, with the values. */
  private pairs(): [PairTally, Values][] {
    return [
      [this.byAgent, this.agentClasses],
      [this.byReferrer, this.referrers],
      [this.byCampaign, this.campaigns],
      [this.byBot, this.bots],
      [this.byCountry, this.countries],
    ];
  }

  /** The sums as bytes, with a checksum. They hold the salt and the visitors' hashes: keep them private, and a day. */
  save(): Buffer {
    const body = serialize(this.state());
    return Buffer.concat([MAGIC, createHash('sha256').update(body).digest(), body]);
  }

  /** The sums that `save` wrote. Throws a PresskitError 'invalid' when the bytes are not whole or of another version. */
  static load(bytes: Buffer, options: SumsOptions = {}): DaySums {
    const head = MAGIC.length;
    const body = bytes.subarray(head + 32);
    const sound =
      bytes.length > head + 32 &&
      bytes.subarray(0, head).equals(MAGIC) &&
      createHash('sha256')
        .update(body)
        .digest()
        .equals(bytes.subarray(head, head + 32));
    if (!sound)
      throw new PresskitError('invalid', 'these sums are damaged or were written by another version');
    return DaySums.fromState(deserialize(body), options);
  }

  /** The sums as plain data that another thread can take; to be used once the sums are not. */
  state() {
    return {
      salt: this.salt,
      lines: this.lines,
      dropped: [...this.dropped],
      contents: this.contents,
      views: this.views,
      times: this.times.state(),
      visitors: this.visitors.state(),
      values: this.pairs().map(([, values]) => values.list),
      tallies: this.pairs().map(([tally]) => tally.state()),
      recent: this.recent.state(),
    };
  }

  static fromState(state: ReturnType<DaySums['state']>, options: SumsOptions = {}): DaySums {
    const sums = new DaySums({ salt: state.salt, ...options });
    sums.lines = state.lines;
    sums.dropped.set(state.dropped);
    for (const { key, isFile } of state.contents) sums.contentFor(key, isFile);
    sums.views.set(state.views);
    sums.times.restore(state.times);
    sums.visitors.restore(state.visitors);
    sums.pairs().forEach(([tally, values], i) => {
      for (const value of state.values[i]!) values.index(value);
      tally.restore(state.tallies[i]!);
    });
    if (sums.isLive) sums.recent.restore(state.recent);
    return sums;
  }

  private count(bytes: Uint8Array, words: DataView, from: number, to: number): void {
    this.lines++;
    const outcome = this.judge(bytes, words, from, to);
    if (outcome !== HIT) this.dropped[outcome]!++;
  }

  /** Counts the line if it is a hit; else the reason why not. The reasons are tried in the order of their names. */
  private judge(bytes: Uint8Array, words: DataView, from: number, to: number): number {
    const { line } = this;
    if (to - from > longestLine || !line.scanRequest(bytes, words, from, to)) return MALFORMED;
    const method = line.methodFrom;
    if (
      line.methodTo - method !== 3 ||
      bytes[method] !== 0x47 ||
      bytes[method + 1] !== 0x45 ||
      bytes[method + 2] !== 0x54
    ) {
      return METHOD;
    }
    const { status } = line;
    if (status !== 200 && status !== 304 && status !== 206) return STATUS;
    const index = this.paths.get(bytes, words, line.pathFrom, line.pathTo);
    if (index < 0) return PATH;
    line.scanRest(bytes, words, to);
    // A download in pieces is one hit: the piece with the first byte.
    if (status === 206 && !(this.isFile[index] === 1 && line.rangeFromStart)) return STATUS;
    if (line.prefetch) return PREFETCH;
    const agent = this.agents[this.agentMemo.get(bytes, words, line.agentFrom, line.agentTo)]!;
    if (agent.bot >= 0) {
      this.byBot.add(index, agent.bot);
      this.times.add(index, BOTS, line.hour, line.minute);
      return BOT;
    }

    this.views[index]!++;
    this.times.add(index, HITS, line.hour, line.minute);
    this.touch(index);
    this.byAgent.add(index, agent.kind);
    const referrer = this.referrerMemo.get(bytes, words, line.referrerFrom, line.referrerTo);
    this.byReferrer.add(index, referrer);
    if (this.isFromSearch(referrer)) this.times.add(index, SEARCH, line.hour, line.minute);
    if (line.queryTo > line.queryFrom) {
      const campaign = this.campaignMemo.get(bytes, words, line.queryFrom, line.queryTo);
      if (campaign >= 0) this.byCampaign.add(index, campaign);
    }
    if (this.countryMemo)
      this.byCountry.add(index, this.countryMemo.get(bytes, words, line.addressFrom, line.addressTo));
    this.countAddress(bytes, line.addressFrom, line.addressTo, agent.high, agent.low, index);
    return HIT;
  }

  private countAddress(
    bytes: Uint8Array,
    from: number,
    to: number,
    agentHigh: number,
    agentLow: number,
    content: number,
  ): void {
    let high = agentHigh ^ this.saltWords[0]!;
    let low = agentLow ^ this.saltWords[1]!;
    for (let at = from; at < to; at++) {
      const byte = bytes[at]!;
      high = Math.imul(high ^ byte, 0x9e3779b1);
      high ^= high >>> 15;
      low = Math.imul(low ^ byte, 0x85ebca77) + high;
      low ^= low >>> 13;
    }
    high = Math.imul(high ^ this.saltWords[2]!, 0xc2b2ae3d);
    high ^= high >>> 16;
    low = Math.imul(low ^ this.saltWords[3]!, 0x27d4eb2f);
    low ^= low >>> 15;
    const minute = this.line.hour * 60 + this.line.minute;
    this.visitors.add(high, low, content, minute);
    if (!this.isLive) return;
    this.recent.add(minute * 60 + twoDigits(bytes, this.line.timeFrom + 18), content, high, low);
  }

  private touch(index: number): void {
    if (this.isChanged[index] === 1) return;
    this.isChanged[index] = 1;
    this.changed.push(index);
  }

  private contentAt(path: string): number {
    const found = resolve(path);
    return found ? this.contentFor(`${found.type.name}:${found.id}`, found.type.name === 'file') : -1;
  }

  private contentFor(key: ContentKey, isFile: boolean): number {
    const known = this.indexOfKey.get(key);
    if (known !== undefined) return known;
    const index = this.contents.length;
    if (index === this.views.length) this.growColumns();
    this.contents.push({ key, isFile });
    this.isFile[index] = isFile ? 1 : 0;
    this.indexOfKey.set(key, index);
    return index;
  }

  private growColumns(): void {
    const views = new Float64Array(this.views.length * 2);
    const isFile = new Uint8Array(this.isFile.length * 2);
    const isChanged = new Uint8Array(this.isChanged.length * 2);
    views.set(this.views);
    isFile.set(this.isFile);
    isChanged.set(this.isChanged);
    Object.assign(this, { views, isFile, isChanged });
    this.times.makeRoom(views.length);
  }

  private agentAt(agent: string, bytes: Uint8Array): number {
    const { bot, device, browser, system } = agentOf(agent);
    const digest = createHash('sha256').update(this.salt).update(bytes).digest();
    return (
      this.agents.push({
        bot: bot ? this.bots.index([['bot', bot]]) : -1,
        kind: bot
          ? -1
          : this.agentClasses.index([
              ['device', device],
              ['browser', browser],
              ['system', system],
            ]),
        high: digest.readInt32LE(0),
        low: digest.readInt32LE(4),
      }) - 1
    );
  }

  private referrerAt(referrer: string): number {
    const { channel, host, page, engine, term } = referrerOf(referrer, this.ownHosts);
    const facts: Facts = [['channel', channel]];
    if (host && channel !== 'internal') facts.push(['referrer', host]);
    if (page && channel !== 'internal') facts.push(['page', page]);
    if (engine) facts.push(['engine', engine]);
    if (term) facts.push(['term', term]);
    return this.referrers.index(facts);
  }

  // By what is counted of the referrer: beyond MOST_VALUES its channel is not told apart.
  private isFromSearch(referrer: number): boolean {
    const known = this.searchReferrers;
    while (known.length <= referrer) {
      const facts = this.referrers.at(known.length);
      known.push(facts.some(([dimension, value]) => dimension === 'channel' && value === 'search') ? 1 : 0);
    }
    return known[referrer] === 1;
  }

  private campaignAt(query: string): number {
    const campaign = campaignOf(query);
    if (!campaign) return -1;
    return this.campaigns.index(Object.entries(campaign).map(([name, value]) => [`utm_${name}`, value]));
  }
}

export type SumsState = ReturnType<DaySums['state']>;

const MAGIC = Buffer.from('presskit sums 3\n');

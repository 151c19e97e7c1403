import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, type Day, now, today } from '@/lib/clock';
import { explain } from '@/lib/errors';
import { Memcached } from '@/lib/memcached';
import type { ContentKey, DaySums } from './day-sums';
import type { FollowedDay } from './followed-day';
import { ASKERS_KEY, answerKey, askedKey } from './keys';
import {
  type Askers,
  contentsIn,
  type LiveAnswer,
  type MinuteKind,
  MOST_ASKERS,
  minuteKinds,
  packed,
  partCount,
} from './live-asking';
import { FilterAnswers } from './live-filters';
import { Pieces } from './pieces';
import { hourDimension, MINUTES } from './times';

/**
 * Ingest's side of live-asking.ts. It looks for new questions many times a second and answers each again once a second,
 * those first that nobody has answered yet, then whoever has waited the longest: no list of questions, however long,
 * keeps a new one waiting. Counting goes first: an answer is computed in pieces of a millisecond, with pauses.
 */
const LOOK_EVERY = 40;
const ANSWER_EVERY = 1000;
const AT_ONCE = 3;
/** How long an answer about unchanged sums is left alone. */
const UNCHANGED_EVERY = 5000;
const MOST_VALUES = 1000;
const ANSWER_SECONDS = 120;

export type Asked = {
  /** null: its list has not been read yet. */
  contents: ContentKey[] | null;
  /** By performance.now(); of a new one long ago, so that it goes first, and among new ones the oldest. */
  answeredAt: number;
  busy: boolean;
  state: Map<Day, Answered>;
};
type Answered = { sums: DaySums; lines: number; at: number };
const LONG_AGO = 1e12;

export class LiveAnswers {
  private readonly clients: Memcached[];
  private readonly asked = new Map<string, Asked>();
  private readonly filters: FilterAnswers;
  private answering = 0;
  private closed = false;

  constructor(private readonly options: { servers: string[]; days: () => Map<Day, FollowedDay> }) {
    this.clients = options.servers.map((server) => new Memcached(server, 1000));
    this.filters = new FilterAnswers({ clients: this.clients, days: options.days, onError: debug });
  }

  start(): void {
    void this.run();
  }

  close(): void {
    this.closed = true;
    for (const client of this.clients) client.close();
  }

  private async run(): Promise<void> {
    while (!this.closed) {
      const pause = await this.look().then(
        () => LOOK_EVERY,
        (error) => {
          // Away: the pages say so, and the counts' own connection tells of it. A restarted one has no answers.
          for (const { state } of this.asked.values()) state.clear();
          debug(error);
          return ANSWER_EVERY;
        },
      );
      await sleep(pause, undefined, { ref: false });
    }
  }

  /** Answers what is due; other questions do not wait for a long answer. */
  private async look(): Promise<void> {
    const client = this.clients[0]!;
    const text = (await client.get([ASKERS_KEY])).get(ASKERS_KEY)?.toString();
    const askers = text ? (JSON.parse(text) as Askers).slice(-MOST_ASKERS) : [];
    const time = performance.now();
    const ids = new Set(askers.filter(([, until]) => until > Date.now()).map(([id]) => id));
    for (const id of this.asked.keys()) if (!ids.has(id)) this.asked.delete(id);
    for (const id of ids) {
      if (!this.asked.has(id))
        this.asked.set(id, { contents: null, answeredAt: time - LONG_AGO, busy: false, state: new Map() });
    }
    const due = [...this.asked].filter(
      ([, { busy, answeredAt }]) => !busy && time - answeredAt >= ANSWER_EVERY,
    );
    due.sort(([, a], [, b]) => a.answeredAt - b.answeredAt);
    for (const [id, asked] of due) {
      if (this.answering >= AT_ONCE) break;
      asked.contents ??= await this.listOf(client, id);
      if (asked.contents) void this.answer(id, asked, asked.contents);
      else asked.answeredAt = time;
    }
    await this.filters.look(this.asked);
  }

  private async listOf(client: Memcached, id: string): Promise<ContentKey[] | null> {
    const first = (await client.get([askedKey(id, 0)])).get(askedKey(id, 0))?.toString();
    if (first === undefined) return null;
    const keys = Array.from({ length: partCount(first) }, (_, part) => askedKey(id, part));
    const parts = await client.get(keys);
    return parts.size === keys.length ? contentsIn(keys.map((key) => parts.get(key)!.toString())) : null;
  }

  private async answer(id: string, asked: Asked, contents: ContentKey[]): Promise<void> {
    asked.busy = true;
    this.answering++;
    try {
      const current = today();
      for (const day of [current, addDays(current, -1)]) {
        const followed = this.options.days().get(day);
        if (!followed || this.closed || isAnswered(asked.state.get(day), followed)) continue;
        const state = { sums: followed.sums, lines: followed.sums.lines, at: performance.now() };
        const text = await packed(await answerOf(followed, contents));
        await Promise.all(
          this.clients.map((client) => client.set([[answerKey(id, day), text]], ANSWER_SECONDS)),
        );
        asked.state.set(day, state);
      }
    } catch (error) {
      // It is asked again; everything else about memcached is the counts' business.
      asked.state.clear();
      debug(error);
    } finally {
      asked.busy = false;
      asked.answeredAt = performance.now();
      this.answering--;
    }
  }
}

/** The details of some contents on a day. */
export async function answerOf(
  { day, sums, complete }: Pick<FollowedDay, 'day' | 'sums' | 'complete'>,
  contents: readonly ContentKey[],
): Promise<LiveAnswer> {
  const figures: LiveAnswer['contents'] = [];
  const minutes = Object.fromEntries(minuteKinds.map((kind) => [kind, new Uint32Array(MINUTES)])) as Record<
    MinuteKind,
    Uint32Array
  >;
  const counts = new Counts();
  const isAsked = new Uint8Array(sums.contentCount);
  const pieces = new Pieces();
  for (const [place, key] of contents.entries()) {
    const number = sums.numberOf(key);
    if (number === undefined || number >= isAsked.length) continue;
    const isPage = !key.startsWith('file:');
    if (isPage) isAsked[number] = 1;
    // One content's figures are of one moment, so that its breakdowns sum to its hits.
    const { views, visitors, bots, search } = sums.figuresOf(number);
    if (views + bots === 0) continue;
    if (isPage) {
      sums.addBreakdownsOf(number, counts);
      const { hits, visitors, search, bots } = minutes;
      sums.addMinutesOf(number, { hits, visitors, search, bots });
    } else {
      sums.forEachHourOf(number, (dimension, hour, n) => {
        if (dimension === hourDimension.hits) counts.add(hourDimension.downloads, String(hour), n);
      });
      sums.addMinutesOf(number, { hits: minutes.downloads });
    }
    figures.push([place, views, visitors, bots, search]);
    if (pieces.isOver) await pieces.pause();
  }
  return {
    day,
    at: now().toISOString(),
    madeAt: Date.now(),
    complete,
    contents: figures,
    minutes: Object.fromEntries(
      minuteKinds.map((kind) => [kind, [...minutes[kind].entries()].filter(([, n]) => n > 0)]),
    ) as LiveAnswer['minutes'],
    ...counts.cut(MOST_VALUES),
    now: sums.recentVisitors(isAsked),
    ...totalsOf(sums),
  };
}

function isAnswered(state: Answered | undefined, { sums }: FollowedDay): boolean {
  if (!state || state.sums !== sums || state.lines !== sums.lines) return false;
  return performance.now() - state.at < UNCHANGED_EVERY;
}

function debug(error: unknown): void {
  if (process.env.DEBUG === 'presskit') console.error(`live answers: ${explain(error)}`);
}

const totalsOf = (sums: DaySums) => ({ lines: sums.lines, hits: sums.hits, drops: sums.drops() });

class Counts {
  private readonly of = new Map<string, Map<string, number>>();

  add(dimension: string, value: string, views: number): void {
    let values = this.of.get(dimension);
    if (!values) {
      values = new Map();
      this.of.set(dimension, values);
    }
    values.set(value, (values.get(value) ?? 0) + views);
  }

  /** The values with the most hits of each dimension, and the totals of all. */
  cut(most: number): Pick<LiveAnswer, 'breakdowns' | 'totals'> {
    const breakdowns: LiveAnswer['breakdowns'] = {};
    const totals: LiveAnswer['totals'] = {};
    for (const [dimension, values] of this.of) {
      const rows = [...values].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      breakdowns[dimension] = rows.slice(0, most);
      totals[dimension] = { views: rows.reduce((sum, [, views]) => sum + views, 0), distinct: rows.length };
    }
    return { breakdowns, totals };
  }
}

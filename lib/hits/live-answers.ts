import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, type Day, now, today } from '@/lib/clock';
import { explain } from '@/lib/errors';
import { Memcached } from '@/lib/memcached';
import type { DaySums } from './day-sums';
import type { FollowedDay } from './followed-day';
import { ASKERS_KEY, answerKey, askedKey } from './keys';
import {
  type Askers,
  type LiveAnswer,
  type MinuteKind,
  minuteKinds,
  packed,
  partCount,
  type Question,
  questionOf,
} from './live-asking';
import { hourDimension, MINUTES } from './times';

/**
 * Ingest's side of live-asking.ts. It looks for new questions many times a second and answers each again once a second.
 * Counting goes first: an answer is computed in pieces of a millisecond, with pauses between them.
 */
const LOOK_EVERY = 40;
const ANSWER_EVERY = 1000;
const PIECE_MS = 1;
const PAUSE_MS = 4;
const AT_ONCE = 3;
/** How long an answer about unchanged sums is left alone. */
const UNCHANGED_EVERY = 5000;
const MOST_ASKERS = 500;
const MOST_VALUES = 1000;
const ANSWER_SECONDS = 120;

type Asked = { question: Question; answeredAt: number; busy: boolean; state: Map<Day, Answered> };
type Answered = { sums: DaySums; lines: number; at: number };

export class LiveAnswers {
  private readonly clients: Memcached[];
  private readonly asked = new Map<string, Asked>();
  private answering = 0;
  private closed = false;

  constructor(private readonly options: { servers: string[]; days: () => Map<Day, FollowedDay> }) {
    this.clients = options.servers.map((server) => new Memcached(server, 1000));
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
    const ids = new Set(askers.filter(([, until]) => until > Date.now()).map(([id]) => id));
    for (const id of this.asked.keys()) if (!ids.has(id)) this.asked.delete(id);
    for (const id of ids) {
      if (this.answering >= AT_ONCE) return;
      const asked = this.asked.get(id) ?? (await this.listOf(client, id));
      if (!asked || asked.busy || performance.now() - asked.answeredAt < ANSWER_EVERY) continue;
      this.asked.set(id, asked);
      void this.answer(id, asked);
    }
  }

  private async listOf(client: Memcached, id: string): Promise<Asked | null> {
    const first = (await client.get([askedKey(id, 0)])).get(askedKey(id, 0))?.toString();
    if (first === undefined) return null;
    const keys = Array.from({ length: partCount(first) }, (_, part) => askedKey(id, part));
    const parts = await client.get(keys);
    if (parts.size !== keys.length) return null;
    const question = questionOf(keys.map((key) => parts.get(key)!.toString()));
    return { question, answeredAt: Number.NEGATIVE_INFINITY, busy: false, state: new Map() };
  }

  private async answer(id: string, asked: Asked): Promise<void> {
    asked.busy = true;
    this.answering++;
    try {
      const current = today();
      for (const day of [current, addDays(current, -1)]) {
        const followed = this.options.days().get(day);
        if (!followed || this.closed || isAnswered(asked.state.get(day), followed)) continue;
        const state = { sums: followed.sums, lines: followed.sums.lines, at: performance.now() };
        const text = await packed(await answerOf(followed, asked.question));
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
  { contents, having }: Question,
): Promise<LiveAnswer> {
  const figures: LiveAnswer['contents'] = [];
  const minutes = Object.fromEntries(minuteKinds.map((kind) => [kind, new Uint32Array(MINUTES)])) as Record<
    MinuteKind,
    Uint32Array
  >;
  const counts = new Counts(having);
  const isAsked = new Uint8Array(sums.contentCount);
  let since = performance.now();
  for (const [place, key] of contents.entries()) {
    const number = sums.numberOf(key);
    if (number === undefined || number >= isAsked.length) continue;
    const isPage = !key.startsWith('file:');
    if (isPage) isAsked[number] = 1;
    // One content's figures are of one moment, so that its breakdowns sum to its hits.
    const { views, visitors, bots, search } = sums.figuresOf(number);
    if (views + bots === 0) continue;
    counts.having = 0;
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
    figures.push([place, views, visitors, bots, search, counts.having]);
    if (performance.now() - since < PIECE_MS) continue;
    await sleep(PAUSE_MS);
    since = performance.now();
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
  /** Of the content that is counted now, the hits with the value that is asked about. */
  having = 0;
  private readonly of = new Map<string, Map<string, number>>();

  constructor(private readonly asked: Question['having']) {}

  add(dimension: string, value: string, views: number): void {
    if (dimension === this.asked?.dimension && value === this.asked.value) this.having += views;
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

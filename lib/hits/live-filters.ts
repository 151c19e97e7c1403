import { addDays, type Day, today } from '@/lib/clock';
import type { Memcached } from '@/lib/memcached';
import type { ContentKey, DaySums } from './day-sums';
import type { FollowedDay } from './followed-day';
import { filtersKey, havingKey } from './keys';
import { type FilterAnswer, type FilterAskers, MOST_FILTERS, packed } from './live-asking';
import { Pieces } from './pieces';

/**
 * Ingest's side of filters: hits per content that have one value, answered once when it is asked. One is computed at a
 * time, beside the questions and never in their place; scopes take turns, so that nobody's filters keep another's away.
 */
const SCOPES_A_LOOK = 16;
const ANSWER_SECONDS = 30;
/** So many milliseconds whoever filters waits. */
const PATIENCE = 400;

type Scope = {
  contents: ContentKey[];
  lookedAt: number;
  answeredAt: number;
  waiting: FilterAskers;
  /** Of the filters that were there at the last look, when those that have an answer were asked. */
  answered: Map<string, number>;
};

export class FilterAnswers {
  private readonly scopes = new Map<string, Scope>();
  private busy = false;

  constructor(
    private readonly options: {
      clients: Memcached[];
      days: () => Map<Day, FollowedDay>;
      onError: (error: unknown) => void;
    },
  ) {}

  /** Begins with the next filter, if there is one. @param asked the questions of now, by their ids */
  async look(asked: Map<string, { contents: ContentKey[] | null }>): Promise<void> {
    this.follow(asked);
    const next = [...this.scopes].sort(([, a], [, b]) => a.lookedAt - b.lookedAt).slice(0, SCOPES_A_LOOK);
    const found = await this.options.clients[0]!.get(next.map(([id]) => filtersKey(id)));
    const time = performance.now();
    for (const [id, scope] of next) {
      const text = found.get(filtersKey(id))?.toString();
      const askers = text ? (JSON.parse(text) as FilterAskers).slice(-MOST_FILTERS) : [];
      scope.answered = new Map(askers.map(([filter]) => [filter, scope.answered.get(filter) ?? -1]));
      scope.waiting = askers.filter(([filter, , , at]) => scope.answered.get(filter) !== at);
      scope.lookedAt = time;
    }
    if (this.busy) return;
    const waiting = [...this.scopes].filter(
      ([, { waiting, lookedAt }]) => waiting.length > 0 && time - lookedAt < PATIENCE,
    );
    waiting.sort(([, a], [, b]) => a.answeredAt - b.answeredAt);
    const [id, scope] = waiting[0] ?? [];
    if (id !== undefined && scope) void this.answer(id, scope, scope.waiting.shift()!);
  }

  private follow(asked: Map<string, { contents: ContentKey[] | null }>): void {
    for (const id of this.scopes.keys()) if (!asked.has(id)) this.scopes.delete(id);
    for (const [id, { contents }] of asked) {
      if (contents && !this.scopes.has(id))
        this.scopes.set(id, {
          contents,
          lookedAt: -1,
          answeredAt: -1,
          waiting: [],
          answered: new Map(),
        });
    }
  }

  private async answer(id: string, scope: Scope, filter: FilterAskers[number]): Promise<void> {
    const [name, dimension, value, asked] = filter;
    this.busy = true;
    scope.answered.set(name, asked);
    try {
      const current = today();
      for (const day of [current, addDays(current, -1)]) {
        const followed = this.options.days().get(day);
        if (!followed) continue;
        const having = await havingOf(followed.sums, scope.contents, { dimension, value });
        const answer: FilterAnswer = { asked, having };
        const entry = [havingKey(id, name, day), await packed(answer)] as const;
        await Promise.all(this.options.clients.map((client) => client.set([entry], ANSWER_SECONDS)));
      }
    } catch (error) {
      // Whoever asked asks again.
      this.options.onError(error);
    } finally {
      scope.answeredAt = performance.now();
      this.busy = false;
    }
  }
}

/** Of each page among these contents that has any, the hits that have a value. */
export async function havingOf(
  sums: DaySums,
  contents: readonly ContentKey[],
  { dimension, value }: { dimension: string; value: string },
): Promise<FilterAnswer['having']> {
  const pieces = new Pieces();
  const steps = sums.having(dimension, value);
  let step = steps.next();
  for (; !step.done; step = steps.next()) if (pieces.isOver) await pieces.pause();
  const count = step.value;
  const having: FilterAnswer['having'] = [];
  if (!count) return having;
  for (const [place, key] of contents.entries()) {
    const number = sums.numberOf(key);
    if (number === undefined || key.startsWith('file:')) continue;
    const views = count(number);
    if (views > 0) having.push([place, views]);
    if (pieces.isOver) await pieces.pause();
  }
  return having;
}

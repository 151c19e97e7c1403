/** Distinct referrers, campaigns and kinds of browser kept apart in one day; what exceeds it is counted as "(other)". */
export const MOST_VALUES = 100_000;
const REST = '(other)';

/** What one referrer, browser or campaign says: [dimension, value] each. */
export type Facts = [dimension: string, value: string][];

/** Sets of facts, numbered, so that counts can stand under small integers. */
export class Values {
  readonly list: Facts[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly most: number;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.most = most;
  }

  index(facts: Facts): number {
    const id = JSON.stringify(facts);
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const isRest = facts.every(([, value]) => value === REST);
    if (this.list.length >= this.most && !isRest)
      return this.index(facts.map(([dimension]) => [dimension, REST]));
    this.numbers.set(id, this.list.length);
    return this.list.push(facts) - 1;
  }

  at(index: number): Facts {
    return this.list[index]!;
  }

  map<T>(visit: (facts: Facts) => T): T[] {
    return this.list.map(visit);
  }
}

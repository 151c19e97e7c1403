import { and, type SQL } from 'drizzle-orm';
import { count, counts, estimate, size } from '@/lib/content/deleted';
import type { Shown } from '@/lib/content/soft-delete/layer';
import type { AdminType } from './types';

/** How many, exactly where that is quick; of a large table what PostgreSQL expects, said to be an estimate. */
export type Count = { count: number; estimated: boolean };
type Condition = (table: object) => SQL | undefined;

/** Rows up to which everything is counted. */
export const countedUpTo = 20_000;

/** Rows of a large table that are counted after all when no more than these are expected. */
const fewRows = 1000;

export type Counting = {
  isLarge: boolean;
  of: (shown: Shown, where?: Condition) => Promise<Count>;
  /** Of each of several conditions. */
  each: (shown: Shown, conditions: (table: object) => SQL[], where?: Condition) => Promise<Count[]>;
};

/** @param isSearch whether words are looked for, which takes many times as long for each row that is looked at */
export async function counting(type: AdminType, isSearch = false): Promise<Counting> {
  const isLarge = (await size(type)) > (isSearch ? countedUpTo / 10 : countedUpTo);
  const exactly = (n: number): Count => ({ count: n, estimated: false });
  const expected = async (shown: Shown, where: Condition): Promise<Count> => ({
    count: Math.round(await estimate(type, shown, where)),
    estimated: true,
  });
  return {
    isLarge,
    of: async (shown, where = () => undefined) => {
      const about = isLarge ? await expected(shown, where) : null;
      return about && about.count > fewRows ? about : exactly(await count(type, shown, where));
    },
    each: async (shown, conditions, where = () => undefined) => {
      if (!isLarge) return (await counts(type, shown, conditions, where)).map(exactly);
      const n = conditions(type.table).length;
      return Promise.all(
        Array.from({ length: n }, (_, i) =>
          expected(shown, (table) => allOf(where(table), conditions(table)[i]!)),
        ),
      );
    },
  };
}

function allOf(a: SQL | undefined, b: SQL): SQL {
  return a ? (and(a, b) as SQL) : b;
}

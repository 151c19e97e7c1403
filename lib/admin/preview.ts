import { inArray } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { count, preview as familyOf } from '@/lib/content/deleted';
import { type BulkAction, idsOf, type Selection } from './bulk';
import { columnOf, labelOf } from './columns';
import { type Amount, amounts } from './deletions';
import { namesOf } from './names';
import { demand } from './permissions';
import { looseLinks } from './record-form';
import { type AdminType, tableName } from './types';

/** What an action on many records would do, before it does. Nothing is changed. */
export type Preview = {
  /** How many records the action is for. */
  total: number;
  /** What the first of them are called. */
  names: string[];
  /** Of a deletion or a purge: what would go, the records themselves included. */
  counts: Amount[];
  /** What would stay, but lose its reference. */
  cutOff: { label: string; count: number }[];
  /** `counts` and `cutOff` are reckoned from a part of the records. */
  estimated: boolean;
};

const namesShown = 20;
/** Records up to which all that hangs on them is counted; of more, that of as many, evenly picked. */
export const countedUpTo = 5000;

/** Throws 'forbidden', and 'invalid' when more match than can be done at once. */
export async function preview(
  user: User,
  type: AdminType,
  action: BulkAction,
  selection: Selection,
  { most = countedUpTo }: { most?: number } = {},
): Promise<Preview> {
  await demand(user, action, type);
  const ids = await idsOf(type, action, selection);
  const names = await namesOf(type, ids.slice(0, namesShown));
  const about = { total: ids.length, names: [...names.values()] };
  if (action !== 'delete' && action !== 'purge')
    return { ...about, counts: [], cutOff: [], estimated: false };
  const estimated = ids.length > most;
  const some = estimated ? evenly(ids, most) : ids;
  const factor = some.length === 0 ? 1 : ids.length / some.length;
  const part = { table: tableName(type), ids: some };
  const [taken, loose] = await Promise.all([
    familyOf(part, action === 'purge' ? 'deleted' : 'living'),
    action === 'delete' ? looseOf(type, some) : [],
  ]);
  const scaled = (n: number) => Math.round(n * factor);
  return {
    ...about,
    counts: amounts(Object.fromEntries(Object.entries(taken).map(([table, n]) => [table, scaled(n)]))),
    cutOff: loose.map(({ label, count: n }) => ({ label, count: scaled(n) })),
    estimated,
  };
}

async function looseOf(type: AdminType, ids: number[]): Promise<Preview['cutOff']> {
  const all = await Promise.all(
    looseLinks(type).map(async ({ other, column }) => ({
      label: `${other.label[1]} (${labelOf(column).toLowerCase()})`,
      count: await count(other, 'living', (table) => inArray(columnOf(table, column)!, ids)),
    })),
  );
  return all.filter((one) => one.count > 0);
}

const evenly = (ids: number[], most: number): number[] =>
  Array.from({ length: most }, (_, i) => ids[Math.floor((i * ids.length) / most)]!);

import { inArray } from 'drizzle-orm';
import { rows } from '@/lib/content/deleted';
import { columnOf } from './columns';
import { type AdminType, adminType, type Row, referredType, typeOfTable } from './types';

/** What records are called, so that a list says "Västersund Ferries" and not 7. */
const notNamed = (type: AdminType, id: number) => `${type.label[0]} ${id}`;

/** What one row is called; a type without words of its own by what it refers to. */
export async function titlesOf(type: AdminType, list: Row[]): Promise<Map<number, string>> {
  const referred = referredType(type, type.title);
  const names = referred ? await namesOf(referred, idsIn(list, type.title)) : null;
  return new Map(
    list.map((row) => {
      const value = row[type.title];
      const title = names ? names.get(Number(value)) : value instanceof Date ? value.toISOString() : value;
      return [row.id, String(title || notNamed(type, row.id))];
    }),
  );
}

/** The names of records of a type, living or deleted; an id that there is no record of any more has none. */
export async function namesOf(type: AdminType, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const wanted = [...new Set(ids)];
  const found = await rows(type, 'all', {
    where: (table) => inArray(columnOf(table, 'id')!, wanted),
    only: [type.title],
  });
  return titlesOf(type, found as unknown as Row[]);
}

/** What a record is called, by the name of its table. */
export async function titleIn(table: string, id: number): Promise<string> {
  const type = typeOfTable(table);
  return (type && (await namesOf(type, [id])).get(id)) ?? `${table} ${id}`;
}

/** The names of people. */
export const peopleOf = (ids: (number | null | undefined)[]): Promise<Map<number, string>> =>
  namesOf(
    adminType('user'),
    ids.filter((id): id is number => typeof id === 'number'),
  );

/** The names behind every reference in these rows: column -> id -> name. */
export async function namesIn(
  type: AdminType,
  list: Row[],
  columns: readonly string[],
): Promise<Map<string, Map<number, string>>> {
  const pairs = await Promise.all(
    columns.map(async (column) => {
      const referred = referredType(type, column);
      return referred ? ([column, await namesOf(referred, idsIn(list, column))] as const) : null;
    }),
  );
  return new Map(pairs.filter((pair) => pair !== null));
}

const idsIn = (list: Row[], column: string): number[] =>
  list.map((row) => row[column]).filter((id): id is number => typeof id === 'number');

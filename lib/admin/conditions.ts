import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { columnOf, kindOf } from './columns';
import { type Cursor, isPresence, type ListState } from './list-state';
import type { AdminType } from './types';

/** A state as conditions and an order in SQL, on the living table or the one beneath it: the columns are the same. */
export type Table = object;

/** The conditions of words, filters and date. `but`: without the filter of this column, to count its choices. */
export function matching(type: AdminType, state: ListState, table: Table, but?: string): SQL | undefined {
  return and(
    words(type, state.q, table),
    ...Object.entries(state.filters)
      .filter(([column]) => column !== but)
      .map(([column, value]) => filter(type, table, column, value)),
    but !== 'date' && state.date && type.date ? between(type, table, ...rangeOf(state.date)) : undefined,
  );
}

export function filter(type: AdminType, table: Table, name: string, value: string): SQL {
  const column = columnOf(table, name)!;
  if (value === '-') return isNull(column);
  if (isPresence(type, name)) return isNotNull(column);
  switch (kindOf(column)) {
    case 'boolean':
      return eq(column, value === 'yes');
    case 'number':
      return eq(column, Number(value));
    default:
      return eq(column, value);
  }
}

/** Rows of a type's date column from one instant up to another. */
export function between(type: AdminType, table: Table, from: Date, to: Date): SQL {
  // In the words of the list's order, so that one index does for both.
  const key = sortKey(table, type.date!);
  return sql`${key} >= ${from.toISOString()}::timestamptz and ${key} < ${to.toISOString()}::timestamptz`;
}

/** The instants that a year, month or day begins and ends at, in the zone of the site's days. */
export function rangeOf(date: string): [Date, Date] {
  const [year, month, day] = date.split('-').map(Number) as [number, number?, number?];
  if (month === undefined) return [new Date(year, 0, 1), new Date(year + 1, 0, 1)];
  if (day === undefined) return [new Date(year, month - 1, 1), new Date(year, month, 1)];
  return [new Date(year, month - 1, day), new Date(year, month - 1, day + 1)];
}

/** Every word of the query begins a word of one of the searched columns; a number may also be the id. */
function words(type: AdminType, q: string, table: Table): SQL | undefined {
  const parts = q
    .split(/[\s@._\-/:'"&|!()<>*\\,;]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, 10);
  if (q === '') return undefined;
  const id = /^\d{1,9}$/.test(q) ? eq(columnOf(table, 'id')!, Number(q)) : undefined;
  if (type.search.length === 0 || parts.length === 0) return id ?? sql`false`;
  // Each quoted, with its letters only: nothing in it can be an operator.
  const query = parts.map((word) => `'${word.replaceAll("'", "''")}':*`).join(' & ');
  const columns = sql.join(
    type.search.map((name) => columnOf(table, name)!),
    sql`, `,
  );
  const found = sql`public.search_words(${columns}) @@ to_tsquery('simple', ${query})`;
  return id ? sql`(${found} or ${id})` : found;
}

/** What a list is sorted by, never null, so that every row has its place; as the indexes have it. */
export function sortKey(table: Table, sort: string): SQL {
  const column = columnOf(table, sort.replace(/^-/, ''))!;
  if (column.notNull) return sql`${column}`;
  return sql`coalesce(${column}, ${last(column)})`;
}

const last = (column: AnyPgColumn): SQL => {
  switch (kindOf(column)) {
    case 'date':
      return sql`'infinity'::timestamptz`;
    case 'number':
      return sql.raw(/Integer/.test(column.columnType) ? '2147483647' : '9223372036854775807');
    case 'boolean':
      return sql`false`;
    default:
      return sql`''`;
  }
};

/** The rows behind a cursor in the direction of the list, and the order to read them in. */
export function page(
  table: Table,
  sort: string,
  cursor: Cursor | null,
  isDeletedOnly = false,
): { where?: SQL; orderBy: SQL[] } {
  const key = sortKey(table, sort);
  const id = columnOf(table, 'id')!;
  const descending = sort.startsWith('-') !== (cursor?.direction === 'before');
  // The deleted are few, have an index of their own, and are sorted when they are found. Walking the index of the order
  // until enough deleted ones have come by would mean to see most of the table, and PostgreSQL thinks it would not:
  // greatest() of one value is that value, and is not what the index has.
  const first = isDeletedOnly ? sql`greatest(${key})` : key;
  const orderBy = descending ? [sql`${first} desc`, sql`${id} desc`] : [sql`${first}`, sql`${id}`];
  if (!cursor) return { orderBy };
  const type = sql.raw(columnOf(table, sort.replace(/^-/, ''))!.getSQLType());
  const compare = sql.raw(descending ? '<' : '>');
  return { orderBy, where: sql`(${key}, ${id}) ${compare} (${cursor.value}::text::${type}, ${cursor.id})` };
}

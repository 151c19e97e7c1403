import { and, getTableColumns, type InferSelectModel, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  getTableConfig,
  type PgDatabase,
  type PgQueryResultHKT,
  type PgTable,
} from 'drizzle-orm/pg-core';
import { type StoredTwin, storedOf } from './table';

/** Reading rows that are living, deleted, or either: each question asked of the three sets in the same words. */
export type Deletable = PgTable & { id: AnyPgColumn };
export type Type<T extends Deletable = Deletable> = { table: T };
export type Row<T extends Deletable> = InferSelectModel<T>;
export type Database = PgDatabase<PgQueryResultHKT, Record<string, unknown>>;

/** Which rows: only the living are read in the application's role. */
export type Shown = 'living' | 'deleted' | 'all';
export type MaybeDeleted<T extends Deletable> = Row<T> & {
  deletedAt: Date | null;
  deletionId: number | null;
};
export type Deleted<T extends Deletable> = Row<T> & { deletedAt: Date; deletionId: number };

type Condition<T extends Deletable> = (table: StoredTwin<T>) => SQL | undefined;
export type Selection<T extends Deletable> = {
  where?: Condition<T>;
  orderBy?: (table: StoredTwin<T>) => (SQL | AnyPgColumn)[];
  limit?: number;
  offset?: number;
  /** Properties to read; else all. The id and what tells a deleted row are always read. */
  only?: readonly string[];
};

export function reading({ db, ownerDb }: { db: () => Database; ownerDb: () => Database }) {
  /** Where a set is read, what table that is, and the condition that makes the set. */
  function source<T extends Deletable>({ table }: Type<T>, shown: Shown) {
    const twin = storedOf(table) as StoredTwin<T> | undefined;
    if (shown === 'living' || !twin) {
      const none = shown === 'deleted' ? sql`false` : undefined;
      return { on: db(), from: table as StoredTwin<T>, only: none };
    }
    return {
      on: ownerDb(),
      from: twin,
      only: shown === 'deleted' ? isNotNull(deletionIdOf(twin)) : undefined,
    };
  }

  /**
   * Rows of a set. Of the deleted and of all, each with `deletedAt` and `deletionId`. `extra`: further expressions, by
   * the names they get.
   */
  async function rows<T extends Deletable>(
    type: Type<T>,
    shown: Shown,
    selection: Selection<T> & { extra?: (table: StoredTwin<T>) => Record<string, SQL> } = {},
  ): Promise<MaybeDeleted<T>[]> {
    const { on, from, only } = source(type, shown);
    const query = on
      .select({ ...columnsOf(from as PgTable, selection.only), ...selection.extra?.(from) })
      .from(from as PgTable)
      .where(and(only, selection.where?.(from)))
      .orderBy(...(selection.orderBy?.(from) ?? [from.id as AnyPgColumn]))
      .$dynamic();
    if (selection.limit !== undefined) query.limit(selection.limit);
    if (selection.offset !== undefined) query.offset(selection.offset);
    return (await query) as unknown as MaybeDeleted<T>[];
  }

  /** How many rows of a set. */
  async function count<T extends Deletable>(
    type: Type<T>,
    shown: Shown,
    where?: Condition<T>,
  ): Promise<number> {
    const { on, from, only } = source(type, shown);
    return on.$count(from as PgTable, and(only, where?.(from)));
  }

  /** How many rows of a set meet each of several conditions, in one pass. */
  async function counts<T extends Deletable>(
    type: Type<T>,
    shown: Shown,
    each: (table: StoredTwin<T>) => SQL[],
    where?: Condition<T>,
  ): Promise<number[]> {
    const { on, from, only } = source(type, shown);
    const columns = each(from).map(
      (condition, i) => [`n${i}`, sql<number>`count(*) filter (where ${condition})`.mapWith(Number)] as const,
    );
    if (columns.length === 0) return [];
    const [row] = await on
      .select(Object.fromEntries(columns))
      .from(from as PgTable)
      .where(and(only, where?.(from)));
    return columns.map(([name]) => Number(row?.[name] ?? 0));
  }

  /** The values of a column in a set, the most frequent first, with how many rows have each. */
  async function groups<T extends Deletable>(
    type: Type<T>,
    shown: Shown,
    column: (table: StoredTwin<T>) => AnyPgColumn,
    { where, limit }: { where?: Condition<T>; limit: number },
  ): Promise<{ value: unknown; count: number }[]> {
    const { on, from, only } = source(type, shown);
    const value = column(from);
    return (await on
      .select({ value, count: sql<number>`count(*)`.mapWith(Number) })
      .from(from as PgTable)
      .where(and(only, where?.(from)))
      .groupBy(value)
      .orderBy(sql`count(*) desc`, value)
      .limit(limit)) as { value: unknown; count: number }[];
  }

  /** How many rows of a set the planner expects, which costs the same for ten rows and for ten million. */
  async function estimate<T extends Deletable>(
    type: Type<T>,
    shown: Shown,
    where?: Condition<T>,
  ): Promise<number> {
    const twin = (storedOf(type.table) ?? type.table) as StoredTwin<T>;
    const on = twin === type.table ? db() : ownerDb();
    const only =
      twin === type.table || shown === 'all'
        ? undefined
        : shown === 'living'
          ? isNull(deletedAtOf(twin))
          : isNotNull(deletionIdOf(twin));
    const condition = and(only, where?.(twin)) ?? sql`true`;
    const [plan] = rowsOf<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
      await on.execute(sql`explain (format json) select from ${twin as PgTable} where ${condition}`),
    );
    return plan?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
  }

  /** About how many rows a table has, deleted ones included; -1: PostgreSQL has not looked yet. */
  async function size(type: Type): Promise<number> {
    const { name, schema } = getTableConfig((storedOf(type.table) ?? type.table) as PgTable);
    const [row] = rowsOf<{ tuples: number }>(
      await ownerDb().execute(
        sql`select reltuples::float8 as tuples from pg_class
          where relname = ${name} and relnamespace = ${schema ?? 'public'}::regnamespace`,
      ),
    );
    return row?.tuples ?? -1;
  }

  /** The most frequent values of a column as PostgreSQL remembers them from its last look. */
  async function frequentValues(type: Type, column: AnyPgColumn, limit: number): Promise<string[]> {
    const { name, schema } = getTableConfig((storedOf(type.table) ?? type.table) as PgTable);
    const [row] = rowsOf<{ values: string[] | null }>(
      await ownerDb().execute(
        sql`select most_common_vals::text::text[] as values from pg_stats
          where schemaname = ${schema ?? 'public'} and tablename = ${name} and attname = ${column.name}`,
      ),
    );
    return (row?.values ?? []).slice(0, limit);
  }

  return { rows, count, counts, groups, estimate, size, frequentValues };
}

function columnsOf(table: PgTable, only?: readonly string[]) {
  const all = getTableColumns(table);
  if (!only) return all;
  const kept = new Set(['id', 'deletedAt', 'deletionId', ...only]);
  return Object.fromEntries(Object.entries(all).filter(([name]) => kept.has(name)));
}

export const deletedAtOf = (table: object) => (table as { deletedAt: AnyPgColumn }).deletedAt;
export const deletionIdOf = (table: object) => (table as { deletionId: AnyPgColumn }).deletionId;

/** What execute() gives back is the driver's own; the ones in use are arrays or hold one. */
export function rowsOf<R>(result: unknown): R[] {
  return [...(Array.isArray(result) ? (result as R[]) : (result as { rows: R[] }).rows)];
}

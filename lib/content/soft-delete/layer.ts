import { and, eq, getTableName, type InferSelectModel, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgDatabase, PgQueryResultHKT, PgTable } from 'drizzle-orm/pg-core';
import { deletions, type StoredTwin, storedOf } from './table';

/**
 * What is done with deletions on purpose. Everything else needs nothing from here: reads see the living rows, and a
 * plain `delete` of a living table is a soft delete already.
 */
export type Deletable = PgTable & { id: AnyPgColumn };
type Type<T extends Deletable = Deletable> = { table: T };
type Row<T extends Deletable> = InferSelectModel<T>;

export type Deletion = { id: number; at: Date; by: number | null; why: string | null };
export type MaybeDeleted<T extends Deletable> = Row<T> & {
  deletedAt: Date | null;
  deletionId: number | null;
};
export type Deleted<T extends Deletable> = Row<T> & { deletedAt: Date; deletionId: number };
export type Found<T extends Deletable> =
  | { state: 'living'; row: Row<T> }
  | { state: 'deleted'; row: Deleted<T>; deletion: Deletion };

/** How many rows of which table. */
export type Taken = Record<string, number>;
type Selection<T extends Deletable> = {
  where?: (table: StoredTwin<T>) => SQL | undefined;
  orderBy?: (table: StoredTwin<T>) => (SQL | AnyPgColumn)[];
  limit?: number;
  offset?: number;
};

type Database = PgDatabase<PgQueryResultHKT, Record<string, unknown>>;
type Surroundings = {
  /** Where the application deletes, with no more rights than it has. */
  db: () => Database;
  /** A connection of the role that owns the stored tables. */
  ownerDb: () => Database;
  /** Turns PostgreSQL's refusals into the errors of the project. */
  expected: (error: unknown, what: string) => unknown;
  notFound: (message: string) => Error;
};

export function softDeletion({ db, ownerDb, expected, notFound }: Surroundings) {
  /**
   * Deletes rows and what hangs on them, as one batch. `count`: rows of the given table, `taken`: with their children,
   * per table; id null: none of them was living.
   */
  async function softDelete(
    type: Type,
    ids: number[],
    { by, why, at }: { by?: number; why?: string; at?: Date } = {},
  ): Promise<{ id: number | null; count: number; taken: Taken }> {
    const said = JSON.stringify({ by, why, at });
    const { id, count } = await db().transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('living.deletion', ${said}, true), set_config('living.batch', '', true)`,
      );
      const gone = await tx
        .delete(type.table)
        .where(anyOf(type.table.id, ids))
        .returning({ id: type.table.id });
      const [batch] = rowsOf<{ id: string }>(
        await tx.execute(sql`select split_part(current_setting('living.batch'), ':', 2) as id,
          set_config('living.batch', '', true), set_config('living.deletion', '', true)`),
      );
      return { id: batch?.id ? Number(batch.id) : null, count: gone.length };
    });
    return { id, count, taken: id === null ? {} : await batchSize(id) };
  }

  /**
   * Brings back one batch, whole, and nothing else; a batch that is back already: no rows. Throws 'not_found',
   * 'conflict' when a unique value was taken meanwhile, 'deleted_parent' when it hangs on something deleted elsewhere.
   */
  async function restore(
    batch: number,
    { by, at = new Date() }: { by?: number; at?: Date } = {},
  ): Promise<Taken> {
    const [known] = await ownerDb()
      .select({ id: deletions.id })
      .from(deletions)
      .where(eq(deletions.id, batch));
    if (!known) throw notFound(`there is no deletion ${batch}`);
    const rows = await ownerDb()
      .execute(
        sql`select name, count from store.restore(${batch}, ${by ?? null}, ${at.toISOString()}::timestamptz)`,
      )
      .catch((error) => {
        throw expected(error, 'cannot restore');
      });
    return taken(rows);
  }

  /** Removes deleted rows for good, with their children; living ones are left alone. Returns how many of the table. */
  async function purge(type: Type, ids: number[]): Promise<number> {
    const [done] = rowsOf<{ count: string }>(
      await ownerDb().execute(
        sql`select store.purge(${nameOf(type.table)}, 'id = any($1)', ${sql.param(ids)}::int[]) as count`,
      ),
    );
    return Number(done?.count ?? 0);
  }

  /** Living and deleted rows alike. */
  async function allWithDeleted<T extends Deletable>(type: Type<T>, selection: Selection<T> = {}) {
    return (await select(type, selection)) as MaybeDeleted<T>[];
  }

  /** Only the deleted rows. */
  async function deletedSet<T extends Deletable>(type: Type<T>, selection: Selection<T> = {}) {
    const where = (table: StoredTwin<T>) => and(isNotNull(deletedAtOf(table)), selection.where?.(table));
    return (await select(type, { ...selection, where })) as Deleted<T>[];
  }

  /** A row by its key, living or deleted, and which of the two it is; null: there never was one, or it was purged. */
  async function byId<T extends Deletable>(type: Type<T>, id: number): Promise<Found<T> | null> {
    const [row] = await allWithDeleted(type, { where: (table) => eq(table.id as AnyPgColumn, id), limit: 1 });
    if (!row) return null;
    const { deletedAt, deletionId, ...rest } = row;
    if (deletionId === null) return { state: 'living', row: rest as unknown as Row<T> };
    const [deletion] = await ownerDb()
      .select({
        id: deletions.id,
        at: deletions.deletedAt,
        by: deletions.deletedBy,
        why: deletions.reason,
      })
      .from(deletions)
      .where(eq(deletions.id, deletionId));
    return { state: 'deleted', row: row as Deleted<T>, deletion: deletion! };
  }

  function select<T extends Deletable>(type: Type<T>, { where, orderBy, limit, offset }: Selection<T>) {
    const table = twinOf(type.table);
    const query = ownerDb()
      .select()
      .from(table as PgTable)
      .where(where?.(table))
      .orderBy(...(orderBy?.(table) ?? [table.id as AnyPgColumn]))
      .$dynamic();
    if (limit !== undefined) query.limit(limit);
    if (offset !== undefined) query.offset(offset);
    return query;
  }

  async function batchSize(batch: number): Promise<Taken> {
    return taken(await ownerDb().execute(sql`select name, count from store.batch_size(${batch})`));
  }

  return { softDelete, restore, purge, allWithDeleted, deletedSet, byId, batchSize };
}

function twinOf<T extends Deletable>(table: T): StoredTwin<T> {
  const twin = storedOf(table);
  if (!twin) throw new Error('this table is not opted in to soft delete: declare it with stored()');
  return twin as StoredTwin<T>;
}

const deletedAtOf = (table: object) => (table as { deletedAt: AnyPgColumn }).deletedAt;
const nameOf = (table: Deletable) => getTableName(twinOf(table) as PgTable);
const anyOf = (column: AnyPgColumn, ids: number[]) => sql`${column} = any(${sql.param(ids)}::int[])`;

// What execute() gives back is the driver's own; the ones in use are arrays or hold one.
function rowsOf<R>(result: unknown): R[] {
  return Array.isArray(result) ? (result as R[]) : (result as { rows: R[] }).rows;
}

function taken(result: unknown): Taken {
  return Object.fromEntries(
    rowsOf<{ name: string; count: string }>(result).map(({ name, count }) => [name, Number(count)]),
  );
}

import { eq, getTableName, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import {
  batchesOf,
  type Deletion,
  ints,
  type Part,
  type Renamed,
  type RestoreAnswer,
  type Taken,
  takenOf,
} from './batches';
import {
  type Database,
  type Deletable,
  type Deleted,
  type MaybeDeleted,
  type Row,
  reading,
  rowsOf,
  type Selection,
  type Type,
} from './reading';
import { deletions, type StoredTwin, storedOf } from './table';

/**
 * What is done with deletions on purpose. Everything else needs nothing from here: reads see the living rows, and a
 * plain `delete` of a living table is a soft delete already.
 */
export type { Batch, Conflict, DeadParent, Deletion, Part, Renamed, RestoreAnswer, Taken } from './batches';
export type { Database, Deletable, Deleted, MaybeDeleted, Shown } from './reading';

export type Found<T extends Deletable> =
  | { state: 'living'; row: Row<T> }
  | { state: 'deleted'; row: Deleted<T>; deletion: Deletion };

type RestoreOptions = {
  by?: number;
  at?: Date;
  /** Other values for rows on their way back: for what `conflicts` tells of this very restore, and for nothing else. */
  renamed?: Renamed[];
  /** Runs first in the same transaction when something is renamed: sets what follows from it in what is still deleted. */
  first?: (tx: Database) => Promise<unknown>;
  /** Only these rows of the batch and what hangs on them. */
  part?: Part;
  /** Runs in the same transaction: a note of the restore is kept exactly when the restore is. */
  along?: (tx: Database) => Promise<unknown>;
};

type Surroundings = {
  /** Where the application deletes, with no more rights than it has. */
  db: () => Database;
  /** A connection of the role that owns the stored tables. */
  ownerDb: () => Database;
  /** Turns PostgreSQL's refusals into the errors of the project. */
  expected: (error: unknown, what: string) => unknown;
  notFound: (message: string) => Error;
  invalid: (message: string) => Error;
};

export function softDeletion({ db, ownerDb, expected, notFound, invalid }: Surroundings) {
  const read = reading({ db, ownerDb });
  const known = batchesOf(ownerDb);

  /**
   * Deletes rows and what hangs on them, as one batch. `count`: rows of the given table, `taken`: with their children,
   * per table; id null: none of them was living. `into`: a batch that they are to join; once it was restored or
   * purged they are a new one, since nothing is deleted into what is closed.
   */
  async function softDelete(
    type: Type,
    ids: number[],
    { by, why, at, into }: { by?: number; why?: string; at?: Date; into?: number } = {},
  ): Promise<{ id: number | null; count: number; taken: Taken }> {
    const said = JSON.stringify({ by, why, at });
    const given = into === undefined ? sql`''` : sql`pg_current_xact_id()::text || ':' || ${String(into)}`;
    const { id, count } = await db().transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('living.deletion', ${said}, true), set_config('living.batch', '', true),
          set_config('living.into', ${given}, true)`,
      );
      const gone = await tx
        .delete(type.table)
        .where(sql`${type.table.id} = any(${ints(ids)})`)
        .returning({ id: type.table.id });
      const [batch] = rowsOf<{ id: string }>(
        await tx.execute(sql`select split_part(current_setting('living.batch'), ':', 2) as id,
          set_config('living.batch', '', true), set_config('living.deletion', '', true),
          set_config('living.into', '', true)`),
      );
      return { id: batch?.id ? Number(batch.id) : null, count: gone.length };
    });
    return { id, count, taken: id === null ? {} : await known.batchSize(id) };
  }

  /**
   * Brings back one batch, whole, or a part of it, and nothing else; what is back already: no rows. Throws 'not_found',
   * 'conflict' when a unique value was taken meanwhile, 'deleted_parent' when it hangs on something deleted elsewhere,
   * 'invalid' when something is renamed that nothing has taken.
   */
  async function restore(batch: number, options: RestoreOptions = {}): Promise<Taken> {
    return restoreNow(batch, options).catch((error) => {
      throw expected(error, 'cannot restore');
    });
  }

  /** The same, with what stands in the way as an answer instead of an error. Throws 'not_found', 'invalid'. */
  async function tryRestore(batch: number, options: RestoreOptions = {}): Promise<RestoreAnswer> {
    try {
      return { state: 'restored', taken: await restoreNow(batch, options) };
    } catch (error) {
      const code = sqlState(error);
      if (code === '23505') {
        const conflicts = (await known.conflicts(batch, options.part)).filter(
          (conflict) => !options.renamed?.some((one) => isSame(one, conflict)),
        );
        if (conflicts.length > 0) return { state: 'conflict', conflicts };
      }
      if (code === 'DP001') {
        const parents = await known.deadParents(batch, options.part);
        if (parents.length > 0) return { state: 'deleted_parent', parents };
      }
      // Also when the new value is taken as well.
      throw expected(error, 'cannot restore');
    }
  }

  async function restoreNow(
    batch: number,
    { by, at = new Date(), renamed = [], part, first, along }: RestoreOptions,
  ): Promise<Taken> {
    const root = sql`${part?.table ?? null}, ${part ? ints(part.ids) : null}`;
    return ownerDb().transaction(async (tx) => {
      const one = eq(deletions.id, batch);
      const [row] = await tx.select({ id: deletions.id }).from(deletions).where(one).for('update');
      if (!row) throw notFound(`there is no deletion ${batch}`);
      // Of what is back already nothing is renamed.
      const isMeant = renamed.length > 0 && (await isAnythingLeft(tx, batch, root));
      if (isMeant) {
        const taken = await known.conflicts(batch, part, tx);
        const odd = renamed.find((asked) => !taken.some((conflict) => isSame(asked, conflict)));
        if (odd)
          throw invalid(
            `Nothing was restored: only what something living has taken can come back as something else, and the ${odd.column} of ${odd.table} ${odd.id} is not taken. Restore it as it is.`,
          );
        await first?.(tx);
      }
      const values = JSON.stringify(isMeant ? renamed : []);
      const restored = await tx.execute(sql`select name, count
        from store.restore(${batch}, ${by ?? null}, ${at.toISOString()}::timestamptz, ${values}::jsonb, ${root})`);
      await along?.(tx);
      return takenOf(restored);
    });
  }

  async function isAnythingLeft(tx: Database, batch: number, root: SQL): Promise<boolean> {
    return (
      rowsOf(await tx.execute(sql`select 1 from store.to_restore(${batch}, ${root}) limit 1`)).length > 0
    );
  }

  /**
   * Removes deleted rows for good, with their children; living ones are left alone. Returns how many of the table.
   * `along` runs in the same transaction: a note of the purge is kept exactly when the purge is.
   */
  async function purge(
    type: Type,
    ids: number[],
    { by, along }: { by?: number; along?: (tx: Database) => Promise<unknown> } = {},
  ): Promise<number> {
    return ownerDb().transaction(async (tx) => {
      const [done] = rowsOf<{ count: string }>(
        await tx.execute(
          sql`select store.purge(${nameOf(type.table)}, 'id = any($1)', ${ints(ids)}, ${by ?? null}) as count`,
        ),
      );
      await along?.(tx);
      return Number(done?.count ?? 0);
    });
  }

  /** Removes what is still deleted in a batch for good. Returns how many rows of which table that was. */
  async function purgeBatch(
    batch: number,
    { by, along }: { by?: number; along?: (tx: Database, taken: Taken) => Promise<unknown> } = {},
  ): Promise<Taken> {
    return ownerDb().transaction(async (tx) => {
      // Whoever restores it at the same moment is first or finds nothing.
      await tx.select().from(deletions).where(eq(deletions.id, batch)).for('update');
      const taken = takenOf(await tx.execute(sql`select name, count from store.batch_size(${batch})`));
      for (const name of Object.keys(taken))
        await tx.execute(sql`select store.purge(${name}, 'deletion_id = $1', ${batch}::int, ${by ?? null})`);
      if (Object.keys(taken).length > 0) await along?.(tx, taken);
      return taken;
    });
  }

  /** Living and deleted rows alike. */
  async function allWithDeleted<T extends Deletable>(type: Type<T>, selection: Selection<T> = {}) {
    twinOf(type.table);
    return (await read.rows(type, 'all', selection)) as MaybeDeleted<T>[];
  }

  /** Only the deleted rows. */
  async function deletedSet<T extends Deletable>(type: Type<T>, selection: Selection<T> = {}) {
    twinOf(type.table);
    return (await read.rows(type, 'deleted', selection)) as Deleted<T>[];
  }

  /** A row by its key, living or deleted, and which of the two it is; null: there never was one, or it was purged. */
  async function byId<T extends Deletable>(type: Type<T>, id: number): Promise<Found<T> | null> {
    const [row] = await allWithDeleted(type, { where: (table) => eq(table.id as AnyPgColumn, id), limit: 1 });
    if (!row) return null;
    const { deletedAt, deletionId, ...rest } = row;
    if (deletionId === null) return { state: 'living', row: rest as unknown as Row<T> };
    const deletion = (await known.deletionsById([deletionId])).get(deletionId);
    return { state: 'deleted', row: row as Deleted<T>, deletion: deletion! };
  }

  /**
   * Changes a deleted row, which stays deleted. `change` is given the row as it is, and says what to set; null: nothing.
   * Returns whether something was set; false also when the row is not deleted.
   */
  async function changeDeleted<T extends Deletable>(
    type: Type<T>,
    id: number,
    change: (row: Deleted<T>) => Record<string, unknown> | null,
    { by }: { by?: number } = {},
  ): Promise<boolean> {
    const table = twinOf(type.table) as PgTable & { id: AnyPgColumn; deletionId: AnyPgColumn };
    return ownerDb()
      .transaction(async (tx) => {
        await tx.execute(sql`select set_config('living.actor', ${by === undefined ? '' : String(by)}, true)`);
        const where = sql`${table.id} = ${id} and ${table.deletionId} is not null`;
        const [row] = await tx.select().from(table).where(where).for('update');
        const values = row ? change(row as unknown as Deleted<T>) : null;
        if (!values || Object.keys(values).length === 0) return false;
        await tx.update(table).set(values).where(where);
        return true;
      })
      .catch((error) => {
        throw expected(error, 'not changed');
      });
  }

  return {
    ...read,
    ...known,
    softDelete,
    restore,
    tryRestore,
    purge,
    purgeBatch,
    allWithDeleted,
    deletedSet,
    byId,
    changeDeleted,
  };
}

/** The name of a stored table in the database. Throws for a table that is not opted in. */
export const nameOf = (table: Deletable) => getTableName(twinOf(table) as PgTable);

function twinOf<T extends Deletable>(table: T): StoredTwin<T> {
  const twin = storedOf(table);
  if (!twin) throw new Error('this table is not opted in to soft delete: declare it with stored()');
  return twin as StoredTwin<T>;
}

type Place = Omit<Renamed, 'value'>;
const isSame = (a: Place, b: Place) => a.table === b.table && a.id === b.id && a.column === b.column;

function sqlState(error: unknown): string | undefined {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (/^[0-9A-Z]{5}$/.test((e as { code?: string }).code ?? '')) return (e as { code?: string }).code;
  }
  return undefined;
}

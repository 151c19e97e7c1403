import { and, desc, eq, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { type Database, rowsOf } from './reading';
import { deletions } from './table';

/** Deletions as what they are: batches of who, when and why, with what they hold and what stands in a restore's way. */
export type Deletion = { id: number; at: Date; by: number | null; why: string | null };
export type Batch = Deletion & {
  /** The table of what was asked to be deleted. */
  rootTable: string;
  restoredAt: Date | null;
  restoredBy: number | null;
  purgedAt: Date | null;
  /** How many rows of which table are deleted in it now. */
  taken: Taken;
};
/** How many rows of which table. */
export type Taken = Record<string, number>;
/** A row that cannot come back, since a living one has its unique value; `offered` is one that is free. */
export type Conflict = {
  table: string;
  id: number;
  column: string;
  value: string;
  takenBy: number;
  offered: string | null;
};
/** What something to be restored hangs on, and the batch that is deleted in. */
export type DeadParent = { table: string; id: number; batch: number };
/** Some rows of a batch, of one table, with what hangs on them. */
export type Part = { table: string; ids: number[] };
/** Another value for a row on its way back; null: none. */
export type Renamed = { table: string; id: number; column: string; value: string | null };
export type RestoreAnswer =
  | { state: 'restored'; taken: Taken }
  | { state: 'conflict'; conflicts: Conflict[] }
  | { state: 'deleted_parent'; parents: DeadParent[] };

export function batchesOf(ownerDb: () => Database) {
  /** Deletions, the newest first, from before the batch `before`. */
  async function batches({
    before,
    limit = 20,
    state = 'open',
    by,
    olderThan,
  }: {
    before?: number;
    limit?: number;
    /** open: something is still deleted in it. */
    state?: 'open' | 'restored' | 'all';
    by?: number;
    olderThan?: Date;
  } = {}): Promise<Batch[]> {
    const condition = and(
      before === undefined ? undefined : lt(deletions.id, before),
      by === undefined ? undefined : eq(deletions.deletedBy, by),
      olderThan === undefined ? undefined : lt(deletions.deletedAt, olderThan),
      state === 'open' ? and(isNull(deletions.restoredAt), isNull(deletions.purgedAt)) : undefined,
      state === 'restored' ? isNotNull(deletions.restoredAt) : undefined,
    );
    return withTaken(condition, limit);
  }

  async function batch(id: number): Promise<Batch | null> {
    const [found] = await withTaken(eq(deletions.id, id), 1);
    return found ?? null;
  }

  /** Deletions by their ids, without what they hold. */
  async function deletionsById(ids: number[]): Promise<Map<number, Deletion>> {
    if (ids.length === 0) return new Map();
    const rows = await ownerDb()
      .select({ id: deletions.id, at: deletions.deletedAt, by: deletions.deletedBy, why: deletions.reason })
      .from(deletions)
      .where(inArray(deletions.id, ids));
    return new Map(rows.map((row) => [row.id, row]));
  }

  async function withTaken(condition: SQL | undefined, limit: number): Promise<Batch[]> {
    const rows = await ownerDb()
      .select()
      .from(deletions)
      .where(condition)
      .orderBy(desc(deletions.id))
      .limit(limit);
    return Promise.all(
      rows.map(async ({ deletedAt, deletedBy, reason, purgedBy: _, ...row }) => ({
        ...row,
        at: deletedAt,
        by: deletedBy,
        why: reason,
        taken: await batchSize(row.id),
      })),
    );
  }

  async function batchSize(batch: number): Promise<Taken> {
    return takenOf(await ownerDb().execute(sql`select name, count from store.batch_size(${batch})`));
  }

  /**
   * What deleting living rows would take along, themselves included, per table; or what removing deleted ones for good
   * would. Nothing is changed.
   */
  async function preview(part: Part, of: 'living' | 'deleted' = 'living'): Promise<Taken> {
    const batch = of === 'deleted' ? sql`0` : sql`null`;
    return takenOf(
      await ownerDb().execute(
        sql`select name, cardinality(ids) as count from store.family(${part.table}, ${ints(part.ids)}, ${batch})`,
      ),
    );
  }

  async function conflicts(batch: number, part?: Part, on = ownerDb()): Promise<Conflict[]> {
    return rowsOf<Conflict>(
      await on.execute(sql`select name as table, id, "column", value, taken_by as "takenBy", offered
        from store.restore_conflicts(${batch}, ${part?.table ?? null}, ${part ? ints(part.ids) : null})`),
    );
  }

  async function deadParents(batch: number, part?: Part): Promise<DeadParent[]> {
    return rowsOf<DeadParent>(
      await ownerDb().execute(sql`select distinct name as table, id, deletion as batch
        from store.dead_parents(${batch}, ${part?.table ?? null}, ${part ? ints(part.ids) : null})`),
    );
  }

  return { batches, batch, batchSize, deletionsById, preview, conflicts, deadParents };
}

export const ints = (ids: number[]) => sql`${sql.param(ids)}::int[]`;

export function takenOf(result: unknown): Taken {
  return Object.fromEntries(
    rowsOf<{ name: string; count: string | number }>(result).map(({ name, count }) => [name, Number(count)]),
  );
}

import { type BuildExtraConfigColumns, sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  type PgColumnBuilderBase,
  type PgTableExtraConfigValue,
  pgSchema,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';

/**
 * Soft delete for drizzle and PostgreSQL, in a folder that imports nothing else of this project.
 *
 * A table declared with `stored` lives in PostgreSQL schema `store` and carries two columns more: when a row was
 * deleted, and in which deletion (a batch: who, when, why). What the application reads and writes is `living(table)`:
 * the view `public.<name>` of the rows that are not deleted, an ordinary table to drizzle. living.sql makes the views,
 * their triggers and grants from PostgreSQL's own catalog; layer.ts holds what is done on purpose: softDelete, restore,
 * purge, and reading deleted rows. Each table's primary key is a column `id`. A foreign key `on delete cascade`
 * between two stored tables says that the child is deleted, restored and purged along with its parent.
 */
export const store = pgSchema('store');

/** One row per deletion: everything deleted in it carries its id, and is restored together. */
export const deletions = store.table(
  'deletions',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    /** What was asked to be deleted; its children are found by the batch. */
    rootTable: text('root_table').notNull(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }).notNull().defaultNow(),
    deletedBy: integer('deleted_by'),
    reason: text('reason'),
    restoredAt: timestamp('restored_at', { withTimezone: true }),
    restoredBy: integer('restored_by'),
    /** When the last of it was removed for good. */
    purgedAt: timestamp('purged_at', { withTimezone: true }),
    purgedBy: integer('purged_by'),
  },
  (t) => [index('deletions_deleted_at').on(t.deletedAt)],
);

const deletionColumns = {
  deletedAt: timestamp('deleted_at', { withTimezone: true }),
  deletionId: integer('deletion_id').references(() => deletions.id),
};

type Columns = Record<string, PgColumnBuilderBase>;
type StoredColumns<C extends Columns> = C & typeof deletionColumns;

/** The columns a stored table was declared with, so that its living twin is built from the same declaration. */
const declared = new WeakMap<object, { name: string; columns: Columns }>();
const twins = new WeakMap<object, object>();

/**
 * Declares a physical table in schema `store`. This one call opts the table in: living.sql gives every table of the
 * schema its view, triggers and grants.
 */
export function stored<N extends string, C extends Columns>(
  name: N,
  columns: C,
  extra: (self: BuildExtraConfigColumns<N, StoredColumns<C>, 'pg'>) => PgTableExtraConfigValue[] = () => [],
) {
  const all: StoredColumns<C> = { ...columns, ...deletionColumns };
  const table = store.table(name, all, (self) => {
    const { deletionId } = self as unknown as BuildExtraConfigColumns<N, typeof deletionColumns, 'pg'>;
    return [
      ...extra(self),
      index(`${name}_deletion_id`).on(deletionId).where(sql`deletion_id is not null`),
      check(`${name}_deletion`, sql`(deleted_at is null) = (deletion_id is null)`),
    ];
  });
  declared.set(table, { name, columns });
  return table as typeof table & Declared<N, C>;
}

/** Carries the declaration in the type only. */
type Declared<N extends string, C extends Columns> = { readonly __declared?: { name: N; columns: C } };

/** The living rows of a stored table, as an ordinary drizzle table without the two columns of deletion. */
export function living<N extends string, C extends Columns>(table: Declared<N, C> & object) {
  const declaration = declared.get(table) as { name: N; columns: C } | undefined;
  if (!declaration) throw new Error('living() takes a table declared with stored()');
  const twin = pgTable(declaration.name, declaration.columns);
  twins.set(twin, table);
  return twin;
}

/** A living table's physical one, in its type: the two columns of deletion are there. */
export type StoredTwin<T> = T & Pick<typeof sample, 'deletedAt' | 'deletionId'>;
const sample = pgTable('sample', deletionColumns);

/** The physical table behind a living one; undefined for a table that is not opted in. */
export const storedOf = (table: object): object | undefined => twins.get(table);

/** A unique index that deleted rows do not take part in. */
export const uniqueAmongLiving = (
  name: string,
  ...columns: Parameters<ReturnType<typeof uniqueIndex>['on']>
) =>
  uniqueIndex(name)
    .on(...columns)
    .where(sql`deleted_at is null`);

import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgSchema, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { instant } from './columns';
import { users } from './schema';

/** What administering needs: the history of every record, and what people keep for themselves at it. */

/**
 * What changed, by whom and when: one entry per change of a row, written by triggers (drizzle/history.sql) and by
 * nothing else. The application has no rights on it, for it tells of deleted content.
 */
export const historyEntries = pgSchema('history').table(
  'entries',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant('at').notNull().defaultNow(),
    /** A number, not a reference: an entry outlives whom it speaks of. Null: the system itself. */
    actorId: integer('actor_id'),
    tableName: text('table_name').notNull(),
    recordId: bigint('record_id', { mode: 'number' }).notNull(),
    action: text('action', { enum: ['create', 'change', 'delete', 'restore', 'purge'] }).notNull(),
    /** Changed columns and their values, by the names of the columns; null: none, or taken away by a purge. */
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    /** The deletion, of 'delete' and 'restore'. */
    deletionId: integer('deletion_id'),
  },
  (t) => [
    index('entries_record').on(t.tableName, t.recordId, t.id),
    check('entries_action', sql`action in ('create', 'change', 'delete', 'restore', 'purge')`),
  ],
);

/** A list as somebody wants to see it again: the query of its address under a name. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    name: text('name').notNull(),
    params: text('params').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [unique('saved_views_name').on(t.userId, t.type, t.name)],
);

export type RunFailure = { id: number; title: string; reason: string; batch?: number };

/** Something done to many records: how far it is, what could not be done, and what undoing it takes. */
export const bulkRuns = pgTable(
  'bulk_runs',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    action: text('action').notNull(),
    reason: text('reason'),
    /** The records it is for, until it is finished: `done` says how many of them it has been at. */
    ids: integer('ids').array().notNull().default([]),
    total: integer('total').notNull(),
    done: integer('done').notNull().default(0),
    failed: jsonb('failed').$type<RunFailure[]>().notNull().default([]),
    /** How many could not be done; `failed` tells of the first ones. */
    failures: integer('failures').notNull().default(0),
    /** A deletion's batch. */
    deletionId: integer('deletion_id'),
    /** Of another action: the records it changed, with what they were before. */
    changed: jsonb('changed')
      .$type<{ id: number; before: Record<string, unknown> | null }[]>()
      .notNull()
      .default([]),
    startedAt: instant('started_at').notNull().defaultNow(),
    /** A sign of life; an unfinished run without one was interrupted. */
    seenAt: instant('seen_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
    /** Stopped before its end, and not gone on with since. */
    stoppedAt: instant('stopped_at'),
    /** Who stopped it; null: it stopped by itself, since whoever it was done for had lost the right. */
    stoppedBy: integer('stopped_by'),
    /** Counts how often it was gone on with: a process whose turn is over does nothing more of it. */
    turn: integer('turn').notNull().default(0),
    undoneBy: integer('undone_by'),
    /** The run that this one takes back. */
    undoes: integer('undoes'),
  },
  (t) => [index('bulk_runs_user_id').on(t.userId, t.id)],
);

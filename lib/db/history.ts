import { and, desc, eq, gt, lt, sql } from 'drizzle-orm';
import { historyEntries } from '@/drizzle/admin';
import { db, ownerDb } from './client';

/**
 * The history of records, as the database keeps it (drizzle/history.sql). Read through the owner's connection, for it
 * tells of deleted content; written by triggers alone.
 */
export type HistoryEntry = typeof historyEntries.$inferSelect;

/** Entries of a record, the newest first. @param o.before entries older than this one, @param o.after newer ones */
export function historyEntriesOf(
  tableName: string,
  recordId: number,
  o: { before?: number; after?: number; limit?: number } = {},
): Promise<HistoryEntry[]> {
  return ownerDb()
    .select()
    .from(historyEntries)
    .where(
      and(
        eq(historyEntries.tableName, tableName),
        eq(historyEntries.recordId, recordId),
        o.before === undefined ? undefined : lt(historyEntries.id, o.before),
        o.after === undefined ? undefined : gt(historyEntries.id, o.after),
      ),
    )
    .orderBy(desc(historyEntries.id))
    .limit(o.limit ?? 10_000);
}

/** The id of a record's newest entry, 0 when there is none: it is another one after every change. */
export async function versionOf(tableName: string, recordId: number): Promise<number> {
  const [row] = await db().execute<{ version: string }>(
    sql`select record_version(${tableName}, ${recordId}) as version`,
  );
  return Number(row?.version ?? 0);
}

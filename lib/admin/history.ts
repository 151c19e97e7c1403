import { and, desc, eq } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { deletionsById } from '@/lib/content/deleted';
import { db } from '@/lib/db/client';
import { type HistoryEntry, historyEntriesOf } from '@/lib/db/history';
import { auditLog } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { labelOf, propertyOf } from './columns';
import { formValues, type Given, shownValue } from './fields';
import { stateBefore } from './history-state';
import { peopleOf } from './names';
import { demand, fieldsFor, may } from './permissions';
import { storedRecord } from './record-form';
import { type SaveAnswer, saveRecord } from './save';
import { type AdminType, adminType, tableName } from './types';

/** The history of a record, field by field, and the way back to what it was. */
export type ChangedField = { name: string; label: string; before: string | null; after: string | null };
export type Entry = {
  id: number;
  at: Date;
  by: { id: number; name: string } | null;
  action: HistoryEntry['action'];
  /** The reason that was given for a deletion. */
  why: string | null;
  fields: ChangedField[];
};

/** Entries of a record, the newest first; `next`: give it as `before` for the ones that follow. */
export async function historyOf(
  user: User,
  type: AdminType,
  id: number,
  { before, limit = 50 }: { before?: number; limit?: number } = {},
): Promise<{ entries: Entry[]; next: number | null }> {
  await demand(user, 'view', type, id);
  const found = await historyEntriesOf(tableName(type), id, { before, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const [people, deletions] = await Promise.all([
    peopleOf(shown.map(({ actorId }) => actorId)),
    deletionsById(shown.map(({ deletionId }) => deletionId).filter((of): of is number => of !== null)),
  ]);
  const entries = shown.map((entry) => ({
    id: entry.id,
    at: entry.at,
    by:
      entry.actorId === null
        ? null
        : { id: entry.actorId, name: people.get(entry.actorId) ?? `User ${entry.actorId}` },
    action: entry.action,
    why: entry.action === 'delete' ? (deletions.get(entry.deletionId ?? 0)?.why ?? null) : null,
    fields: changedFields(type, entry),
  }));
  return { entries, next: found.length > limit ? shown.at(-1)!.id : null };
}

function changedFields(type: AdminType, { before, after }: HistoryEntry): ChangedField[] {
  const columns = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...columns].map((column) => {
    const name = propertyOf(type.table, column) ?? column;
    return {
      name,
      label: labelOf(name),
      before: shownValue(type, name, before?.[column]),
      after: shownValue(type, name, after?.[column]),
    };
  });
}

export type EarlierState = {
  /** As the form would hold it. */
  values: Given;
  /** Where it differs from what the record is now. */
  differs: { name: string; label: string; was: string; is: string }[];
};

/** What a record was right after an entry of its history. Throws 'not_found', also for a record that was purged. */
export async function stateAt(
  user: User,
  type: AdminType,
  id: number,
  entryId: number,
): Promise<EarlierState> {
  await demand(user, 'view', type, id);
  if (!type.schema) throw new PresskitError('not_found', `${type.label[1]} have no earlier states.`);
  const [entry] = await historyEntriesOf(tableName(type), id, { before: entryId + 1, limit: 1 });
  if (entry?.id !== entryId) throw new PresskitError('not_found', 'The history has no such entry.');
  const { row } = await storedRecord(type, id);
  const newer = await historyEntriesOf(tableName(type), id, { after: entryId });
  const fields = fieldsFor(user, type, type.schema);
  const values = formValues(fields, stateBefore(type, row, newer));
  const current = formValues(fields, row);
  return {
    values,
    differs: fields
      .filter(({ name }) => (values[name] ?? '') !== (current[name] ?? ''))
      .map(({ name, label }) => ({ name, label, was: values[name] ?? '', is: current[name] ?? '' })),
  };
}

/**
 * Makes a record what it was right after an entry, in all that the person may set; a change like any other, which can be
 * gone back on in turn. Throws as saveRecord does, and 'not_found'.
 */
export async function goBack(
  user: User,
  type: AdminType,
  id: number,
  entryId: number,
  { version }: { version: string | null },
): Promise<SaveAnswer> {
  await demand(user, 'change', type, id);
  const { values } = await stateAt(user, type, id, entryId);
  return saveRecord(user, type, id, { given: values, version });
}

/** What people did to a record, or were refused: the audit log's entries about it, the newest first. */
export async function actsOn(
  user: User,
  type: AdminType,
  id: number,
  limit = 50,
): Promise<
  { at: Date; by: string | null; action: string; detail: Record<string, unknown>; isRefusal: boolean }[]
> {
  await demand(user, 'view', type, id);
  if (!may(user, 'view', adminType('audit'))) return [];
  const found = await db()
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.type, type.name), eq(auditLog.objectId, id)))
    .orderBy(desc(auditLog.id))
    .limit(limit);
  const people = await peopleOf(found.map(({ actorId }) => actorId));
  return found.map(({ at, actorId, action, detail, isRefusal }) => ({
    at,
    by: people.get(actorId ?? 0) ?? null,
    action,
    detail,
    isRefusal,
  }));
}

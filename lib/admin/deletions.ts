import { eq } from 'drizzle-orm';
import { record } from '@/lib/auth/audit-log';
import { endEverywhere } from '@/lib/auth/sso/sign-out';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import {
  batches as allBatches,
  batch as batchById,
  batchSize,
  byId,
  deletedSet,
  softDelete,
  tryRestore,
} from '@/lib/content/deleted';
import { purge } from '@/lib/content/purging';
import type * as layer from '@/lib/content/soft-delete/layer';
import { actingAs } from '@/lib/db/acting';
import { auditLog } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { columnOf } from './columns';
import { type Conflict, conflictOf, givenUp, type Renamed, renaming } from './conflicts';
import { peopleOf, titleIn, titlesOf } from './names';
import { demand, demandEntry, may } from './permissions';
import { mustHaveOtherAdmin, oneAtATime } from './save';
import { type AdminType, adminTypes, type Row, tableName, typeOfTable } from './types';

/** Deleting, finding what was deleted, bringing it back, and removing it for good. */
export type Amount = { table: string; label: string; count: number };
export type { Conflict, Renamed } from './conflicts';
export type RestoreAnswer =
  | { state: 'restored'; taken: Amount[] }
  | { state: 'conflict'; conflicts: Conflict[] }
  | { state: 'deleted_parent'; parents: { type: string; id: number; title: string; batch: number }[] };
export type Batch = {
  id: number;
  at: Date;
  by: { id: number; name: string } | null;
  why: string | null;
  /** What was asked to be deleted: its titles, the first few. */
  what: string;
  type: string | null;
  taken: Amount[];
  restoredAt: Date | null;
  restoredBy: string | null;
  purgedAt: Date | null;
};

/** Deletes living records and what hangs on them, as one batch. `into`: a batch that they join. Throws 'conflict'. */
export async function deleteRecords(
  user: User,
  type: AdminType,
  ids: number[],
  { why, into }: { why?: string; into?: number } = {},
): Promise<{ batch: number | null; count: number; taken: Amount[] }> {
  await demand(user, 'delete', type, ids.length === 1 ? ids[0] : undefined);
  const done = await actingAs(user.id, async () => {
    if (type.name === 'user') {
      await oneAtATime();
      await mustHaveOtherAdmin(ids);
    }
    const { id, count } = await softDelete(type, ids, { by: user.id, why, at: now(), into });
    if (type.name === 'user') for (const one of ids) await endEverywhere(one, user.id);
    if (id !== null)
      await record({
        actorId: user.id,
        action: 'admin.delete',
        type: type.name,
        objectId: ids.length === 1 ? ids[0] : undefined,
        detail: { batch: id, count, ids: ids.slice(0, 100), ...(why ? { why } : {}) },
      });
    return { batch: id, count };
  });
  return { ...done, taken: done.batch === null ? [] : amounts(await batchSize(done.batch)) };
}

/**
 * Brings back one deleted record with what was deleted along with it beneath. `renamed`: what is taken comes back as
 * something else. Throws 'forbidden', 'not_found', 'invalid', 'conflict'.
 */
export async function restoreRecord(
  user: User,
  type: AdminType,
  id: number,
  { renamed = [] }: { renamed?: Renamed[] } = {},
): Promise<RestoreAnswer> {
  await demand(user, 'restore', type, id);
  const found = await byId(type, id);
  if (!found) throw new PresskitError('not_found', `There is no ${type.label[0].toLowerCase()} ${id}.`);
  if (found.state === 'living') return { state: 'restored', taken: [] };
  return restoring(user, type, found.deletion.id, { renamed, part: { table: tableName(type), ids: [id] } });
}

/** Brings back a batch, whole; as restoreRecord does. */
export async function restoreBatch(
  user: User,
  batch: number,
  { renamed = [] }: { renamed?: Renamed[] } = {},
): Promise<RestoreAnswer> {
  return restoring(user, await rootOf(user, batch), batch, { renamed });
}

/** What is written in the same transaction. */
export type Along = NonNullable<NonNullable<Parameters<typeof tryRestore>[1]>['along']>;

/**
 * For whoever has asked for the right to restore already. `givesUp`: nobody is there to choose, so what can be none and is
 * another's by now is none. Throws 'not_found', 'forbidden', 'invalid', 'conflict'.
 */
export async function restoring(
  user: User,
  type: AdminType,
  batch: number,
  {
    renamed,
    part,
    along,
    givesUp = false,
  }: { renamed: Renamed[]; part?: layer.Part; along?: Along; givesUp?: boolean },
): Promise<RestoreAnswer> {
  const answer = await tryRestore(batch, {
    by: user.id,
    at: now(),
    ...(await renaming(user, batch, renamed)),
    part,
    along,
  });
  if (answer.state === 'conflict' && givesUp) {
    const spare = givenUp(answer.conflicts);
    if (spare) return restoring(user, type, batch, { renamed: [...renamed, ...spare], part, along });
  }
  if (answer.state === 'restored') {
    if (Object.keys(answer.taken).length > 0)
      await record({
        actorId: user.id,
        action: 'admin.restore',
        type: type.name,
        objectId: part?.ids.length === 1 ? part.ids[0] : undefined,
        detail: { batch, taken: answer.taken, ...(renamed.length > 0 ? { renamed } : {}) },
      });
    return { state: 'restored', taken: amounts(answer.taken) };
  }
  if (answer.state === 'conflict')
    return {
      state: 'conflict',
      conflicts: await Promise.all(answer.conflicts.map((one) => conflictOf(user, batch, one))),
    };
  const parents = await Promise.all(
    answer.parents.map(async ({ table, id, batch }) => ({
      type: typeOfTable(table)?.name ?? table,
      id,
      title: await titleIn(table, id),
      batch,
    })),
  );
  return { state: 'deleted_parent', parents };
}

/** Deletions, the newest first: those that something can be brought back of, or those that were restored. */
export async function batches(
  user: User,
  { before, limit = 20, restored = false }: { before?: number; limit?: number; restored?: boolean } = {},
): Promise<{ rows: Batch[]; next: number | null }> {
  demandEntry(user);
  const found = await allBatches({ before, limit: limit + 1, state: restored ? 'restored' : 'open' });
  const shown = found.slice(0, limit);
  const visible = shown.filter(({ rootTable }) => mayView(user, rootTable));
  return { rows: await described(visible), next: found.length > limit ? shown.at(-1)!.id : null };
}

export type BatchRecords = {
  type: string;
  label: string;
  count: number;
  rows: { id: number; title: string }[];
};

/** One deletion with what is in it, the first hundred of each type. Throws 'not_found', 'forbidden'. */
export async function batch(user: User, id: number): Promise<Batch & { records: BatchRecords[] }> {
  demandEntry(user);
  const found = await batchById(id);
  if (!found) throw new PresskitError('not_found', `There is no deletion ${id}.`);
  const root = typeOfTable(found.rootTable);
  if (root) await demand(user, 'view', root);
  const records = await Promise.all(
    adminTypes
      .filter((type) => found.taken[tableName(type)])
      .map(async (type) => {
        const rows = (await inBatch(type, id, 100)) as Row[];
        const titles = await titlesOf(type, rows);
        return {
          type: type.name,
          label: type.label[1],
          count: found.taken[tableName(type)]!,
          rows: rows.map((row) => ({ id: row.id, title: titles.get(row.id)! })),
        };
      }),
  );
  const [one] = await described([found]);
  return { ...one!, records };
}

const inBatch = (type: AdminType, id: number, limit: number) =>
  deletedSet(type, {
    where: (table) => eq(columnOf(table, 'deletionId')!, id),
    only: [type.title],
    limit,
  }) as Promise<unknown> as Promise<Row[]>;

async function described(found: layer.Batch[]): Promise<Batch[]> {
  const people = await peopleOf(found.flatMap(({ by, restoredBy }) => [by, restoredBy]));
  return Promise.all(
    found.map(async ({ id, at, by, why, rootTable, taken, restoredAt, restoredBy, purgedAt }) => {
      const type = typeOfTable(rootTable);
      const roots = type ? await inBatch(type, id, 3) : [];
      const titles = type ? [...(await titlesOf(type, roots)).values()] : [];
      const further = (taken[rootTable] ?? 0) - titles.length;
      return {
        id,
        at,
        by: by === null ? null : { id: by, name: people.get(by) ?? `User ${by}` },
        why,
        what:
          titles.join(', ') + (further > 0 ? ` and ${further} more` : '') ||
          (type?.label[1].toLowerCase() ?? rootTable),
        type: type?.name ?? null,
        taken: amounts(taken),
        restoredAt,
        restoredBy: people.get(restoredBy ?? 0) ?? null,
        purgedAt,
      };
    }),
  );
}

async function rootOf(user: User, batch: number): Promise<AdminType> {
  demandEntry(user);
  const found = await batchById(batch);
  const type = found && typeOfTable(found.rootTable);
  if (!type) throw new PresskitError('not_found', `There is no deletion ${batch}.`);
  await demand(user, 'restore', type);
  return type;
}

function mayView(user: User, table: string): boolean {
  const type = typeOfTable(table);
  return type !== undefined && may(user, 'view', type);
}

/** Removes deleted records for good, with an entry of the audit log in the same transaction. Throws 'forbidden'. */
export async function purgeRecords(
  user: User,
  type: AdminType,
  ids: number[],
  { why, along }: { why?: string; along?: Along } = {},
): Promise<{ count: number }> {
  await demand(user, 'purge', type, ids.length === 1 ? ids[0] : undefined);
  const count = await purge(type, ids, {
    by: user.id,
    along: async (tx) => {
      await tx.insert(auditLog).values({
        at: now(),
        actorId: user.id,
        action: 'admin.purge',
        type: type.name,
        objectId: ids.length === 1 ? ids[0] : null,
        detail: { ids: ids.slice(0, 1000), ...(why ? { why } : {}) },
      });
      await along?.(tx);
    },
  });
  return { count };
}

/** Counts per table in the words of the types. */
export function amounts(taken: layer.Taken): Amount[] {
  return Object.entries(taken).map(([table, count]) => {
    const type = typeOfTable(table);
    const label = type ? type.label[count === 1 ? 0 : 1] : table;
    return { table, label, count };
  });
}

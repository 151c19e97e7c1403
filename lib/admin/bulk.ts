import { and, desc, eq, getTableColumns, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { rows } from '@/lib/content/deleted';
import type { Shown } from '@/lib/content/soft-delete/layer';
import { db } from '@/lib/db/client';
import { type RunFailure, bulkRuns as table } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import type { BulkAction } from './bulk-chunks';
import { changedBy, goOn, rightFor, stop } from './bulk-going';
import { columnOf } from './columns';
import { matching } from './conditions';
import type { ListState } from './list-state';
import { peopleOf } from './names';
import { demand, may } from './permissions';
import { type AdminType, adminType, type Row } from './types';

/**
 * One action on many records: in chunks, so that nothing is locked long and the progress can be told; with an account of
 * what could not be done and why; and with a way back. Each run is a row, so it is known after this process ended, too.
 */
export type { BulkAction } from './bulk-chunks';
export type Selection = { ids: number[] } | { state: ListState };
export type BulkRun = {
  id: number;
  type: string;
  action: BulkAction | 'undo';
  total: number;
  done: number;
  /** The first hundred that could not be done. `batch`: of a deletion whose restore was refused; its conflicts tell more. */
  failed: RunFailure[];
  failures: number;
  startedAt: Date;
  finishedAt: Date | null;
  /** Its process ended before it did; what was done stands. */
  isInterrupted: boolean;
  /** It can be gone on with from where it was. */
  canContinue: boolean;
  canUndo: boolean;
  undoneBy: number | null;
  /** Null: nobody stopped it, or it was gone on with. `by` null: it stopped by itself, since a right was lost. */
  stopped: { at: Date; by: string | null } | null;
  canStop: boolean;
};

const mostAtOnce = 200_000;
const silentSeconds = 60;

/** What can be done to the rows of a list that shows these. */
export function bulkActions(user: User, type: AdminType, show: Shown): BulkAction[] {
  const sensible: BulkAction[] =
    show === 'living'
      ? ['delete', 'publish', 'unpublish']
      : show === 'deleted'
        ? ['restore', 'purge']
        : ['delete', 'restore', 'publish', 'unpublish', 'purge'];
  return sensible.filter((action) => may(user, action, type));
}

/** Begins a run. A short one is done on return; a long one goes on in this process, and bulkRun tells how far it is. */
export async function startBulk(
  user: User,
  type: AdminType,
  action: BulkAction,
  selection: Selection,
  { why }: { why?: string } = {},
): Promise<{ id: number }> {
  await demand(user, action, type);
  const ids = await idsOf(type, action, selection);
  return begin(user, type, action, ids, { reason: why });
}

/** The records that a selection is of, and the action for. Throws 'invalid' when there are too many. */
export const idsOf = async (type: AdminType, action: BulkAction, selection: Selection): Promise<number[]> =>
  'ids' in selection ? [...new Set(selection.ids)] : allThatMatch(type, action, selection.state);

/** Takes back what a run did, as a run of its own. Throws 'not_found', 'forbidden', 'conflict' (nothing to take back). */
export async function undoBulk(user: User, id: number): Promise<{ id: number }> {
  const { run, row } = await found(user, id);
  const type = adminType(run.type);
  if (!run.canUndo)
    throw new PresskitError('conflict', 'There is nothing to undo: it was undone already, or it cannot be.');
  const opposite = { delete: 'restore', restore: 'delete', publish: 'change', unpublish: 'change' } as const;
  await demand(user, opposite[row.action as keyof typeof opposite], type);
  const action = row.action === 'delete' ? 'restore' : row.action === 'restore' ? 'delete' : 'undo';
  return begin(user, type, action, [], { undoes: id });
}

/**
 * Goes on with a run that was stopped or whose process ended, from where it was: what was done is not done again. Throws
 * 'not_found', 'forbidden', 'conflict' (it is going, finished or undone).
 */
export async function continueBulk(user: User, id: number): Promise<{ id: number }> {
  const { run } = await found(user, id);
  const type = adminType(run.type);
  if (!run.canContinue)
    throw new PresskitError(
      'conflict',
      'There is nothing to continue: it goes on, is finished or was undone.',
    );
  await demand(user, rightFor(run.action), type);
  // Of two clicks, and of a process that was only slow, one goes on.
  const silentSince = new Date(now().getTime() - silentSeconds * 1000);
  const [claimed] = await db()
    .update(table)
    .set({ seenAt: now(), stoppedAt: null, stoppedBy: null, turn: sql`${table.turn} + 1` })
    .where(
      and(
        eq(table.id, id),
        isNull(table.finishedAt),
        isNull(table.undoneBy),
        or(isNotNull(table.stoppedAt), lt(table.seenAt, silentSince)),
      ),
    )
    .returning({ id: table.id });
  if (!claimed) throw new PresskitError('conflict', 'It goes on already.');
  await goOn(user, id);
  return { id };
}

/**
 * Stops a run where it is: what was done stands, and the rest can be gone on with. Throws 'not_found', 'forbidden',
 * 'conflict' (it is finished, undone or stopped already).
 */
export async function stopBulk(user: User, id: number): Promise<void> {
  const { run } = await found(user, id);
  await demand(user, rightFor(run.action), adminType(run.type));
  if (!(await stop(run, { by: user })))
    throw new PresskitError(
      'conflict',
      'There is nothing to stop: it is finished, undone or stopped already.',
    );
}

/** How far a run is. Only who started it and admins may look. Throws 'not_found'. */
export async function bulkRun(user: User, id: number): Promise<BulkRun> {
  return (await found(user, id)).run;
}

/** The runs of a person, the newest first. */
export async function bulkRunsOf(user: User, limit = 10): Promise<BulkRun[]> {
  const list = await db()
    .select(shown)
    .from(table)
    .where(eq(table.userId, user.id))
    .orderBy(desc(table.id))
    .limit(limit);
  return described(list);
}

/** Runs that are going, were interrupted or stopped by themselves: a person's own, an admin's everybody's; the newest first. */
export async function unfinishedRuns(user: User, limit = 10): Promise<BulkRun[]> {
  const list = await db()
    .select(shown)
    .from(table)
    .where(
      and(
        isNull(table.finishedAt),
        isNull(table.undoneBy),
        // Whoever stopped one knows what they left.
        isNull(table.stoppedBy),
        user.role === 'admin' ? undefined : eq(table.userId, user.id),
      ),
    )
    .orderBy(desc(table.id))
    .limit(limit);
  return described(list);
}

/** All of a run's row but the long lists. */
const { ids: _ids, changed: _changed, ...columns } = getTableColumns(table);
const shown = { ...columns, changes: sql<number>`jsonb_array_length(${table.changed})` };

async function found(user: User, id: number) {
  const [row] =
    Number.isSafeInteger(id) && id > 0 && id < 2 ** 31
      ? await db().select(shown).from(table).where(eq(table.id, id))
      : [];
  if (!row || (row.userId !== user.id && user.role !== 'admin'))
    throw new PresskitError('not_found', 'There is no such run of yours.');
  return { row, run: (await described([row]))[0]! };
}

type RunRow = Omit<typeof table.$inferSelect, 'ids' | 'changed'> & { changes: number };

async function described(list: RunRow[]): Promise<BulkRun[]> {
  const people = await peopleOf(list.map(({ stoppedBy }) => stoppedBy));
  return list.map((row) => runOf(row, people));
}

function runOf(row: RunRow, people: Map<number, string>): BulkRun {
  const { id, type, total, done, failed, failures, startedAt, finishedAt, undoneBy } = row;
  const action = row.action as BulkRun['action'];
  const stopped = row.stoppedAt && { at: row.stoppedAt, by: nameOf(row.stoppedBy, people) };
  const isInterrupted = finishedAt === null && !stopped && isSilent(row.seenAt);
  const isOver = finishedAt !== null || isInterrupted || stopped !== null;
  return {
    id,
    type,
    action,
    total,
    done,
    failed,
    failures,
    startedAt,
    finishedAt,
    isInterrupted,
    canContinue: isOver && finishedAt === null && undoneBy === null,
    canUndo:
      isOver &&
      undoneBy === null &&
      (action === 'delete'
        ? row.deletionId !== null
        : action !== 'purge' && action !== 'undo' && row.changes > 0),
    undoneBy,
    stopped,
    canStop: !isOver && undoneBy === null,
  };
}

const nameOf = (id: number | null, people: Map<number, string>) =>
  id === null ? null : (people.get(id) ?? `User ${id}`);

const isSilent = (seen: Date) => now().getTime() - seen.getTime() > silentSeconds * 1000;

/**
 * Writes down what a run is for, and begins it. An undoing claims what it undoes, of which nothing more is done from then
 * on, and is for all that was done of it: of two clicks one undoes.
 */
async function begin(
  user: User,
  type: AdminType,
  action: BulkRun['action'],
  ids: number[],
  { reason, undoes }: { reason?: string; undoes?: number },
): Promise<{ id: number }> {
  const at = now();
  const id = await db().transaction(async (tx) => {
    const [run] = await tx
      .insert(table)
      .values({
        userId: user.id,
        type: type.name,
        action,
        reason,
        ids,
        undoes,
        total: ids.length,
        startedAt: at,
        seenAt: at,
      })
      .returning({ id: table.id });
    if (undoes !== undefined) {
      const [claimed] = await tx
        .update(table)
        .set({ undoneBy: run!.id })
        .where(and(eq(table.id, undoes), isNull(table.undoneBy)))
        .returning({ deletionId: table.deletionId });
      if (!claimed) throw new PresskitError('conflict', 'It is being undone already.');
      const done =
        action === 'restore'
          ? await stillDeletedIn(type, claimed.deletionId)
          : (await changedBy(undoes, tx)).map((change) => change.id);
      await tx.update(table).set({ ids: done, total: done.length }).where(eq(table.id, run!.id));
    }
    return run!.id;
  });
  await goOn(user, id);
  return { id };
}

/** The ids of all rows that a list matches and the action is for. Throws 'invalid' when there are too many. */
async function allThatMatch(type: AdminType, action: BulkAction, state: ListState): Promise<number[]> {
  const meant: Shown = action === 'restore' || action === 'purge' ? 'deleted' : 'living';
  if (state.show !== 'all' && state.show !== meant) return [];
  const list = await rows(type, meant, {
    where: (of) => matching(type, state, of),
    only: [],
    limit: mostAtOnce + 1,
  });
  if (list.length > mostAtOnce)
    throw new PresskitError(
      'invalid',
      `Nothing was done: more than ${mostAtOnce.toLocaleString('en')} match. Narrow the list first.`,
    );
  return (list as unknown as Row[]).map(({ id }) => id);
}

async function stillDeletedIn(type: AdminType, batch: number | null): Promise<number[]> {
  if (batch === null) return [];
  const list = await rows(type, 'deleted', {
    where: (of) => eq(columnOf(of, 'deletionId')!, batch),
    only: [],
  });
  return (list as unknown as Row[]).map(({ id }) => id);
}

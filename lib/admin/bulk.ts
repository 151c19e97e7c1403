import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { rows } from '@/lib/content/deleted';
import type { Shown } from '@/lib/content/soft-delete/layer';
import { db } from '@/lib/db/client';
import { type RunFailure, bulkRuns as table } from '@/lib/db/tables';
import { explain, PresskitError } from '@/lib/errors';
import { type BulkAction, type Change, chunkOf } from './bulk-chunks';
import { columnOf } from './columns';
import { matching } from './conditions';
import type { ListState } from './list-state';
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
  canUndo: boolean;
  undoneBy: number | null;
};

const perChunk = 200;
/** Done before startBulk returns. */
const atOnce = 200;
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
  const ids =
    'ids' in selection ? [...new Set(selection.ids)] : await allThatMatch(type, action, selection.state);
  return begin(
    user,
    type,
    action,
    ids,
    (chunk, into) => chunkOf(user, type, action, chunk, { why, into }),
    why,
  );
}

/** Takes back what a run did, as a run of its own. Throws 'not_found', 'forbidden', 'conflict' (nothing to take back). */
export async function undoBulk(user: User, id: number): Promise<{ id: number }> {
  const { run, row } = await found(user, id);
  const type = adminType(run.type);
  if (!run.canUndo)
    throw new PresskitError('conflict', 'There is nothing to undo: it was undone already, or it cannot be.');
  const opposite = { delete: 'restore', restore: 'delete', publish: 'change', unpublish: 'change' } as const;
  await demand(user, opposite[row.action as keyof typeof opposite], type);
  // Two clicks: one of them undoes.
  const [claimed] = await db()
    .update(table)
    .set({ undoneBy: 0 })
    .where(and(eq(table.id, id), isNull(table.undoneBy)))
    .returning({ id: table.id });
  if (!claimed) throw new PresskitError('conflict', 'It is being undone already.');
  const before = new Map(row.changed.map((change) => [change.id, change.before]));
  const ids = row.action === 'delete' ? await stillDeletedIn(type, row.deletionId!) : [...before.keys()];
  const action = row.action === 'delete' ? 'restore' : row.action === 'restore' ? 'delete' : 'undo';
  const undo = await begin(user, type, action, ids, (chunk, into) =>
    chunkOf(user, type, action, chunk, { into, before }),
  );
  await db().update(table).set({ undoneBy: undo.id }).where(eq(table.id, id));
  return undo;
}

/** How far a run is. Only who started it and admins may look. Throws 'not_found'. */
export async function bulkRun(user: User, id: number): Promise<BulkRun> {
  return (await found(user, id)).run;
}

/** The runs of a person, the newest first. */
export async function bulkRunsOf(user: User, limit = 10): Promise<BulkRun[]> {
  const list = await db()
    .select()
    .from(table)
    .where(eq(table.userId, user.id))
    .orderBy(desc(table.id))
    .limit(limit);
  return list.map(runOf);
}

async function found(user: User, id: number) {
  const [row] =
    Number.isSafeInteger(id) && id > 0 && id < 2 ** 31
      ? await db().select().from(table).where(eq(table.id, id))
      : [];
  if (!row || (row.userId !== user.id && user.role !== 'admin'))
    throw new PresskitError('not_found', 'There is no such run of yours.');
  return { row, run: runOf(row) };
}

function runOf(row: typeof table.$inferSelect): BulkRun {
  const { id, type, total, done, failed, failures, startedAt, finishedAt, undoneBy } = row;
  const action = row.action as BulkRun['action'];
  const isOver = finishedAt !== null || isSilent(row.seenAt);
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
    isInterrupted: finishedAt === null && isSilent(row.seenAt),
    canUndo:
      isOver &&
      undoneBy === null &&
      (action === 'delete'
        ? row.deletionId !== null
        : action !== 'purge' && action !== 'undo' && row.changed.length > 0),
    undoneBy: undoneBy || null,
  };
}

const isSilent = (seen: Date) => now().getTime() - seen.getTime() > silentSeconds * 1000;

type Task = (
  chunk: number[],
  into: number | undefined,
) => Promise<{ failed: RunFailure[]; changed: Change[]; batch?: number }>;

async function begin(
  user: User,
  type: AdminType,
  action: BulkRun['action'],
  ids: number[],
  task: Task,
  reason?: string,
): Promise<{ id: number }> {
  const at = now();
  const [run] = await db()
    .insert(table)
    .values({
      userId: user.id,
      type: type.name,
      action,
      reason,
      total: ids.length,
      startedAt: at,
      seenAt: at,
    })
    .returning({ id: table.id });
  const { id } = run!;
  const going = go(id, ids, task);
  if (ids.length <= atOnce) await going;
  // Nobody waits for it; how it ended stands in its row.
  else going.catch((error: unknown) => console.error(`admin: run ${id}: ${explain(error)}`));
  return { id };
}

async function go(id: number, ids: number[], task: Task): Promise<void> {
  let into: number | undefined;
  let failures = 0;
  const kept: RunFailure[] = [];
  const note = (values: Partial<typeof table.$inferInsert> & { more?: Change[] }) => {
    const { more = [], ...rest } = values;
    const changed = sql`${table.changed} || ${JSON.stringify(more)}::jsonb`;
    return db()
      .update(table)
      .set({ ...rest, ...(more.length > 0 ? { changed } : {}), seenAt: now() })
      .where(eq(table.id, id));
  };
  for (let i = 0; i < ids.length; i += perChunk) {
    const chunk = ids.slice(i, i + perChunk);
    const done = await task(chunk, into).catch((error: unknown) => {
      if (!(error instanceof PresskitError)) throw error;
      return {
        failed: chunk.map((of) => ({ id: of, title: '', reason: error.message })),
        changed: [] as Change[],
        batch: into,
      };
    });
    into = done.batch ?? into;
    failures += done.failed.length;
    kept.push(...done.failed.slice(0, Math.max(0, 100 - kept.length)));
    await note({ done: i + chunk.length, failed: kept, failures, deletionId: into, more: done.changed });
  }
  await note({ finishedAt: now() });
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

async function stillDeletedIn(type: AdminType, batch: number): Promise<number[]> {
  const list = await rows(type, 'deleted', {
    where: (of) => eq(columnOf(of, 'deletionId')!, batch),
    only: [],
  });
  return (list as unknown as Row[]).map(({ id }) => id);
}

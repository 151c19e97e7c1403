import { and, eq, isNull, sql } from 'drizzle-orm';
import { record } from '@/lib/auth/audit-log';
import { type User, userById } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { actingAs } from '@/lib/db/acting';
import { type Db, db } from '@/lib/db/client';
import { type RunFailure, bulkRuns as table } from '@/lib/db/tables';
import { explain, PresskitError } from '@/lib/errors';
import {
  type BulkAction,
  type Change,
  chunkOf,
  type Done,
  hasOwnTransactions,
  type Options,
} from './bulk-chunks';
import type { Along } from './deletions';
import { type Action, may } from './permissions';
import { adminType } from './types';

/**
 * A run on its way, chunk by chunk. What a chunk did and that it did so are kept together or not at all, so that a run
 * can go on in another process from wherever the first one died, and does nothing twice. Nothing more is done of a run
 * that was stopped or undone, nor in the name of somebody who has lost the right to it meanwhile.
 */
const perChunk = 200;
/** Publishing takes its time: shorter chunks keep nobody waiting who writes one of these releases. */
const perSlowChunk = 25;
/** Done before goOn returns. */
const atOnce = 200;
const heartbeatSeconds = 10;

/** Goes on with a run from where it is. A short rest is done on return; a long one is done in this process meanwhile. */
export async function goOn(user: User, id: number): Promise<void> {
  const [run] = await db().select().from(table).where(eq(table.id, id));
  const going = go(user, run!);
  if (run!.total - run!.done <= atOnce) return going;
  // Nobody waits for it; how it ended stands in its row.
  going.catch((error: unknown) => console.error(`admin: run ${id}: ${explain(error)}`));
}

/** The right that a run takes, for as long as it goes on. */
export const rightFor = (action: BulkAction | 'undo'): Action => (action === 'undo' ? 'change' : action);

/** Marks a run that is not finished as stopped, with an entry of the audit log. Returns whether this did it. */
export async function stop(
  run: Pick<Run, 'id' | 'type' | 'action'>,
  { by, turn, why }: { by: User | null; turn?: number; why?: Record<string, unknown> },
): Promise<boolean> {
  return db().transaction(async (tx) => {
    const [stopped] = await tx
      .update(table)
      .set({ stoppedAt: now(), stoppedBy: by?.id ?? null })
      .where(and(isUnfinished(run.id), turn === undefined ? undefined : eq(table.turn, turn)))
      .returning({ done: table.done, total: table.total });
    if (!stopped) return false;
    const detail = { run: run.id, action: run.action, ...stopped, ...why };
    await record({ actorId: by?.id ?? null, action: 'admin.stop', type: run.type, detail }, tx);
    return true;
  });
}

/** What a run changed, with what each was before. */
export async function changedBy(id: number, on: Pick<Db, 'select'> = db()): Promise<Change[]> {
  const [row] = await on.select({ changed: table.changed }).from(table).where(eq(table.id, id));
  return row?.changed ?? [];
}

type Run = typeof table.$inferSelect;

async function go(user: User, run: Run): Promise<void> {
  const { id, ids } = run;
  const action = run.action as Parameters<typeof chunkOf>[2];
  const size = ['publish', 'unpublish', 'undo'].includes(action) ? perSlowChunk : perChunk;
  const before = run.undoes === null ? [] : await changedBy(run.undoes);
  const heart = setInterval(
    () =>
      db()
        .update(table)
        .set({ seenAt: now() })
        .where(isMine(run))
        .catch((error: unknown) => console.error(`admin: run ${id}: ${explain(error)}`)),
    heartbeatSeconds * 1000,
  );
  try {
    const options: Options = {
      why: run.reason ?? undefined,
      into: run.deletionId ?? undefined,
      before: new Map(before.map((change) => [change.id, change.before])),
      noted: (changed) => (tx) => noteChanges(tx, run, changed),
    };
    const known = { failed: run.failed, failures: run.failures };
    // What was done of a chunk that was not finished.
    const already = new Set(run.changed.map((change) => change.id));
    for (let done = run.done; done < ids.length; done += size) {
      const chunk = ids.slice(done, done + size);
      const rest = chunk.filter((one) => !already.has(one));
      const person = await whoStillMay(user, run);
      if (!person) return;
      const result = await doneChunk(person, run, rest, options, (what) =>
        noteChunk(run, done, chunk.length, what, known),
      );
      options.into = result.batch ?? options.into;
    }
    await db().update(table).set({ finishedAt: now(), seenAt: now(), ids: [] }).where(isMine(run));
  } catch (error) {
    // What became of it stands in its row.
    if (!(error instanceof TakenOver)) throw error;
  } finally {
    clearInterval(heart);
  }
}

/** The person as they are now; null, and the run is stopped, when they are gone or may not do this any more. */
async function whoStillMay({ id }: User, run: Run): Promise<User | null> {
  const person = await userById(id);
  if (person && may(person, rightFor(run.action as BulkAction), adminType(run.type))) return person;
  await stop(run, { by: null, turn: run.turn, why: { reason: 'the right to it was lost', person: id } });
  return null;
}

/** A run that something is left to do of. */
const isUnfinished = (id: number) =>
  and(eq(table.id, id), isNull(table.finishedAt), isNull(table.stoppedAt), isNull(table.undoneBy));

/** The same, and it is still for this process to do it. */
const isMine = ({ id, turn }: Run) => and(isUnfinished(id), eq(table.turn, turn));

/** Does a chunk and notes it, together. */
async function doneChunk(
  user: User,
  run: Run,
  ids: number[],
  options: Options,
  note: (done: Done) => Promise<void>,
): Promise<Done> {
  const action = run.action as Parameters<typeof chunkOf>[2];
  const work = () => chunkOf(user, adminType(run.type), action, ids, options);
  const noted = async (task: () => Promise<Done>) => {
    const done = await task();
    await note(done);
    return done;
  };
  try {
    return await (hasOwnTransactions(action) ? noted(work) : actingAs(user.id, () => noted(work)));
  } catch (error) {
    if (!(error instanceof PresskitError) || error instanceof TakenOver) throw error;
    const failed = ids.map((id): RunFailure => ({ id, title: '', reason: error.message }));
    return noted(async () => ({ failed, changed: [], batch: options.into }));
  }
}

/** Another process goes on with the run, since this one was taken for dead; or it was stopped or undone. */
class TakenOver extends PresskitError {
  constructor() {
    super('conflict', 'This run was stopped or undone, or another process goes on with it.');
  }
}

type Known = { failed: RunFailure[]; failures: number };

async function noteChunk(run: Run, from: number, count: number, done: Done, known: Known): Promise<void> {
  const failed = [...known.failed, ...done.failed].slice(0, 100);
  const failures = known.failures + done.failed.length;
  const values = { done: from + count, failed, failures, deletionId: done.batch, seenAt: now() };
  const [row] = await db()
    .update(table)
    .set({ ...values, ...withChanges(done.changed) })
    .where(and(isMine(run), eq(table.done, from)))
    .returning({ id: table.id });
  if (!row) throw new TakenOver();
  Object.assign(known, { failed, failures });
}

async function noteChanges(tx: Parameters<Along>[0], run: Run, changed: Change[]): Promise<void> {
  const [row] = await tx
    .update(table)
    .set({ ...withChanges(changed), seenAt: now() })
    .where(isMine(run))
    .returning({ id: table.id });
  if (!row) throw new TakenOver();
}

const withChanges = (changed: Change[]) =>
  changed.length > 0 ? { changed: sql`${table.changed} || ${JSON.stringify(changed)}::jsonb` } : {};

import { and, eq, sql } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { type RunFailure, bulkRuns as table } from '@/lib/db/tables';
import { explain, PresskitError } from '@/lib/errors';
import { type Change, chunkOf, type Done, hasOwnTransactions, type Options } from './bulk-chunks';
import type { Along } from './deletions';
import { adminType } from './types';

/**
 * A run on its way, chunk by chunk. What a chunk did and that it did so are kept together or not at all, so that a run
 * can go on in another process from wherever the first one died, and does nothing twice.
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

/** What a run changed, with what each was before. */
export async function changedBy(id: number): Promise<Change[]> {
  const [row] = await db().select({ changed: table.changed }).from(table).where(eq(table.id, id));
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
        .where(eq(table.id, id))
        .catch((error: unknown) => console.error(`admin: run ${id}: ${explain(error)}`)),
    heartbeatSeconds * 1000,
  );
  try {
    const options: Options = {
      why: run.reason ?? undefined,
      into: run.deletionId ?? undefined,
      before: new Map(before.map((change) => [change.id, change.before])),
      noted: (changed) => (tx) => noteChanges(tx, id, changed),
    };
    const known = { failed: run.failed, failures: run.failures };
    // What was done of a chunk that was not finished.
    const already = new Set(run.changed.map((change) => change.id));
    for (let done = run.done; done < ids.length; done += size) {
      const chunk = ids.slice(done, done + size);
      const rest = chunk.filter((one) => !already.has(one));
      const result = await doneChunk(user, run, rest, options, (what) =>
        noteChunk(run, done, chunk.length, what, known),
      );
      options.into = result.batch ?? options.into;
    }
    await db().update(table).set({ finishedAt: now(), seenAt: now(), ids: [] }).where(eq(table.id, id));
  } finally {
    clearInterval(heart);
  }
}

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

/** Another process goes on with the run: this one was taken for dead. */
class TakenOver extends PresskitError {
  constructor() {
    super('conflict', 'Another process goes on with this run.');
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
    .where(and(eq(table.id, run.id), eq(table.done, from)))
    .returning({ id: table.id });
  if (!row) throw new TakenOver();
  Object.assign(known, { failed, failures });
}

const noteChanges = (tx: Parameters<Along>[0], id: number, changed: Change[]) =>
  tx
    .update(table)
    .set({ ...withChanges(changed), seenAt: now() })
    .where(eq(table.id, id));

const withChanges = (changed: Change[]) =>
  changed.length > 0 ? { changed: sql`${table.changed} || ${JSON.stringify(changed)}::jsonb` } : {};

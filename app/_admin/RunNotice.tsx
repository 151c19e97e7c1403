import Link from 'next/link';
import { type BulkRun, bulkRun } from '@/lib/admin/bulk';
import { adminType } from '@/lib/admin/types';
import type { User } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import { Form, Submit } from '../_components/Form';
import { number } from '../_site/format';
import { idOf, type Query, text } from '../_site/requests';
import { goOn, stop, undo } from '../admin/actions';
import { Announced } from './Announced';
import { recordUrl } from './paths';
import { doing, ofType } from './words';

const done: Record<string, string> = {
  saved: 'Saved.',
  unchanged: 'Nothing was different, so nothing was changed.',
  back: 'It is again what it was then.',
  restored: 'Restored.',
  told: 'The peer has heard of all sign-outs now.',
};

/** What has just been done, and the way back. */
export async function RunNotice({ user, query, type }: { user: User; query: Query; type?: string }) {
  const words = done[text(query, 'done')];
  const saved = idOf(text(query, 'saved'));
  const id = idOf(text(query, 'run'));
  const run = id === null ? null : await runOf(user, id);
  return (
    <>
      {words && (
        <Announced className="form-message form-message-ok" key={text(query, 'at')}>
          {words}{' '}
          {saved !== null && type && (
            <Link href={recordUrl(type, saved)} prefetch={false}>
              Open it
            </Link>
          )}
        </Announced>
      )}
      {run && (
        <div className="admin-undo">
          <Announced key={run.id}>{runWords(run)}</Announced>
          <ContinueForm run={run} />
          <UndoForm run={run} state={stateOf(query)} />
          <Link href={`/admin/runs/${run.id}`} prefetch={false}>
            Details
          </Link>
        </div>
      )}
    </>
  );
}

/** Ends a run before it is through; what was done stands. */
export function StopForm({ run }: { run: BulkRun }) {
  if (!run.canStop) return null;
  return (
    <Form action={stop} hidden={{ run: run.id }} label="Stop">
      <Submit kind="quiet">Stop</Submit>
    </Form>
  );
}

/** The way on with a run that was stopped or whose process ended; what was done is not done again. */
export function ContinueForm({ run }: { run: BulkRun }) {
  if (!run.canContinue) return null;
  return (
    <Form action={goOn} hidden={{ run: run.id }} label="Continue">
      <Submit kind="quiet">Continue with the other {number(run.total - run.done)}</Submit>
    </Form>
  );
}

/** The way back from a run, while there is one. */
export function UndoForm({ run, state = '' }: { run: BulkRun; state?: string }) {
  if (!run.canUndo) return null;
  return (
    <Form action={undo} hidden={{ run: run.id, type: run.type, state }} label="Undo">
      <Submit kind="quiet">Undo</Submit>
    </Form>
  );
}

/** "12 releases deleted." */
export function runWords(run: BulkRun): string {
  const { label } = adminType(run.type);
  const count = run.done - run.failures;
  const what = `${ofType(count, label)} ${doing[run.action]!.done}`;
  if (run.stopped) return `${what}; it was stopped after ${number(run.done)} of ${number(run.total)}.`;
  if (run.isInterrupted)
    return `${what}; it was interrupted after ${number(run.done)} of ${number(run.total)}.`;
  if (!run.finishedAt) return `${what} so far, of ${number(run.total)}.`;
  const failed = run.failures > 0 ? ` ${ofType(run.failures, label)} could not be.` : '';
  return `${what}${run.undoneBy ? ', and undone' : ''}.${failed}`;
}

const stateOf = (query: Query): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (name !== 'run' && name !== 'done' && typeof value === 'string') params.set(name, value);
  return params.toString();
};

async function runOf(user: User, id: number): Promise<BulkRun | null> {
  try {
    return await bulkRun(user, id);
  } catch (error) {
    if (error instanceof PresskitError && error.code === 'not_found') return null;
    throw error;
  }
}

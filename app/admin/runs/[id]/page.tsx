import Link from 'next/link';
import { bulkRun } from '@/lib/admin/bulk';
import { may } from '@/lib/admin/permissions';
import { adminType } from '@/lib/admin/types';
import { entered, idOrMissing } from '../../../_admin/entered';
import { listUrl, recordUrl } from '../../../_admin/paths';
import { RestoreForm } from '../../../_admin/RestoreForm';
import { ContinueForm, runWords, StopForm, UndoForm } from '../../../_admin/RunNotice';
import { Watching } from '../../../_admin/Watching';
import { doing, moment } from '../../../_admin/words';
import { number } from '../../../_site/format';
import { personal } from '../../../_site/personal';

export const metadata = personal('What was done');

/** How far a run is, what could not be done and why, and the ways out. */
export default async function RunPage(props: { params: Promise<{ id: string }> }) {
  const id = idOrMissing((await props.params).id);
  const { user, found: run } = await entered((person) => bulkRun(person, id));
  const type = adminType(run.type);
  const isGoing = run.canStop;
  return (
    <div className="wrap admin admin-narrow">
      <h1>
        {doing[run.action]!.button} {type.label[1].toLowerCase()}
      </h1>
      <p className="admin-trail">
        <Link href={listUrl(type)} prefetch={false}>
          {type.label[1]}
        </Link>{' '}
        › begun {moment(run.startedAt)}
      </p>
      <p role="status">{runWords(run)}</p>
      {isGoing && (
        <>
          <progress value={run.done} max={run.total} aria-label="How far it is">
            {number(run.done)} of {number(run.total)}
          </progress>
          <Watching href={`/admin/runs/${id}`} />
        </>
      )}
      {run.isInterrupted && (
        <p>
          The server was stopped or started anew meanwhile. What was done stands; nothing is done twice
          {run.canContinue ? ' when it goes on.' : '.'}
        </p>
      )}
      {run.stopped && (
        <p>
          {run.stopped.by
            ? `${run.stopped.by} stopped it on ${moment(run.stopped.at)}.`
            : `It stopped by itself on ${moment(run.stopped.at)}: the person it was done for may not do this any more.`}{' '}
          What was done stands{run.canContinue ? '; somebody with the right to it can do the rest.' : '.'}
        </p>
      )}
      <div className="admin-do">
        <StopForm run={run} />
        <ContinueForm run={run} />
        <UndoForm run={run} />
      </div>
      {run.failed.length > 0 && (
        <section aria-labelledby="failed">
          <h2 className="label" id="failed">
            What could not be done
          </h2>
          <ul className="admin-failed">
            {run.failed.map((one) => (
              <li key={one.id}>
                <p>
                  <Link href={recordUrl(type, one.id)} prefetch={false}>
                    {one.title}
                  </Link>
                  : {one.reason}
                </p>
                {one.batch !== undefined && may(user, 'restore', type) && (
                  <RestoreForm
                    of={{ type: type.name, id: one.id }}
                    label={`Restore “${one.title}”`}
                    kind="quiet"
                  />
                )}
              </li>
            ))}
          </ul>
          {run.failures > run.failed.length && <p>and {number(run.failures - run.failed.length)} more.</p>}
        </section>
      )}
      <p>
        <Link href={listUrl(type)} prefetch={false}>
          Back to the list
        </Link>
      </p>
    </div>
  );
}

import Link from 'next/link';
import { changeList } from '@/lib/admin/change-list';
import { deletionPreview } from '@/lib/admin/deletions';
import { namesOf } from '@/lib/admin/names';
import { type Action, demand } from '@/lib/admin/permissions';
import type { AdminType } from '@/lib/admin/types';
import { PresskitError } from '@/lib/errors';
import { allOf, stateOfText } from '../../../_admin/asked';
import { enteredType } from '../../../_admin/entered';
import { listUrl } from '../../../_admin/paths';
import { countWords, doing, ofType, takenWords } from '../../../_admin/words';
import { Field, Form, Submit } from '../../../_components/Form';
import { number } from '../../../_site/format';
import { personal } from '../../../_site/personal';
import { idOf, type Query, text } from '../../../_site/requests';
import { bulk } from '../../actions';

export const metadata = personal('Please confirm');

type Props = { params: Promise<{ type: string }>; searchParams: Promise<Query> };

/** Says what will happen to what was selected, before it does. It changes nothing itself. */
export default async function BulkPage(props: Props) {
  const query = await props.searchParams;
  const action = text(query, 'action');
  const stateText = text(query, 'state', 4000);
  const ids = allOf(query, 'id')
    .map(idOf)
    .filter((id) => id !== null);
  const isAll = text(query, 'all') === '1';
  const { type, found } = await enteredType((await props.params).type, async (user, of) => {
    if (!(action in doing) || action === 'undo')
      throw new PresskitError('not_found', 'There is no such action.');
    await demand(user, action as Action, of);
    const state = stateOfText(of, stateText);
    // Of a list of all, those that the action is for.
    const show = action === 'restore' || action === 'purge' ? 'deleted' : 'living';
    const [all, names, preview] = await Promise.all([
      isAll ? changeList(user, of, { ...state, show }, { perPage: 1 }) : null,
      isAll ? null : namesOf(of, ids.slice(0, 50)),
      action === 'delete' && !isAll && ids.length > 0 ? deletionPreview(user, of, ids) : null,
    ]);
    return { all, names, preview };
  });
  const { all, names, preview } = found;
  const words = doing[action]!;
  const back = listUrl(type, stateText);
  if (!isAll && ids.length === 0) {
    return (
      <div className="wrap admin admin-narrow">
        <h1>Nothing is ticked</h1>
        <p>
          Tick what you want to {words.verb}, or “with all that match”, and press the button again.{' '}
          <Link href={back} prefetch={false}>
            Back to the list
          </Link>
        </p>
      </div>
    );
  }
  const what = all
    ? `all ${countWords(all.total)} ${type.label[1].toLowerCase()} that match`
    : ids.length === 1
      ? `“${[...names!.values()][0] ?? ids[0]}”`
      : ofType(ids.length, type.label);
  return (
    <div className="wrap admin admin-narrow">
      <h1>
        {words.button} {what}?
      </h1>
      <p>{consequence(action, type)}</p>
      {names && names.size > 1 && (
        <ul className="admin-names">
          {[...names].map(([id, name]) => (
            <li key={id}>{name}</li>
          ))}
          {ids.length > names.size && <li>and {number(ids.length - names.size)} more</li>}
        </ul>
      )}
      {preview && preview.counts.length > 0 && (
        <p>
          This deletes <strong>{takenWords(preview.counts)}</strong>.
          {preview.cutOff.length > 0 && (
            <> What stays, but loses its reference: {takenWords(preview.cutOff)}.</>
          )}
        </p>
      )}
      {all && action === 'delete' && <p>What belongs to them is deleted along with them.</p>}
      <Form
        action={bulk}
        hidden={{ type: type.name, action, state: stateText, ...(isAll ? { all: '1' } : {}) }}
        label={words.button}
      >
        {!isAll && ids.map((id) => <input key={id} type="hidden" name="id" value={id} />)}
        {(action === 'delete' || action === 'purge') && (
          <Field
            name="why"
            label="Reason"
            hint="Whoever finds it later reads this. It may stay empty."
            maxLength={500}
          />
        )}
        <div className="form-buttons">
          <Submit kind={action === 'delete' || action === 'purge' ? 'danger' : 'main'}>
            {words.button} {all ? 'all that match' : ids.length === 1 ? 'it' : ofType(ids.length, type.label)}
          </Submit>
          <Link href={back} prefetch={false}>
            Leave it as it is
          </Link>
        </div>
      </Form>
    </div>
  );
}

function consequence(action: string, type: AdminType): string {
  const many = type.label[1].toLowerCase();
  switch (action) {
    case 'delete':
      return `Deleted ${many} are hidden everywhere at once. They can be restored, with all that belongs to them.`;
    case 'restore':
      return `Restored ${many} are again where they were, with what was deleted along with them.`;
    case 'purge':
      return `This removes deleted ${many} for good: nobody can bring them back, and their history goes too. The audit log keeps that it was done.`;
    case 'publish':
      return 'Readers see them at once, as their working copies are now.';
    default:
      return 'Readers do not see them any more; they become drafts.';
  }
}

import Link from 'next/link';
import type { BulkAction } from '@/lib/admin/bulk';
import { preview } from '@/lib/admin/preview';
import type { AdminType } from '@/lib/admin/types';
import { PresskitError } from '@/lib/errors';
import { allOf, stateOfText } from '../../../_admin/asked';
import { enteredType } from '../../../_admin/entered';
import { listUrl } from '../../../_admin/paths';
import { doing, ofType, takenWords } from '../../../_admin/words';
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
    const selection = isAll ? { state: stateOfText(of, stateText) } : { ids };
    return preview(user, of, action as BulkAction, selection).catch((error: unknown) => {
      if (!(error instanceof PresskitError) || error.code !== 'invalid') throw error;
      return { refusal: error.message };
    });
  });
  const words = doing[action]!;
  const back = listUrl(type, stateText);
  if ('refusal' in found || found.total === 0) {
    return (
      <div className="wrap admin admin-narrow">
        <h1>{'refusal' in found ? 'Too many at once' : isAll ? 'Nothing matches' : 'Nothing is ticked'}</h1>
        <p>
          {'refusal' in found
            ? found.refusal
            : isAll
              ? `There is nothing that could be ${words.done}.`
              : `Tick what you want to ${words.verb}, or “with all that match”, and press the button again.`}{' '}
          <Link href={back} prefetch={false}>
            Back to the list
          </Link>
        </p>
      </div>
    );
  }
  const { total, names, counts, cutOff, estimated } = found;
  const what = isAll
    ? `all ${ofType(total, type.label)} that match`
    : total === 1
      ? `“${names[0] ?? ids[0]}”`
      : ofType(total, type.label);
  const about = estimated ? 'about ' : '';
  return (
    <div className="wrap admin admin-narrow">
      <h1>
        {words.button} {what}?
      </h1>
      <p>{consequence(action, type)}</p>
      {(names.length > 1 || isAll) && (
        <ul className="admin-names" aria-label="The first of them">
          {names.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may be the same, and nothing moves
            <li key={index}>{name}</li>
          ))}
          {total > names.length && <li>and {number(total - names.length)} more</li>}
        </ul>
      )}
      {counts.length > 0 && (
        <p>
          This {action === 'purge' ? 'removes for good' : 'deletes'}{' '}
          <strong>
            {about}
            {takenWords(counts)}
          </strong>
          .
          {cutOff.length > 0 && (
            <>
              {' '}
              What stays, but loses its reference: {about}
              {takenWords(cutOff)}.
            </>
          )}
          {estimated && ' This is an estimate, reckoned from a part of them.'}
        </p>
      )}
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
            {words.button} {isAll ? 'all that match' : total === 1 ? 'it' : ofType(total, type.label)}
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

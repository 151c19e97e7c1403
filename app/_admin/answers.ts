import type { RestoreAnswer } from '@/lib/admin/deletions';
import type { Conflict, SaveAnswer } from '@/lib/admin/save';
import { fieldName } from './sent';
import type { AdminState } from './state';
import { listed, moment } from './words';

/** What lib/admin answers, as the forms show it. */
export function answerOfSave(answer: Exclude<SaveAnswer, { state: 'saved' }>): AdminState {
  if (answer.state === 'invalid') {
    const { '': whole, ...errors } = answer.problems;
    const count = Object.keys(errors).length;
    const some = count === 1 ? 'One field needs' : `${count} fields need`;
    return {
      message: [whole, count > 0 && `Nothing was saved yet. ${some} another look.`].filter(Boolean).join(' '),
      errors: ofForm(errors),
      values: ofForm(answer.values),
      changed: answer.conflict && changedOf(answer.conflict),
      found: answer.found && ofForm(answer.found),
    };
  }
  const changed = changedOf(answer);
  const when = answer.at ? ` (${moment(answer.at)})` : '';
  const next =
    answer.fields.length > 0
      ? 'Choose below whose is to be kept, then save again.'
      : 'What they changed was taken along below, and what you typed stands: look it over, then save again.';
  return {
    message: `${changed.by} changed this meanwhile${when}. Nothing was saved yet, and nothing was overwritten. ${next}`,
    values: ofForm(answer.values),
    changed,
  };
}

function changedOf({ by, version, seen, fields, taken }: Conflict): NonNullable<AdminState['changed']> {
  return { by: by ?? 'Somebody else', version, seen, fields, taken };
}

export function answerOfRestore(answer: Exclude<RestoreAnswer, { state: 'restored' }>): AdminState {
  if (answer.state === 'deleted_parent') {
    const names = listed(answer.parents.map(({ title }) => `“${title}”`));
    return {
      message: `Nothing was restored yet: it belongs to ${names}, which is deleted as well.`,
      parents: answer.parents,
    };
  }
  const next = answer.conflicts.every(({ isFixed }) => isFixed)
    ? 'It can come back when that is gone.'
    : 'Choose another below.';
  return {
    message: `Nothing was restored yet: something living has taken its place meanwhile. ${next}`,
    taken: answer.conflicts,
  };
}

/** By the names that the form's fields have. */
const ofForm = <T>(byField: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(byField).map(([name, value]) => [fieldName(name), value]));

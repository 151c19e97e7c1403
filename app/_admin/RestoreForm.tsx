'use client';

import { Form, Submit, useAnswer } from '../_components/Form';
import { restore } from '../admin/actions';
import { recordUrl } from './paths';
import { renamedName } from './sent';
import type { AdminState } from './state';

/** Brings back one record or a whole deletion; what stands in the way is resolved in place. */
export function RestoreForm({
  of,
  label,
  kind = 'main',
}: {
  of: { type: string; id: number } | { batch: number };
  label: string;
  kind?: 'main' | 'quiet';
}) {
  // Two deletions may be of the same name.
  const named = 'batch' in of ? `${label}, deletion ${of.batch}` : label;
  return (
    <Form action={restore} hidden={of} label={named} className="admin-restore">
      <InTheWay />
      <Submit kind={kind}>{label}</Submit>
    </Form>
  );
}

function InTheWay() {
  const answer = useAnswer() as AdminState | null;
  return (
    <>
      {answer?.taken?.map((one) => (
        <Taken key={renamedName(one)} one={one} />
      ))}
      {answer?.parents?.map(({ type, id, title, batch }) => (
        <p key={`${type}${id}`}>
          <Submit kind="quiet" name="parent" value={batch}>
            Restore “{title}” first, then this
          </Submit>{' '}
          <a href={recordUrl(type, id)}>Look at “{title}”</a>
        </p>
      ))}
    </>
  );
}

function Taken({ one }: { one: NonNullable<AdminState['taken']>[number] }) {
  const { title, columnLabel, value, takenBy, offered, choices, isFixed } = one;
  const name = renamedName(one);
  const why = `“${value}” is taken by “${takenBy.title}”.`;
  if (isFixed)
    return (
      <p>
        {columnLabel} of “{title}”: {why}
      </p>
    );
  const common = { id: name, name, defaultValue: offered ?? '', 'aria-describedby': `${name}-hint` };
  return (
    <div className="field">
      <label htmlFor={name}>
        {columnLabel} of “{title}”
      </label>
      <p className="field-hint" id={`${name}-hint`}>
        {why}
      </p>
      {choices ? (
        <select {...common}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : (
        <input {...common} required />
      )}
    </div>
  );
}

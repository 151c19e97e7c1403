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
        <div className="field" key={renamedName(one)}>
          <label htmlFor={renamedName(one)}>
            {one.columnLabel} of “{one.title}”
          </label>
          <p className="field-hint" id={`${renamedName(one)}-hint`}>
            “{one.value}” is taken by “{one.takenBy.title}”.
          </p>
          <input
            id={renamedName(one)}
            name={renamedName(one)}
            defaultValue={one.offered ?? ''}
            aria-describedby={`${renamedName(one)}-hint`}
            required
          />
        </div>
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

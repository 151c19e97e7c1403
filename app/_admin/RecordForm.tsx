'use client';

import type { Field as FieldOf } from '@/lib/admin/fields';
import { Checkbox, Field, Form, Select, Submit, TextArea, useAnswer } from '../_components/Form';
import { save } from '../admin/actions';
import { recordUrl } from './paths';
import { fieldName } from './sent';
import type { AdminState } from './state';

/** A field, with all the records it may refer to where they are few. */
export type ShownField = FieldOf & { options?: { value: string; label: string }[]; current?: string };

/** The form of a record, or of a new one (id null). */
export function RecordForm({
  type,
  id,
  version,
  fields,
  values,
  canAdd,
}: {
  type: string;
  id: number | null;
  version: string | null;
  fields: ShownField[];
  values: Record<string, string>;
  canAdd: boolean;
}) {
  return (
    <Form
      action={save}
      className="admin-form"
      label="Record"
      hidden={{ type, id: id ?? '', version: version ?? '' }}
    >
      <ChangedMeanwhile />
      {fields.map((field) => (
        <OneField key={field.name} field={field} value={values[field.name]} />
      ))}
      <div className="form-buttons admin-save">
        <Submit name="then" value="list">
          Save
        </Submit>
        <Submit kind="quiet" name="then" value="continue">
          Save and continue
        </Submit>
        {canAdd && (
          <Submit kind="quiet" name="then" value="another">
            Save and add another
          </Submit>
        )}
        {id !== null && <Overwrite href={recordUrl(type, id)} />}
      </div>
    </Form>
  );
}

function OneField({ field, value = '' }: { field: ShownField; value: string | undefined }) {
  const { label, kind, isRequired, hint, most, refersTo, current } = field;
  const common = { name: fieldName(field.name), label, hint, required: isRequired, defaultValue: value };
  const choices = field.choices ?? field.options;
  if (kind === 'boolean') return <Box name={common.name} label={label} isOn={value === 'on'} />;
  if (choices)
    return (
      <Select {...common}>
        {(!isRequired || value === '') && <option value="">–</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </Select>
    );
  switch (kind) {
    case 'text':
    case 'html':
    case 'words':
    case 'json':
      return <TextArea {...common} rows={kind === 'html' ? 14 : 4} maxLength={most} />;
    case 'reference':
      return (
        <Field
          {...common}
          hint={`The number of the ${refersTo}${current ? `; now it is ${current}` : ''}.`}
          inputMode="numeric"
        />
      );
    case 'instant':
      return <Field {...common} type="datetime-local" />;
    default:
      return <Field {...common} inputMode={kind === 'number' ? 'decimal' : undefined} maxLength={most} />;
  }
}

/** A box that stays as it was ticked when the answer is not the one hoped for. */
function Box({ name, label, isOn }: { name: string; label: string; isOn: boolean }) {
  const typed = useAnswer()?.values;
  const isTicked = typed ? typed[name] === 'on' : isOn;
  return <Checkbox key={String(isTicked)} name={name} label={label} defaultChecked={isTicked} />;
}

/** What somebody else saved since the form was opened, beside what was typed. */
function ChangedMeanwhile() {
  const changed = (useAnswer() as AdminState | null)?.changed;
  if (!changed) return null;
  return (
    <table className="admin-table admin-both">
      <caption>Where the two differ</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Saved by {changed.by}</th>
          <th scope="col">Yours</th>
        </tr>
      </thead>
      <tbody>
        {changed.fields.map(({ name, label, theirs, mine, was }) => (
          <tr key={name}>
            <th scope="row">
              {label}
              {was !== null && <span className="admin-mark">was: {was || 'empty'}</span>}
            </th>
            <td>{theirs || 'empty'}</td>
            <td>{mine || 'empty'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The knowing ways out of a conflict; after the ordinary buttons, so that Enter never takes one. */
function Overwrite({ href }: { href: string }) {
  const changed = (useAnswer() as AdminState | null)?.changed;
  if (!changed) return null;
  return (
    <>
      <Submit kind="danger" name="overwrite" value={changed.version}>
        Save mine over it
      </Submit>
      <a href={href}>Drop mine and show what is saved</a>
    </>
  );
}

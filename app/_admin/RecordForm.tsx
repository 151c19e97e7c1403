'use client';

import type { Field as FieldOf } from '@/lib/admin/fields';
import type { Seen } from '@/lib/admin/merging';
import { Checkbox, Field, Form, Select, Submit, TextArea, useAnswer } from '../_components/Form';
import { save } from '../admin/actions';
import { Value } from './Changes';
import { MadeSecret, UntilMade } from './MadeSecret';
import { recordUrl } from './paths';
import { ReferenceField } from './ReferenceField';
import { choiceName, fieldName, seenText } from './sent';
import type { AdminState } from './state';

/** A field, with all the records it may refer to where they are few. */
export type ShownField = FieldOf & { options?: { value: string; label: string }[]; current?: string };

/** The form of a record, or of a new one (id null). */
export function RecordForm({
  type,
  id,
  version,
  seen,
  fields,
  values,
  canAdd,
}: {
  type: string;
  id: number | null;
  version: string | null;
  seen: Seen;
  fields: ShownField[];
  values: Record<string, string>;
  canAdd: boolean;
}) {
  return (
    <Form
      action={save}
      className="admin-form"
      label="Record"
      hidden={{ type, id: id ?? '', version: version ?? '', seen: seenText(seen) }}
    >
      <MadeSecret />
      <UntilMade>
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
          {id !== null && <DropMine href={recordUrl(type, id)} />}
        </div>
      </UntilMade>
    </Form>
  );
}

/** A field with what it takes, by its kind. */
export function OneField({ field, value = '' }: { field: ShownField; value: string | undefined }) {
  const { label, kind, isRequired, hint, most, refersTo, current } = field;
  const common = { name: fieldName(field.name), label, hint, required: isRequired, defaultValue: value };
  const choices = field.choices ?? field.options;
  if (kind === 'boolean') return <Box name={common.name} label={label} hint={hint} isOn={value === 'on'} />;
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
        <ReferenceField
          {...common}
          refersTo={refersTo!}
          defaultValue={value && current ? `${current} (#${value})` : value}
          hint={[hint, 'Type a part of its name, or its number.'].filter(Boolean).join(' ')}
          maxLength={400}
        />
      );
    case 'instant':
      return <Field {...common} type="datetime-local" />;
    default:
      return <Field {...common} inputMode={kind === 'number' ? 'decimal' : undefined} maxLength={most} />;
  }
}

/** A box that stays as it was ticked when the answer is not the one hoped for. */
function Box({ name, label, hint, isOn }: { name: string; label: string; hint?: string; isOn: boolean }) {
  const typed = useAnswer()?.values;
  const isTicked = typed ? typed[name] === 'on' : isOn;
  return <Checkbox key={String(isTicked)} name={name} label={label} hint={hint} defaultChecked={isTicked} />;
}

/**
 * What somebody else saved since the form was opened: what only they changed is in the form already; of what both
 * changed, one is chosen.
 */
function ChangedMeanwhile() {
  const changed = (useAnswer() as AdminState | null)?.changed;
  if (!changed) return null;
  const { by, version, seen, fields, taken } = changed;
  return (
    <>
      <input type="hidden" name="merge.version" value={version} />
      <input type="hidden" name="merge.seen" value={seenText(seen)} />
      {fields.length > 0 && (
        <table className="admin-table admin-both admin-merge">
          <caption>You both changed these: whose is to be kept?</caption>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Saved by {by}</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name}>
                <th scope="row">
                  {field.label}
                  {field.was !== null && (
                    <span className="admin-mark">was: {short(field.was) || 'empty'}</span>
                  )}
                  <input type="hidden" name="merge.contested" value={field.name} />
                </th>
                <td>
                  <Choice field={field} of="theirs" label={`Keep that of ${by}`} />
                  <Value text={field.theirs} />
                </td>
                <td>
                  <Choice field={field} of="mine" label="Keep mine, as it stands below" />
                  <Value text={field.mine} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {taken.length > 0 && (
        <section aria-label={`Taken along from ${by}`}>
          <p>Only {by} changed these; they are in the form below:</p>
          <ul className="admin-names">
            {taken.map(({ name, label, theirs }) => (
              <li key={name}>
                <b>{label}:</b> <Value text={theirs} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

type Contested = NonNullable<AdminState['changed']>['fields'][number];

function Choice({ field, of, label }: { field: Contested; of: 'mine' | 'theirs'; label: string }) {
  return (
    <label className="admin-choose">
      <input
        // What was chosen stays chosen when the answer is another question.
        key={field.chosen}
        type="radio"
        name={choiceName(field.name)}
        value={of}
        defaultChecked={field.chosen === of}
        required
      />{' '}
      <span className="hidden">{field.label}: </span>
      {label}
    </label>
  );
}

const short = (text: string) => (text.length > 200 ? `${text.slice(0, 199).toWellFormed()}…` : text);

/** The way out of a conflict that keeps nothing of one's own; after the buttons. */
function DropMine({ href }: { href: string }) {
  const changed = (useAnswer() as AdminState | null)?.changed;
  if (!changed) return null;
  return <a href={href}>Drop mine and show what is saved</a>;
}

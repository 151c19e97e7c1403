'use client';

import { Field } from '../_components/Form';
import type { ShownField } from './RecordForm';
import { OneField } from './RecordForm';

/**
 * Adding a file: an ordinary form that goes where all files come in, so that it works without JavaScript and whatever
 * the file's size.
 */
export function FileForm({
  fields,
  values,
  most,
}: {
  fields: ShownField[];
  values: Record<string, string>;
  /** In megabytes. */
  most: number;
}) {
  return (
    <form
      method="post"
      action="/api/uploads?for=admin"
      encType="multipart/form-data"
      className="form admin-form"
      aria-label="New file"
    >
      <Field
        type="file"
        name="file"
        label="File"
        hint={`A picture, a document, audio or video, up to ${most} MB. What it is, is read from the file itself.`}
        required
      />
      {fields.map((field) => (
        <OneField key={field.name} field={field} value={values[field.name]} />
      ))}
      <div className="form-buttons admin-save">
        <button type="submit" className="button">
          Add file
        </button>
      </div>
    </form>
  );
}

'use client';

import type { ReactNode } from 'react';
import { ReferenceField } from './ReferenceField';

/** Narrows a list by a record that is not among the frequent ones: by a part of its name, or its number. */
export function FindReference({
  action,
  kept,
  column,
  label,
  refersTo,
}: {
  action: string;
  kept: ReactNode;
  column: string;
  label: string;
  refersTo: string;
}) {
  return (
    <form method="get" action={action} className="admin-find">
      {kept}
      <input type="hidden" name="in" value={column} />
      <ReferenceField
        name="find"
        label={`Another ${label.toLowerCase()}`}
        refersTo={refersTo}
        maxLength={200}
        required
        chosen={(form) => form.requestSubmit()}
      />
      <button className="button button-quiet" type="submit">
        Find<span className="hidden"> {label.toLowerCase()}</span>
      </button>
    </form>
  );
}

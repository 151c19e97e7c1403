import { pageOf } from '@/lib/admin/change-list';
import { defaults } from '@/lib/admin/list-state';
import { titlesOf } from '@/lib/admin/names';
import { may } from '@/lib/admin/permissions';
import type { RecordForm } from '@/lib/admin/record-form';
import { adminType } from '@/lib/admin/types';
import type { User } from '@/lib/auth/users';
import type { ShownField } from './RecordForm';

const few = 100;

/** The fields of a form, what it is called by first; a reference to a type with few records is a choice among them. */
export function shownFields(user: User, form: RecordForm): Promise<ShownField[]> {
  const title = adminType(form.type).title;
  const fields = [...form.fields].sort((a, b) => Number(b.name === title) - Number(a.name === title));
  return Promise.all(
    fields.map(async (field) => {
      if (!field.refersTo) return field;
      const current = form.names[field.name];
      const referred = adminType(field.refersTo);
      if (!may(user, 'view', referred)) return { ...field, current };
      const state = { ...defaults(referred), columns: [referred.title] };
      const { rows, next } = await pageOf(referred, state, few);
      if (next) return { ...field, current };
      const titles = await titlesOf(referred, rows);
      const options = [...titles].map(([id, label]) => ({ value: String(id), label }));
      const value = form.values[field.name];
      // It may refer to what is deleted.
      if (value && !options.some((option) => option.value === value))
        options.push({ value, label: `${current ?? value} (deleted)` });
      return { ...field, options };
    }),
  );
}

import type { Renamed } from '@/lib/admin/deletions';
import type { Field, Given } from '@/lib/admin/fields';
import type { Merge, Seen } from '@/lib/admin/merging';
import { idOf } from '../_site/requests';

/** What the admin's forms send. */

/** The texts of a record's form, by the names of its fields; a box that is not ticked is not there. */
export function givenOf(data: FormData, fields: Pick<Field, 'name'>[]): Given {
  const given: Given = {};
  for (const { name } of fields) {
    // Which of several that fitted what was typed.
    const value = data.get(pickName(fieldName(name))) ?? data.get(fieldName(name));
    // Browsers send line ends as CR LF.
    if (typeof value === 'string') given[name] = value.replace(/\r\n?/g, '\n');
  }
  return given;
}

/** A field's name in the form, so that a column called "id" or "type" does not stand in the way. */
export const fieldName = (name: string): string => `field.${name}`;

/** A choice among several records that fit what a field says. */
export const pickName = (inForm: string): string => `pick.${inForm}`;

/** What the fields of a form held when it was shown. */
export function seenIn(data: FormData, name: string): Seen | undefined {
  const text = data.get(name);
  if (typeof text !== 'string' || text === '') return undefined;
  return Object.fromEntries(new URLSearchParams(text));
}

export const seenText = (seen: Seen): string => new URLSearchParams(seen).toString();

/** Whose of a field that two changed is to be kept. */
export const choiceName = (name: string): string => `choose.${name}`;

/** What somebody decided about a conflict; undefined when there was none. */
export function mergeOf(data: FormData): Merge | undefined {
  const version = data.get('merge.version');
  if (typeof version !== 'string' || version === '') return undefined;
  const contested = data.getAll('merge.contested').map(String);
  const chosen: Merge['chosen'] = {};
  for (const name of contested) {
    const choice = data.get(choiceName(name));
    if (choice === 'mine' || choice === 'theirs') chosen[name] = choice;
  }
  return { version, seen: seenIn(data, 'merge.seen') ?? {}, contested, chosen };
}

/** Other values for what is taken. */
export function renamedOf(data: FormData): Renamed[] {
  return [...data].flatMap(([name, value]) => {
    const [, table, id, column] = /^renamed:([a-z_]+):(\d+):([a-z_]+)$/.exec(name) ?? [];
    const number = idOf(id ?? '');
    return table && column && number !== null && typeof value === 'string'
      ? [{ table, id: number, column, value: value.trim() }]
      : [];
  });
}

export const renamedName = ({ table, id, column }: Omit<Renamed, 'value'>): string =>
  `renamed:${table}:${id}:${column}`;

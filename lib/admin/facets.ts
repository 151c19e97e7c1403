import { and, eq, type SQL, sql } from 'drizzle-orm';
import { addDays } from '@/lib/clock';
import { frequentValues, groups, rows } from '@/lib/content/deleted';
import { columnOf, kindOf, labelOf } from './columns';
import { between, filter, matching, rangeOf } from './conditions';
import type { Count, Counting } from './counting';
import { isPresence, type ListState } from './list-state';
import { namesOf } from './names';
import { type AdminType, referredType } from './types';

/** What a list can be narrowed by, with how many rows that leaves; counted with everything else that is chosen. */
export type Choice = { value: string; label: string; count: Count; chosen: boolean };
export type Filter = {
  name: string;
  label: string;
  choices: Choice[];
  /** There are further values that are not listed. */
  more: boolean;
};
export type DateChoice = { value: string; label: string; count: Count; chosen: boolean };

const mostChoices = 12;

export async function filtersOf(type: AdminType, state: ListState, counting: Counting): Promise<Filter[]> {
  return Promise.all(
    type.filters.map(async (name) => {
      const { values, more } = await valuesOf(type, state, name, counting);
      const chosen = state.filters[name];
      if (chosen !== undefined && !values.includes(chosen)) values.push(chosen);
      const where = (table: object) => matching(type, state, table, name);
      const counts = await counting.each(
        state.show,
        (table) => values.map((value) => filter(type, table, name, value)),
        where,
      );
      const labels = await labelsOf(type, name, values);
      const choices = values
        .map((value, i) => ({ value, label: labels(value), count: counts[i]!, chosen: value === chosen }))
        .filter(({ count, chosen }) => chosen || count.count > 0);
      return { name, label: labelOf(name), choices, more };
    }),
  );
}

async function valuesOf(type: AdminType, state: ListState, name: string, counting: Counting) {
  const column = columnOf(type.table, name)!;
  if (isPresence(type, name)) return { values: ['yes', '-'], more: false };
  const none = column.notNull ? [] : ['-'];
  switch (kindOf(column)) {
    case 'choice':
      return { values: [...column.enumValues!, ...none], more: false };
    case 'boolean':
      return { values: ['yes', 'no', ...none], more: false };
  }
  if (counting.isLarge) {
    const values = await frequentValues(type, column, mostChoices);
    return { values: [...values, ...none], more: values.length >= mostChoices };
  }
  const found = await groups(type, state.show, (table) => columnOf(table, name)!, {
    where: (table) => matching(type, state, table, name),
    limit: mostChoices + 1,
  });
  const values = found.map(({ value }) => (value === null ? '-' : String(value)));
  return { values: values.slice(0, mostChoices), more: values.length > mostChoices };
}

async function labelsOf(type: AdminType, name: string, values: string[]) {
  const referred = referredType(type, name);
  const ids = values.filter((value) => /^\d+$/.test(value)).map(Number);
  const names = referred ? await namesOf(referred, ids) : null;
  return (value: string): string =>
    value === '-'
      ? isPresence(type, name)
        ? 'no'
        : 'none'
      : (names?.get(Number(value)) ?? (referred ? `${referred.label[0]} ${value}` : value));
}

/** Where in time a list is: the years, the months of the year, the days of the month, with how many rows each has. */
export async function datesOf(
  type: AdminType,
  state: ListState,
  counting: Counting,
): Promise<{ dates: DateChoice[]; trail: { label: string; value: string }[] } | null> {
  if (!type.date) return null;
  const values = state.date === '' ? await yearsOf(type, state) : partsOf(state.date);
  const counts = await counting.each(
    state.show,
    (table) => values.map((value) => between(type, table, ...rangeOf(value))),
    (table) => matching(type, state, table, 'date'),
  );
  const dates = values
    .map((value, i) => ({
      value,
      label: labelOfDate(value),
      count: counts[i]!,
      chosen: value === state.date,
    }))
    .filter(({ count, chosen }) => chosen || count.count > 0);
  return { dates, trail: trailOf(state.date) };
}

/** The years from the first row to the last. */
async function yearsOf(type: AdminType, state: ListState): Promise<string[]> {
  const ends = await Promise.all(
    ['', ' desc'].map(async (direction) => {
      const [row] = await rows(type, state.show, {
        where: (table) =>
          and(sql`${columnOf(table, type.date!)!} is not null`, notInfinite(table, type.date!)),
        // By the index of the list's order, which has a value in place of none.
        orderBy: (table) => [sql`${orderOf(table, type.date!)} ${sql.raw(direction)}`],
        limit: 1,
        only: [type.date!],
      });
      return (row as Record<string, unknown> | undefined)?.[type.date!];
    }),
  );
  const [first, last] = ends.map((end) => (end instanceof Date ? end.getFullYear() : null));
  if (first === null || last === null) return [];
  const years = Array.from({ length: Math.min(last! - first! + 1, 100) }, (_, i) => String(last! - i));
  return years;
}

const orderOf = (table: object, name: string): SQL => {
  const column = columnOf(table, name)!;
  return column.notNull ? sql`${column}` : sql`coalesce(${column}, 'infinity'::timestamptz)`;
};
const notInfinite = (table: object, name: string): SQL | undefined =>
  columnOf(table, name)!.notNull ? undefined : sql`${orderOf(table, name)} < 'infinity'::timestamptz`;

/** The months of a year, the days of a month; a day has no parts and is shown among its month's. */
function partsOf(date: string): string[] {
  if (date.length === 4)
    return Array.from({ length: 12 }, (_, i) => `${date}-${String(i + 1).padStart(2, '0')}`);
  const month = date.slice(0, 7);
  const days: string[] = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push(day);
  return days;
}

function trailOf(date: string): { label: string; value: string }[] {
  if (!date) return [];
  const parts = [date.slice(0, 4), date.slice(0, 7), date].filter((part, i, all) => all.indexOf(part) === i);
  return [{ label: 'All dates', value: '' }, ...parts.map((value) => ({ label: labelOfDate(value), value }))];
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

function labelOfDate(date: string): string {
  const [year, month, day] = date.split('-');
  if (!month) return year!;
  const name = months[Number(month) - 1]!;
  return day ? `${Number(day)} ${name}` : `${name} ${year}`;
}

/** Rows that refer to a record. */
export const referring = (table: object, column: string, id: number): SQL => eq(columnOf(table, column)!, id);

import { isDay } from '@/lib/clock';
import type { Shown } from '@/lib/content/soft-delete/layer';
import { cleanQuery } from '@/lib/content/text';
import { columnOf, isSecret, kindOf, labelOf } from './columns';
import type { AdminType } from './types';

/** What a list shows, to and from the query of its address. Pure; what is default is not said in the address. */
export type Cursor = { direction: 'after' | 'before'; value: string; id: number };
export type ListState = {
  show: Shown;
  q: string;
  /** Column -> value as text; '-' means that it has none. */
  filters: Record<string, string>;
  /** '', a year, a month or a day: '2026', '2026-11', '2026-11-24'. */
  date: string;
  /** A column, '-' for descending. */
  sort: string;
  columns: string[];
  cursor: Cursor | null;
};

type Params = Record<string, string | string[] | undefined>;

export const defaults = (type: AdminType): ListState => ({
  show: 'living',
  q: '',
  filters: {},
  date: '',
  sort: type.order,
  columns: [...type.columns],
  cursor: null,
});

/** The state that a query asks for. What makes no sense is left out, with a sentence. */
export function parseState(type: AdminType, params: Params): { state: ListState; problems: string[] } {
  const state = defaults(type);
  const problems: string[] = [];
  const given = (name: string) => {
    const value = params[name];
    return (Array.isArray(value) ? value[0] : value)?.slice(0, 500) ?? '';
  };
  const show = given('show');
  if (show === 'deleted' || show === 'all') {
    if (type.canDelete) state.show = show;
    else problems.push(`${type.label[1]} are never deleted; these are all.`);
  } else if (show && show !== 'living')
    problems.push(`“${show}” is not a choice; these are the living ones.`);
  state.q = cleanQuery(given('q'));
  for (const column of filterable(type)) {
    const value = given(column);
    if (value === '') continue;
    if (isValue(type, column, value)) state.filters[column] = value;
    else problems.push(`“${value}” is not a value of ${labelOf(column)}; that filter is off.`);
  }
  for (const name of Object.keys(params)) {
    if (isMeantAsFilter(type, name))
      problems.push(`This list has no filter “${name}”; nothing is left out because of it.`);
  }
  const date = given('date');
  if (date && type.date && isDate(date)) state.date = date;
  else if (date) problems.push(`“${date}” is not a year, a month or a day; all dates are shown.`);
  const sort = given('sort');
  if (sort && isSortable(type, sort.replace(/^-/, ''))) state.sort = sort;
  else if (sort) problems.push(`This list cannot be sorted by “${sort}”; it has its usual order.`);
  const columns = given('columns').split(',').filter(Boolean);
  const known = columns.filter((name, i) => isColumn(type, name) && columns.indexOf(name) === i);
  if (known.length > 0) state.columns = known;
  for (const direction of ['after', 'before'] as const) {
    const [, id, value] = /^(\d{1,15})~(.*)$/s.exec(given(direction)) ?? [];
    if (id !== undefined) state.cursor = { direction, id: Number(id), value: value! };
  }
  return { state, problems };
}

/** The query of a state with changes. Any change but the cursor's begins at the first page again. */
export function stateParams(
  type: AdminType,
  state: ListState,
  changes: Partial<ListState> = {},
): URLSearchParams {
  const cursor = 'cursor' in changes || Object.keys(changes).length === 0 ? state.cursor : null;
  const next = { ...state, cursor, ...changes };
  const usual = defaults(type);
  const params = new URLSearchParams();
  if (next.show !== 'living') params.set('show', next.show);
  if (next.q) params.set('q', next.q);
  for (const column of filterable(type)) {
    const value = next.filters[column];
    if (value !== undefined && value !== '') params.set(column, value);
  }
  if (next.date) params.set('date', next.date);
  if (next.sort !== usual.sort) params.set('sort', next.sort);
  if (next.columns.join() !== usual.columns.join()) params.set('columns', next.columns.join());
  if (next.cursor) params.set(next.cursor.direction, `${next.cursor.id}~${next.cursor.value}`);
  return params;
}

/** The columns with one of them a step further to the front (-1) or the back (1); at the end it stays. */
export function moved(columns: readonly string[], name: string, by: -1 | 1): string[] {
  const from = columns.indexOf(name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= columns.length) return [...columns];
  const others = columns.filter((other) => other !== name);
  return [...others.slice(0, to), name, ...others.slice(to)];
}

/** The columns that a list may be narrowed by: those declared, and every reference, so that related records can be shown. */
export const filterable = (type: AdminType): string[] => [
  ...new Set([...type.filters, ...Object.keys(type.references)]),
];

/** Whether a name in the query looks like a filter and is none: a column without one, or "newsroom" for "newsroomId". */
const isMeantAsFilter = (type: AdminType, name: string): boolean => {
  const filters = filterable(type);
  return (
    !filters.includes(name) && (columnOf(type.table, name) !== undefined || filters.includes(`${name}Id`))
  );
};

/** Whether a list can show a column. */
export const isColumn = (type: AdminType, name: string): boolean => {
  if (name === 'hits') return type.content?.counted === true;
  const column = columnOf(type.table, name);
  return column !== undefined && column.columnType !== 'PgCustomColumn' && !isSecret(name);
};

export function isSortable(type: AdminType, name: string): boolean {
  const column = columnOf(type.table, name);
  return column !== undefined && ['text', 'choice', 'number', 'date', 'boolean'].includes(kindOf(column));
}

/** Columns whose absence is the question, not their value: "deactivated: yes or no". */
export const isPresence = (type: AdminType, name: string): boolean => {
  const column = columnOf(type.table, name);
  return column !== undefined && kindOf(column) === 'date';
};

function isValue(type: AdminType, name: string, value: string): boolean {
  const column = columnOf(type.table, name)!;
  if (isPresence(type, name)) return value === 'yes' || value === '-';
  if (value === '-') return !column.notNull;
  switch (kindOf(column)) {
    case 'choice':
      return column.enumValues!.includes(value);
    case 'boolean':
      return value === 'yes' || value === 'no';
    case 'number':
      return (
        /^-?\d{1,15}$/.test(value) &&
        (!/Integer/.test(column.columnType) || Math.abs(Number(value)) < 2 ** 31)
      );
    default:
      return true;
  }
}

function isDate(text: string): boolean {
  if (/^\d{4}$/.test(text)) return Number(text) >= 1000;
  if (/^\d{4}-\d{2}$/.test(text)) return isDay(`${text}-01`);
  return isDay(text);
}

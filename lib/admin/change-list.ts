import { and, sql } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { deletionsById, rows } from '@/lib/content/deleted';
import { refusalOf } from '@/lib/db/errors';
import { countsOf } from '@/lib/hits/statistics';
import { columnOf, kindOf, labelOf } from './columns';
import { matching, page, sortKey } from './conditions';
import { type Count, counting } from './counting';
import { datesOf, type Filter, filtersOf } from './facets';
import { type Cursor, isColumn, isSortable, type ListState } from './list-state';
import { namesIn, peopleOf, titlesOf } from './names';
import { demand } from './permissions';
import { type AdminType, propertiesOf, type Row, referredType, siteUrls } from './types';

/** The list of a type: one page of rows, read by key and not by number, so that it is as quick at the end as at the start. */
export type { Count } from './counting';
export type { Filter } from './facets';

export type Cell = {
  text: string;
  kind: 'text' | 'number' | 'date' | 'boolean' | 'reference';
  /** Of a date: a Date; of a number: a number. */
  value: unknown;
  link?: { type: string; id: number };
};
export type ListRow = {
  id: number;
  title: string;
  cells: Cell[];
  siteUrl: string | null;
  deleted: { at: Date; by: string | null; why: string | null; batch: number } | null;
};
export type ChangeList = {
  columns: {
    name: string;
    label: string;
    sortable: boolean;
    sorted: 'up' | 'down' | null;
    isNumber: boolean;
  }[];
  allColumns: { name: string; label: string; shown: boolean }[];
  rows: ListRow[];
  total: Count;
  shows: { living: Count; deleted: Count; all: Count };
  filters: Filter[];
  dates: { label: string; value: string; count: Count; chosen: boolean }[] | null;
  dateTrail: { label: string; value: string }[];
  next: Cursor | null;
  previous: Cursor | null;
};

/** One page of a list. Throws 'forbidden', 'not_found'. */
export async function changeList(
  user: User,
  type: AdminType,
  state: ListState,
  { perPage = 50 }: { perPage?: number } = {},
): Promise<ChangeList> {
  await demand(user, 'view', type);
  const counter = await counting(type, state.q !== '');
  const where = (table: object) => matching(type, state, table);
  const [found, living, deleted, filters, dates] = await Promise.all([
    pageOf(type, state, perPage),
    counter.of('living', where),
    type.canDelete ? counter.of('deleted', where) : { count: 0, estimated: false },
    filtersOf(type, state, counter),
    datesOf(type, state, counter),
  ]);
  const all = { count: living.count + deleted.count, estimated: living.estimated || deleted.estimated };
  const shows = { living, deleted, all };
  return {
    columns: state.columns.map((name) => ({
      name,
      label: labelOf(name),
      sortable: isSortable(type, name),
      sorted: state.sort === name ? 'up' : state.sort === `-${name}` ? 'down' : null,
      isNumber: isNumber(type, name),
    })),
    allColumns: [...propertiesOf(type), 'hits']
      .filter((name) => isColumn(type, name))
      .map((name) => ({ name, label: labelOf(name), shown: state.columns.includes(name) })),
    rows: await listRows(type, state.columns, found.rows),
    total: shows[state.show],
    shows,
    filters,
    dates: dates?.dates ?? null,
    dateTrail: dates?.trail ?? [],
    next: found.next,
    previous: found.previous,
  };
}

type Keyed = Row & { sortKey: string; deletedAt?: Date | null; deletionId?: number | null };

/** The rows of one page, and the cursors of those around it. */
export async function pageOf(
  type: AdminType,
  state: ListState,
  limit: number,
): Promise<{ rows: Keyed[]; next: Cursor | null; previous: Cursor | null }> {
  const { cursor, sort } = state;
  const read = (from: Cursor | null) =>
    rows(type, state.show, {
      where: (table) => and(matching(type, state, table), page(table, sort, from).where),
      orderBy: (table) => page(table, sort, from, state.show === 'deleted').orderBy,
      extra: (table) => ({ sortKey: sql`(${sortKey(table, sort)})::text` }),
      limit: limit + 1,
      // What a record is called, its address is made of and whether it is public, besides what is shown.
      only: [...state.columns, type.title, 'slug', 'name', 'status', 'publishedAt'],
    }) as Promise<unknown> as Promise<Keyed[]>;
  const found = await read(cursor).catch((error) => {
    // A cursor that somebody wrote by hand is no value of the column.
    if (!cursor || !refusalOf(error)?.code.startsWith('22')) throw error;
    return null;
  });
  if (!found) return pageOf(type, { ...state, cursor: null }, limit);
  const backwards = cursor?.direction === 'before';
  const shown = found.slice(0, limit);
  if (backwards) shown.reverse();
  // Too few before it: this is the first page, and is shown as a whole one.
  if (backwards && found.length <= limit && shown.length < limit) {
    return pageOf(type, { ...state, cursor: null }, limit);
  }
  const cursorAt = (row: Keyed | undefined, direction: Cursor['direction']): Cursor | null =>
    row ? { direction, value: row.sortKey, id: row.id } : null;
  const hasMore = found.length > limit;
  return {
    rows: shown,
    next: backwards || hasMore ? cursorAt(shown.at(-1), 'after') : null,
    previous: backwards
      ? hasMore
        ? cursorAt(shown[0], 'before')
        : null
      : cursor
        ? cursorAt(shown[0], 'before')
        : null,
  };
}

/** Rows as a list shows them. */
export async function listRows(
  type: AdminType,
  columns: readonly string[],
  found: Keyed[],
): Promise<ListRow[]> {
  const batches = found.map(({ deletionId }) => deletionId).filter((id) => typeof id === 'number');
  const [titles, names, deletions, hits, urls] = await Promise.all([
    titlesOf(type, found),
    namesIn(type, found, columns),
    deletionsById([...new Set(batches)]),
    columns.includes('hits') && type.content?.counted
      ? countsOf(found.map(({ id }) => ({ type: type.content!.name, id })))
      : [],
    siteUrls(
      type,
      found.filter(({ deletionId }) => !deletionId),
    ),
  ]);
  const people = await peopleOf([...deletions.values()].map(({ by }) => by));
  return found.map((row, i) => {
    const deletion = row.deletionId ? deletions.get(row.deletionId) : undefined;
    return {
      id: row.id,
      title: titles.get(row.id)!,
      cells: columns.map((name) =>
        name === 'hits' ? numberCell(hits[i]?.total ?? null) : cellOf(type, name, row, names.get(name)),
      ),
      siteUrl: urls.get(row.id) ?? null,
      deleted: deletion
        ? { at: deletion.at, by: people.get(deletion.by ?? 0) ?? null, why: deletion.why, batch: deletion.id }
        : null,
    };
  });
}

function cellOf(type: AdminType, name: string, row: Row, names?: Map<number, string>): Cell {
  const value = row[name];
  if (value === null || value === undefined) return { text: '', kind: 'text', value: null };
  const referred = referredType(type, name);
  if (referred) {
    const id = Number(value);
    return {
      text: names?.get(id) ?? `${referred.label[0]} ${id}`,
      kind: 'reference',
      value: id,
      ...(names?.has(id) ? { link: { type: referred.name, id } } : {}),
    };
  }
  if (value instanceof Date) return { text: value.toISOString(), kind: 'date', value };
  if (typeof value === 'number') return numberCell(value);
  if (typeof value === 'boolean') return { text: value ? 'yes' : 'no', kind: 'boolean', value };
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return { text: value.join(', '), kind: 'text', value };
  return {
    text: short(typeof value === 'object' ? JSON.stringify(value) : String(value)),
    kind: 'text',
    value,
  };
}

const numberCell = (value: number | null): Cell => ({
  text: value === null ? '' : value.toLocaleString('en'),
  kind: 'number',
  value,
});

const short = (text: string) => (text.length > 200 ? `${text.slice(0, 199).toWellFormed()}…` : text);

function isNumber(type: AdminType, name: string): boolean {
  const column = columnOf(type.table, name);
  return (
    name === 'hits' || (column !== undefined && kindOf(column) === 'number' && !referredType(type, name))
  );
}

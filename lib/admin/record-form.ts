import { eq } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { User } from '@/lib/auth/users';
import { batchSize, byId, count, rows } from '@/lib/content/deleted';
import type { Batch, Deletion } from '@/lib/content/soft-delete/layer';
import { storedOf } from '@/lib/content/soft-delete/table';
import { versionOf } from '@/lib/db/history';
import { PresskitError } from '@/lib/errors';
import { columnOf, isSecret, kindOf, labelOf } from './columns';
import { referring } from './facets';
import { type Field, formValues, type Given } from './fields';
import { defaults, stateParams } from './list-state';
import { type Seen, seenOf } from './merging';
import { namesIn, peopleOf, titlesOf } from './names';
import { type Action, allowedTo, demand, fieldsFor, may } from './permissions';
import {
  type AdminType,
  adminTypes,
  propertiesOf,
  type Row,
  referredType,
  siteUrls,
  tableName,
} from './types';
import { withWorkingCopy } from './working-copies';

/** One record, living or deleted, as a form and all that there is to know about it. */
export type { Field, Given } from './fields';
export type Related = {
  label: string;
  type: string;
  column: string;
  living: number;
  deleted: number;
  /** The query of the list of them. */
  params: string;
  /** Whether another one can be made here. */
  canAdd: boolean;
};
export type RecordForm = {
  type: string;
  id: number | null;
  title: string;
  fields: Field[];
  values: Given;
  /** What references in the form are called now: field -> name. */
  names: Record<string, string>;
  version: string | null;
  /** What the fields hold, in short: a conflict is told field by field from it. */
  seen: Seen;
  deleted: {
    at: Date;
    by: string | null;
    why: string | null;
    batch: number;
    batchCounts: Batch['taken'];
  } | null;
  siteUrl: string | null;
  /** It lives and would have a page, but readers do not see it. */
  isHidden: boolean;
  may: Record<Action, boolean>;
  related: Related[];
  facts: { label: string; value: string | number | Date | null }[];
};

export type StoredRecord = {
  row: Row;
  version: string;
  /** Of a release's working copy; 0: it has none. */
  revision: number;
  deletion: Deletion | null;
};

/** A record as it stands. Throws 'not_found'. */
export async function storedRecord(type: AdminType, id: number): Promise<StoredRecord> {
  if (!Number.isSafeInteger(id) || id < 1 || id > 2 ** 31 - 1) throw noSuch(type, id);
  // The version first: what changes in between is then taken for unseen, not for seen.
  const entry = await versionOf(tableName(type), id);
  if (!type.canDelete) {
    const [row] = await rows(type, 'living', { where: (table) => eq(columnOf(table, 'id')!, id) });
    if (!row) throw noSuch(type, id);
    return { row: row as unknown as Row, version: String(entry), revision: 0, deletion: null };
  }
  const found = await byId(type, id);
  if (!found) throw noSuch(type, id);
  if (found.state === 'deleted')
    return {
      row: found.row as unknown as Row,
      version: `${entry}.0`,
      revision: 0,
      deletion: found.deletion,
    };
  const { row, revision } = await withWorkingCopy(type, found.row as unknown as Row);
  return { row, version: `${entry}.${revision}`, revision, deletion: null };
}

/** Throws 'not_found', 'forbidden'. */
export async function recordForm(user: User, type: AdminType, id: number): Promise<RecordForm> {
  await demand(user, 'view', type, id);
  const { row, version, deletion } = await storedRecord(type, id);
  const fields = type.schema ? fieldsFor(user, type, type.schema) : [];
  const names = await namesIn(type, [row], Object.keys(type.references));
  const nameOf = (column: string) => names.get(column)?.get(Number(row[column]));
  const [titles, related, people, batchCounts, urls] = await Promise.all([
    titlesOf(type, [row]),
    relatedTo(user, type, id),
    peopleOf([deletion?.by]),
    deletion ? batchSize(deletion.id) : {},
    siteUrls(type, deletion ? [] : [row]),
  ]);
  const inForm = new Set(fields.map(({ name }) => name));
  return {
    type: type.name,
    id,
    title: titles.get(id)!,
    fields,
    values: formValues(fields, row),
    names: Object.fromEntries(
      [...names.keys()].map((column) => [column, nameOf(column)]).filter(([, name]) => name !== undefined),
    ),
    version,
    seen: seenOf(fields, formValues(fields, row)),
    deleted: deletion && {
      at: deletion.at,
      by: people.get(deletion.by ?? 0) ?? null,
      why: deletion.why,
      batch: deletion.id,
      batchCounts,
    },
    siteUrl: urls.get(id) ?? null,
    isHidden: type.content !== null && !deletion && !urls.has(id),
    may: allowedTo(user, type),
    related,
    facts: propertiesOf(type)
      .filter((name) => !inForm.has(name) && isFact(type, name))
      .map((name) => ({ label: labelOf(name), value: nameOf(name) ?? factOf(row[name]) })),
  };
}

/** An empty form, with what is known already. Throws 'forbidden'. */
export async function blankForm(user: User, type: AdminType, preset: Given = {}): Promise<RecordForm> {
  await demand(user, 'add', type);
  const fields = fieldsFor(user, type, type.schemaOfNew!);
  const values: Given = {};
  for (const { name, kind, choices } of fields) {
    // A link may say what a record belongs to, and no more: whoever sends one is not to fill in a peer. A file that was
    // refused comes back with its words.
    const known = kind === 'reference' || type.name === 'file' ? preset[name] : undefined;
    const usual = columnOf(type.table, name)?.default;
    const text =
      known ?? (typeof usual === 'string' || typeof usual === 'number' ? String(usual) : undefined);
    if (text !== undefined && (!choices || choices.some(({ value }) => value === text))) values[name] = text;
    else if (usual === true) values[name] = 'on';
  }
  return {
    type: type.name,
    id: null,
    title: `New ${type.label[0].toLowerCase()}`,
    fields,
    values,
    names: {},
    version: null,
    seen: {},
    deleted: null,
    siteUrl: null,
    isHidden: false,
    may: allowedTo(user, type),
    related: [],
    facts: [],
  };
}

/** What refers to a record, by the foreign keys of the administered tables. */
async function relatedTo(user: User, type: AdminType, id: number): Promise<Related[]> {
  const links = adminTypes
    .filter((other) => may(user, 'view', other))
    .flatMap((other) => columnsTo(other, type).map((column) => ({ other, column })));
  return Promise.all(
    links.map(async ({ other, column }) => {
      const where = (table: object) => referring(table, column, id);
      const [living, deleted] = await Promise.all([
        count(other, 'living', where),
        other.canDelete ? count(other, 'deleted', where) : 0,
      ]);
      const show = living === 0 && deleted > 0 ? 'deleted' : 'living';
      const asOther = referredType(other, column) === type && columnsTo(other, type).length > 1;
      const label = other.label[1] + (asOther ? ` (${labelOf(column).toLowerCase()})` : '');
      const params = stateParams(other, defaults(other), { show, filters: { [column]: String(id) } });
      const canAdd = may(user, 'add', other) && column in other.schemaOfNew!.shape;
      return { label, type: other.name, column, living, deleted, params: params.toString(), canAdd };
    }),
  );
}

/** The columns of one type that refer to another. */
const columnsTo = (other: AdminType, type: AdminType): string[] =>
  Object.keys(other.references).filter((column) => referredType(other, column) === type);

/** What deleting a record leaves without its reference: foreign keys that become null. */
export function looseLinks(type: AdminType): { other: AdminType; column: string }[] {
  return adminTypes.flatMap((other) => {
    const stored = (storedOf(other.table) ?? other.table) as PgTable;
    const loose = getTableConfig(stored)
      .foreignKeys.filter(({ onDelete }) => onDelete !== 'cascade')
      .map((key) => key.reference().columns[0]!.name);
    return columnsTo(other, type)
      .filter((column) => loose.includes(columnOf(other.table, column)!.name))
      .map((column) => ({ other, column }));
  });
}

function isFact(type: AdminType, name: string): boolean {
  const column = columnOf(type.table, name)!;
  return (
    column.columnType !== 'PgCustomColumn' &&
    !isSecret(name) &&
    !['bodyText', 'excerpt', 'variants'].includes(name) &&
    kindOf(column) !== 'words'
  );
}

function factOf(value: unknown): string | number | Date | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const noSuch = (type: AdminType, id: number) =>
  new PresskitError(
    'not_found',
    `There is no ${type.label[0].toLowerCase()} ${id}. It may have been removed for good.`,
  );

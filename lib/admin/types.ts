import { getTableName } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { publicFileIds } from '@/lib/content/files';
import * as registry from '@/lib/content/registry';
import type { Deletable } from '@/lib/content/soft-delete/layer';
import { storedOf } from '@/lib/content/soft-delete/table';
import { auditLog, newsroomMembers, peers, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { columnNames, columnOf, kindOf, referencesOf } from './columns';
import { type Misfits, misfits, type Words, words } from './peer-words';
import { type FormSchema, schemaOf, schemas, schemasOfNew } from './schemas';

/**
 * Administering: lists and forms of everything there is, made from what is declared of each type anyway (its table, its
 * foreign keys, the registry's columns, filters, search and order, and one schema). A new type in the registry appears
 * here by itself. Every function takes the person who asks and checks the right itself (permissions.ts). What lives here
 * knows no request and no page.
 */
export type Row = Record<string, unknown> & { id: number };

export type AdminType = {
  name: string;
  /** For people: one, several. */
  label: readonly [string, string];
  table: Deletable;
  columns: readonly string[];
  filters: readonly string[];
  search: readonly string[];
  /** The column to sort by, '-' for descending. */
  order: string;
  /** The column of the date hierarchy. */
  date: string | null;
  /** The column that a record is called by. */
  title: string;
  /** The type that a column refers to, or its table's name: ask referredType. */
  references: Readonly<Record<string, string>>;
  /** What may be changed; null: nothing. */
  schema: FormSchema | null;
  /** What a new record is made with; null: it is not made here. */
  schemaOfNew: FormSchema | null;
  /** What the fields do not say by themselves. */
  words: Words;
  /** What does not go together in a row. */
  misfits: Misfits;
  canDelete: boolean;
  canPublish: boolean;
  /** In the registry of content: has a page, and hits. */
  content: registry.ContentType | null;
};

type Declared = Pick<AdminType, 'name' | 'label' | 'columns' | 'filters' | 'search' | 'order'> & {
  table: object;
  title?: string;
  references?: Record<string, string>;
  isReadOnly?: boolean;
};

/** A type from what is declared of it; the rest follows from its table. */
export function administered(declared: Declared, content: registry.ContentType | null = null): AdminType {
  const { name, isReadOnly } = declared;
  const table = declared.table as Deletable;
  const schema = isReadOnly ? null : (schemas[name] ?? schemaOf(table));
  const sortedBy = declared.order.replace(/^-/, '');
  const date = [sortedBy, ...declared.columns, 'createdAt'].find((column) => {
    const found = columnOf(table, column);
    return found !== undefined && kindOf(found) === 'date';
  });
  return {
    name,
    label: declared.label,
    table,
    columns: declared.columns,
    filters: declared.filters,
    search: declared.search,
    order: declared.order,
    date: date ?? null,
    title: declared.title ?? declared.search[0] ?? declared.columns[0] ?? 'id',
    references: { ...referencesOf(table), ...declared.references },
    schema,
    schemaOfNew: isReadOnly ? null : (schemasOfNew[name] ?? schema),
    words: words[name] ?? {},
    misfits: misfits[name] ?? (() => ({})),
    canDelete: storedOf(table) !== undefined,
    canPublish: name === 'release',
    content,
  };
}

/** A type of the registry as it is administered. */
export const ofContent = (type: Omit<registry.ContentType, 'path'> & { path: string }): AdminType =>
  administered({ ...type, ...type.admin }, type as registry.ContentType);

export const adminTypes: AdminType[] = [
  ...registry.types.map((type) => ofContent(type)),
  administered({
    name: 'user',
    label: ['User', 'Users'],
    table: users,
    columns: ['name', 'email', 'role', 'createdAt', 'deactivatedAt'],
    filters: ['role', 'deactivatedAt'],
    search: ['name', 'email'],
    order: 'name',
  }),
  administered({
    name: 'member',
    label: ['Member', 'Members'],
    table: newsroomMembers,
    columns: ['newsroomId', 'userId', 'role', 'createdAt'],
    filters: ['role', 'newsroomId'],
    search: [],
    order: '-createdAt',
    title: 'userId',
  }),
  administered({
    name: 'peer',
    label: ['Peer', 'Peers'],
    table: peers,
    columns: ['name', 'key', 'origin', 'direction', 'protocol', 'enabled', 'usedAt'],
    filters: ['direction', 'protocol', 'enabled'],
    search: ['name', 'origin', 'key'],
    order: 'name',
  }),
  administered({
    name: 'audit',
    label: ['Audit log entry', 'Audit log'],
    table: auditLog,
    columns: ['at', 'actorId', 'action', 'type', 'objectId', 'isRefusal'],
    filters: ['action', 'isRefusal', 'actorId'],
    search: [],
    order: '-at',
    title: 'action',
    references: { actorId: 'user' },
    isReadOnly: true,
  }),
];

/** The type with a name. Throws a PresskitError 'not_found'. */
export function adminType(name: string): AdminType {
  const type = adminTypes.find((candidate) => candidate.name === name);
  if (!type) throw new PresskitError('not_found', `There is no type “${name}” here.`);
  return type;
}

/** The type of a table, by the table's name in the database; undefined when it is not administered. */
export const typeOfTable = (table: string): AdminType | undefined =>
  adminTypes.find((type) => getTableName(type.table) === table);

/** The type that a column refers to; undefined when it refers to none that is administered. */
export function referredType(type: AdminType, column: string): AdminType | undefined {
  const name = type.references[column];
  return name === undefined
    ? undefined
    : (typeOfTable(name) ?? adminTypes.find((other) => other.name === name));
}

export const tableName = (type: AdminType): string => getTableName(type.table);

/** "view on site": the addresses of living records, where their type has pages and readers see them. */
export async function siteUrls(type: AdminType, list: Row[]): Promise<Map<number, string>> {
  const { content } = type;
  if (!content) return new Map();
  const seen = type.name === 'file' ? await publicFileIds(list.map(({ id }) => id)) : null;
  const shown = list.filter((row) => seen?.has(row.id) ?? isShown(row));
  return new Map(shown.map((row) => [row.id, registry.urlOf(content as never, row as never)]));
}

const isShown = ({ status, publishedAt }: Row): boolean =>
  status !== 'draft' && !(publishedAt instanceof Date && publishedAt > now());

/** All properties of a type's rows. */
export const propertiesOf = (type: AdminType): string[] => columnNames(type.table);

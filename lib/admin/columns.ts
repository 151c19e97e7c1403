import { getTableColumns, getTableName } from 'drizzle-orm';
import { type AnyPgColumn, getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { storedOf } from '@/lib/content/soft-delete/table';

/** What the declaration of a table says about its columns, so that nothing has to be said twice. Pure. */
export type ColumnKind = 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'words' | 'json';

/** The column of a property; undefined for 'hits' and the like. */
export const columnOf = (table: object, name: string): AnyPgColumn | undefined =>
  (getTableColumns(table as PgTable) as Record<string, AnyPgColumn>)[name];

export const columnNames = (table: object): string[] => Object.keys(getTableColumns(table as PgTable));

/** The property that a column of the database has: 'published_at' is publishedAt. */
export function propertyOf(table: object, inDatabase: string): string | undefined {
  return columnNames(table).find((name) => columnOf(table, name)!.name === inDatabase);
}

export function kindOf(column: AnyPgColumn): ColumnKind {
  if (column.enumValues && column.enumValues.length > 0) return 'choice';
  switch (column.dataType) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'array':
      return 'words';
    case 'json':
      return 'json';
    default:
      return 'text';
  }
}

/** A secret, sealed or hashed: shown nowhere and changed nowhere here. */
export const isSecret = (name: string): boolean => /secret|hash|token|password/i.test(name);

/** Which table each column refers to, by the foreign keys: { newsroomId: 'newsrooms' }. */
export function referencesOf(table: object): Record<string, string> {
  const stored = (storedOf(table) ?? table) as PgTable;
  const found: Record<string, string> = {};
  for (const key of getTableConfig(stored).foreignKeys) {
    const { columns, foreignTable } = key.reference();
    if (columns.length !== 1) continue;
    const name = propertyOf(table, columns[0]!.name);
    if (name) found[name] = getTableName(foreignTable);
  }
  return found;
}

const labels: Record<string, string> = {
  bodyHtml: 'Text',
  publishedAt: 'Published',
  createdAt: 'Created',
  updatedAt: 'Changed',
  bytes: 'Size',
  alt: 'Alternative text',
  email: 'E-mail',
  emailVerifiedAt: 'Address confirmed',
  deactivatedAt: 'Deactivated',
  takeOffNotes: 'Notes when a release takes off',
  publicCounter: 'Public counter',
  domain: 'Its own domain',
  objectId: 'Record',
  actorId: 'Who',
  jwksUrl: 'Address of its keys',
  startUrl: 'Address where a sign-in begins',
  consumeUrl: 'Address that tokens go to',
  logoutUrl: 'Address for sign-outs',
  vouchesForAddresses: 'Vouches for addresses',
  sharesDatabase: 'Shares our database',
  secretSealed: 'Secret',
  usedAt: 'Last used',
  at: 'When',
  isRefusal: 'Refused',
  hits: 'Hits',
  slug: 'Address',
};

/** The name of a column for people: 'newsroomId' is "Newsroom". */
export function labelOf(name: string): string {
  const words = name
    .replace(/Id$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return labels[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

import type { InferSelectModel } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { files, newsrooms, releases } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';

/**
 * The registry: what can be published, counted, listed and deleted is declared here, once. A URL is made here and
 * nowhere else, and a path is understood here and nowhere else; both are pure, for they run once per line of a log.
 */
type Column<T extends PgTable> = Extract<keyof InferSelectModel<T>, string>;
/** 'id' | 'slug' for '/releases/:id/:slug' */
type Params<P extends string> = P extends `${infer Head}/${infer Tail}`
  ? Params<Head> | Params<Tail>
  : P extends `:${infer Name}`
    ? Name
    : never;

type Declaration<N extends string, T extends PgTable, P extends string> = {
  name: N;
  /** For people: one, several. */
  label: readonly [string, string];
  table: T & { id: AnyPgColumn };
  /** Where its page is. Each :parameter is one segment. */
  path: P;
  /** The parameter of `path` that identifies the row. */
  key: Params<P> & 'id';
  /** The parameters of `path` from the columns of the same names. */
  params: (row: Pick<InferSelectModel<T>, Params<P> & Column<T>>) => Record<Params<P>, string>;
  /** Whether requests of its page are hits. */
  counted: boolean;
  admin: {
    columns: readonly (Column<T> | 'hits')[];
    filters: readonly Column<T>[];
    search: readonly Column<T>[];
    /** The column to sort by, '-' for descending. */
    order: Column<T> | `-${Column<T>}`;
  };
};

export function define<const N extends string, T extends PgTable, const P extends string>(
  declaration: Declaration<N, T, P>,
): Declaration<N, T, P> {
  return declaration;
}

export const release = define({
  name: 'release',
  label: ['Release', 'Releases'],
  table: releases,
  path: '/releases/:id/:slug',
  key: 'id',
  params: (row) => ({ id: String(row.id), slug: row.slug }),
  counted: true,
  admin: {
    columns: ['title', 'newsroomId', 'status', 'publishedAt', 'hits'],
    filters: ['status', 'newsroomId'],
    search: ['title', 'subtitle'],
    order: '-publishedAt',
  },
});

export const newsroom = define({
  name: 'newsroom',
  label: ['Newsroom', 'Newsrooms'],
  table: newsrooms,
  path: '/newsrooms/:id/:slug',
  key: 'id',
  params: (row) => ({ id: String(row.id), slug: row.slug }),
  counted: true,
  admin: { columns: ['name', 'website', 'createdAt', 'hits'], filters: [], search: ['name'], order: 'name' },
});

export const file = define({
  name: 'file',
  label: ['File', 'Files'],
  table: files,
  path: '/files/:id/:name',
  key: 'id',
  params: (row) => ({ id: String(row.id), name: row.name }),
  counted: true,
  admin: {
    columns: ['name', 'title', 'kind', 'bytes', 'hits'],
    filters: ['kind', 'newsroomId'],
    search: ['name', 'title'],
    order: '-createdAt',
  },
});

export const types = [release, newsroom, file] as const;
export type ContentType = (typeof types)[number];
export type TypeName = ContentType['name'];

/** The type with a name. Throws a PresskitError 'not_found'. */
export function typeNamed(name: string): ContentType {
  const type = types.find((candidate) => candidate.name === name);
  if (!type) {
    const known = types.map((candidate) => candidate.name).join(', ');
    throw new PresskitError('not_found', `there is no content type "${name}"; there are ${known}`);
  }
  return type;
}

/** The canonical path of a row, percent-encoded: urlOf(release, { id: 7, slug: 'acme-ships' }) is /releases/7/acme-ships. */
export function urlOf<N extends string, T extends PgTable, P extends string>(
  type: Declaration<N, T, P>,
  row: NoInfer<Pick<InferSelectModel<T>, Params<P> & Column<T>>>,
): string {
  const params: Record<string, string> = type.params(row);
  return type.path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? encodeURIComponent(params[segment.slice(1)]!) : segment))
    .join('/');
}

type Pattern = { type: ContentType; segments: string[]; keyAt: number };
const patterns: Pattern[] = types.map((type) => {
  const segments = type.path.split('/');
  return { type, segments, keyAt: segments.indexOf(`:${type.key}`) };
});

/**
 * The content at a request's path, from the path alone: resolve('/releases/7/acme-ships?utm_source=x') is
 * { type: release, id: 7 }. The query string is ignored, percent-escapes are decoded (RFC 3986), the whole path must
 * fit. Null when nothing fits, an escape is malformed, or the id is not one (1 to 2147483647, no leading zeros), and when
 * the web server would see another path: for it "/releases/7/..%2f..%2flogo.png" is "/logo.png".
 * Whether such content exists and is visible is not asked.
 */
export function resolve(path: string): { type: ContentType; id: number } | null {
  const segments = path.replace(/[?#].*$/s, '').split('/');
  if (segments.length < 2 || segments[0] !== '') return null;
  const decoded = segments.every((segment) => !segment.includes('%')) ? segments : decode(segments);
  if (!decoded) return null;
  const pattern = patterns.find((candidate) => fits(candidate, decoded));
  const id = pattern ? idOf(decoded[pattern.keyAt]!) : null;
  return pattern && id !== null ? { type: pattern.type, id } : null;
}

function fits({ segments }: Pattern, given: string[]): boolean {
  return (
    segments.length === given.length &&
    segments.every((segment, i) => (segment.startsWith(':') ? isName(given[i]!) : segment === given[i]))
  );
}

const isName = (segment: string) => segment !== '' && segment !== '.' && segment !== '..';

function decode(segments: string[]): string[] | null {
  try {
    const decoded = segments.map(decodeURIComponent);
    return decoded.some((segment) => segment.includes('/')) ? null : decoded;
  } catch {
    // Scanners send escapes like %E0%A4%A; they name nothing.
    return null;
  }
}

function idOf(text: string): number | null {
  return /^[1-9]\d{0,9}$/.test(text) && Number(text) <= 2_147_483_647 ? Number(text) : null;
}

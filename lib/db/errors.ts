import { env } from '@/lib/env';
import { type ErrorCode, explain, PresskitError } from '@/lib/errors';

/** What PostgreSQL says about a refused statement, wherever in the chain of causes it stands. */
export type Refusal = { code: string; constraint?: string; table?: string; message: string; detail?: string };

/** PostgreSQL's own words within an error of the driver or of drizzle; null when it is something else. */
export function refusalOf(error: unknown): Refusal | null {
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e.name !== 'PostgresError') continue;
    const { code, constraint_name, table_name, message, detail } = e as Error &
      Record<string, string | undefined>;
    return {
      code: code ?? '',
      constraint: constraint_name,
      table: table_name,
      message: message ?? '',
      detail,
    };
  }
  return null;
}

/**
 * The expected failures of a write, as PresskitErrors: a unique value that is taken ('conflict'), a parent that is
 * deleted ('deleted_parent') or never was ('not_found'), a value outside what a check allows ('invalid').
 * Anything else is given back as it is.
 */
export function expected(error: unknown, what: string): unknown {
  const refusal = refusalOf(error);
  switch (refusal?.code) {
    case '23505':
      return new PresskitError('conflict', `${what}: ${taken(refusal)}`, { cause: error });
    case 'DP001':
      return new PresskitError('deleted_parent', `${what}: ${refusal.message}; restore it first`, {
        cause: error,
      });
    case '23503':
      return new PresskitError('not_found', `${what}: ${refusal.detail ?? refusal.message}`, {
        cause: error,
      });
    // A check, a view's check, a text too long to be searched.
    case '23514':
    case '44000':
    case '54000':
      return new PresskitError('invalid', `${what}: ${refusal.message}`, { cause: error });
    default:
      return error;
  }
}

/**
 * A database that is away, does not let this user in or is not migrated, as a PresskitError that says which it is and
 * what to do ('unavailable' or 'config'). Anything else is given back as it is.
 */
export function unreachable(error: unknown): unknown {
  const [code, advice] = adviceFor(error) ?? [];
  if (!code) return error;
  const { host, pathname } = new URL(env('DATABASE_URL').DATABASE_URL);
  return new PresskitError(code, `${explain(error)} (PostgreSQL at ${host}${pathname}): ${advice}`);
}

function adviceFor(error: unknown): [ErrorCode, string] | null {
  if (!(error instanceof Error) || error instanceof PresskitError) return null;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (away.test(code)) return ['unavailable', 'start it, or correct DATABASE_URL'];
  if (/^(28...|3D000)$/.test(code)) return ['config', 'correct DATABASE_URL'];
  // The role that connections start in is missing, or a table is.
  if (code === '42P01' || (code === '22023' && error.message.includes('role')))
    return ['config', 'run presskit migrate'];
  return adviceFor(error.cause);
}

// Of the system, of the driver, and of PostgreSQL: starting, stopping, out of connections.
const away = /^(ECONN\w+|ENOTFOUND|EAI_\w+|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CONNECT\w*|57P0.|53300|08...)$/;

// "Key (newsroom_id, slug)=(7, acme) already exists."; without it, PostgreSQL spares values from a role that may not
// read them, the name of the index ends with the column: releases_newsroom_slug.
function taken({ detail, constraint = '', message }: Refusal): string {
  const [, columns, values] = /^Key \((.+)\)=\((.*)\) already exists/s.exec(detail ?? '') ?? [];
  if (columns && values !== undefined) {
    return `${columns.split(', ').at(-1)} "${values.split(', ').at(-1)}" is taken; choose another`;
  }
  const column = constraint.split('_').at(-1);
  return column ? `the ${column} is taken; choose another` : message;
}

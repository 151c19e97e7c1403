import { AsyncLocalStorage } from 'node:async_hooks';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { env } from '@/lib/env';
import { inNameOfActor } from './actor';
import { keepValuesOutOfErrors } from './statement-errors';
import * as tables from './tables';

/**
 * The connections to PostgreSQL. `db` is what the application uses: every connection starts in the role of the
 * application, which sees the living rows only. `ownerDb` is the role that owns the tables, for the few modules whose
 * business needs it; the linter knows which. Both connect on first use.
 */
export type Db = PostgresJsDatabase<typeof tables>;

/** The role of the application in the database cluster; `presskit migrate` creates it. */
export const appRole = 'presskit_app';

type Pool = { sql: postgres.Sql; db: Db };
// Once per process, also when a bundler makes two of this module or a development server loads it again.
type Shared = { presskitPools?: { app?: Pool; owner?: Pool }; presskitActing?: AsyncLocalStorage<Db> };
const shared = globalThis as Shared;
const pools = shared.presskitPools ?? {};
shared.presskitPools = pools;

/** The transaction of acting.ts that the running code is in: there, it is what `db` means. */
export const transactionOfActing: AsyncLocalStorage<Db> = shared.presskitActing ?? new AsyncLocalStorage();
shared.presskitActing = transactionOfActing;

/** The application's database. Throws a PresskitError 'config' when DATABASE_URL is not usable. */
export function db(): Db {
  const transaction = transactionOfActing.getStore();
  if (transaction) return transaction;
  pools.app ??= open({ max: 10, connection: { role: appRole, statement_timeout: 15_000 } }, inNameOfActor);
  return pools.app.db;
}

/** The owner's database: sees deleted rows, writes the roll-up's tables. */
export function ownerDb(): Db {
  pools.owner ??= open({ max: 4 });
  return pools.owner.db;
}

/** The driver beneath ownerDb, for COPY, LISTEN and statements that drizzle has no words for. */
export function ownerSql(): postgres.Sql {
  ownerDb();
  return pools.owner!.sql;
}

/**
 * Listens on a channel of PostgreSQL, over a connection of its own that comes back by itself. `told` is called with each
 * notice, and each time the connection stands, since there may have been one meanwhile. Returns a function that ends it.
 */
export async function listen(channel: string, told: () => void): Promise<() => Promise<void>> {
  const sql = connect({ max: 1, connection: { role: appRole } });
  const end = () => sql.end({ timeout: 5 });
  try {
    await sql.listen(channel, told, told);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

/** Ends all connections; the next use opens new ones. */
export async function closeDb(): Promise<void> {
  const open = [pools.app, pools.owner];
  pools.app = pools.owner = undefined;
  await Promise.all(open.map((pool) => pool?.sql.end({ timeout: 5 })));
}

/** One connection of the owner's outside the pools; the caller ends it. */
export const ownerConnection = () => connect({ max: 1 });

function open(
  options: postgres.Options<Record<string, never>>,
  driven = (sql: postgres.Sql): postgres.Sql => sql,
): Pool {
  keepValuesOutOfErrors();
  const sql = connect(options);
  return { sql, db: drizzle(driven(sql), { schema: tables }) };
}

function connect({ connection, ...options }: postgres.Options<Record<string, never>>) {
  const { DATABASE_URL } = env('DATABASE_URL');
  return postgres(DATABASE_URL, {
    connect_timeout: 5,
    idle_timeout: 60,
    // Such as "text-search query contains only stop words": nothing to act on.
    onnotice: () => undefined,
    connection: { application_name: 'presskit', ...connection },
    ...options,
  });
}

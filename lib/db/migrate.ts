import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Sql, TransactionSql } from 'postgres';
import { PresskitError } from '@/lib/errors';
import { appRole, ownerConnection } from './client';
import { refusalOf } from './errors';

const root = fileURLToPath(new URL('../..', import.meta.url));
const migrationsFolder = join(root, 'drizzle/migrations');
/** Applied after the migrations, each time: they mend themselves what a migration or a hand has changed. */
const afterwards = [
  'lib/content/soft-delete/living.sql',
  'drizzle/files.sql',
  'drizzle/visibility.sql',
  'drizzle/rights.sql',
  'drizzle/history.sql',
];

/**
 * Brings the database of DATABASE_URL to the newest schema, in one transaction: all of it or nothing. Two at the same
 * moment wait for each other; the second finds nothing to do. Returns the names of the migrations applied now.
 * Keeps drizzle's own records, so `drizzle-kit migrate` agrees about what has been done.
 * Throws a PresskitError 'config' when the role of the application is missing and may not be created.
 */
export async function migrate(): Promise<{ applied: string[] }> {
  const sql = ownerConnection();
  try {
    await ensureAppRole(sql);
    return await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('presskit migrate'))`;
      const pending = await pendingMigrations(tx);
      // A view in the way would forbid changing a column's type; living.sql makes them anew.
      if (pending.length > 0) await dropLivingViews(tx);
      for (const { name, statements, hash, when } of pending) {
        for (const statement of statements) {
          await tx.unsafe(statement).catch((cause) => {
            throw new Error(`migration ${name}`, { cause });
          });
        }
        await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when})`;
      }
      await tx`select set_config('living.app_role', ${appRole}, true)`;
      for (const file of afterwards) await tx.unsafe(await readFile(join(root, file), 'utf8'));
      return { applied: pending.map(({ name }) => name) };
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function pendingMigrations(tx: TransactionSql) {
  await tx`create schema if not exists drizzle`;
  await tx`create table if not exists drizzle.__drizzle_migrations (
    id serial primary key, hash text not null, created_at bigint)`;
  const [last] = await tx<{ when: string | null }[]>`
    select max(created_at) as when from drizzle.__drizzle_migrations`;
  const journal = JSON.parse(await readFile(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[];
  };
  return readMigrationFiles({ migrationsFolder })
    .map((file, i) => ({
      name: journal.entries[i]!.tag,
      statements: file.sql,
      hash: file.hash,
      when: file.folderMillis,
    }))
    .filter(({ when }) => when > Number(last?.when ?? 0));
}

async function dropLivingViews(tx: TransactionSql) {
  const views = await tx<{ name: string }[]>`
    select v.relname as name from pg_class v
    join pg_class t on t.relname = v.relname and t.relnamespace = to_regnamespace('store')
    where v.relnamespace = 'public'::regnamespace and v.relkind = 'v'`;
  for (const { name } of views) await tx`drop view public.${tx(name)}`;
}

/**
 * The role belongs to the whole cluster, whose databases share no lock: whoever loses a race to create or grant it
 * finds it done on the next look.
 */
async function ensureAppRole(sql: Sql): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await createAppRole(sql);
    } catch (cause) {
      const { code = '' } = refusalOf(cause) ?? {};
      if (code === '42501') {
        throw new PresskitError(
          'config',
          `the database user may not create the role ${appRole} or become it; have an administrator run ` +
            `"create role ${appRole} nologin; grant ${appRole} to <the user of DATABASE_URL>;" and migrate again`,
          { cause },
        );
      }
      // unique_violation, duplicate_object, "tuple concurrently updated"
      if (!['23505', '42710', 'XX000'].includes(code) || attempt === 20) throw cause;
      await wait(10 * attempt);
    }
  }
}

async function createAppRole(sql: Sql) {
  const [role] = await sql`select 1 from pg_roles where rolname = ${appRole}`;
  if (!role) await sql`create role ${sql(appRole)} nologin`;
  // Creating a role does not yet allow to become it (PostgreSQL 16 and later).
  const [me] = await sql`
    select rolsuper or exists (
      select from pg_auth_members m join pg_roles r on r.oid = m.roleid
      where r.rolname = ${appRole} and m.member = pg_roles.oid
        and coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)) as may
    from pg_roles where rolname = current_user`;
  if (!me?.may) await sql`grant ${sql(appRole)} to current_user`;
}

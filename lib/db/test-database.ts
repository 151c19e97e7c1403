import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import postgres from 'postgres';
import { startPostgres } from '@/lib/machine/postgres';
import { closeDb } from './client';
import { migrate } from './migrate';

/**
 * For tests: a migrated database of their own, with an empty FILES_DIR, set in the environment and gone when the file's
 * tests are done. TEST_DATABASE_URL names a server (as one who may create databases) to use instead of starting one:
 * to run the tests on another version of PostgreSQL.
 */
export async function testDatabase(): Promise<{
  url: string;
  owner: postgres.Sql;
  dir: string;
}> {
  const dir = await mkdtemp(join(tmpdir(), 'presskit-test-'));
  const server = process.env.TEST_DATABASE_URL
    ? await databaseOn(process.env.TEST_DATABASE_URL)
    : await startPostgres({ dir: join(dir, 'postgres'), throwaway: true });
  process.env.DATABASE_URL = server.url;
  process.env.FILES_DIR = join(dir, 'files');
  await migrate();
  const owner = postgres(server.url, { max: 4, onnotice: () => undefined });
  after(async () => {
    await owner.end({ timeout: 5 });
    await closeDb();
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });
  return { url: server.url, owner, dir };
}

/** A new, empty database on a server; `stop` drops it. */
export async function databaseOn(server: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const name = `presskit_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await asOwner(server, (sql) => sql`create database ${sql(name)}`);
  return {
    url: url.href,
    stop: () => asOwner(server, (sql) => sql`drop database ${sql(name)} with (force)`),
  };
}

async function asOwner(server: string, task: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(server, { max: 1, onnotice: () => undefined });
  try {
    await task(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

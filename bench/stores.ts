import { join } from 'node:path';
import type postgres from 'postgres';
import { closeCache } from '@/lib/cache';
import { closeDb, ownerSql } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { startMemcached } from '@/lib/machine/memcached';
import { startPostgres } from '@/lib/machine/postgres';

/** Runs `work` with a PostgreSQL of its own in `dir`, migrated and empty, and a memcached; both end with it. */
export async function withStores<T>(dir: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const server = await startPostgres({ dir: join(dir, 'postgres'), throwaway: true });
  const memcached = await startMemcached();
  Object.assign(process.env, {
    DATABASE_URL: server.url,
    MEMCACHED_SERVERS: memcached.server,
    FILES_DIR: join(dir, 'files'),
  });
  try {
    await migrate();
    return await work(ownerSql());
  } finally {
    closeCache();
    await closeDb();
    await memcached.stop();
    await server.stop();
  }
}

import { closeCache } from '@/lib/cache';
import { closeDb } from '@/lib/db/client';
import { unreachable } from '@/lib/db/errors';

/**
 * Runs what needs PostgreSQL or memcached, and closes the connections whatever happens. A database that is away is said
 * as such.
 */
export async function withStores<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unreachable(error);
  } finally {
    closeCache();
    await closeDb();
  }
}

import { closeCache } from '@/lib/cache';
import { closeDb } from '@/lib/db/client';

/** Runs what needs PostgreSQL or memcached, and closes the connections whatever happens. */
export async function withStores<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    closeCache();
    await closeDb();
  }
}

import { ownerConnection } from '@/lib/db/client';
import { explain } from '@/lib/errors';
import { retractHidden } from './files';

/**
 * Watches for content that stops being visible, by whatever path (a trigger of the database tells), and takes the
 * public links of its files away. The connection comes back by itself; what was missed meanwhile is caught up with.
 * Returns a function that ends the watch. Throws when PostgreSQL cannot be reached at the start.
 */
export async function watchVisibility(): Promise<() => Promise<void>> {
  const sql = ownerConnection();
  const retract = oneAtATime(retractHidden);
  const end = () => sql.end({ timeout: 5 });
  try {
    await sql.listen('presskit_visibility', retract, retract);
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}

/** Many calls become one run now and one after it. */
function oneAtATime(task: () => Promise<unknown>): () => void {
  let state: 'idle' | 'running' | 'again' = 'idle';
  return async function run(): Promise<void> {
    if (state !== 'idle') {
      state = 'again';
      return;
    }
    do {
      state = 'running';
      try {
        await task();
      } catch (error) {
        // The links are looked at again with the next change or connection; a page must not fail for it.
        console.error(`public links of files: ${explain(error)}`);
      }
    } while ((state as string) === 'again');
    state = 'idle';
  };
}

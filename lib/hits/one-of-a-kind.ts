import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { PresskitError } from '@/lib/errors';

/**
 * Makes sure that one process at a time works with a folder. The lock is a Linux abstract socket: unlike a lock file
 * it cannot be left behind, whatever kills its owner. It holds within one machine (network namespace); two processes
 * on two machines write the same absolute numbers and do each other no harm.
 * Returns what releases it. Throws a PresskitError 'conflict' when another process holds it.
 */
export async function lockOut(folder: string): Promise<() => void> {
  const { dev, ino } = await stat(folder);
  const server = createServer((socket) => socket.destroy());
  if (process.platform !== 'linux') return () => {};
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new PresskitError(
              'conflict',
              `another ingest is running with ${folder}; stop it first, or set STATE_DIR to another folder`,
            )
          : error,
      );
    });
    server.listen({ path: `\0presskit-${dev}-${ino}` }, resolve);
  });
  server.unref();
  return () => server.close();
}

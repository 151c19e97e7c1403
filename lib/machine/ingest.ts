import { explain } from '@/lib/errors';
import { STATUS_KEY } from '@/lib/hits/keys';
import { Memcached } from '@/lib/memcached';
import { presskit, root } from './root';
import { Server } from './server';

/**
 * Starts `presskit ingest`; it is ready when its status is in memcached.
 * @param o.server memcached, host:port
 * @param o.nginxPid the file with nginx's process id
 * @param o.env LOG_DIR and so on, beside this process's own environment
 */
export async function startIngest(o: {
  dir: string;
  server: string;
  nginxPid?: string;
  env: Record<string, string>;
}): Promise<Server> {
  const server: Server = new Server({
    name: 'ingest',
    dir: o.dir,
    launch: () => ({
      command: process.execPath,
      args: presskit('ingest', ...(o.nginxPid ? ['--nginx-pid', o.nginxPid] : [])),
      cwd: root,
      env: { ...process.env, ...o.env },
    }),
    ready: async () => (await ingestIn(o.server)) === server.pid,
    patience: 60_000,
  });
  return server.start();
}

/** The process id of the ingest that last wrote to memcached; 0: none, or memcached is away. */
async function ingestIn(address: string): Promise<number> {
  const client = new Memcached(address, 1000);
  try {
    const status = (await client.get([STATUS_KEY])).get(STATUS_KEY);
    return status ? (JSON.parse(status.toString()) as { pid: number }).pid : 0;
  } catch (error) {
    if (process.env.DEBUG === 'presskit') console.error(explain(error));
    return 0;
  } finally {
    client.close();
  }
}

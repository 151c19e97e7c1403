import { freePort } from './ports';
import { next, root } from './root';
import { Server } from './server';

export type SiteServer = Server & {
  readonly port: number /** host:port, for nginx */;
  readonly upstream: string;
};

/**
 * Starts the site from its production build, on 127.0.0.1.
 * @param o.env DATABASE_URL and so on, beside this process's own environment
 */
export async function startSite(o: {
  dir: string;
  port?: number;
  env: Record<string, string>;
}): Promise<SiteServer> {
  const port = o.port ?? (await freePort());
  const server = new Server({
    name: 'site',
    dir: o.dir,
    launch: () => ({
      command: process.execPath,
      args: [next, 'start', root, '--hostname', '127.0.0.1', '--port', String(port)],
      cwd: root,
      env: { ...process.env, ...o.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }),
    ready: () => answers(`http://127.0.0.1:${port}/healthz`),
    patience: 60_000,
  });
  await server.start();
  return Object.assign(server, { port, upstream: `127.0.0.1:${port}` });
}

/** Whether there is an answer at all; what it says is the site's business. */
async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    // Not listening yet.
    return false;
  }
}

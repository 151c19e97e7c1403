import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountNamed, isRoot } from './accounts';
import { freePort } from './ports';
import { requireProgram } from './programs';
import { Server } from './server';

export type MemcachedServer = Server & { readonly port: number /** host:port */; readonly server: string };

/**
 * Starts memcached on 127.0.0.1. Throws 'unavailable' when it is not installed or does not start.
 * @param o.dir folder of its log; default: a temporary one that goes when the server is stopped
 * @param o.memory megabytes for items
 */
export async function startMemcached(
  o: { dir?: string; port?: number; memory?: number } = {},
): Promise<MemcachedServer> {
  const port = o.port ?? (await freePort());
  // Not memcached's own -u: a process that changes its user is no longer ended with its parent.
  const nobody = isRoot() ? accountNamed('nobody') : null;
  const server = new Server({
    name: 'memcached',
    dir: o.dir ?? mkdtempSync(join(tmpdir(), 'presskit-memcached-')),
    temporary: o.dir === undefined,
    launch: () => ({
      command: requireProgram('memcached'),
      args: ['-l', '127.0.0.1', '-p', String(port), '-U', '0', '-m', String(o.memory ?? 64), '-c', '512'],
      uid: nobody?.uid,
      gid: nobody?.gid,
    }),
    ready: () => answers(port),
    patience: 5000,
  });
  await server.start();
  return Object.assign(server, { port, server: `127.0.0.1:${port}` });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('connect', () => socket.write('version\r\n'));
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

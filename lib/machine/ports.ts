import { createServer } from 'node:net';
import { PresskitError } from '@/lib/errors';

// Below the range from which Linux takes the ports of outgoing connections, so that none of those is in the way.
const LOWEST = 15_000;
const HIGHEST = 32_000;

const given = new Set<number>();

/** A loopback port that nobody listens on; each call gives another one. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new PresskitError('unavailable', `no free port between ${LOWEST} and ${HIGHEST} on 127.0.0.1`);
}

/**
 * Whether a port could be listened on now.
 * @param host an address of this machine
 * @param unlessMissing a machine without that address counts as free
 */
export function isFree(port: number, host = '127.0.0.1', unlessMissing = false): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => {
      resolve(unlessMissing && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'));
    });
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

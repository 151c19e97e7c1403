import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockedBy } from '@/lib/machine/lock';

/** Where the demo keeps everything. */
export const dataDir = (): string => resolve(process.env.DATA_DIR || '.data');

/** The lock a running demo holds. */
export const demoLock = (dir: string): string => join(dir, 'demo.lock');

const variables = ['DATABASE_URL', 'MEMCACHED_SERVERS', 'SITE_URL', 'LOG_DIR', 'FILES_DIR', 'STATE_DIR'];

/**
 * Beside a running demo, `presskit audit` and the like work with that demo without further ado. Only when nothing at
 * all is configured: half of one installation and half of another would be worse than an error.
 */
export function adoptDemo(): void {
  if (variables.some((name) => process.env[name])) return;
  const dir = dataDir();
  const file = join(dir, 'presskit.env');
  if (!existsSync(file) || lockedBy(demoLock(dir)) === null) return;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, name, value] = line.match(/^(\w+)=(.*)$/) ?? [];
    if (name) process.env[name] = value;
  }
  console.error(`presskit: with the demo in ${dir}`);
}

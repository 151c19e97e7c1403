import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Next's program, to be run by this Node. */
export const next = join(root, 'node_modules/next/dist/bin/next');

/** Arguments for this Node that run a command of `presskit`; the working folder must be `root`. */
export const presskit = (...args: string[]): string[] => [
  '--import',
  'tsx',
  join(root, 'lib/cli/presskit.ts'),
  ...args,
];

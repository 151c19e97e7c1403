import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PresskitError } from '@/lib/errors';
import { lock } from './lock';
import { programNamed } from './programs';
import { next, root } from './root';

/** Everything the site is built from. */
const SOURCES = [
  'app',
  'drizzle',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'proxy.ts',
  'tsconfig.json',
];
const NOT_IN_THE_SITE = /^lib\/(cli|machine)\/|\.test\.tsx?$/;

const built = join(root, '.next/presskit-sources');

/**
 * Builds the site for production, unless the build that is there was made from the same sources. Two that want to
 * build at the same time: one builds, the other waits for it. Returns whether it built.
 * Throws 'unavailable' with the end of Next's output when the build fails.
 */
export async function ensureBuild(say: (line: string) => void, signal?: AbortSignal): Promise<boolean> {
  if (isCurrent()) return false;
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new PresskitError(
      'unavailable',
      `the site must be built, but this user may not write to ${root}; run npm run build as its owner`,
    );
  }
  const unlock = await lock(
    join(root, 'node_modules/.cache/presskit/build.lock'),
    (pid) => `the site is being built by process ${pid}; waiting for it`,
    { say, signal },
  );
  try {
    if (isCurrent()) return false;
    say('building the site for production, which takes about a minute');
    const sources = hashOfSources();
    await build(signal);
    // What was edited meanwhile is not in this build.
    writeFileSync(built, sources);
    return true;
  } finally {
    unlock();
  }
}

function isCurrent(): boolean {
  if (!existsSync(join(root, '.next/BUILD_ID')) || !existsSync(built)) return false;
  return readFileSync(built, 'utf8') === hashOfSources();
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesBelow).sort()) {
    if (NOT_IN_THE_SITE.test(path)) continue;
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  try {
    return readdirSync(full, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    throw error;
  }
}

function build(signal?: AbortSignal): Promise<void> {
  // A page that were made from a database or an address at build time would be the same for every installation.
  const { DATABASE_URL, MEMCACHED_SERVERS, SITE_URL, LOG_DIR, FILES_DIR, STATE_DIR, AUTH_SECRET, ...env } =
    process.env;
  const command = [process.execPath, next, 'build', root];
  const setpriv = programNamed('setpriv');
  if (setpriv) command.unshift(setpriv, '--pdeathsig', 'TERM', '--');
  const child = spawn(command[0]!, command.slice(1), {
    cwd: root,
    env: { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const abort = () => {
    if (child.pid) process.kill(-child.pid, 'SIGTERM');
  };
  signal?.addEventListener('abort', abort, { once: true });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', abort);
      if (code === 0) return resolve();
      if (signal?.aborted) return reject(signal.reason);
      const end = output.trimEnd().split('\n').slice(-40).join('\n');
      reject(
        new PresskitError('unavailable', `the site could not be built; the end of what Next said:\n${end}`),
      );
    });
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeCache } from '@/lib/cache';
import { closeDb } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { ensureBuild } from '@/lib/machine/build';
import { Installation } from '@/lib/machine/installation';
import { freePort } from '@/lib/machine/ports';

export type Stack = Installation & { readonly dir: string };

export type StackOptions = {
  /** Called when the database is migrated, before the site starts: sample content. */
  fill?: () => Promise<void>;
  /** More settings, such as CLOCK_FILE; called before anything starts, with the stack's folder. */
  settings?: (dir: string) => Record<string, string>;
};

/**
 * A whole Presskit for a test: PostgreSQL, memcached, nginx, ingest and the production build of the site, on free ports
 * and in a temporary folder. Its configuration becomes this process's, so the test may call lib/ itself. Each server
 * (stack.site, stack.ingest, ...) has pid, kill(signal), restart(). Whoever starts it calls stopStack.
 */
export async function startStack(o: StackOptions = {}): Promise<Stack> {
  const dir = mkdtempSync(join(tmpdir(), 'presskit-stack-'));
  const stack = Object.assign(new Installation({ dir, port: await freePort(), throwaway: true }), { dir });
  Object.assign(stack.env, o.settings?.(dir));
  try {
    await stack.startStores();
    Object.assign(process.env, stack.env);
    await migrate();
    await o.fill?.();
    await ensureBuild((line) => console.error(line));
    await stack.startFront();
    return stack;
  } catch (error) {
    await stopStack(stack);
    throw error;
  }
}

/** Stops everything and removes the folder. */
export async function stopStack(stack: Stack): Promise<void> {
  closeCache();
  await closeDb();
  await stack.stop();
  rmSync(stack.dir, { recursive: true, force: true });
}

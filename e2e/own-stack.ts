import { closeCache } from '@/lib/cache';
import { closeDb } from '@/lib/db/client';
import { test } from './fixtures';
import { type Stack, type StackOptions, startStack, stopStack } from './stack';

/**
 * For a file of tests that stops servers or sets the clock: it gets an installation of its own, so that no other test
 * notices. Returns what gives it, once the tests run; pages and requests go to it, and so does lib/ in this process.
 */
export function ownStack(options: StackOptions): () => Stack {
  let stack: Stack | undefined;
  const shared = { ...process.env };
  test.beforeAll(async () => {
    test.setTimeout(120_000);
    await disconnect();
    stack = await startStack(options);
  });
  test.afterAll(async () => {
    test.setTimeout(60_000);
    if (stack) await stopStack(stack);
    // The next file of this worker is about the installation that all share.
    for (const name of Object.keys(process.env)) if (!(name in shared)) delete process.env[name];
    Object.assign(process.env, shared);
  });
  return () => {
    if (!stack) throw new Error('the stack is there while a test runs, not before');
    return stack;
  };
}

async function disconnect(): Promise<void> {
  closeCache();
  await closeDb();
}

import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from '@/lib/machine/root';

const LONGEST = 10 * 60_000;

/**
 * Runs test files with node:test, each in a process of its own, two at a time, and prints what they say.
 * (The command line's --test-concurrency and file patterns are not in every Node that is supported.)
 */
export async function runNodeTests(files: string[]): Promise<{ passed: number; failed: number }> {
  const counts = { passed: 0, failed: 0 };
  const stream = run({ files: files.map((file) => join(root, file)), concurrency: 2, timeout: LONGEST });
  type Event = Parameters<typeof count>[0];
  const count = (
    event: { name: string; details: { type?: string }; skip?: unknown; todo?: unknown },
    key: 'passed' | 'failed',
  ) => {
    // A suite is its tests, and so is a file, which Node reports like a test.
    const isFile = files.some((file) => event.name.endsWith(file));
    if (event.details.type === 'suite' || (isFile && key === 'passed')) return;
    if (event.skip === undefined && event.todo === undefined) counts[key]++;
  };
  stream.on('test:pass', (event: Event) => count(event, 'passed'));
  stream.on('test:fail', (event: Event) => count(event, 'failed'));
  const report = stream.compose(new spec());
  for await (const text of report) process.stdout.write(text);
  return counts;
}

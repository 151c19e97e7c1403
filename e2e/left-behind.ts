import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends the processes that a test run has started and not ended, waits until they are gone, and says which they were.
 * They have the run's own temporary folder in their environment (TMPDIR) or on their command line.
 */
export function endLeftovers(temporary: string): string[] {
  const ended = new Map<number, string>();
  for (let tries = 0; tries < 200; tries++) {
    const left = leftovers(temporary);
    if (left.length === 0) break;
    for (const pid of left) {
      if (!ended.has(pid)) ended.set(pid, `${commandLine(pid)} (${pid})`);
      end(pid);
    }
    // Also called on the way out, where nothing can be awaited.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
  return [...ended.values()];
}

function leftovers(temporary: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && read(`/proc/${pid}/stat`).split(') ')[1]?.[0] !== 'Z')
    .filter(
      (pid) => read(`/proc/${pid}/environ`).includes(temporary) || commandLine(pid).includes(temporary),
    );
}

const commandLine = (pid: number) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It went with one that was ended before it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // Gone meanwhile, or somebody else's.
    return '';
  }
}

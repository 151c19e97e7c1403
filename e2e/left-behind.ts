import { readdirSync, readFileSync } from 'node:fs';

/** Finds processes that a test run has started and not ended: they carry the run's mark in their environment. */
const MARK = 'PRESSKIT_TEST_RUN';

/** From now on, what is started carries the mark. */
export function markRun(): void {
  process.env[MARK] = String(process.pid);
}

/** Ends the processes that carry the mark, and says which they were. */
export function endLeftovers(): string[] {
  return marked().map((pid) => {
    const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It went with one that was ended before it.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    return `${line} (${pid})`;
  });
}

function marked(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid)
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(`${MARK}=${process.pid}`))
    .filter((pid) => read(`/proc/${pid}/stat`).split(') ')[1]?.[0] !== 'Z');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // Gone meanwhile, or somebody else's.
    return '';
  }
}

import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes it that moment for an installation in `dir`, and returns the setting that says so to its processes. The file is
 * replaced in one step: a process that reads it meanwhile must not find it empty.
 */
export function setClock(dir: string, time: Date | string): { CLOCK_FILE: string } {
  const file = join(dir, 'clock');
  writeFileSync(`${file}.new`, typeof time === 'string' ? time : time.toISOString());
  renameSync(`${file}.new`, file);
  return { CLOCK_FILE: file };
}

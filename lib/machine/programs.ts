import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PresskitError } from '@/lib/errors';

/** Where servers live that are not in an ordinary user's PATH. */
const MORE_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin'];

/** The full path of a program, or null. Looks in PATH, then in the system's folders (sbin too). */
export function programNamed(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...MORE_FOLDERS];
  for (const folder of folders) {
    if (!folder.startsWith('/')) continue;
    const path = join(folder, name);
    if (isProgram(path)) return path;
  }
  return null;
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not ours to run: both mean "look on".
    return false;
  }
}

/** The full path of a program. Throws 'unavailable' with the command that installs its package. */
export function requireProgram(name: string, packageName = name): string {
  const path = programNamed(name);
  if (path) return path;
  throw new PresskitError(
    'unavailable',
    `${name} is not installed; apt-get install ${packageName} (as root)`,
  );
}

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { PresskitError } from '@/lib/errors';
import { isRoot } from '@/lib/machine/accounts';
import { ensureServers } from '@/lib/machine/apt';
import { programNamed } from '@/lib/machine/programs';
import { root } from '@/lib/machine/root';

const run = promisify(execFile);

/** The Chromium to test with: Playwright's own if it is there, else the system's; null: none. */
export function chromiumPath(): string | null {
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']) {
    const path = programNamed(name);
    // Ubuntu's "chromium-browser" is a script that tells one to install a snap.
    if (path && !isSnapStub(path)) return path;
  }
  return null;
}

/** Installs Chromium if there is none: on Debian as root with apt, else Playwright's own. Throws 'unavailable'. */
export async function ensureChromium(say: (line: string) => void): Promise<void> {
  if (chromiumPath()) return;
  if (isRoot() && isDebian()) return ensureServers(['chromium'], say);
  say("downloading Playwright's Chromium");
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const args = ['install', ...(isRoot() ? ['--with-deps'] : []), 'chromium'];
  try {
    await run(process.execPath, [cli, ...args], { timeout: 10 * 60_000, maxBuffer: 2 ** 26 });
  } catch (cause) {
    throw new PresskitError(
      'unavailable',
      'there is no Chromium for the browser tests, and it could not be downloaded; as root: apt-get install chromium',
      { cause },
    );
  }
}

function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function isSnapStub(path: string): boolean {
  const start = readFileSync(path).subarray(0, 4096).toString('latin1');
  return start.startsWith('#!') && start.includes('snap');
}

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@/lib/machine/root';

type Report = { stats: { expected: number; unexpected: number; flaky: number } };

/** Runs the browser tests with Playwright and prints what it says. @param reportFile where its figures go */
export async function runBrowserTests(reportFile: string): Promise<{ passed: number; failed: number }> {
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const child = spawn(process.execPath, [cli, 'test', '--reporter=list,json'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: reportFile },
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const { stats } = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  const { unexpected: failed, flaky } = stats;
  if (flaky > 0) console.error(`${flaky} of the browser tests passed only on their second try; see above`);
  // Fails also without a failed test: a setup that broke, or no test at all.
  return { passed: stats.expected + flaky, failed: failed === 0 && code !== 0 ? 1 : failed };
}

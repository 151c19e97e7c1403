import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@/lib/machine/root';

type Suite = {
  suites?: Suite[];
  specs: { title: string; file: string; line: number; tests: { status: string }[] }[];
};
export type Report = { stats: { expected: number; unexpected: number; flaky: number }; suites: Suite[] };

/** Runs the browser tests with Playwright and prints what it says. @param reportFile where its figures go */
export async function runBrowserTests(
  reportFile: string,
): Promise<{ passed: number; failed: number; notes: string[] }> {
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
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  const { stats } = report;
  const { unexpected: failed, flaky } = stats;
  const notes = flakyTests(report).map((name) => `passed only on its second try: ${name}`);
  // Fails also without a failed test: a setup that broke, or no test at all.
  return { passed: stats.expected + flaky, failed: failed === 0 && code !== 0 ? 1 : failed, notes };
}

/** The tests that passed on their second try: "e2e/editor.spec.ts:12 what is typed is kept". */
export const flakyTests = ({ suites }: Pick<Report, 'suites'>): string[] =>
  suites.flatMap((suite) => [
    ...suite.specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ file, line, title }) => `e2e/${file}:${line} ${title}`),
    ...flakyTests({ suites: suite.suites ?? [] }),
  ]);

import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '@/lib/errors';
import { ensureServers } from '@/lib/machine/apt';
import { ensureBuild } from '@/lib/machine/build';
import { endChildren } from '@/lib/machine/leftovers';
import { root } from '@/lib/machine/root';
import { runBrowserTests } from './browser-tests';
import { ensureChromium } from './chromium';
import { endLeftovers } from './left-behind';
import { runNodeTests } from './node-tests';

/**
 * `npm test`: every check, from lint to browser. It goes on after a failure, so that one run shows all that is wrong;
 * the last line counts all tests, and the exit status is 1 if anything failed. Nothing stays behind.
 */
type Outcome = { passed: number; failed: number; notes?: string[] };

const results: { name: string; outcome: Outcome; seconds: number }[] = [];
const say = (line: string) => console.log(line);

async function step(name: string, work: () => Promise<Outcome>): Promise<boolean> {
  console.log(`\n== ${name}`);
  const start = performance.now();
  let outcome: Outcome;
  try {
    outcome = await work();
  } catch (error) {
    console.error(explain(error));
    outcome = { passed: 0, failed: 1, notes: ['did not run to its end'] };
  }
  results.push({ name, outcome, seconds: (performance.now() - start) / 1000 });
  return outcome.failed === 0;
}

/** A check that is one program: passes when its exit status is 0. Counted only when it fails. */
function program(...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ passed: 0, failed: code === 0 ? 0 : 1 }));
  });
}

const bin = (path: string) => join(root, 'node_modules', path);

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path, ending);
    return entry.name.endsWith(ending) ? [path] : [];
  });
}

async function all(): Promise<void> {
  const started = performance.now();
  // Everything temporary goes into one folder, which servers that run as another user must be able to pass.
  const temporary = mkdtempSync(join(tmpdir(), 'presskit-test-'));
  chmodSync(temporary, 0o711);
  process.env.TMPDIR = temporary;
  process.env.PRESSKIT_TEST_OUTPUT = join(temporary, 'output');
  const stop = (signal: NodeJS.Signals) => {
    endLeftovers(temporary);
    rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  const none = { passed: 0, failed: 0 };
  const installed = await step('servers', async () => {
    await ensureServers(['nginx', 'memcached'], say);
    await ensureChromium(say);
    return none;
  });
  await step('lint', () => program(bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'));
  await step('types', async () => {
    const generated = await program(bin('next/dist/bin/next'), 'typegen');
    return generated.failed ? generated : program(bin('typescript/bin/tsc'), '--noEmit');
  });
  const built = await step('build', async () => {
    await ensureBuild(say);
    return none;
  });
  if (installed) {
    const files = ['lib', 'app', 'e2e', 'bench'].flatMap((folder) => filesBelow(folder, '.test.ts'));
    await step('node tests', () => runNodeTests(files));
  }
  if (installed && built) await step('browser tests', () => runBrowserTests(join(temporary, 'browser.json')));
  await step('nothing is left behind', async () => {
    const left = endLeftovers(temporary);
    for (const line of left) console.error(`left behind: ${line}`);
    return { passed: 0, failed: left.length > 0 ? 1 : 0 };
  });
  rmSync(temporary, { recursive: true, force: true });
  endChildren();

  console.log('\n== summary');
  for (const { name, outcome, seconds } of results) {
    const counts =
      outcome.passed + outcome.failed > 1 ? `  ${outcome.passed} passed, ${outcome.failed} failed` : '';
    const verdict = outcome.failed > 0 ? 'FAILED' : 'ok';
    console.log(`${verdict.padEnd(7)}${name.padEnd(24)}${seconds.toFixed(1).padStart(7)} s${counts}`);
    for (const note of outcome.notes ?? []) console.log(`       ${note}`);
  }
  const passed = results.reduce((sum, { outcome }) => sum + outcome.passed, 0);
  const failed = results.reduce((sum, { outcome }) => sum + outcome.failed, 0);
  console.log(`in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await all();

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Measured = {
  seconds: number /** Largest resident set, summed over the process and its children. */;
  peakMegabytes: number;
  output: string;
};

/**
 * Runs a command as a whole process and measures it from outside: wall time, and the peak of its resident memory as
 * Linux keeps it (VmHWM). Throws when it does not end with 0.
 */
export function measure(
  command: string,
  args: string[],
  options: { env?: Record<string, string> } = {},
): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, {
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    let peak = 0;
    const poll = setInterval(() => {
      peak = Math.max(peak, peakOf(child.pid!));
    }, 10);
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(poll);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, peakMegabytes: peak, output });
      else reject(new Error(`${command} ended with ${code}: ${errors.slice(-500)}`));
    });
  });
}

/** Megabytes. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0; // It has just ended.
  }
}

/** This Node with the loader for TypeScript. */
export const node = (...args: string[]): [string, string[]] => [
  process.execPath,
  ['--import', 'tsx', ...args],
];

/** Runs the measurement several times and returns the one in the middle by time: one noisy run does not count. */
export async function median(times: number, run: () => Promise<Measured>): Promise<Measured> {
  const all: Measured[] = [];
  for (let i = 0; i < times; i++) all.push(await run());
  return all.sort((a, b) => a.seconds - b.seconds)[Math.floor(times / 2)]!;
}

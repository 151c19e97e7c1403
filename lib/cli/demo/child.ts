import { spawn } from 'node:child_process';
import { PresskitError } from '@/lib/errors';
import { programNamed } from '@/lib/machine/programs';
import { presskit, root } from '@/lib/machine/root';

/**
 * Runs a command of `presskit` as a process of its own, as an operator would, and returns what it printed. Its
 * messages and its progress bar go to this process's standard error. Throws 'unavailable' when it fails, and the
 * signal's reason when that ended it.
 */
export async function runPresskit(
  args: string[],
  o: { env: Record<string, string>; signal?: AbortSignal },
): Promise<string> {
  o.signal?.throwIfAborted();
  const command = [process.execPath, ...presskit(...args)];
  const setpriv = programNamed('setpriv');
  if (setpriv) command.unshift(setpriv, '--pdeathsig', 'TERM', '--');
  const child = spawn(command[0]!, command.slice(1), {
    cwd: root,
    env: { ...process.env, ...o.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const abort = () => child.kill('SIGTERM');
  o.signal?.addEventListener('abort', abort, { once: true });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    o.signal?.throwIfAborted();
    if (code !== 0)
      throw new PresskitError('unavailable', `presskit ${args.join(' ')} has failed; see above`);
    return output.trim();
  } finally {
    o.signal?.removeEventListener('abort', abort);
  }
}

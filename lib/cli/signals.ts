import { setMaxListeners } from 'node:events';

/** Milliseconds within which a second signal is the first one again: npm forwards a Ctrl-C that this process got too. */
const SAME = 1500;

/**
 * Aborted at the first SIGINT, SIGTERM or SIGHUP, so that a command can end in good order; when another one comes
 * later, the process ends at once.
 */
export function untilStopped(): AbortSignal {
  const controller = new AbortController();
  // Each request under way may listen.
  setMaxListeners(0, controller.signal);
  let first = 0;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (first === 0) {
        first = performance.now();
        controller.abort(new Stopped(name));
      } else if (performance.now() - first > SAME) process.exit(130);
    });
  }
  return controller.signal;
}

/** The reason of the signal: somebody wanted the command to stop. */
export class Stopped extends Error {
  constructor(readonly signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.name = 'Stopped';
  }
}

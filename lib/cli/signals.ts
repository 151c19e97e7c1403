/**
 * Aborted at the first SIGINT, SIGTERM or SIGHUP, so that a command can end in good order; a second SIGINT or SIGTERM
 * ends it as it is.
 */
export function untilStopped(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => controller.abort(new Stopped(name)));
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

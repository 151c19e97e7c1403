/**
 * Expected failures. A code is what programs act on; the message says what happened, what was kept and what
 * to do. One table maps codes to an HTTP status and an exit code; anything that is not a PresskitError is a
 * bug and rises.
 */
export const errorCodes = {
  usage: { status: 400, exit: 2 },
  config: { status: 500, exit: 2 },
  not_found: { status: 404, exit: 1 },
  invalid: { status: 422, exit: 1 },
  conflict: { status: 409, exit: 1 },
  deleted_parent: { status: 409, exit: 1 },
  forbidden: { status: 403, exit: 1 },
  unavailable: { status: 503, exit: 1 },
} as const;

export type ErrorCode = keyof typeof errorCodes;

export class PresskitError extends Error {
  readonly code: ErrorCode;
  /** When it is worth trying again, in seconds, if that is known. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { retryAfter?: number }) {
    super(message, options);
    this.name = 'PresskitError';
    this.code = code;
    this.retryAfter = options?.retryAfter;
  }
}

/** The error and its causes in one line for a person, without a stack: "roll-up of 2026-11-22: connect refused". */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // drizzle's own message is the statement with its parameters: of no use to a person, and no business of a log's.
  if (error.message.startsWith('Failed query:') && error.cause) return explain(error.cause);
  const nested = error instanceof AggregateError ? error.errors.map(explain).join('; ') : '';
  const own = error.message || nested || error.name;
  return error.cause ? `${own}: ${explain(error.cause)}` : own;
}

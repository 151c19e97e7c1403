import { explain, PresskitError } from '@/lib/errors';

/**
 * What an action of a form answers, for Form.tsx to show. Null before the form was sent.
 * @example export async function rename(_: FormState, data: FormData): Promise<FormState>
 */
export type FormState = {
  /** A sentence above the form. */
  message?: string;
  /** Whether the message is about a success. */
  ok?: boolean;
  /** Sentences beneath fields, by the field's name. */
  errors?: Record<string, string>;
  /** What was typed, so that it is still there; never a password. */
  values?: Record<string, string>;
} | null;

/** The answer to an expected failure; anything else is a bug, or Next's redirect, and rises. */
export function failure(error: unknown, data?: FormData, field?: string): FormState {
  if (!(error instanceof PresskitError) || error.code === 'config') throw error;
  const values = data && typed(data);
  // The cause is for logs; the message was written for whoever is asking.
  const sentence = error.message || explain(error);
  return field ? { errors: { [field]: sentence }, values } : { message: sentence, values };
}

/** A text field, without the spaces around it and without NUL, which PostgreSQL refuses; "" when it was not sent. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value.replaceAll('\0', '').trim() : '';
}

/** What was typed, but no passwords or other secrets, no files and nothing of Next's own. */
export function typed(data: FormData): Record<string, string> {
  const shown = [...data].filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && !entry[0].startsWith('$') && !/password|token|secret/i.test(entry[0]),
  );
  return Object.fromEntries(shown);
}

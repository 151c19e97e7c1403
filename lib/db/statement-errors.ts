import { DrizzleQueryError } from 'drizzle-orm';
import { PgPreparedQuery } from 'drizzle-orm/pg-core';

/**
 * drizzle's error about a statement repeats all values that went with it: addresses, hashes of passwords, the text of
 * a mail with its link. Whatever fails unexpectedly is logged whole, so they are taken out where the error is made. To
 * go when drizzle can be told.
 */
export function keepValuesOutOfErrors(): void {
  if (isDone) return;
  isDone = true;
  const prepared = PgPreparedQuery.prototype as unknown as {
    queryWithCache(...given: unknown[]): Promise<unknown>;
  };
  const { queryWithCache } = prepared;
  prepared.queryWithCache = async function (...given) {
    try {
      return await queryWithCache.apply(this, given);
    } catch (error) {
      throw error instanceof DrizzleQueryError ? withoutValues(error) : error;
    }
  };
}

let isDone = false;

/** Its message begins as before: lib/errors.ts knows it by that. */
function withoutValues(error: DrizzleQueryError): Error {
  const { query, cause, stack = '' } = error;
  const message = `Failed query: ${query}`;
  const plain = new Error(message, { cause });
  const [, calls = ''] = stack.split(error.message);
  plain.stack = `Error: ${message}${calls}`;
  return plain;
}

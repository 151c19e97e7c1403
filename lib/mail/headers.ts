import { PresskitError } from '@/lib/errors';

/** What may stand in a mail's head: nothing that somebody typed can begin another line of it, or name another reader. */
const allowed = new Set(['List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Id', 'Reply-To']);

/** Whether a text is one plain e-mail address (RFC 5321 without comments, quotes and address literals). */
export const isAddress = (text: string): boolean =>
  text.length <= 254 &&
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u.test(
    text,
  );

/** A subject in one line of at most 200 characters. */
export const safeLine = (text: string): string =>
  [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()].slice(0, 200).join('');

/** Throws a PresskitError 'invalid' for a header that mails of ours never have, or whose value is more than a line. */
export function safeHeaders(headers: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(headers))
    if (!allowed.has(name) || /\p{Cc}/u.test(value) || value.length > 900)
      throw new PresskitError('invalid', `the header ${JSON.stringify(name)} cannot be sent as it is`);
  return headers;
}

/**
 * Text from strangers: the escapes of log writers and of query strings undone, and values made fit for a statistic
 * (one spelling, bounded, nothing PostgreSQL or a page could not hold). Nothing here throws, whatever comes in.
 */

/**
 * Undoes what nginx (\x22, \xD0\x9F) and Apache (\", \\, \t, \xhh) put for bytes that would break the line. Runs of
 * \xhh are UTF-8 where they can be, else latin1.
 */
export function undoLogEscapes(logged: string): string {
  if (!logged.includes('\\')) return logged;
  return logged.replace(/(?:\\x[0-9a-f]{2})+|\\["\\bnrtv]/gi, (written) => {
    if (written[1] === 'x' || written[1] === 'X')
      return textOf(Buffer.from(written.replace(/\\x/gi, ''), 'hex'));
    return written[1] === '"' || written[1] === '\\' ? written[1] : ' ';
  });
}

/**
 * A value of a query string, plus signs and percent escapes undone; malformed escapes stay as they are. The bytes are
 * UTF-8; when they cannot be, they are in the first charset given that fits (WHATWG labels, or nonsense), else latin1.
 */
export function decodeValue(raw: string, charsets: string[] = []): string {
  if (!raw.includes('%')) return raw.replaceAll('+', ' ');
  const bytes = Buffer.from(raw.replaceAll('+', ' '));
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const high = bytes[at] === 0x25 ? hexDigit(bytes[at + 1]) : -1;
    const low = high < 0 ? -1 : hexDigit(bytes[at + 2]);
    if (low < 0) bytes[length++] = bytes[at]!;
    else {
      bytes[length++] = high * 16 + low;
      at += 2;
    }
  }
  return textOf(bytes.subarray(0, length), charsets);
}

/** The decoded value of the first non-empty of the named parameters, in the order of the names; null when none is there. */
export function parameterOf(query: string, names: readonly string[], charsets: string[] = []): string | null {
  const pairs = pairsOf(query);
  for (const name of names) {
    for (const [key, raw] of pairs) {
      if (key === name && raw !== '') return decodeValue(raw, charsets);
    }
  }
  return null;
}

/** Keys (lower-case) and raw values of a query string. "&amp;" from badly written links separates too. */
export function pairsOf(query: string): [key: string, raw: string][] {
  return query
    .slice(0, longestQuery)
    .split(/&(?:amp;)?/)
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? [pair.toLowerCase(), '']
        : [pair.slice(0, equals).toLowerCase(), pair.slice(equals + 1)];
    });
}

/** One spelling for one value: composed, lower-case, single spaces, no control characters, at most `longest` UTF-16 units. */
export function folded(text: string, longest = 200): string {
  return printable(text.slice(0, longestQuery).normalize('NFC').toLowerCase(), longest);
}

/** Without control characters (nor those that turn the direction of text) and lone surrogates, white space collapsed, at most `longest` UTF-16 units. */
export function printable(text: string, longest = 200): string {
  const clean = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  // A cut may leave half of a surrogate pair, or a space, at the end.
  return clean
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
}

const longestQuery = 8192; // what nginx accepts as a request line, by default

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array, charsets: string[] = []): string {
  for (const decoder of [utf8, ...charsets.map(decoderOf)]) {
    try {
      if (decoder) return decoder.decode(bytes);
    } catch {
      // Not text in that charset: the next one may fit, and latin1 always does.
    }
  }
  return Buffer.from(bytes).toString('latin1');
}

function decoderOf(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return null; // strangers put anything there
  }
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

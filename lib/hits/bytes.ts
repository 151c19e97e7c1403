/** Reading text out of bytes without making strings; what a line of a log is made of is line.ts's business. */

/** The bytes of a range as text; bytes that are not UTF-8 become U+FFFD. */
export function text(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}

/** A view that reads a buffer four bytes at a time. */
export function wordsOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether a logged value stands for "none": empty, or dashes only (nginx writes "-" for each missing header). */
export function isEmpty(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== DASH) return false;
  return true;
}

/** The offset of the quote that closes a value beginning at `from`, or `to` when none does. */
export function closingQuote(bytes: Uint8Array, words: DataView, from: number, to: number): number {
  let at = from;
  for (;;) {
    // Four bytes at a time: a byte of x is zero where the word holds a quote (Hacker's Delight, 6-1).
    const last = to - 4;
    while (at <= last) {
      const x = words.getInt32(at, true) ^ 0x22222222;
      if (((x - 0x01010101) & ~x & 0x80808080) !== 0) break;
      at += 4;
    }
    while (at < to && bytes[at] !== QUOTE) at++;
    if (at >= to || bytes[at - 1] !== BACKSLASH) return at;
    let slashes = 1;
    while (at - 1 - slashes >= from && bytes[at - 1 - slashes] === BACKSLASH) slashes++;
    if (at - slashes < from) slashes = at - from;
    if (slashes % 2 === 0) return at;
    at++;
  }
}

export function startsWith(bytes: Uint8Array, from: number, to: number, prefix: Uint8Array): boolean {
  if (to - from < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[from + i] !== prefix[i]) return false;
  return true;
}

/** The number that two ASCII digits write, or a negative number when they are not digits. */
export function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DASH = 0x2d;

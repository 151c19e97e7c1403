/** Text as it comes from people, made fit for PostgreSQL, URLs and pages. Pure. */

// Around a hit in a snippet: characters of Unicode's private use area, which no cleaned text contains.
export const hitStart = '\uE000';
export const hitEnd = '\uE001';

// biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL takes no NUL, XML feeds take no other of these.
const unwanted = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uE000\uE001\uFFFE\uFFFF]/g;

/** Without control characters other than tab and line feed, well-formed, in Unicode's composed form (NFC). */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(unwanted, '').normalize('NFC');
}

/** One line: cleaned, white space collapsed and trimmed. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** What a visitor typed into the search box: any string becomes one that PostgreSQL can search for. */
export function cleanQuery(query: string): string {
  return cleanLine(query.slice(0, 1000)).slice(0, 200).toWellFormed();
}

/** Tags as they are kept and looked for: lower case, no '#', each once. */
export function cleanTags(tags: string[]): string[] {
  return [...new Set(tags.map(cleanTag).filter(Boolean))];
}

export const cleanTag = (tag: string) => cleanQuery(tag).replace(/^#+/, '').toLowerCase();

// What the decomposed form (NFKD) does not take apart.
const folds: Record<string, string> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', å: 'a', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ĸ: 'k', ŋ: 'ng', ħ: 'h', ŧ: 't',
}; // biome-ignore format: a table

/**
 * A title as part of a URL: ASCII letters, digits and single hyphens, at most 80 characters, cut between words,
 * never empty. "Überraschung: 3 % für Łódź" is uberraschung-3-fur-lodz.
 */
export function slugOf(title: string, fallback = 'untitled'): string {
  const folded = title
    .toLowerCase()
    .replace(/[^\x20-\x7E]/g, (c) => folds[c] ?? c)
    .normalize('NFKD')
    .replace(/['’]|\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (folded.length <= 80) return folded || fallback;
  const cut = folded.slice(0, 81).lastIndexOf('-');
  return folded.slice(0, cut > 40 ? cut : 80).replace(/-+$/, '');
}

/** The beginning of a text, at most so many characters, cut between words. */
export function excerptOf(text: string, length = 220): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length).lastIndexOf(' ');
  return `${line
    .slice(0, cut > length / 2 ? cut : length)
    .toWellFormed()
    .replace(/[\s,;:.–-]+$/, '')}…`;
}

/** An id as tables have them: 1 to 2147483647. */
export const isId = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 2_147_483_647;

/** How dates, numbers and sizes are written for people, in one voice everywhere. Days are in the process's zone (TZ). */
const numbers = new Intl.NumberFormat('en-US');
const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const weekday = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });

/** 3402 -> "3,402" */
export const number = (n: number): string => numbers.format(n);

/** (1, 'hit') -> "1 hit"; (3402, 'hit') -> "3,402 hits" */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${number(n)} ${n === 1 ? one : many}`;

/** "24 November 2026" */
export const day = (date: Date): string => longDay.format(date);

/** "24 Nov 2026" */
export const dayShort = (date: Date): string => shortDay.format(date);

/** "Tuesday 24 November 2026" */
export const dayWithWeekday = (date: Date): string => weekday.format(date);

/** "09:30 CET" */
export const time = (date: Date): string => clock.format(date);

/** 1536000 -> "1.5 MB", in decimal units as file managers show them. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${number(bytes)} bytes`;
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  // 999.95 would print as "1,000.0": step up before rounding does.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : number(Math.round(value))} ${units[unit]}`;
}

/** "https://www.example.com/about/" -> "example.com/about", for showing a link. */
export function bareUrl(url: string): string {
  return url
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/\/+$/, '');
}

/** What a download is, in a word: "PDF", "ZIP", "Word". */
export function kindOf(mime: string, name: string): string {
  const known: Record<string, string> = {
    'application/pdf': 'PDF',
    'application/zip': 'ZIP',
    'text/csv': 'CSV',
    'image/jpeg': 'JPEG',
    'image/png': 'PNG',
    'image/svg+xml': 'SVG',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint',
  };
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return known[mime] ?? extension?.toUpperCase() ?? 'File';
}

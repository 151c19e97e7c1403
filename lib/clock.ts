import { readFileSync } from 'node:fs';

/**
 * The one clock. Days are calendar days in the process's time zone (TZ), because nginx dates its log in that zone.
 * CLOCK_FILE names a file that holds an ISO 8601 instant; while it is set, that is the time. Only tests set it.
 */
export type Day = string; // YYYY-MM-DD

export function now(): Date {
  const file = process.env.CLOCK_FILE;
  return file ? new Date(readFileSync(file, 'utf8').trim()) : new Date();
}

const two = (n: number) => String(n).padStart(2, '0');

/** The calendar day of an instant in this process's time zone. */
export function dayOf(instant: Date): Day {
  return `${String(instant.getFullYear()).padStart(4, '0')}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}

export const today = (): Day => dayOf(now());

/** The day n days after (n < 0: before) a day; pure calendar arithmetic, so no DST change can skip or repeat one. */
export function addDays(day: Day, n: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + n);
  return date.toISOString().slice(0, 10);
}

/** Whether a string is a real calendar day: 2026-02-29 is not. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

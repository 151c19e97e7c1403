import { PresskitError } from '@/lib/errors';

/**
 * From what a clock on the wall shows to an instant, and back. When the clocks are put forward, some times of day do not
 * exist; when they are put back, some come twice: neither is guessed. Pure, except that it knows the time zones of ICU.
 */
export type Local = string; // YYYY-MM-DDTHH:mm, as <input type="datetime-local"> has it

/**
 * The instant at which clocks in a zone show this.
 * @param o.occurrence which of the two when the time comes twice; not needed otherwise
 * Throws a PresskitError 'invalid' that says what is wrong with the time, and what there is instead.
 */
export function instantOf(local: Local, timeZone: string, o: { occurrence?: 'first' | 'second' } = {}): Date {
  if (!isTimeZone(timeZone)) throw invalid(`“${timeZone}” is not a time zone; a good one: Europe/Berlin.`);
  const wall = wallOf(local);
  if (wall === null) throw invalid(`“${local}” is not a date and time; a good one: 2026-11-24T09:30.`);
  const [before, after] = [offsetAt(wall - day, timeZone), offsetAt(wall + day, timeZone)];
  const found = [...new Set([before, after])]
    .map((offset) => wall - offset)
    .filter((instant) => instant + offsetAt(instant, timeZone) === wall)
    .sort((a, b) => a - b);
  const [first, second] = found;
  if (first === undefined) throw invalid(gap(local, timeZone, change(wall, timeZone)));
  if (second === undefined) return new Date(first);
  if (o.occurrence === 'first') return new Date(first);
  if (o.occurrence === 'second') return new Date(second);
  throw invalid(
    `On ${dayIn(wall)} the clocks in ${timeZone} are put back, and ${clockIn(wall)} comes twice: first ${nameAt(first, timeZone)}, then ${nameAt(second, timeZone)}. Choose which of the two is meant.`,
  );
}

/** What clocks in a zone show at an instant. */
export const localOf = (instant: Date, timeZone: string): Local =>
  new Date(instant.getTime() + offsetAt(instant.getTime(), timeZone)).toISOString().slice(0, 16);

/** "24 November 2026, 09:30 CET (Europe/Berlin)" */
export function spoken(instant: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
  const said = `${day.format(instant)}, ${nameAt(instant.getTime(), timeZone)}`;
  return said.endsWith(` ${timeZone}`) ? said : `${said} (${timeZone})`;
}

export function isTimeZone(name: string): boolean {
  try {
    // "+02:00" is one to Intl, and knows nothing of summer.
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    // A RangeError is its way of saying no.
    return false;
  }
}

/** All zones to choose from, by the names that the IANA uses today. */
export const timeZones = (): string[] =>
  [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(currentName)])].sort(
    (a, b) => Number(b === 'UTC') - Number(a === 'UTC') || (a < b ? -1 : 1),
  );

/** "Asia/Calcutta" -> "Asia/Kolkata". Both are the same zone, and good wherever a zone is given. */
export const currentName = (zone: string): string => {
  const name = renamed[zone];
  return name && isTimeZone(name) ? name : zone;
};

/** For people to choose: "America/Argentina/Buenos Aires" */
export const zoneLabel = (zone: string): string => currentName(zone).replaceAll('_', ' ');

/** That of this process, which is the site's. */
export const siteTimeZone = (): string => currentName(new Intl.DateTimeFormat().resolvedOptions().timeZone);

/** ICU lists zones by the names it first had for them; those that have another one in zone.tab of the IANA. */
const renamed: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

const day = 86_400_000;
const invalid = (sentence: string) => new PresskitError('invalid', sentence);

/** The wall time as if it were UTC, in milliseconds; null when there is no such day or time of day. */
function wallOf(local: Local): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  const time = Date.parse(`${local}:00Z`);
  // Date.parse makes 31 February into 3 March.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 16) !== local ? null : time;
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    })
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const wall = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour, parts.minute, parts.second);
  return wall - Math.floor(instant / 1000) * 1000;
}

/** When the clocks change around a wall time: the wall time before and after, as if they were UTC. */
function change(wall: number, timeZone: string): { from: number; to: number } {
  let [low, high] = [wall - 2 * day, wall + 2 * day];
  const before = offsetAt(low, timeZone);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, timeZone) === before) low = middle;
    else high = middle;
  }
  const at = Math.floor(high / 1000) * 1000;
  return { from: at + before, to: at + offsetAt(high, timeZone) };
}

const gap = (local: Local, timeZone: string, { from, to }: { from: number; to: number }): string =>
  `On ${dayIn(from)} the clocks in ${timeZone} go from ${clockIn(from)} straight to ${clockIn(to)}: there is no ${local.slice(11)} that day. Choose a time before ${clockIn(from)}, or ${clockIn(to)} or later.`;

const dayIn = (wall: number) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(wall);
const clockIn = (wall: number) => new Date(wall).toISOString().slice(11, 16);
const nameAt = (instant: number, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(instant);

import { wallClock } from '@/lib/hits/report/periods';
import type { Interval, Metric } from '@/lib/hits/report/query';
import { number } from '../_site/format';

/** How figures and times of a report are put into words. Days and times are those of this site's time zone. */
export const metricName: Record<Metric, string> = {
  hits: 'Hits',
  visitors: 'Visitors',
  downloads: 'Downloads',
  search: 'Search visits',
  bots: 'Bot reads',
};

/** What one of it is called, in a sentence: "345 search visits". */
export const metricNoun: Record<Metric, [one: string, many: string]> = {
  hits: ['hit', 'hits'],
  visitors: ['visitor', 'visitors'],
  downloads: ['download', 'downloads'],
  search: ['search visit', 'search visits'],
  bots: ['bot read', 'bot reads'],
};

export const metricMeaning: Record<Metric, string> = {
  hits: 'Pages that people’s browsers asked for and got',
  visitors:
    'Different people; whoever comes back on another day is counted anew. By the hour, each stands at the first hit of the day',
  downloads: 'Files that people saved or opened; they are not in the hits',
  search: 'Hits that came from a search engine’s result page',
  bots: 'Reads by programs; they are not in the hits',
};

export const intervalName: Record<Interval, string> = {
  minute: 'Minutes',
  hour: 'Hours',
  day: 'Days',
  week: 'Weeks',
  month: 'Months',
};

/** 345, null -> "345", "–" */
export const figure = (value: number | null): string => (value === null ? '–' : number(value));

/** (345, 'hits') -> "345 hits"; null -> "not known" */
export function figureInWords(value: number | null, metric: Metric): string {
  if (value === null) return 'not known';
  return `${number(value)} ${metricNoun[metric][value === 1 ? 0 : 1]}`;
}

/** 0.123 -> "12%", -0.5 -> "50%", 4.2 -> "×5"; without a sign, which an arrow shows. */
export function changeFigure(change: number): string {
  if (change >= 4) return `×${number(Math.round(change + 1))}`;
  return `${Math.round(Math.abs(change) * 100)}%`;
}

/** For screen readers: 0.123 -> "12% more than", 0 -> "as many as". */
export function changeInWords(change: number): string {
  const size = changeFigure(change);
  if (size.startsWith('×')) return `${size.slice(1)} times as many as`;
  if (size === '0%') return 'as many as';
  return `${size} ${change > 0 ? 'more' : 'fewer'} than`;
}

/** "yesterday" -> "Yesterday" */
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** 0.1234 -> "12%", 0.004 -> "0.4%", 0.0001 -> "<0.1%" */
export function share(part: number): string {
  if (part > 0 && part < 0.001) return '<0.1%';
  return part > 0 && part < 0.0995 ? `${(part * 100).toFixed(1)}%` : `${Math.round(part * 100)}%`;
}

/** For an axis: 1500 -> "1.5k", 20000 -> "20k". */
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
export const axisFigure = (value: number): string => compact.format(value).replace('K', 'k');

const form = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
const forms = {
  day: form({ day: 'numeric', month: 'short' }),
  dayYear: form({ day: 'numeric', month: 'short', year: 'numeric' }),
  weekday: form({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
  month: form({ month: 'short', year: 'numeric' }),
  monthLong: form({ month: 'long', year: 'numeric' }),
};
// A calendar day has no time zone: it is written as it stands.
const noon = (day: string) => new Date(`${day.slice(0, 10)}T12:00:00Z`);

/** "24 Nov" */
export const dayWords = (day: string): string => forms.day.format(noon(day));
/** "24 Nov 2026" */
export const dayYearWords = (day: string): string => forms.dayYear.format(noon(day));
/** "Nov 2026" */
export const monthWords = (day: string): string => forms.month.format(noon(day));

/** "24 Nov 2026", "1 – 24 Nov 2026", "28 Oct – 24 Nov 2026", "28 Dec 2025 – 24 Jan 2026" */
export function rangeWords({ from, to }: { from: string; to: string }): string {
  if (from === to) return forms.weekday.format(noon(to)).replace(',', '');
  if (from.slice(0, 7) === to.slice(0, 7)) return `${noon(from).getUTCDate()} – ${dayYearWords(to)}`;
  if (from.slice(0, 4) === to.slice(0, 4)) return `${dayWords(from)} – ${dayYearWords(to)}`;
  return `${dayYearWords(from)} – ${dayYearWords(to)}`;
}

/** The wall clock of a point, "2026-11-24T09" -> "09:00"; "00:00" for a whole day. */
export function clockOf(at: string): string {
  const time = at.slice(11, 16);
  return time.length === 2 ? `${time}:00` : time || '00:00';
}

/** An instant as points are written, in wall-clock time of this site; what is one already stays as it is. */
export function localOf(at: string): string {
  return /T.*(Z|[+-]\d\d:?\d\d)$/.test(at) ? wallClock(new Date(at)) : at;
}

/** A point of a chart in full: "Tue 24 Nov 2026, 09:00", "Week of 23 Nov 2026", "November 2026". */
export function pointWords(at: string, interval: Interval): string {
  if (interval === 'month') return forms.monthLong.format(noon(at));
  if (interval === 'week') return `Week of ${dayYearWords(at)}`;
  const day = forms.weekday.format(noon(at)).replace(',', '');
  return interval === 'day' ? day : `${day}, ${clockOf(at)}`;
}

/** The time zone that all days and times are in: "Europe/Berlin". */
export const zone = (): string => new Intl.DateTimeFormat('en-GB').resolvedOptions().timeZone;

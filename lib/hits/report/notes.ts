import { type Day, today } from '@/lib/clock';
import type { FreshDay } from './fresh';
import { daysIn, lengthOf, type Span } from './periods';
import type { Metric, ReportQuery } from './query';
import type { Frame } from './report';

/** What a report does not know, or counts otherwise than one may think, in sentences. */
export function notesOf(o: {
  query: ReportQuery;
  span: Span;
  fresh: FreshDay[];
  frame: Pick<Frame, 'rolledUp' | 'firstRollup'>;
  /** Days of the period whose hours were not kept when they were rolled up, in order; of a chart by the hour. */
  withoutHours: Day[];
  /** Of the period, under the filter if there is one. */
  hits: number | null;
}): string[] {
  const { query, span, fresh, frame, withoutHours, hits } = o;
  const notes = fresh.flatMap((day) => noteOfDay(day));
  const missing = daysIn(span).filter((day) => isMissing(day, fresh, frame));
  if (missing.length > 0) {
    notes.push(
      missing.length === 1
        ? `The log of ${missing[0]} has not been rolled up; that day is in no number.`
        : `The logs of ${missing.length} days, the first of them ${missing[0]}, have not been rolled up; those days are in no number.`,
    );
  }
  const byTime = query.interval === 'hour' || query.interval === 'minute';
  if (byTime && query.filter)
    notes.push(
      'Hours are not kept apart by a filter, so this chart has none; choose a longer period to see days.',
    );
  if (byTime && query.metric === 'visitors' && !query.filter)
    notes.push(
      'By the hour or minute, visitors stand at the time of their first hit of the day on each page.',
    );
  if (query.interval === 'minute' && query.compare !== 'none')
    notes.push('Minutes are kept of today alone, so the chart has no second line.');
  if (withoutHours.length > 0) notes.push(noteOfHours(query.metric, withoutHours));
  if (query.metric === 'visitors' && lengthOf(span) > 1)
    notes.push(
      'Visitors are counted per day and page: somebody who comes back the next day, or reads two pages, is counted again, because nothing is kept that would tell.',
    );
  if (query.filter && hits === 0) notes.push('Nothing was counted under this filter in this period.');
  if (query.filter)
    notes.push(
      'Under a filter only hits are known, in the chart and per release; the other numbers are not kept apart by it.',
    );
  return notes;
}

const plurals: Record<Metric, string> = {
  hits: 'Hits',
  visitors: 'Visitors',
  downloads: 'Downloads',
  search: 'Search visits',
  bots: 'Bot reads',
};

function noteOfHours(metric: Metric, days: Day[]): string {
  const when =
    days.length === 1 ? `on ${days[0]}` : `on ${days.length} of these days, the last of them ${days.at(-1)}`;
  return `${plurals[metric]} were not recorded by the hour then (${when}); the chart has a gap there, the numbers by day are whole.`;
}

function noteOfDay({ day, answer, totals, having, isSpread }: FreshDay): string[] {
  const name = day === today() ? 'Today' : `${day}, which is over and not rolled up yet,`;
  if (answer) {
    const live =
      day === today() ? [] : [`${day} is over and not rolled up yet; its numbers are those counted live.`];
    if (isSpread) return live;
    const where = having === null ? 'these numbers' : 'the table of releases';
    return [
      ...live,
      `${name} is not in ${where} under this filter: too many filters are asked for at the moment. Load the page again.`,
    ];
  }
  if (totals.hits !== null)
    return [`${name} is known by its hits only: what counts live does not say more at the moment.`];
  return [`${name} is not in these numbers: memcached, or what counts live, does not answer at the moment.`];
}

function isMissing(
  day: Day,
  fresh: FreshDay[],
  { rolledUp, firstRollup }: Pick<Frame, 'rolledUp' | 'firstRollup'>,
): boolean {
  if (!firstRollup || day < firstRollup || day >= today()) return false;
  return !rolledUp.has(day) && !fresh.some((known) => known.day === day);
}

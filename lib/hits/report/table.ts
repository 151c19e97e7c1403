import { csvLine } from '@/lib/csv';
import { wallClock } from './periods';
import { metrics } from './query';
import type { Beginning } from './since';
import type { Card, ReleaseRow, Report } from './types';

/**
 * What a page shows, as a table of text and numbers, and that as CSV: UTF-8 with a byte order mark, so that spreadsheets
 * read it as such. Text comes from strangers (referrers, terms, titles): see lib/csv.ts.
 */
export type Cell = string | number | null;
/** With the releases that are shown, however many there are, and how the newest began. */
export type ShownReport = Omit<Report, 'releasesTotal'> & { since: Beginning[] };
export type Table = { columns: string[]; rows: Cell[][] };

/**
 * A report is one table of sections: tiles, chart, releases, cards; a card or releases alone are their own. `published`
 * is a time as points have them ("2026-11-24T14:05", the site's) in a report and ISO 8601 in releases alone.
 */
export function rows(of: ShownReport | Card | ReleaseRow[]): Table {
  if (Array.isArray(of)) return { columns: releaseColumns, rows: of.map(releaseCells) };
  if ('dimension' in of) return { columns: ['value', 'label', 'views', 'share'], rows: cardCells(of) };
  return {
    columns: reportColumns,
    rows: reportCells(of).map((cells) => reportColumns.map((_, i) => cells[i] ?? null)),
  };
}

export function csv({ columns, rows }: Table): string {
  return `\ufeff${[columns, ...rows].map(csvLine).join('')}`;
}

/** One object per row, by the names of the columns. */
export function json({ columns, rows }: Table): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null]))),
  );
}

const reportColumns = [
  'section',
  'name',
  'value',
  'previous',
  'change',
  'share',
  'address',
  'published',
  'state',
];

/** Cells that are left out at the end are empty. */
function reportCells(report: ShownReport): Cell[][] {
  const { tiles, series, releases, cards, heatMap, published, since, notes } = report;
  const comparison = series.comparison ?? [];
  return [
    ...metrics.map((metric) => {
      const { value, previous, change } = tiles[metric];
      return ['total', metric, value, previous, change];
    }),
    ...series.points.map(({ at, value }, i) => [series.interval, at, value, comparison[i]?.value ?? null]),
    ...published.map(({ at, title, url }) => [
      'published',
      title,
      null,
      null,
      null,
      null,
      url,
      at,
      'published',
    ]),
    ...releases.map(({ title, value, previous, change, url, publishedAt, state }) => [
      'release',
      title,
      value,
      previous,
      change,
      null,
      url,
      publishedAt && wallClock(new Date(publishedAt)),
      state,
    ]),
    ...cards.flatMap(({ dimension, rows }) =>
      rows.map(({ label, views, share }) => [dimension, label, views, null, null, share]),
    ),
    ...(heatMap ?? []).map(({ weekday, hour, value }) => [
      'hour of the week',
      `${weekdays[weekday]} ${String(hour).padStart(2, '0')}:00`,
      value,
    ]),
    ...since.flatMap(beginningCells),
    ...notes.map((note) => ['note', note]),
  ];
}

function beginningCells({ title, hours24, days7, median24, median7 }: Beginning): Cell[][] {
  const row = (section: string, value: number | null) => [section, title, value];
  return [
    row('first 24 hours', hours24),
    row('first 24 hours, median of the others', median24),
    row('first 7 days', days7),
    row('first 7 days, median of the others', median7),
  ];
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const releaseColumns = ['id', 'title', 'address', 'published', 'value', 'previous', 'change', 'state'];
const releaseCells = ({
  id,
  title,
  url,
  publishedAt,
  value,
  previous,
  change,
  state,
}: ReleaseRow): Cell[] => [id, title, url, publishedAt, value, previous, change, state];
const cardCells = ({ rows }: Card): Cell[][] =>
  rows.map(({ value, label, views, share }) => [value, label, views, share]);

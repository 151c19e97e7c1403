import { csvLine } from '@/lib/csv';
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

/** A report is one table of sections: tiles, chart, releases, cards; a card or releases alone are their own. */
export function rows(of: ShownReport | Card | ReleaseRow[]): Table {
  if (Array.isArray(of)) return { columns: releaseColumns, rows: of.map(releaseCells) };
  if ('dimension' in of) return { columns: ['value', 'label', 'views', 'share'], rows: cardCells(of) };
  return {
    columns: ['section', 'name', 'value', 'previous', 'change', 'share', 'address'],
    rows: reportCells(of),
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

function reportCells(report: ShownReport): Cell[][] {
  const { tiles, series, releases, cards, heatMap, published, since, notes } = report;
  const comparison = series.comparison ?? [];
  return [
    ...metrics.map((metric) => {
      const { value, previous, change } = tiles[metric];
      return ['total', metric, value, previous, change, null, null];
    }),
    ...series.points.map(({ at, value }, i) => [
      series.interval,
      at,
      value,
      comparison[i]?.value ?? null,
      null,
      null,
      null,
    ]),
    ...published.map(({ at, title, url }) => ['published', `${at} ${title}`, null, null, null, null, url]),
    ...releases.map(({ title, value, previous, change, url }) => [
      'release',
      title,
      value,
      previous,
      change,
      null,
      url,
    ]),
    ...cards.flatMap(({ dimension, rows }) =>
      rows.map(({ label, views, share }) => [dimension, label, views, null, null, share, null]),
    ),
    ...(heatMap ?? []).map(({ weekday, hour, value }) => [
      'hour of the week',
      `${weekdays[weekday]} ${String(hour).padStart(2, '0')}:00`,
      value,
      null,
      null,
      null,
      null,
    ]),
    ...since.flatMap(beginningCells),
    ...notes.map((note) => ['note', note, null, null, null, null, null]),
  ];
}

function beginningCells({ title, hours24, days7, median24, median7 }: Beginning): Cell[][] {
  const row = (section: string, value: number | null) => [section, title, value, null, null, null, null];
  return [
    row('first 24 hours', hours24),
    row('first 24 hours, median of the others', median24),
    row('first 7 days', days7),
    row('first 7 days, median of the others', median7),
  ];
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const releaseColumns = ['id', 'title', 'address', 'published', 'value', 'previous', 'change'];
const releaseCells = ({ id, title, url, publishedAt, value, previous, change }: ReleaseRow): Cell[] => [
  id,
  title,
  url,
  publishedAt,
  value,
  previous,
  change,
];
const cardCells = ({ rows }: Card): Cell[][] =>
  rows.map(({ value, label, views, share }) => [value, label, views, share]);

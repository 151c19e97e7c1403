import { addDays } from '@/lib/clock';
import { parseQuery } from '@/lib/hits/report/query';
import type { Card, Point, Report, Tile } from '@/lib/hits/report/types';
import type { Place, View } from '../view';

/** Reports made by hand, for tests of what is made of them. */
export const place = (changes: Partial<Place> = {}): Place => ({
  kind: 'newsroom',
  id: 3,
  path: '/author/statistics/newsroom/3',
  name: 'Acme Instruments',
  publicUrl: '/newsrooms/3/acme',
  live: '/api/live?scope=newsroom:3',
  isShared: false,
  ...changes,
});

export const viewOf = (params: Record<string, string> = {}, changes: Partial<View> = {}): View => ({
  place: place(),
  query: parseQuery(params).query,
  list: { sort: 'value', isReversed: false, page: 1, search: '' },
  tabs: [],
  ...changes,
});

export const tile = (value: number | null, previous: number | null = null): Tile => ({
  value,
  previous,
  change: value === null || !previous ? null : value / previous - 1,
});

/** A point a day from the first day on; the last is not over. */
export const daily = (from: string, values: (number | null)[]): Point[] =>
  values.map((value, index) => ({
    at: addDays(from, index),
    value,
    incomplete: index === values.length - 1,
  }));

export const card = (
  dimension: string,
  counts: [value: string, views: number][],
  more: Partial<Card> = {},
): Card => {
  const total = counts.reduce((sum, [, views]) => sum + views, 0);
  return {
    dimension,
    title: dimension,
    rows: counts.map(([value, views]) => ({
      value,
      label: value,
      views,
      share: views / Math.max(total, 1),
      canFilter: true,
    })),
    total,
    distinct: counts.length,
    note: null,
    filtered: 'yes',
    ...more,
  };
};

export function reportOf(changes: Partial<Report> = {}): Report {
  const values = Array.from({ length: 28 }, (_, n) => 120 + Math.round(80 * Math.sin(n)) + n * 3);
  return {
    period: { from: '2026-10-28', to: '2026-11-24' },
    comparison: { from: '2026-09-30', to: '2026-10-27' },
    tiles: {
      hits: tile(3402, 3000),
      visitors: tile(1210, 1400),
      downloads: tile(87, 7),
      search: tile(640, 640),
      bots: tile(5120, 4000),
    },
    series: {
      interval: 'day',
      points: daily('2026-10-28', values),
      comparison: values.map((value, index) => ({
        at: addDays('2026-09-30', index),
        value: Math.round(value * 0.8),
      })),
    },
    published: [
      { at: '2026-11-03T09:00', id: 7, title: 'Acme ships', url: '/releases/7/acme-ships' },
      { at: '2026-11-18T09:00', id: 8, title: 'Acme measures a lake', url: '/releases/8/lake' },
      { at: '2026-11-18T15:00', id: 9, title: 'Acme answers', url: '/releases/9/answers' },
    ],
    releases: [
      {
        id: 7,
        title: 'Acme ships',
        url: '/releases/7/acme-ships',
        publishedAt: '2026-11-03T09:00:00Z',
        state: 'published',
        value: 2100,
        previous: 0,
        change: null,
        sparkline: values,
      },
      {
        id: 8,
        title: 'Acme measures a lake',
        url: '/releases/8/lake',
        publishedAt: '2026-11-18T09:00:00Z',
        state: 'published',
        value: 1302,
        previous: 1000,
        change: 0.302,
        sparkline: [...values].reverse(),
      },
    ],
    releasesTotal: 2,
    cards: [
      card('channel', [
        ['direct', 1500],
        ['search', 640],
        ['social', 300],
      ]),
      card('referrer', [['news.example', 320]]),
      card('engine', [['Google', 600]]),
      card('term', [
        ['(not provided)', 590],
        ['small barometer', 10],
      ]),
      card('utm_source', []),
      card('utm_campaign', [['launch', 5]]),
      card('device', [
        ['desktop', 2000],
        ['phone', 1402],
      ]),
      card('browser', [['Firefox', 3402]]),
      card('system', [['Linux', 3402]]),
      card('bot', [['search', 5120]]),
    ],
    heatMap: [
      { weekday: 1, hour: 10, value: 34 },
      { weekday: 6, hour: 23, value: 3 },
    ],
    notes: [],
    ...changes,
  };
}

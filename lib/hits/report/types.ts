import type { Day } from '@/lib/clock';
import type { Interval, Metric } from './query';

/** What a report holds. A number that is not known is null, never zero; `notes` say in sentences why. */
export type Tile = {
  value: number | null;
  /** The same in the period compared with. */
  previous: number | null;
  /** Of the comparison: 0.5 is half more, -1 nothing left; null when unknown or when there was nothing before. */
  change: number | null;
};

export type Point = {
  /** A day (weeks and months: their first within the period), or "2026-11-24T14" and "2026-11-24T14:05" in the site's time. */
  at: string;
  value: number | null;
  /** Still going on: it ends with now. */
  incomplete: boolean;
};

export type ReleaseRow = {
  id: number;
  title: string;
  url: string;
  /** ISO 8601; of one that readers do not see yet, when they shall; null: that is open. */
  publishedAt: string | null;
  /** What readers do not see is none of 'published'; one whose time has come is. */
  state: 'draft' | 'scheduled' | 'embargoed' | 'published';
  value: number | null;
  previous: number | null;
  change: number | null;
  /** The chart of the release in some twenty to thirty points, all of the period's days. */
  sparkline: number[];
};

export type CardRow = {
  value: string;
  label: string;
  views: number;
  /** 0 to 1, of `total`. */
  share: number;
  canFilter: boolean;
};

export type Card = {
  dimension: string;
  title: string;
  rows: CardRow[];
  /** Hits (bots: requests) that have a value here. */
  total: number;
  /** How many values there are in all, of which `rows` may be some. */
  distinct: number;
  note: string | null;
  /** Under a filter: whether this card could be filtered by it. */
  filtered: 'yes' | 'not available';
};

export type Report = {
  period: { from: Day; to: Day };
  comparison: { from: Day; to: Day } | null;
  tiles: Record<Metric, Tile>;
  series: {
    interval: Interval;
    points: Point[];
    comparison: { at: string; value: number | null }[] | null;
  };
  /** Releases that were published in the period, oldest first. */
  published: { at: string; id: number; title: string; url: string }[];
  releases: ReleaseRow[];
  releasesTotal: number;
  cards: Card[];
  heatMap: HeatCell[] | null;
  notes: string[];
};

/** Hits of an hour of the week; 0 is Monday. */
export type HeatCell = { weekday: number; hour: number; value: number };

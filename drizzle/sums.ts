import { date, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/**
 * Sums of hits_daily and hits_breakdown, written by the roll-up beside them (lib/hits/newsroom-sums.ts) so that reports
 * about thousands of releases, or years, read few rows of each.
 */
export const sumUnits = ['week', 'month', 'year'] as const;

export const hitsSums = pgTable(
  'hits_sums',
  {
    type: text('type').notNull(),
    objectId: integer('object_id').notNull(),
    unit: text('unit', { enum: sumUnits }).notNull(),
    /** The first day of the week (Monday), month or year. */
    start: date('start').notNull(),
    views: integer('views').notNull(),
    visitors: integer('visitors').notNull(),
    homeId: integer('home_id').notNull().default(0),
  },
  // A week of a newsroom is one stretch of it.
  (t) => [primaryKey({ columns: [t.type, t.unit, t.start, t.homeId, t.objectId] })],
);

/**
 * The newsroom that content was in when the roll-up first saw it. Its rows of hits lie together under that one for good,
 * wherever it moves: a home says where to look, not whose hits they are.
 */
export const hitsHomes = pgTable(
  'hits_homes',
  {
    type: text('type').notNull(),
    objectId: integer('object_id').notNull(),
    newsroomId: integer('newsroom_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.type, t.objectId] })],
);

export const hitsNewsroomDaily = pgTable(
  'hits_newsroom_daily',
  {
    newsroomId: integer('newsroom_id').notNull(),
    day: date('day').notNull(),
    type: text('type').notNull(),
    views: integer('views').notNull(),
    visitors: integer('visitors').notNull(),
  },
  (t) => [primaryKey({ columns: [t.newsroomId, t.day, t.type] }), index('hits_newsroom_daily_day').on(t.day)],
);

/** Of pages, not of files. */
export const hitsNewsroomBreakdown = pgTable(
  'hits_newsroom_breakdown',
  {
    newsroomId: integer('newsroom_id').notNull(),
    dimension: text('dimension').notNull(),
    day: date('day').notNull(),
    value: text('value').notNull(),
    views: integer('views').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.newsroomId, t.dimension, t.day, t.value] }),
    index('hits_newsroom_breakdown_day').on(t.day),
  ],
);

export const hitsNewsroomSums = pgTable(
  'hits_newsroom_sums',
  {
    newsroomId: integer('newsroom_id').notNull(),
    dimension: text('dimension').notNull(),
    unit: text('unit', { enum: sumUnits }).notNull(),
    start: date('start').notNull(),
    value: text('value').notNull(),
    views: integer('views').notNull(),
  },
  (t) => [primaryKey({ columns: [t.newsroomId, t.dimension, t.unit, t.start, t.value] })],
);

/** Which content the sums of a newsroom were made of. */
export const hitsAttributed = pgTable(
  'hits_attributed',
  {
    type: text('type').notNull(),
    objectId: integer('object_id').notNull(),
    newsroomId: integer('newsroom_id').notNull(),
    /** Its `hitsHomes`, here so that those of a newsroom are read in one stretch; 0: none is known. */
    homeId: integer('home_id').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.type, t.objectId, t.newsroomId] }),
    index('hits_attributed_newsroom').on(t.newsroomId, t.type, t.objectId, t.homeId),
  ],
);

import type { Day } from '@/lib/clock';

/**
 * Every memcached key of the counts is built here and nowhere else. nginx reads hits:<day>:<type>:<id> too, so that
 * form is a contract: a decimal number in ASCII.
 */

/** Seconds a count stays: today's and yesterday's are needed, and a lost ingest must not leave old ones for ever. */
export const HITS_SECONDS = 48 * 60 * 60;

/** A content's hits of one day. */
export const hitsKey = (day: Day, type: string, id: number): string => `${hitsPrefix(day)}${type}:${id}`;

/** What the keys of a day begin with; content, as `type:id`, follows. */
export const hitsPrefix = (day: Day): string => `hits:${day}:`;

/**
 * There once every count of the day is written. WHOLE: all of them are kept, so a missing one is zero. PARTIAL, or no
 * such key: a missing one is not known now.
 */
export const readyKey = (day: Day): string => `hits:${day}:ready`;
export const WHOLE = '1';
export const PARTIAL = '0';

/** How far ingest is, as JSON, written each second. */
export const STATUS_KEY = 'presskit:ingest';

/** There as long as memcached has kept what one run of ingest wrote. */
export const sentinelKey = (run: string): string => `presskit:ingest:${run}`;

/** Who asks for details now; see live-asking.ts. */
export const ASKERS_KEY = 'presskit:asking';
/** Part of the list of contents that is asked about. */
export const askedKey = (id: string, part: number): string => `presskit:asked:${id}:${part}`;
/** The details of those contents on a day. */
export const answerKey = (id: string, day: Day): string => `presskit:answer:${id}:${day}`;
/** Who filters those contents now, and by what. */
export const filtersKey = (id: string): string => `presskit:filters:${id}`;
/** Of each of them, the hits of a day that a filter lets through. */
export const havingKey = (id: string, filter: string, day: Day): string =>
  `presskit:having:${id}:${filter}:${day}`;
/** Seconds an asker is answered without asking again, and a list stays. */
export const ASK_SECONDS = 60;
export const ASKED_SECONDS = 600;

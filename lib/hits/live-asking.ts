import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Day } from '@/lib/clock';
import type { ContentKey, DropReason } from './day-sums';

/**
 * How a page asks ingest for more than a count. The page leaves in memcached which contents it is about; ingest, which
 * has the sums of today and yesterday in memory, leaves the answer there and keeps it fresh for as long as it is asked.
 * So nothing is computed that nobody looks at, and a newsroom of thousands of releases is one value to read.
 */
export type LiveAnswer = {
  day: Day;
  /** When it was computed: by the site's clock, ISO 8601, and in milliseconds by the machine's. */
  at: string;
  madeAt: number;
  /** Whether the day's log has been counted from its beginning. */
  complete: boolean;
  /**
   * Per content with any: its place in the list asked for, hits, visitors, requests of bots, hits from search engines,
   * and of what was asked about one value, hits that have it.
   */
  contents: [place: number, views: number, visitors: number, bots: number, search: number, having: number][];
  /** Per minute of the day that has any: of pages, downloads of files. */
  minutes: Record<MinuteKind, [minute: number, n: number][]>;
  /** Of pages, per dimension its values with their hits, most first; long tails are cut off, `totals` has all. */
  breakdowns: Record<string, [value: string, views: number][]>;
  totals: Record<string, { views: number; distinct: number }>;
  /** Distinct visitors of the last five minutes, all pages together. */
  now: number;
  /** What became of the lines of the whole day. */
  lines: number;
  hits: number;
  drops: Record<DropReason, number>;
};

export const minuteKinds = ['hits', 'visitors', 'downloads', 'search', 'bots'] as const;
export type MinuteKind = (typeof minuteKinds)[number];

/** What is asked: contents, and the one value of a dimension whose hits are to be told per content. */
export type Question = {
  contents: readonly ContentKey[];
  having: { dimension: string; value: string } | null;
};

/** Who asks now: JSON of [id, until when in milliseconds]. */
export type Askers = [id: string, until: number][];

/** A question by what is in it, so that one of that name is always the same. */
export function askId(question: Question): string {
  return createHash('sha256').update(textOf(question)).digest('base64url').slice(0, 22);
}

// memcached takes a mebibyte at the most; a list is cut into parts.
const PART = 500_000;

/** The question as texts short enough for memcached, at least one: "2 release:1,file:3", how many parts in front. */
export function listParts(question: Question): string[] {
  const text = textOf(question);
  const parts = Math.max(1, Math.ceil(text.length / PART));
  return Array.from({ length: parts }, (_, i) => `${parts} ${text.slice(i * PART, (i + 1) * PART)}`);
}

/** How many parts a list has, by its first one. */
export const partCount = (first: string): number => Number(first.slice(0, first.indexOf(' ')));

export function questionOf(parts: string[]): Question {
  const text = parts.map((part) => part.slice(part.indexOf(' ') + 1)).join('');
  const space = text.indexOf(' ');
  const keys = space < 0 ? text : text.slice(0, space);
  const [dimension, value] = space < 0 ? [] : (JSON.parse(text.slice(space + 1)) as string[]);
  return {
    contents: keys.split(',').filter((key): key is ContentKey => /^\w+:\d+$/.test(key)),
    having: dimension !== undefined && value !== undefined ? { dimension, value } : null,
  };
}

function textOf({ contents, having }: Question): string {
  const keys = contents.join(',');
  return having ? `${keys} ${JSON.stringify([having.dimension, having.value])}` : keys;
}

const SMALL = 50_000;

/** An answer as memcached keeps it: JSON, gzipped and in base64 when it is long. */
export async function packed(answer: LiveAnswer): Promise<string> {
  const json = JSON.stringify(answer);
  if (json.length < SMALL) return json;
  return `z${(await promisify(gzip)(json, { level: 1 })).toString('base64')}`;
}

export async function unpacked(text: string): Promise<LiveAnswer> {
  const json = text.startsWith('z')
    ? (await promisify(gunzip)(Buffer.from(text.slice(1), 'base64'))).toString()
    : text;
  return JSON.parse(json) as LiveAnswer;
}

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Day } from '@/lib/clock';
import type { ContentKey, DropReason } from './day-sums';

/**
 * How a page asks ingest for more than a count. The page leaves in memcached which contents it is about; ingest, which
 * has the sums of today and yesterday in memory, leaves the answer there and keeps it fresh for as long as it is asked.
 * So nothing is computed that nobody looks at, and a newsroom of thousands of releases is one value to read.
 *
 * What is kept fresh is a question about contents alone: one for each scope, however it is looked at. A filter, which
 * whoever looks may choose, is asked apart: a few at a time of each scope, and each is answered once.
 */
export type LiveAnswer = {
  day: Day;
  /** When it was computed: by the site's clock, ISO 8601, and in milliseconds by the machine's. */
  at: string;
  madeAt: number;
  /** Whether the day's log has been counted from its beginning. */
  complete: boolean;
  /** Per content with any: its place in the list asked for, hits, visitors, requests of bots, hits from search engines. */
  contents: [place: number, views: number, visitors: number, bots: number, search: number][];
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

/** Who asks now: JSON of [id, until when in milliseconds]. */
export type Askers = [id: string, until: number][];
export const MOST_ASKERS = 500;

/** Contents by what they are, so that one list of them always has the same name. */
export const askId = (contents: readonly ContentKey[]): string => named(contents.join(','));

/** One value of a dimension. */
export type Filter = { dimension: string; value: string };

/** Who filters the contents of one question, the newest last: JSON. Each is answered once for every `asked`. */
export type FilterAskers = [id: string, dimension: string, value: string, asked: number][];
/** Older ones make room: whoever tries a thousand filters of a scope takes no more time than this. */
export const MOST_FILTERS = 4;

export const filterId = ({ dimension, value }: Filter): string => named(JSON.stringify([dimension, value]));

/** `asked` is that of who filters, by their clock; then, per content with any, hits that the filter lets through. */
export type FilterAnswer = { asked: number; having: [place: number, views: number][] };

const named = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

// memcached takes a mebibyte at the most; a list is cut into parts.
const PART = 500_000;

/** The contents as texts short enough for memcached, at least one: "2 release:1,file:3", how many parts in front. */
export function listParts(contents: readonly ContentKey[]): string[] {
  const text = contents.join(',');
  const parts = Math.max(1, Math.ceil(text.length / PART));
  return Array.from({ length: parts }, (_, i) => `${parts} ${text.slice(i * PART, (i + 1) * PART)}`);
}

/** How many parts a list has, by its first one. */
export const partCount = (first: string): number => Number(first.slice(0, first.indexOf(' ')));

export function contentsIn(parts: string[]): ContentKey[] {
  const text = parts.map((part) => part.slice(part.indexOf(' ') + 1)).join('');
  return text.split(',').filter((key): key is ContentKey => /^\w+:\d+$/.test(key));
}

const SMALL = 50_000;

/** An answer as memcached keeps it: JSON, gzipped and in base64 when it is long. */
export async function packed(answer: LiveAnswer | FilterAnswer): Promise<string> {
  const json = JSON.stringify(answer);
  if (json.length < SMALL) return json;
  return `z${(await promisify(gzip)(json, { level: 1 })).toString('base64')}`;
}

export async function unpacked<A extends LiveAnswer | FilterAnswer>(text: string): Promise<A> {
  const json = text.startsWith('z')
    ? (await promisify(gunzip)(Buffer.from(text.slice(1), 'base64'))).toString()
    : text;
  return JSON.parse(json) as A;
}

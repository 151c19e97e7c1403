import { addDays, type Day } from '@/lib/clock';
import { garbageLine } from './garbage-lines';
import { type Random, randomFrom } from './random';
import { addresses, bots, browsers, names, purposes, referrers } from './samples';

/**
 * Logs for tests, made up from a seed: every format the product reads, every reason to drop a line, and the garbage
 * that real logs hold. Lines are in no order of time, and some are equal byte for byte.
 */
export type LogOptions = {
  seed: number;
  lines: number;
  /** The day most lines name; a few name its neighbours, as lines written around midnight do. */
  day?: Day;
  /** How many releases, newsrooms and files each there are, by ids from 1. */
  contents?: number;
  /** Share of lines that are garbage, 0 to 1. */
  garbage?: number;
  /** Share of ordinary lines that a reason to drop was built into, 0 to 1. */
  dropped?: number;
  /** Formats to choose from; all unless said otherwise. */
  formats?: readonly Format[];
  /** Allow lines of a hundred kilobytes and more. */
  long?: boolean;
};

/** fields: combined with `key="value"` behind it, as our nginx writes. vhost: host and port before combined. */
export const formats = ['fields', 'fields', 'fields', 'combined', 'vhost', 'common'] as const;
export type Format = (typeof formats)[number];

/** A whole log, each line with its line feed. The same options give the same bytes. */
export function generatedLog(options: LogOptions): Buffer {
  return Buffer.concat([...generatedLines(options)]);
}

/** The lines of a log one by one, each with its line feed. */
export function* generatedLines(options: LogOptions): Generator<Buffer> {
  const random = randomFrom(options.seed);
  let last: Buffer | null = null;
  for (let i = 0; i < options.lines; i++) {
    if (last && random.chance(0.03)) {
      yield last;
      continue;
    }
    const ordinary = () => ordinaryLine(random, options);
    const line = random.chance(options.garbage ?? 0.1)
      ? garbageLine(random, ordinary, options.long ?? true)
      : Buffer.from(ordinary(), 'latin1');
    last = Buffer.concat([line, random.chance(0.01) ? CRLF : LF]);
    yield last;
  }
}

const LF = Buffer.from('\n');
const CRLF = Buffer.from('\r\n');

/** One line without line feed, as latin1: a hit, or a request with one or more reasons to be dropped. */
function ordinaryLine(random: Random, options: LogOptions): string {
  const drop = random.chance(options.dropped ?? 0.4);
  const spoil = (share: number) => drop && random.chance(share);
  const type = random.pick(['releases', 'releases', 'releases', 'newsrooms', 'files']);
  const method = spoil(0.2) ? random.pick(['POST', 'HEAD', 'OPTIONS', 'PUT', 'PROPFIND']) : 'GET';
  const partial = type === 'files' && random.chance(0.3);
  const status = spoil(0.2)
    ? random.pick([301, 308, 404, 403, 499, 500, 206, 204])
    : partial
      ? 206
      : random.pick([200, 200, 200, 304]);
  const path = spoil(0.3) ? random.pick(elsewhere) : contentPath(random, type, options.contents ?? 12);
  const query = random.chance(0.25) ? `?${random.pick(queries)}` : '';
  const request = `${method} ${path}${query}${random.pick([' HTTP/1.1', ' HTTP/1.1', ' HTTP/2.0', ' HTTP/3.0', ' HTTP/1.0', ''])}`;
  const agent = spoil(0.3) ? random.pick(bots) : random.pick(browsers);
  const prefetch = spoil(0.4);

  const begin = `${random.pick(addresses)} - ${random.pick(['-', '-', '-', 'anna', 'o\\x22neil', 'j smith'])} [${time(random, options.day ?? '2026-03-14')}]`;
  const common = `${begin} "${request}" ${status} ${random.pick(['-', String(random.below(90_000))])}`;
  const combined = `${common} "${random.pick(referrers)}" "${agent}"`;
  switch (random.pick(options.formats ?? formats)) {
    case 'common':
      return common;
    case 'combined':
      return combined;
    case 'vhost':
      return `${random.pick(['press.example.com:443', 'localhost:80', '[::1]:8080'])} ${combined}`;
    default:
      return `${combined} ${fields(random, prefetch)}`;
  }
}

function fields(random: Random, prefetch: boolean): string {
  const [purpose, router] = prefetch ? random.pick(purposes) : ['--', '--'];
  const range = random.pick([
    '-',
    'bytes=0-',
    'bytes=0-1023',
    'bytes=1024-',
    'bytes=-500',
    'bytes=5-9,0-3',
    'items=0-',
  ]);
  const known = [
    `purpose="${purpose}"`,
    `prefetch="${router}"`,
    `rsc="${random.pick(['-', '-', '1'])}"`,
    `range="${range}"`,
    `host="${random.pick(['press.example.com', 'localhost:8080', '-'])}"`,
    `time="0.0${random.below(100)}"`,
  ];
  if (random.chance(0.1)) known.splice(random.below(6), 0, `cache="\\"HIT\\" \\\\"`);
  if (random.chance(0.05)) known.reverse();
  return known.join(' ');
}

function contentPath(random: Random, type: string, contents: number): string {
  // Few contents get most requests, as on a real site.
  const id = 1 + Math.floor(contents * random.next() ** 2);
  const path = `/${type}/${id}/${random.pick(names)}`;
  if (random.chance(0.95)) return path;
  const at = 1 + random.below(path.length - 1);
  if (/[%/\\]/.test(path.slice(Math.max(0, at - 3), at + 1))) return path;
  return `${path.slice(0, at)}%${path.charCodeAt(at).toString(16)}${path.slice(at + 1)}`;
}

function time(random: Random, day: Day): string {
  const shift = random.chance(0.02) ? random.pick([-1, 1]) : 0;
  const [year, month, date] = addDays(day, shift).split('-');
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1];
  const two = (limit: number) => String(random.below(limit)).padStart(2, '0');
  const second = random.chance(0.001) ? '60' : two(60);
  return `${date}/${name}/${year}:${two(24)}:${two(60)}:${second} ${random.pick(['+0000', '+0100', '-0730'])}`;
}

const queries = [
  'utm_source=newsletter&utm_medium=email&utm_campaign=Spring%20Launch',
  'utm_source=%E0%A4%A&utm_term=%',
  '_rsc=1k3d9',
  'q=a%20b+c',
  '',
  'x=/releases/1/other?y',
  'utm_source=\\x22quoted\\x22',
];

/** Paths that are no counted content. */
const elsewhere = [
  '/',
  '/archive?page=2',
  '/releases',
  '/releases/7',
  '/releases/7/',
  '/releases/7/acme/ships',
  '/releases//acme',
  '/releases/07/acme',
  '/releases/0/acme',
  '/releases/-7/acme',
  '/releases/7x/acme',
  '/releases/2147483648/acme',
  '/releases/99999999999999999999/acme',
  '/Releases/7/acme',
  '/xreleases/7/acme',
  '//releases/7/acme',
  'http://press.example.com/releases/7/acme',
  '*',
  '/feed.xml',
  '/_next/static/chunks/main.js',
  '/releases/7/%E0%A4%A',
  '/releases/7/%zz',
  '/releases/7/100%',
  '/files/3/%C3%28.pdf',
  '/files/3/%FF',
  '/releases/%/acme',
  '/releases/7/..%2f..%2ffiles%2f3%2fa.pdf',
  '/releases/7/..',
  '/newsrooms/7/%2E',
  '/media/3/640-abcdef01.webp',
  '/wp-login.php',
  '/\\x22\\x5C',
];

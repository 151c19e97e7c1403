import { isbot } from 'isbot';

/**
 * The counter that tests hold the real one against: written from the design's text alone, with regular expressions
 * and maps, a string per line, slow and meant to be read. It shares no code with the real one, so that a mistake
 * must be made twice to go unnoticed.
 */
export type Reason = 'malformed' | 'method' | 'status' | 'path' | 'prefetch' | 'bot';
export type Recount = {
  lines: number;
  hits: number;
  drops: Record<Reason, number>;
  /** By `type:id`, "release:7". */
  views: Map<string, number>;
  /** Distinct pairs of address and user agent, by `type:id`. */
  visitors: Map<string, number>;
  /** Distinct pairs of address and user agent over all content. */
  siteVisitors: number;
  /** "release:7 hour 14", "release:7 visitor_hour 9" ...: hits, requests of bots, and visitors by their first hit. */
  hours: Map<string, number>;
};

/**
 * Counts a log.
 * @param options.live the log is still being written: a last line without line feed is not a line yet
 */
export function naiveRecount(log: Uint8Array, options: { live?: boolean } = {}): Recount {
  // latin1 keeps every byte as one character, whatever it is.
  const lines = Buffer.from(log).toString('latin1').split('\n');
  const tail = lines.pop();
  if (tail && !options.live) lines.push(tail);

  const drops = { malformed: 0, method: 0, status: 0, path: 0, prefetch: 0, bot: 0 };
  const views = new Map<string, number>();
  const people = new Map<string, Set<string>>();
  const everybody = new Set<string>();
  const hours = new Map<string, number>();
  const firsts = new Map<string, number>();
  const count = (key: string, dimension: string, hour: number) => {
    const name = `${key} ${dimension} ${hour}`;
    hours.set(name, (hours.get(name) ?? 0) + 1);
  };
  for (const line of lines) {
    const verdict = judge(line);
    if (typeof verdict === 'string') {
      drops[verdict]++;
      continue;
    }
    if ('bot' in verdict) {
      drops.bot++;
      if (!verdict.bot.startsWith('file:')) count(verdict.bot, 'bot_hour', verdict.hour);
      continue;
    }
    const { key, visitor, hour } = verdict;
    count(key, 'hour', hour);
    firsts.set(`${key} ${visitor}`, Math.min(hour, firsts.get(`${key} ${visitor}`) ?? hour));
    views.set(key, (views.get(key) ?? 0) + 1);
    if (!people.has(key)) people.set(key, new Set());
    people.get(key)!.add(visitor);
    everybody.add(visitor);
  }
  const hits = [...views.values()].reduce((sum, count) => sum + count, 0);
  const visitors = new Map([...people].map(([key, set]) => [key, set.size]));
  for (const [name, hour] of firsts) {
    const key = name.slice(0, name.indexOf(' '));
    if (!key.startsWith('file:')) count(key, 'visitor_hour', hour);
  }
  return { lines: lines.length, hits, drops, views, visitors, siteVisitors: everybody.size, hours };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** One line: the hit it is, or the first reason why it is none. */
function judge(
  line: string,
): Reason | { key: string; visitor: string; hour: number } | { bot: string; hour: number } {
  if (line.length > 1024 * 1024) return 'malformed';
  // address, then ident and user (a user of "-" is nobody; a real one may hold spaces and brackets), then the first
  // thing in brackets that is as long as a time.
  const request =
    /^([^ ]+) (- -|(?!- - )(?:(?! \[.{26}\]).)+) \[(\d\d)\/([A-Z][a-z][a-z])\/(\d{4}):(\d\d):(\d\d):(\d\d) [+-]\d{4}\] "((?:[^"\\]|\\.)*)" ([1-9]\d\d)(?= |$)(.*)$/s.exec(
      line,
    );
  if (!request) return 'malformed';
  const [, first, between, day, month, year, hour, minute, second, asked, status, rest] =
    request as unknown as string[];
  if (!isPossible(Number(day), month!, Number(year))) return 'malformed';
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return 'malformed';

  // METHOD SP target, and mostly SP HTTP/version. A target may hold spaces.
  const [, method, target] = /^([A-Z]+) ([^ ].*?)(?: HTTP\/[^ ]*)?$/s.exec(asked!) ?? [];
  if (!method || !target) return 'malformed';
  if (method !== 'GET') return 'method';
  if (!['200', '304', '206'].includes(status!)) return 'status';
  const key = contentAt(target.split('?')[0]!);
  if (!key) return 'path';

  // A value that nobody closed reaches to the end of the line.
  const quoted = '"((?:[^"\\\\]|\\\\.|\\\\$)*)(?:"|$)';
  const [, , agent = '', more = ''] =
    new RegExp(`^ [^ ]*(?: ${quoted}(?: ${quoted}(.*))?)?`, 's').exec(rest!) ?? [];
  // Values of dashes only stand for absent headers.
  const fields = [...more.matchAll(new RegExp(`([^ =]+)=${quoted}`, 'gs'))]
    .map(([, name, value]) => ({ name, value: value! }))
    .filter(({ value }) => !/^-*$/.test(value));
  const range = fields.findLast(({ name }) => name === 'range')?.value ?? '';
  if (status === '206' && !(key.startsWith('file:') && range.startsWith('bytes=0-'))) return 'status';
  if (fields.some(({ name, value }) => name === 'purpose' && /prefetch|prerender/i.test(value)))
    return 'prefetch';
  if (fields.some(({ name }) => name === 'prefetch')) return 'prefetch';
  const named = Buffer.from(agent, 'latin1').toString('utf8');
  if (named === '' || named === '-' || isbot(named)) return { bot: key, hour: Number(hour) };

  // vhost-combined begins with "host:port address ident user".
  const vhost = /.:\d+$/.test(first!) ? /^(?!- )([^ ]+) - /.exec(between!) : null;
  return { key, visitor: `${vhost?.[1] ?? first} ${agent}`, hour: Number(hour) };
}

function isPossible(day: number, month: string, year: number): boolean {
  const index = MONTHS.indexOf(month);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return index >= 0 && day >= 1 && day <= days[index]!;
}

/** /releases/<id>/<slug>, /newsrooms/<id>/<slug>, /files/<id>/<name>; anything may be percent-encoded. */
function contentAt(path: string): string | null {
  let parts: string[];
  try {
    parts = Buffer.from(path, 'latin1').toString('utf8').split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
  const [root, folder, id, name, ...others] = parts;
  if (root !== '' || !id || !name || others.length > 0) return null;
  // The web server sees another path there.
  if (/%2f/i.test(path) || name === '.' || name === '..') return null;
  const type = { releases: 'release', newsrooms: 'newsroom', files: 'file' }[folder!];
  if (!type || !/^[1-9][0-9]*$/.test(id) || Number(id) > 2147483647) return null;
  return `${type}:${id}`;
}

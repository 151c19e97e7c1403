import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolve } from '@/lib/content/registry';
import { PresskitError } from '@/lib/errors';
import { botClassOf } from './bots';
import { undoLogEscapes } from './escapes';
import { linesOf } from './log-lines';
import { type Plan, planOf, referrerAt } from './replay-plan';
import { releasePaths, type Sent, Site } from './replay-site';
import { parse, type Request } from './request';

/**
 * Replay: the requests of a real log, sent at a running site. Method, user agent, referrer and client address stay as
 * they were; the log's most-requested pages become this site's releases, other paths stay (and are mostly not found).
 */
export type ReplayOptions = {
  /** A log, gzipped or not; "-" is standard input. */
  file: string;
  /** The site, as in http://localhost:8080. */
  to: string;
  /** Requests per second; as fast as the site answers when not given. */
  rate?: number;
  /** Requests under way at once. */
  concurrency?: number;
  /** Requests to send at the most. */
  limit?: number;
  signal?: AbortSignal;
  /** Told how many requests are done, and of how many. */
  onProgress?: (done: number, total: number) => void;
};

export type Replayed = {
  to: string;
  lines: number;
  /** Lines that are no request. */
  garbage: number;
  /** Requests that no client can send any more: methods that are none, or CONNECT. */
  skipped: number;
  sent: number;
  /** Answers by status. */
  statuses: Record<string, number>;
  /** Requests without an answer, by what went wrong. */
  errors: Record<string, number>;
  /** The releases that stood in, by requests sent; `hits` of them are by people and were answered with the page. */
  releases: { id: number; path: string; for: string; sent: number; hits: number }[];
  seconds: number;
};

/**
 * Sends the requests of a log at a site, in roughly the log's order, and returns what became of them. Throws a
 * PresskitError: 'usage' when the target is no address, 'not_found' and 'invalid' for the log, 'unavailable' when the site
 * does not answer or stops to; and the signal's reason.
 */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const site = new Site(targetOf(options.to), options.concurrency ?? 16);
  const folder = options.file === '-' ? await mkdtemp(join(tmpdir(), 'presskit-replay-')) : null;
  try {
    const file = folder ? await standardInput(join(folder, 'log')) : options.file;
    // The log first: a wrong name is said without asking the site.
    for await (const _ of linesOf(file)) break;
    const plan = await planOf(file, await releasePaths(site, options.signal));
    return await new Replay(site, plan, options).run(linesOf(file));
  } finally {
    site.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  }
}

/** What was sent, for people. */
export function replayReport(done: Replayed): string {
  const number = (n: number) => n.toLocaleString('en');
  const rows = done.releases.slice(0, 20).map(({ sent, hits, path, for: page }) => {
    return `  ${number(sent).padStart(8)}${number(hits).padStart(8)}  ${path}  for ${page}`;
  });
  const more = done.releases.length - rows.length;
  const counts = (record: Record<string, number>) =>
    Object.entries(record)
      .map(([name, count]) => `${name}: ${number(count)}`)
      .join(', ') || 'none';
  return [
    `${number(done.sent)} requests sent to ${done.to} in ${done.seconds.toFixed(1)} s, from ${number(done.lines)} lines` +
      ` (${number(done.garbage)} no request, ${number(done.skipped)} not to be sent)`,
    `answers    ${counts(done.statuses)}`,
    `no answer  ${counts(done.errors)}`,
    ...(rows.length > 0
      ? ['releases       sent    hits']
      : ['The site has no releases to stand in for pages of the log.']),
    ...rows,
    ...(more > 0 ? [`  and ${number(more)} more`] : []),
  ].join('\n');
}

// A site that is down fails at once, each time: stop before the whole log is lost on it.
const MOST_FAILURES = 50;

class Replay {
  private readonly site: Site;
  private readonly plan: Plan;
  private readonly options: ReplayOptions;
  private readonly done: Replayed;
  private readonly tally = new Map<string, Replayed['releases'][number]>();
  private failures = 0;
  private finished = 0;

  constructor(site: Site, plan: Plan, options: ReplayOptions) {
    this.site = site;
    this.plan = plan;
    this.options = options;
    this.done = {
      to: site.origin,
      lines: 0,
      garbage: 0,
      skipped: 0,
      sent: 0,
      statuses: {},
      errors: {},
      releases: [],
      seconds: 0,
    };
  }

  async run(lines: AsyncIterable<Buffer>): Promise<Replayed> {
    const start = performance.now();
    const { concurrency = 16, limit = Number.POSITIVE_INFINITY, rate, signal } = this.options;
    const underWay = new Set<Promise<void>>();
    for await (const line of lines) {
      if (this.done.sent >= limit) break;
      this.done.lines++;
      const request = parse(line);
      if (!request) {
        this.done.garbage++;
        continue;
      }
      const sent = this.translated(request);
      if (!sent) {
        this.done.skipped++;
        continue;
      }
      if (rate) {
        const early = start + (this.done.sent * 1000) / rate - performance.now();
        if (early > 1) await sleep(early, undefined, { signal }).catch(() => signal?.throwIfAborted());
      }
      while (underWay.size >= concurrency) await Promise.race(underWay);
      this.check();
      this.done.sent++;
      const answer = this.send(sent, request).finally(() => underWay.delete(answer));
      underWay.add(answer);
    }
    await Promise.all(underWay);
    this.check();
    this.done.releases = [...this.tally.values()].sort((a, b) => b.sent - a.sent || a.id - b.id);
    this.done.seconds = (performance.now() - start) / 1000;
    return this.done;
  }

  /** Stops when somebody wants it, or the site is gone. */
  private check(): void {
    this.options.signal?.throwIfAborted();
    if (this.failures < MOST_FAILURES) return;
    const [reason] = Object.entries(this.done.errors).sort((a, b) => b[1] - a[1])[0] ?? [];
    throw new PresskitError(
      'unavailable',
      `${this.site.origin} stopped answering after ${this.finished - this.failures} requests (${reason})`,
    );
  }

  private async send(sent: Sent, request: Request): Promise<void> {
    let status = 0;
    try {
      ({ status } = await this.site.ask(sent, { signal: this.options.signal }));
      this.failures = 0;
      this.done.statuses[status] = (this.done.statuses[status] ?? 0) + 1;
    } catch (error) {
      if (this.options.signal?.aborted) return;
      this.failures++;
      const reason =
        error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
      this.done.errors[reason] = (this.done.errors[reason] ?? 0) + 1;
    }
    this.finished++;
    const total = Math.min(this.plan.requests, this.options.limit ?? Number.POSITIVE_INFINITY);
    this.options.onProgress?.(this.finished, total);
    this.tallyRelease(sent, request, status);
  }

  private tallyRelease(sent: Sent, request: Request, status: number): void {
    const standIn = this.plan.pages.get(request.path);
    if (!standIn) return;
    const id = resolve(standIn.path)?.id;
    if (id === undefined) return;
    const row = this.tally.get(standIn.path) ?? {
      id,
      path: standIn.path,
      for: standIn.for,
      sent: 0,
      hits: 0,
    };
    this.tally.set(standIn.path, row);
    row.sent++;
    const isHit =
      sent.method === 'GET' &&
      status === 200 &&
      !request.prefetch &&
      !botClassOf(sent.headers['user-agent'] ?? '');
    if (isHit) row.hits++;
  }

  /** The request as it goes to the site; null when it cannot be sent. */
  private translated(request: Request): Sent | null {
    const { method, query } = request;
    if (!/^[A-Z]{1,20}$/.test(method) || method === 'CONNECT') return null;
    const path = this.plan.pages.get(request.path)?.path ?? request.path;
    const target = targetPath(query === '' ? path : `${path}?${query}`);
    if (!/^(\/|\*$|https?:\/\/)/.test(target) || target.length > LONGEST_TARGET) return null;
    const headers: Record<string, string> = {};
    const agent = sendable(undoLogEscapes(request.agent));
    if (agent) headers['user-agent'] = agent;
    const referrer = sendable(request.referrer && referrerAt(this.site.origin, request.referrer, this.plan));
    if (referrer) headers.referer = referrer;
    if (isIP(request.address) > 0) headers['x-forwarded-for'] = request.address;
    if (request.prefetch) headers['sec-purpose'] = 'prefetch';
    if (!['GET', 'HEAD', 'OPTIONS'].includes(method)) headers['content-length'] = '0';
    return { method, path: target, headers };
  }
}

// nginx refuses longer request lines and headers; they say nothing about the count.
const LONGEST_TARGET = 8000;
const LONGEST_HEADER = 4000;

/** A header's value as bytes (one character each), without what would break or split the request. */
function sendable(text: string): string {
  const bytes = Buffer.from(text).toString('latin1');
  return bytes
    .replace(/[^\x20-\x7e\x80-\xff]/g, '')
    .slice(0, LONGEST_HEADER)
    .trim();
}

/** The target of a request line: what may not stand there is percent-encoded. */
function targetPath(logged: string): string {
  return undoLogEscapes(logged)
    .toWellFormed()
    .replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

function targetOf(to: string): URL {
  const url = URL.canParse(to) ? new URL(to) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.username) {
    throw new PresskitError(
      'usage',
      `"${to}" is not the address of a site; write it like http://localhost:8080`,
    );
  }
  return url;
}

async function standardInput(path: string): Promise<string> {
  await pipeline(process.stdin, createWriteStream(path));
  return path;
}

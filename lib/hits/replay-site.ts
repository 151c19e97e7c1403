import http from 'node:http';
import https from 'node:https';
import { resolve } from '@/lib/content/registry';
import { explain, PresskitError } from '@/lib/errors';

/** What goes over the wire; headers are fit to be sent (see sendable). */
export type Sent = { method: string; path: string; headers: Record<string, string> };
export type Received = { status: number; body: Buffer | null };

/**
 * A site that requests are sent to, over a bounded number of connections that stay open. No redirect is followed.
 */
export class Site {
  /** Scheme and host, as in "http://localhost:8080". */
  readonly origin: string;
  private readonly client: typeof http | typeof https;
  private readonly agent: http.Agent;
  private readonly at: URL;

  constructor(at: URL, connections: number) {
    this.at = at;
    this.origin = at.origin;
    this.client = at.protocol === 'https:' ? https : http;
    // Servers close a connection that has been idle for a few seconds; one that is used just then fails. Be earlier.
    const options = { keepAlive: true, maxSockets: connections, scheduling: 'lifo', timeout: IDLE } as const;
    this.agent = at.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }

  /**
   * Sends one request. Throws what the connection throws, an Error 'no answer' after half a minute, and the signal's
   * reason when that is aborted.
   * @param keep how many bytes of the body are wanted; more is an error, and 0 wants none
   */
  async ask(sent: Sent, options: { keep?: number; signal?: AbortSignal } = {}): Promise<Received> {
    try {
      return await this.once(sent, options);
    } catch (error) {
      // The server had closed the idle connection before the request reached it: nobody has seen it.
      if (error instanceof Unused) return this.once(sent, options);
      throw error;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private once(
    { method, path, headers }: Sent,
    { keep = 0, signal }: { keep?: number; signal?: AbortSignal },
  ) {
    return new Promise<Received>((done, fail) => {
      signal?.throwIfAborted();
      const { hostname, port, host } = this.at;
      const request = this.client.request({
        agent: this.agent,
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port,
        method,
        path,
        headers: { host, ...headers },
      });
      const abort = () => request.destroy(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      let answered = false;
      const timer = setTimeout(() => request.destroy(new Error('no answer in half a minute')), PATIENCE);
      request.once('close', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      });
      request.once('error', (error: NodeJS.ErrnoException) => {
        const closed = error.code === 'ECONNRESET' || error.code === 'EPIPE';
        fail(request.reusedSocket && closed && !answered ? new Unused('', { cause: error }) : error);
      });
      request.once('response', (response) => {
        answered = true;
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          if (keep === 0) return;
          length += part.length;
          parts.push(part);
          if (length > keep) request.destroy(new Error(`${path} is larger than ${keep} bytes`));
        });
        response.once('error', fail);
        response.once('end', () =>
          done({ status: response.statusCode ?? 0, body: keep > 0 ? Buffer.concat(parts) : null }),
        );
      });
      request.end();
    });
  }
}

/**
 * The paths of a site's releases, in the order of its sitemap (the newest first), a sitemap index followed. Throws a
 * PresskitError 'unavailable' when the site does not answer, or not with a sitemap.
 */
export async function releasePaths(site: Site, signal?: AbortSignal): Promise<string[]> {
  const paths: string[] = [];
  const sitemaps = ['/sitemap.xml'];
  for (let at = 0; at < sitemaps.length && at <= MOST_SITEMAPS; at++) {
    const text = await sitemapAt(site, sitemaps[at]!, signal);
    const locations = [...text.matchAll(/<loc>\s*([^<\s]+)\s*<\/loc>/g)].map((match) => pathOf(match[1]!));
    const into = text.includes('<sitemapindex') ? sitemaps : paths;
    for (const location of locations) if (location) into.push(location);
  }
  return [...new Set(paths)].filter((path) => resolve(path)?.type.name === 'release');
}

const IDLE = 3000;
const PATIENCE = 30_000;
const MOST_SITEMAPS = 100;
const LARGEST_SITEMAP = 50 << 20; // what the protocol allows

class Unused extends Error {}

async function sitemapAt(site: Site, path: string, signal?: AbortSignal): Promise<string> {
  let answer: Received;
  try {
    const headers = { 'user-agent': 'presskit-replay', accept: 'application/xml' };
    answer = await site.ask({ method: 'GET', path, headers }, { keep: LARGEST_SITEMAP, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new PresskitError(
      'unavailable',
      `${site.origin} does not answer (${explain(error)}); nothing was sent`,
    );
  }
  if (answer.status !== 200) {
    throw new PresskitError(
      'unavailable',
      `${site.origin}${path} answers ${answer.status}, so its releases are not known; is that a Presskit? Nothing was sent`,
    );
  }
  return answer.body!.toString('utf8');
}

function pathOf(location: string): string | null {
  const text = location.replaceAll('&amp;', '&');
  // The site knows itself by its public address, which need not be the one it was asked at.
  return URL.canParse(text) ? new URL(text).pathname : null;
}

import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { whyNoPeer, whyNoPeerUrl } from './peer-addresses';

/**
 * Asking a peer's server. Its addresses are what admins have entered, so what a name resolves to is looked at each time,
 * and the connection goes to exactly the addresses that were looked at: a name cannot mean another machine a moment later.
 * No redirection is followed, which could lead anywhere.
 */
export type Asked = {
  method?: 'GET' | 'HEAD' | 'POST';
  headers?: Record<string, string>;
  /** Sent as a form. */
  form?: URLSearchParams;
  /** Bytes of the answer that are read; a longer one is an error. 0: only status and headers are of interest. */
  most?: number;
  signal: AbortSignal;
};
type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;
export type Answer = { status: number; ok: boolean; headers: Headers; body: Buffer };

/**
 * Throws when the address may be no peer's, when nobody answers, or when the answer is too long.
 * @param resolve how names are looked up
 */
export async function askPeer(url: string | URL, o: Asked, resolve: Lookup = lookup): Promise<Answer> {
  const to = new URL(url);
  const why = whyNoPeerUrl(to.href);
  if (why) throw new Error(why);
  const body = o.form?.toString();
  return new Promise((done, reject) => {
    const request = (to.protocol === 'https:' ? overHttps : overHttp)(to, {
      method: o.method ?? 'GET',
      headers: {
        accept: '*/*',
        'user-agent': 'presskit',
        ...(body !== undefined && {
          'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
          'content-length': Buffer.byteLength(body),
        }),
        ...o.headers,
      },
      lookup: lookingAt(resolve),
      signal: o.signal,
      // A connection of its own: one that is kept may have been closed meanwhile.
      agent: false,
    });
    const fail = (error: NodeJS.ErrnoException) =>
      // Of several addresses that fail, node's error has a code and no words.
      reject(
        o.signal.aborted ? o.signal.reason : error.message ? error : new Error(error.code, { cause: error }),
      );
    request.on('error', fail);
    request.on('response', (response) => {
      read(response, o.most ?? 0).then((read) => done(answerOf(response, read)), fail);
    });
    request.end(body);
  });
}

async function read(response: IncomingMessage, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  if (most === 0) response.destroy();
  else
    for await (const piece of response as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > most) throw new Error('the answer is too long');
      pieces.push(piece);
    }
  return Buffer.concat(pieces);
}

function answerOf(response: IncomingMessage, body: Buffer): Answer {
  const status = response.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  return { status, ok: status >= 200 && status < 300, headers, body };
}

const lookingAt =
  (resolve: Lookup): LookupFunction =>
  (hostname, options, done) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      for (const { address } of addresses) {
        const why = whyNoPeer(address);
        if (why) return done(new Error(`${hostname} is ${address}: ${why}`), []);
      }
      const [first] = addresses;
      if (options.all) done(null, addresses);
      else done(null, first!.address, first!.family);
    });

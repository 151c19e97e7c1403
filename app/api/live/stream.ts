import { PresskitError } from '@/lib/errors';
import { type Contents, contentsOf } from '@/lib/hits/report/contents';
import { type Live, live } from '@/lib/hits/report/live';
import type { Scope } from '@/lib/hits/report/scope';

/**
 * Numbers of this moment as server-sent events (the HTML standard's EventSource): {today, now, at} when they change, a
 * comment now and then so that nobody on the way takes the connection for dead. What is asked of memcached is asked once
 * a second for all who watch the same.
 */
const POLL = 1000;
/** So soon new releases take part, and deleted ones do not. */
const LOOK_UP = 10_000;
const HEARTBEAT = 15_000;
/** So soon a stream ends when its session or its right does. */
const CHECK = 15_000;

/**
 * Whose connection it is. Of a link and of its maker there are fewer than of people who are signed in, and all links
 * together leave most of the places to them: nobody who hands out links, and nobody who was given some, takes an author's.
 */
export type Who = { network: string } & ({ person: number } | { link: number; maker: number | null });
/** Why a stream ended: the session is over, or what it shows is not theirs (any more). */
export type Over = 'signed_out' | 'not_yours';

/** Open connections of this process, by all that they are counted by. */
const sharesOf = (who: Who): [of: string, most: number][] =>
  'person' in who
    ? [
        ['all', 500],
        [`person ${who.person}`, 12],
        [`people at ${who.network}`, 60],
      ]
    : [
        ['all', 500],
        ['links', 200],
        [`link ${who.link}`, 12],
        [`links of ${who.maker}`, 36],
        [`links at ${who.network}`, 24],
      ];

type Listener = (numbers: Live) => void;
type Watch = {
  listeners: Set<Listener>;
  last: Live | null;
  timer: NodeJS.Timeout | undefined;
  /** Which content it is about, looked up now and then. */
  contents: Contents | null;
  lookedUp: number;
};

const watches = new Map<string, Watch>();
const open = new Map<string, number>();

/**
 * The answer to a request for a stream: 200, or 503 when there are too many connections.
 * @param o.whyOver asked now and then; when it has a reason, that is said and the stream ends
 */
export function liveStream(
  request: Request,
  o: { scope: Scope; who: Who; whyOver: () => Promise<Over | null>; checkEvery?: number },
): Response {
  const shares = sharesOf(o.who);
  if (shares.some(([of, most]) => (open.get(of) ?? 0) >= most)) {
    return new Response('Too many live pages are open. Close one, or reload this one later.\n', {
      status: 503,
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        'Cache-Control': 'no-store',
        'Retry-After': '30',
      },
    });
  }
  for (const [of] of shares) open.set(of, (open.get(of) ?? 0) + 1);
  const free = () => {
    for (const [of] of shares) {
      const left = open.get(of)! - 1;
      if (left > 0) open.set(of, left);
      else open.delete(of);
    }
  };
  return new Response(streamOf(request.signal, { ...o, free }), {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // nginx passes each event on at once.
      'X-Accel-Buffering': 'no',
      'X-Robots-Tag': 'noindex, nofollow',
    },
  });
}

function streamOf(
  signal: AbortSignal,
  {
    scope,
    whyOver,
    free,
    checkEvery = CHECK,
  }: { scope: Scope; whyOver: () => Promise<Over | null>; free: () => void; checkEvery?: number },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  return new ReadableStream({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text));
      const leave = listen(scope, (numbers) => say(`data: ${JSON.stringify(numbers)}\n\n`));
      const beat = setInterval(() => say(': still here\n\n'), HEARTBEAT);
      const check = setInterval(() => {
        whyOver().then(
          (why) => {
            if (!why || isEnded) return;
            say(`event: over\ndata: ${why}\n\n`);
            end();
          },
          // PostgreSQL is away: who may see this is not known, so nobody does. The page tries again.
          () => end(),
        );
      }, checkEvery);
      let isEnded = false;
      end = once(() => {
        isEnded = true;
        leave();
        clearInterval(beat);
        clearInterval(check);
        free();
        signal.removeEventListener('abort', end);
        try {
          controller.close();
        } catch (error) {
          // Closed already, by who was listening.
          if (!(error instanceof TypeError)) throw error;
        }
      });
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      else say('retry: 5000\n\n');
    },
    cancel: () => end(),
  });
}

/** Calls back with the numbers there are and with those that change; returns how to stop. */
function listen(scope: Scope, listener: Listener): () => void {
  const key = JSON.stringify(scope);
  let watch = watches.get(key);
  if (!watch) {
    watch = { listeners: new Set(), last: null, timer: undefined, contents: null, lookedUp: 0 };
    watches.set(key, watch);
    void poll(key, scope, watch);
  }
  const { listeners, last } = watch;
  listeners.add(listener);
  if (last) queueMicrotask(() => listeners.has(listener) && listener(last));
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(watch.timer);
    if (watches.get(key) === watch) watches.delete(key);
  };
}

async function poll(key: string, scope: Scope, watch: Watch): Promise<void> {
  try {
    if (!watch.contents || performance.now() - watch.lookedUp > LOOK_UP) {
      watch.contents = await contentsOf(scope);
      watch.lookedUp = performance.now();
    }
    const numbers = await live(scope, watch.contents);
    const { last } = watch;
    if (!last || last.today !== numbers.today || last.now !== numbers.now) {
      watch.last = numbers;
      for (const listener of watch.listeners) listener(numbers);
    }
  } catch (error) {
    if (!(error instanceof PresskitError)) console.error(`live numbers: ${error}`);
  }
  if (watches.get(key) === watch) watch.timer = setTimeout(() => void poll(key, scope, watch), POLL);
}

function once(task: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    task();
  };
}

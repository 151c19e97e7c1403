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
const CHECK = 60_000;
/** Open connections of this process, and of one person or link. */
const MOST = 500;
const MOST_EACH = 12;

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
let total = 0;

/**
 * The answer to a request for a stream: 200, or 503 when there are too many connections.
 * @param o.who whose connection it is: they are counted by it
 * @param o.mayStill asked each minute; when it says no, the stream ends
 */
export function liveStream(
  request: Request,
  o: { scope: Scope; who: string; mayStill: () => Promise<boolean> },
): Response {
  const ofThem = open.get(o.who) ?? 0;
  if (total >= MOST || ofThem >= MOST_EACH) {
    return new Response('Too many live pages are open. Close one, or reload this one later.\n', {
      status: 503,
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        'Cache-Control': 'no-store',
        'Retry-After': '30',
      },
    });
  }
  total++;
  open.set(o.who, ofThem + 1);
  return new Response(streamOf(request.signal, o), {
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
  { scope, who, mayStill }: { scope: Scope; who: string; mayStill: () => Promise<boolean> },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end: () => void = () => undefined;
  return new ReadableStream({
    start(controller) {
      const say = (text: string) => controller.enqueue(encoder.encode(text));
      const leave = listen(scope, (numbers) => say(`data: ${JSON.stringify(numbers)}\n\n`));
      const beat = setInterval(() => say(': still here\n\n'), HEARTBEAT);
      const check = setInterval(() => {
        mayStill().then(
          (may) => may || end(),
          // PostgreSQL is away: who may see this is not known, so nobody does.
          () => end(),
        );
      }, CHECK);
      end = once(() => {
        leave();
        clearInterval(beat);
        clearInterval(check);
        total--;
        const left = open.get(who)! - 1;
        if (left > 0) open.set(who, left);
        else open.delete(who);
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

import { connect, type Socket } from 'node:net';
import { PresskitError } from '@/lib/errors';

/**
 * One connection to one memcached, text protocol. Requests are pipelined, so a thousand SETs are one write and
 * one round trip, and their order is the order in which memcached sees them.
 *
 * Why not memjs: a request that meets a connection memcached has just closed (killed, restarted, or timed out
 * before) never settles there, and there is no multi-get. Here every request ends: answered, refused or timed out.
 */
export type Entry = readonly [key: string, value: string | Buffer];

type Pending = {
  /** Takes one line; says how many bytes of data follow it, or that the answer is complete. */
  line(text: string): number | 'done';
  data?(bytes: Buffer): void;
  resolve(): void;
  reject(error: Error): void;
  deadline: number;
};

const CRLF = Buffer.from('\r\n');

export class Memcached {
  /** Called when an established connection is lost, so that a writer can write everything again at once. */
  onLost: (() => void) | undefined;
  private socket: Socket | undefined;
  private queue: Pending[] = [];
  private rest: Buffer = Buffer.alloc(0);
  private dataLeft = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param server host:port, or the path of a unix socket. @param timeout milliseconds for connect and answer. */
  constructor(
    readonly server: string,
    private readonly timeout = 1000,
  ) {}

  /** Number of requests not answered yet. */
  get inFlight(): number {
    return this.queue.length;
  }

  /** The values there are, by key. Throws 'unavailable' when memcached does not answer in time. */
  get(keys: readonly string[], timeout = this.timeout): Promise<Map<string, Buffer>> {
    const found = new Map<string, Buffer>();
    if (keys.length === 0) return Promise.resolve(found);
    let key = '';
    return this.request(
      `get ${keys.map(checked).join(' ')}\r\n`,
      {
        line(text) {
          if (text === 'END') return 'done';
          const [word, name, , bytes] = text.split(' ');
          if (word !== 'VALUE' || name === undefined) throw new Error(`memcached answered: ${text}`);
          key = name;
          return Number(bytes);
        },
        data: (bytes) => void found.set(key, Buffer.from(bytes)),
      },
      timeout,
    ).then(() => found);
  }

  /**
   * Sets all entries, in order. Resolves to the number that memcached refused (out of memory, too large).
   * @param seconds until they expire, at most 30 days
   */
  set(entries: readonly Entry[], seconds: number, timeout = this.timeout): Promise<number> {
    if (entries.length === 0) return Promise.resolve(0);
    let left = entries.length;
    let refused = 0;
    const line = (text: string) => {
      // A wrong command line would put answers out of step with requests; keys are checked, so that is a bug.
      if (text === 'ERROR' || text.startsWith('CLIENT_ERROR')) throw new Error(`memcached answered: ${text}`);
      if (text !== 'STORED') refused++;
      return --left === 0 ? ('done' as const) : 0;
    };
    return this.request(setCommands(entries, seconds), { line }, timeout).then(() => refused);
  }

  /** memcached's own figures, as it names them. */
  async stats(timeout = this.timeout): Promise<Record<string, string>> {
    const figures: Record<string, string> = {};
    const line = (text: string) => {
      if (text === 'END') return 'done' as const;
      const [word, name, ...value] = text.split(' ');
      if (word !== 'STAT' || name === undefined) throw new Error(`memcached answered: ${text}`);
      figures[name] = value.join(' ');
      return 0;
    };
    await this.request('stats\r\n', { line }, timeout);
    return figures;
  }

  /**
   * The keys that begin with a prefix, over a connection of its own. memcached walks through all its items for it: not
   * for every page. Throws 'unavailable' also when it is listing for somebody else.
   */
  async keys(prefix: string, timeout = 2000): Promise<string[]> {
    const own = new Memcached(this.server, timeout);
    try {
      // Walking the LRU lists, as old memcacheds can only, misses items that move meanwhile.
      return await own.list('hash', prefix).catch(() => own.list('all', prefix));
    } finally {
      own.close();
    }
  }

  private async list(walk: 'hash' | 'all', prefix: string): Promise<string[]> {
    const keys: string[] = [];
    // Unlike every other answer of memcached, these lines end with a mere line feed, all but the last.
    const line = (text: string) => {
      const lines = text.split('\n');
      const last = lines.pop();
      for (const one of lines) {
        const key = decodeURIComponent(/^key=(\S+)/.exec(one)?.[1] ?? '');
        if (key.startsWith(prefix)) keys.push(key);
      }
      if (last !== 'END') throw new Error(`memcached answered: ${last}`);
      return 'done' as const;
    };
    await this.request(`lru_crawler metadump ${walk}\r\n`, { line }, this.timeout);
    return keys;
  }

  close(): void {
    this.fail(new PresskitError('unavailable', `memcached ${this.server}: connection closed`), false);
  }

  private request(
    command: string | Buffer,
    answer: Pick<Pending, 'line' | 'data'>,
    timeout: number,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = this.connected();
      const deadline = performance.now() + timeout;
      this.queue.push({ ...answer, resolve, reject, deadline });
      if (this.queue.length === 1) {
        // The process may end while nothing is asked, but not in the middle of a question.
        socket.ref();
        this.watchDeadline();
      }
      socket.write(command);
    });
  }

  private connected(): Socket {
    if (this.socket) return this.socket;
    const socket = connect(address(this.server));
    let established = false;
    socket.setNoDelay(true);
    socket.on('connect', () => {
      established = true;
    });
    socket.on('data', (chunk) => {
      if (socket === this.socket) this.receive(chunk);
    });
    // 'close' follows 'error'; a socket that has been replaced has nothing to say any more.
    const lost = (error?: Error) => {
      if (socket !== this.socket) return;
      this.fail(
        new PresskitError('unavailable', `memcached ${this.server} closed the connection`, { cause: error }),
        established,
      );
    };
    socket.on('error', lost);
    socket.on('close', () => lost());
    socket.on('end', () => lost());
    this.socket = socket;
    return socket;
  }

  private fail(error: PresskitError, lost: boolean): void {
    const waiting = this.queue;
    this.queue = [];
    this.rest = Buffer.alloc(0);
    this.dataLeft = 0;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.socket?.destroy();
    this.socket = undefined;
    for (const one of waiting) one.reject(error);
    if (lost) this.onLost?.();
  }

  // One timer per connection, set for the first request in the queue: answers come in order.
  private watchDeadline(): void {
    const first = this.queue[0];
    if (!first || this.timer) return;
    const wait = Math.max(1, first.deadline - performance.now());
    this.timer = setTimeout(() => {
      // The answer may have arrived while this process was busy: let it be read before it is called late.
      setImmediate(() => {
        this.timer = undefined;
        const late = this.queue[0];
        if (late && late.deadline <= performance.now() + 1)
          this.fail(new PresskitError('unavailable', `memcached ${this.server} does not answer`), true);
        else this.watchDeadline();
      });
    }, wait);
    this.timer.unref();
  }

  private receive(chunk: Buffer): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    let at = 0;
    try {
      for (;;) {
        const first = this.queue[0];
        if (!first) break;
        if (this.dataLeft > 0) {
          if (bytes.length - at < this.dataLeft) break;
          first.data?.(bytes.subarray(at, at + this.dataLeft - 2));
          at += this.dataLeft;
          this.dataLeft = 0;
        }
        const end = bytes.indexOf(CRLF, at);
        if (end < 0) break;
        const said = first.line(bytes.toString('latin1', at, end));
        at = end + 2;
        if (said === 'done') {
          this.queue.shift();
          first.resolve();
        } else if (said > 0 || first.data) this.dataLeft = said + 2;
      }
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.fail(new PresskitError('unavailable', text, { cause: error }), true);
      return;
    }
    this.rest = at === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at));
    if (this.queue.length === 0) this.socket?.unref();
  }
}

/** Where a server is: host:port, [v6]:port, or /a/unix/socket. */
function address(server: string): { host: string; port: number } | { path: string } {
  if (server.startsWith('/')) return { path: server };
  const colon = server.lastIndexOf(':');
  return { host: server.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(server.slice(colon + 1)) };
}

function checked(key: string): string {
  if (key.length === 0 || key.length > 250 || !/^[\x21-\x7e]+$/.test(key))
    throw new PresskitError('usage', `not a memcached key: ${JSON.stringify(key.slice(0, 80))}`);
  return key;
}

function setCommands(entries: readonly Entry[], seconds: number): string | Buffer {
  let text = '';
  const parts: Buffer[] = [];
  for (const [key, value] of entries) {
    const size = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
    text += `set ${checked(key)} 0 ${seconds} ${size}\r\n`;
    if (typeof value === 'string') text += `${value}\r\n`;
    else {
      parts.push(Buffer.from(text), value);
      text = '\r\n';
    }
  }
  if (parts.length === 0) return text;
  parts.push(Buffer.from(text));
  return Buffer.concat(parts);
}

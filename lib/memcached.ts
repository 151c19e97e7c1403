import type { Socket } from 'node:net';
import { Client, Server } from 'memjs';
import { PresskitError } from '@/lib/errors';

/**
 * One connection to one memcached, by memjs. What is added is an end to every request: answered, refused or failed
 * within its deadline. memjs forgets requests when a connection closes without an error, and keeps half an answer for
 * the next connection; so a client whose connection is lost, or that does not answer in time, is thrown away whole
 * with all that was in flight, and the next request makes a new one. SETs arrive in the order in which they were asked.
 */
export type Entry = readonly [key: string, value: string | Buffer];

type Connection = {
  client: Client;
  server: Server;
  /** From the moment it is established. */
  socket: Socket | undefined;
  /** How to fail what is in flight. */
  open: Set<(error: PresskitError) => void>;
};

const DAY = 24 * 60 * 60;

/** memcached takes seconds beyond 30 days for a moment since 1970; memjs has no negative ones. */
const LONG_AGO = 30 * DAY + 1;

// No second tries (they would change the order) and no patience of its own (a deadline belongs to a request).
const OPTIONS = { retries: 0, timeout: DAY, conntimeout: DAY, logger: { log() {} } };

/** memjs numbers its requests and throws at the 2^31st; by then the client has long been replaced. */
const MOST_REQUESTS = 2 ** 30;

export class Memcached {
  /** Called when an established connection is lost, so that a writer can write everything again at once. */
  onLost: (() => void) | undefined;
  private connection: Connection | undefined;

  /** @param server host:port, or the path of a unix socket. @param timeout milliseconds for connect and answer. */
  constructor(
    readonly server: string,
    private readonly timeout = 1000,
  ) {}

  /** Number of calls not answered yet. */
  get inFlight(): number {
    return this.connection?.open.size ?? 0;
  }

  /** The values there are, by key. Throws 'unavailable' when memcached does not answer in time. */
  async get(keys: readonly string[], timeout = this.timeout): Promise<Map<string, Buffer>> {
    const found = new Map<string, Buffer>();
    keys.forEach(check);
    await this.ask(keys.length, timeout, (client, answered) => {
      for (const key of keys)
        client.get(key, (error, value) => {
          if (value) found.set(key, value);
          answered(error);
        });
    });
    return found;
  }

  /**
   * Sets all entries, in order. Resolves to the number that memcached refused (out of memory, too large).
   * @param seconds until they expire, at most 30 days; below zero: they are gone at once
   */
  async set(entries: readonly Entry[], seconds: number, timeout = this.timeout): Promise<number> {
    let refused = 0;
    const expires = seconds < 0 ? LONG_AGO : seconds;
    for (const [key] of entries) check(key);
    await this.ask(entries.length, timeout, (client, answered) => {
      for (const [key, value] of entries)
        client.set(key, value, { expires }, (error) => {
          const isRefusal = error?.message.startsWith('MemJS SET: ');
          if (isRefusal) refused++;
          answered(isRefusal ? null : error);
        });
    });
    return refused;
  }

  /** memcached's own figures, as it names them. */
  async stats(timeout = this.timeout): Promise<Record<string, string>> {
    let figures: Record<string, string> = {};
    await this.ask(1, timeout, (client, answered) => {
      client.stats((error, _server, stats) => {
        figures = stats ?? {};
        answered(error);
      });
    });
    return figures;
  }

  close(): void {
    if (this.connection) this.discard(this.connection, 'connection closed', false);
  }

  /** Asks memjs so many things at once; resolves when all are answered. */
  private ask(
    count: number,
    timeout: number,
    put: (client: Client, answered: (error: Error | null) => void) => void,
  ): Promise<void> {
    if (count === 0) return Promise.resolve();
    const connection = this.connected();
    return new Promise((resolve, reject) => {
      let left = count;
      // The answer may have arrived while this process was busy: let it be read before it is called late.
      const timer = setTimeout(() => setImmediate(late), timeout);
      const late = () => {
        if (connection.open.has(fail)) this.discard(connection, 'does not answer', true);
      };
      const end = () => {
        clearTimeout(timer);
        connection.open.delete(fail);
      };
      const fail = (error: PresskitError) => {
        end();
        reject(error);
      };
      connection.open.add(fail);
      // memjs writes each request by itself; together they are one packet.
      connection.socket?.cork();
      try {
        put(connection.client, (error) => {
          if (error) this.discard(connection, 'failed', connection.socket !== undefined, error);
          else if (--left === 0) {
            end();
            resolve();
          }
        });
      } catch (error) {
        end();
        throw error;
      } finally {
        connection.socket?.uncork();
      }
    });
  }

  private connected(): Connection {
    const old = this.connection;
    if (old && old.client.seq > MOST_REQUESTS && old.open.size === 0)
      this.discard(old, 'connection closed', false);
    if (this.connection) return this.connection;
    const { host, port } = addressOf(this.server);
    const server = new Server(host, port, undefined, undefined, { ...OPTIONS });
    const client = new Client([server], { ...OPTIONS });
    const connection: Connection = { client, server, socket: undefined, open: new Set() };
    // Below memjs's commands, because they do not tell of a connection that memcached closes. `sock` makes the
    // connection and gives the socket as soon as it is established; if it never is, each request is told the error.
    server.sock(false, (socket) => {
      connection.socket = socket;
      // The process may end while nothing is asked; a question's timer keeps it.
      socket.setNoDelay(true).unref();
      const lost = () => this.discard(connection, 'closed the connection', true);
      socket.once('end', lost).once('close', lost);
    });
    this.connection = connection;
    return connection;
  }

  /** Ends a connection and fails all that is in flight on it. */
  private discard(connection: Connection, what: string, wasLost: boolean, cause?: Error): void {
    if (connection !== this.connection) return;
    this.connection = undefined;
    const error = new PresskitError('unavailable', `memcached ${this.server}: ${what}`, { cause });
    // memjs's own way to give up a server: destroys the socket and forgets what it waited for.
    connection.server.error(error);
    for (const fail of connection.open) fail(error);
    if (wasLost) this.onLost?.();
  }
}

/** Where a server is: host:port, [v6]:port, or /a/unix/socket, which net.connect takes in the place of a port. */
export function addressOf(server: string): { host: string; port: number } {
  if (server.startsWith('/')) return { host: '', port: server as unknown as number };
  const colon = server.lastIndexOf(':');
  return { host: server.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(server.slice(colon + 1)) };
}

function check(key: string): void {
  if (key.length === 0 || key.length > 250 || !/^[\x21-\x7e]+$/.test(key))
    throw new PresskitError('usage', `not a memcached key: ${JSON.stringify(key.slice(0, 80))}`);
}

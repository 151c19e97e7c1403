import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * Requests over one connection kept alive, with as little garbage as can be: a client's own pauses would pass for
 * delays of the server. As a program, `visitors.ts PORT RATE` reads releases 2 to 501 at so many requests a second over
 * 16 connections until its input ends, then prints the rate it had.
 */
export class Visitor {
  private received = 0;
  private expected = 0;
  private resolve: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true).on('data', (chunk) => {
      if (this.received === 0) {
        const head = chunk.indexOf('\r\n\r\n');
        const length = /content-length: (\d+)/i.exec(chunk.toString('latin1', 0, head))?.[1];
        if (!length || !chunk.subarray(0, 12).equals(OK)) throw new Error(`unexpected answer: ${chunk}`);
        this.expected = head + 4 + Number(length);
      }
      this.received += chunk.length;
      if (this.received < this.expected) return;
      this.received = 0;
      this.resolve();
    });
  }

  static async connect(port: number): Promise<Visitor> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Visitor(socket);
  }

  /** Resolves when the whole response is there. Its head must come in one piece. */
  read(path: string): Promise<void> {
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${BROWSER}\r\n\r\n`);
    });
  }

  close(): void {
    this.socket.destroy();
  }
}

const OK = Buffer.from('HTTP/1.1 200');
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

const [, , port, rate] = process.argv;
if (import.meta.url === `file://${process.argv[1]}` && port && rate) {
  let running = true;
  process.stdin.on('end', () => (running = false)).resume();
  const visitors = await Promise.all(Array.from({ length: 16 }, () => Visitor.connect(Number(port))));
  const start = performance.now();
  let sent = 0;
  await Promise.all(
    visitors.map(async (visitor) => {
      while (running) {
        await visitor.read(`/releases/${2 + (sent++ % 500)}/a-release`);
        const early = (sent / Number(rate)) * 1000 - (performance.now() - start);
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      }
    }),
  );
  console.log(Math.round(sent / ((performance.now() - start) / 1000)));
  for (const visitor of visitors) visitor.close();
}

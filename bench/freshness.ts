import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { today } from '@/lib/clock';
import { hitsKey } from '@/lib/hits/keys';
import { startIngest } from '@/lib/machine/ingest';
import { startMemcached } from '@/lib/machine/memcached';
import { startPlainNginx } from './nginx';
import { node } from './process';
import { percentile, type Section } from './table';
import { Visitor } from './visitors';

const RATE = 5000;

/**
 * Freshness: milliseconds from the moment a visitor has the whole response to the moment memcached gives a count that
 * includes it. Idle, and while other visitors read other releases some thousand times a second.
 */
export async function freshness(folder: string, samples: number): Promise<Section> {
  const dir = join(folder, `fresh-${process.pid}`);
  const memcached = await startMemcached();
  const nginx = await startPlainNginx(
    join(dir, 'nginx'),
    Buffer.from('<!doctype html><title>A release</title>'),
  );
  const ingest = await startIngest({
    dir,
    server: memcached.server,
    env: {
      LOG_DIR: nginx.logDir,
      STATE_DIR: join(dir, 'state'),
      MEMCACHED_SERVERS: memcached.server,
      SITE_URL: `http://localhost:${nginx.port}`,
    },
  });
  const counts = await CountReader.connect(memcached.port);
  const visitor = await Visitor.connect(nginx.port);
  try {
    let expected = 0;
    const key = hitsKey(today(), 'release', 1);
    const delay = async () => {
      expected++;
      await visitor.read('/releases/1/a-release');
      const start = performance.now();
      while ((await counts.read(key)) < expected) {
        if (performance.now() - start > 5000) throw new Error('a hit was not counted within five seconds');
      }
      return performance.now() - start;
    };
    const bare = async () => {
      const start = performance.now();
      await counts.read(key);
      return performance.now() - start;
    };
    const sample = async (measured = delay) => {
      const delays: number[] = [];
      for (let i = 0; i < samples; i++) {
        delays.push(await measured());
        await sleep(5);
      }
      return delays;
    };
    // Until the code of all that run here is compiled.
    for (let i = 0; i < 3; i++) await sample();

    const idle = await sample();
    const idleBare = await sample(bare);
    // In a process of their own: the reader is to wait for nothing but the count.
    const crowd = spawn(...node('bench/visitors.ts', `${nginx.port}`, `${RATE}`), {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let rate = '';
    crowd.stdout.on('data', (chunk) => {
      rate += chunk;
    });
    await sleep(2000);
    const busy = await sample();
    const busyBare = await sample(bare);
    crowd.stdin.end();
    await once(crowd, 'close');
    const row = (what: string, values: number[]) => [
      what,
      ...[0.5, 0.99, 1].map((p) => `${percentile(values, p).toFixed(2)} ms`),
    ];
    return {
      title: 'Freshness',
      about: `From a response to its count being readable in memcached: nginx, ingest and memcached as they run in production, ${samples} samples each; client, load and servers share the machine's cores, so the time of a look into memcached alone stands beside it.`,
      head: ['', 'p50', 'p99', 'largest'],
      rows: [
        row('idle', idle),
        row('a look into memcached alone, idle', idleBare),
        row(`at ${Number(rate)} other requests/s`, busy),
        row('a look into memcached alone, at that load', busyBare),
      ],
    };
  } finally {
    counts.close();
    visitor.close();
    await Promise.all([ingest.stop(), nginx.server.stop()]);
    await memcached.stop();
  }
}

/**
 * Reads one count again and again over a connection of its own, with as little garbage as can be: the reader's pauses
 * would pass for delays of what it measures.
 */
class CountReader {
  private answer = '';
  private resolve: (count: number) => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true).on('data', (chunk) => {
      this.answer += chunk.toString('latin1');
      if (!this.answer.endsWith('END\r\n')) return;
      const count = Number(/\r\n(\d+)\r\n/.exec(this.answer)?.[1] ?? 0);
      this.answer = '';
      this.resolve(count);
    });
  }

  static async connect(port: number): Promise<CountReader> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new CountReader(socket);
  }

  read(key: string): Promise<number> {
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.socket.write(`get ${key}\r\n`);
    });
  }

  close(): void {
    this.socket.destroy();
  }
}

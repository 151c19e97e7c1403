import { once } from 'node:events';
import { Agent, request as send } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { today } from '@/lib/clock';
import { hitsKey } from '@/lib/hits/keys';
import { startIngest } from '@/lib/machine/ingest';
import { startMemcached } from '@/lib/machine/memcached';
import { startPlainNginx } from './nginx';
import { percentile, type Section } from './table';

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
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const read = (id: number) => get(agent, nginx.port, `/releases/${id}/a-release`);
  try {
    let expected = 0;
    const key = hitsKey(today(), 'release', 1);
    const delay = async () => {
      expected++;
      await read(1);
      const start = performance.now();
      while ((await counts.read(key)) < expected) {
        if (performance.now() - start > 5000) throw new Error('a hit was not counted within five seconds');
      }
      return performance.now() - start;
    };
    for (let i = 0; i < 50; i++) await delay();

    const idle: number[] = [];
    for (let i = 0; i < samples; i++) {
      idle.push(await delay());
      await sleep(5);
    }
    let running = true;
    let others = 0;
    const started = performance.now();
    const crowd = Array.from({ length: 16 }, async (_, n) => {
      while (running) {
        await read(2 + ((n + others++) % 500));
        // Bounded to some thousand requests a second in all.
        if (others > ((performance.now() - started) / 1000) * 5000) await sleep(2);
      }
    });
    const busy: number[] = [];
    for (let i = 0; i < samples; i++) {
      busy.push(await delay());
      await sleep(5);
    }
    const rate = others / ((performance.now() - started) / 1000);
    running = false;
    await Promise.all(crowd);
    const row = (what: string, values: number[]) => [
      what,
      ...[0.5, 0.99, 1].map((p) => `${percentile(values, p).toFixed(2)} ms`),
    ];
    return {
      title: 'Freshness',
      about: `From a response to its count being readable in memcached: nginx, ingest and memcached as they run in production, ${samples} samples each; client, load and servers share the machine's cores.`,
      head: ['', 'p50', 'p99', 'largest'],
      rows: [row('idle', idle), row(`at ${Math.round(rate)} other requests/s`, busy)],
    };
  } finally {
    counts.close();
    agent.destroy();
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

const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0' };

function get(agent: Agent, port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    send({ host: '127.0.0.1', port, path, agent, headers }, (response) => {
      response.resume();
      response.once('end', resolve);
    })
      .once('error', reject)
      .end();
  });
}

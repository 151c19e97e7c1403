import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'memjs';
import { today } from '@/lib/clock';
import { hitsKey } from '@/lib/hits/keys';
import { dayFolder } from '@/lib/hits/log-dirs';
import { naiveRecount } from '@/lib/hits/testing/naive-recount';
import { startIngest } from '@/lib/machine/ingest';
import { startMemcached } from '@/lib/machine/memcached';
import { Memcached } from '@/lib/memcached';
import { writeDayLog } from './day-log';
import { type Section, short, times } from './table';

/** From a growing file to memcached: ingest as a process of its own, next to one memcached increment per line. */
export async function live(folder: string, lines: number): Promise<Section> {
  const dir = join(folder, `live-${process.pid}`);
  const logDir = join(dir, 'log');
  const source = join(folder, 'live.log');
  writeDayLog(source, lines, 2);
  const log = readFileSync(source);
  const { views, hits } = naiveRecount(log);
  const [key, expected] = [...views].sort((a, b) => b[1] - a[1])[0]!;
  const memcached = await startMemcached();
  const target = join(dayFolder(logDir, today()), 'access.log');
  mkdirSync(dirname(target), { recursive: true });
  const client = new Memcached(memcached.server);
  try {
    const ingest = await startIngest({
      dir,
      server: memcached.server,
      env: {
        LOG_DIR: logDir,
        STATE_DIR: join(dir, 'state'),
        MEMCACHED_SERVERS: memcached.server,
        SITE_URL: 'https://press.example.com',
      },
    });
    const [type, id] = key.split(':') as [string, string];
    const name = hitsKey(today(), type, Number(id));
    const start = performance.now();
    for (let at = 0; at < log.length; at += 1 << 20) appendFileSync(target, log.subarray(at, at + (1 << 20)));
    while (Number((await client.get([name])).get(name) ?? 0) !== expected) {
      if (performance.now() - start > 120_000) throw new Error('ingest did not catch up within two minutes');
      await sleep(1);
    }
    const ingestSpeed = lines / ((performance.now() - start) / 1000);
    await ingest.stop();

    const usual = Client.create(memcached.server);
    const sample = Math.min(20_000, hits);
    const before = performance.now();
    for (let i = 0; i < sample; i++) await usual.increment('bench', 1, { initial: 1, expires: 600 });
    const one = sample / ((performance.now() - before) / 1000);
    const inFlight = performance.now();
    await Promise.all(
      Array.from({ length: sample }, () => usual.increment('bench', 1, { initial: 1, expires: 600 })),
    );
    const many = sample / ((performance.now() - inFlight) / 1000);
    usual.close();
    const row = (what: string, speed: number) => [what, short(speed), times(ingestSpeed / speed)];
    return {
      title: 'Live ingest',
      about: `${short(lines)} lines appended to today's log in pieces of one mebibyte, until memcached holds the last count.`,
      head: ['', 'lines/s', 'presskit is'],
      rows: [
        row('presskit ingest', ingestSpeed),
        row('one memcached increment per line, one after the other', one),
        row(`the same, ${short(sample)} in flight`, many),
      ],
    };
  } finally {
    client.close();
    await memcached.stop();
  }
}

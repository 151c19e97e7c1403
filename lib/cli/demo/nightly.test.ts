import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresServer, startPostgres } from '@/lib/machine/postgres';
import { runPresskit } from './child';
import { NightlyRollup } from './nightly';

const dir = mkdtempSync(join(tmpdir(), 'presskit-nightly-'));
const clock = join(dir, 'clock');
let postgres: PostgresServer;
let env: Record<string, string>;

before(async () => {
  postgres = await startPostgres({ dir: join(dir, 'postgres'), throwaway: true });
  env = { DATABASE_URL: postgres.url, LOG_DIR: join(dir, 'log'), SITE_URL: 'http://localhost' };
  await runPresskit(['migrate'], { env });
  process.env.CLOCK_FILE = clock;
});
after(async () => {
  delete process.env.CLOCK_FILE;
  await postgres.stop();
  rmSync(dir, { recursive: true });
});

const setClock = (year: number, month: number, day: number, hour: number, minute: number) =>
  writeFileSync(clock, new Date(year, month - 1, day, hour, minute, 10).toISOString());

test('a day is rolled up a minute after it has ended, and again when PostgreSQL was away', async () => {
  setClock(2026, 3, 14, 23, 59);
  const log = join(dir, 'log/2026/03/14');
  mkdirSync(log, { recursive: true });
  const line =
    '192.0.2.1 - - [14/Mar/2026:10:00:00 +0000] "GET /releases/1/a HTTP/1.1" 200 9 "-" "Mozilla/5.0"\n';
  writeFileSync(join(log, 'access.log'), line.repeat(3));

  const said: string[] = [];
  const nightly = new NightlyRollup(env, (text) => said.push(text), 50);
  await nightly.rollUp();
  nightly.start();
  setClock(2026, 3, 15, 0, 0);
  await sleep(500);
  assert.equal(said.length, 0, 'a web node may still be writing');

  await postgres.stop();
  setClock(2026, 3, 15, 0, 1);
  while (said.length === 0) await sleep(50);
  assert.match(said[0]!, /the roll-up has failed and is tried again/);
  await postgres.start();
  while (!said.some((text) => text.startsWith('2026-03-14  3 lines'))) await sleep(50);
  nightly.stop();
});

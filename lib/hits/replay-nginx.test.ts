import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { today } from '@/lib/clock';
import { startNginx } from '@/lib/machine/nginx';
import { freePort } from '@/lib/machine/ports';
import { DaySums } from './day-sums';
import { dayFolder, prepareDays } from './log-dirs';
import { type Replayed, replay } from './replay';
import { generatedLog } from './testing/generated-log';
import { naiveRecount } from './testing/naive-recount';

/**
 * Our real nginx configuration in front of a site that has nothing but releases: what nginx makes of odd agents,
 * referrers and paths is its business, and must be read back as what was sent.
 */
const dir = await mkdtemp(join(tmpdir(), 'presskit-replay-nginx-'));
const logDir = join(dir, 'log');
await prepareDays([logDir], today(), 2);

const releases = Array.from({ length: 30 }, (_, i) => `/releases/${i + 1}/release-${i + 1}`);
const locations = releases.map((path) => `<url><loc>https://press.example.com${path}</loc></url>`);
const site = createServer((request, response) => {
  const path = request.url?.split('?')[0] ?? '';
  if (path === '/sitemap.xml') response.end(`<urlset>${locations.join('')}</urlset>`);
  else response.writeHead(releases.includes(path) ? 200 : 404).end('a page');
});
await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
const nginx = await startNginx({
  dir: join(dir, 'nginx'),
  port: await freePort(),
  upstream: `127.0.0.1:${(site.address() as AddressInfo).port}`,
  logDir,
  filesDir: join(dir, 'files'),
});
const to = `http://127.0.0.1:${nginx.port}`;
after(async () => {
  await nginx.stop();
  site.closeAllConnections();
  site.close();
  await rm(dir, { recursive: true, force: true });
});

const access = join(dayFolder(logDir, today()), 'access.log');
const logged = async () => (existsSync(access) ? readFile(access) : Buffer.alloc(0));

/** What nginx wrote for a replay. nginx writes a line after it has answered. */
async function replayed(file: string): Promise<{ done: Replayed; log: Buffer }> {
  const before = (await logged()).length;
  const done = await replay({ file, to });
  let log = Buffer.alloc(0);
  for (let i = 0; i < 50; i++) {
    log = (await logged()).subarray(before);
    // One more for the sitemap.
    if (log.toString('latin1').split('\n').length - 1 >= done.sent + 1) break;
    await sleep(20);
  }
  return { done, log };
}

function assertEqualCounts({ done, log }: { done: Replayed; log: Buffer }): void {
  const naive = naiveRecount(log);
  const sums = new DaySums();
  assert.equal(sums.add(log, 0, log.length), log.length);
  assert.equal(naive.lines, done.sent + 1);
  assert.equal(naive.drops.malformed, 0);
  assert.deepEqual(sums.drops(), naive.drops);
  assert.equal(sums.hits, naive.hits);
  const views = new Map(
    [...sums.all()].filter(({ views }) => views > 0).map(({ key, views }) => [key as string, views]),
  );
  assert.deepEqual(views, naive.views);
  for (const { id, hits } of done.releases)
    assert.equal(naive.views.get(`release:${id}`) ?? 0, hits, `release ${id}`);
}

const real = fileURLToPath(new URL('../../../shared/data/access-5k.log', import.meta.url));

test('a real log replayed through nginx: each release has the hits that were sent', {
  skip: !existsSync(real),
}, async () => {
  const found = await replayed(real);
  assert.equal(found.done.sent, 5000);
  assert.deepEqual(found.done.errors, {});
  assertEqualCounts(found);
  assert.ok(naiveRecount(found.log).hits > 400);
  assert.ok(naiveRecount(found.log).siteVisitors > 200);
});

test('a generated log with all its oddities too', async () => {
  const file = join(dir, 'generated.log');
  await writeFile(file, generatedLog({ seed: 23, lines: 2000 }));
  const found = await replayed(file);
  assert.ok(found.done.releases.length > 0);
  assertEqualCounts(found);
});

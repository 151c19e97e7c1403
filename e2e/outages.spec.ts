import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { APIRequestContext } from '@playwright/test';
import { addDays, today } from '@/lib/clock';
import type { Release } from '@/lib/content/releases';
import { presskit, root } from '@/lib/machine/root';
import { ownNewsroom, publish } from './content';
import { expect, test } from './fixtures';
import { reader } from './hit-counts';
import { ownStack } from './own-stack';

/** Servers go and come back; the site is never started again for it. */
const stack = ownStack({});
let release: Release;

test.beforeAll(async () => {
  const newsroom = await ownNewsroom('Breakwater');
  release = await publish({ newsroomId: newsroom.id, title: 'The sea is rough' });
  await rollUpADayWith(history);
});

/** Hits of a day that is over. */
const history = 7;

async function rollUpADayWith(hits: number): Promise<void> {
  const day = addDays(today(), -10);
  const folder = join(stack().env.LOG_DIR!, day.replaceAll('-', '/'));
  const time = new Date(`${day}T12:00:00Z`).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) .*/, '$1/$2/$3');
  const request = `192.0.2.1 - - [${time}:12:00:00 +0000] "GET ${release.url} HTTP/1.1" 200 999`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'access.log'), `${request} "-" "${reader['User-Agent']}"\n`.repeat(hits));
  await promisify(execFile)(process.execPath, presskit('rollup', '--day', day), { cwd: root });
}

const trace = /\bat .+\(.+:\d+:\d+\)|node_modules|\.next\/|postgres:\/\/|ECONNREFUSED|select .+ from /i;

async function read(request: APIRequestContext, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    expect((await request.get(release.url, { headers: reader })).status()).toBe(200);
  }
}

test('without memcached every page answers, shows the total it knows, and says that today’s is on its way', async ({
  page,
  request,
  hits,
}) => {
  const ref = { type: 'release', id: release.id } as const;
  await read(request, 3);
  expect(await hits.total(ref)).toBe(history + 3);
  await stack().memcached!.kill();
  for (const path of ['/', '/releases', '/releases?q=sea', '/newsrooms', release.newsroom.url, '/feed.xml']) {
    expect((await request.get(path)).status(), path).toBe(200);
  }
  await page.goto(release.url);
  await expect(page.getByText('Today’s count is on its way.')).toBeVisible();
  await expect(page.locator('data[data-hits=today]')).toHaveCount(0);
  await expect(page.locator('data[data-hits=total]')).toHaveAttribute('value', String(history));
  expect(await hits.now(ref)).toEqual({ today: null, total: history });
  await read(request, 2);

  // The same port, and empty. Nothing else is started again.
  await stack().memcached!.start();
  await expect.poll(() => hits.now(ref), { timeout: 15_000 }).toEqual({ today: 6, total: history + 6 });
  await page.reload();
  await expect(page.getByText('Today’s count is on its way.')).toHaveCount(0);
  await expect(page.locator('data[data-hits=today]')).toHaveAttribute('value', '6');
});

test('a memcached that hangs does not hold a page up', async ({ request }) => {
  await stack().memcached!.kill('SIGSTOP');
  try {
    // The first may wait for it, and the processor may be busy; the time-out of the kernel would be minutes.
    await read(request, 1);
    const start = performance.now();
    await read(request, 5);
    expect(performance.now() - start).toBeLessThan(5000);
  } finally {
    await stack().memcached!.kill('SIGCONT');
  }
  await expect
    .poll(async () => (await (await request.get(`/api/hits/release/${release.id}`)).json()).today, {
      timeout: 15_000,
    })
    .toBeGreaterThanOrEqual(6);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('while PostgreSQL is away a reader is told so, and then reads on', async ({
      page,
      request,
      expectTrouble,
    }) => {
      expectTrouble(/ 50[023] /);
      await stack().postgres!.stop();
      for (const path of ['/', '/releases?q=sea', release.newsroom.url]) {
        const response = await request.get(path);
        expect([500, 503], path).toContain(response.status());
        const text = await response.text();
        expect(text, path).toContain('<h1>Back in a moment</h1>');
        expect(text, path).not.toMatch(trace);
      }
      for (const path of [`/api/hits/release/${release.id}`, '/feed.xml', '/sitemap.xml', '/files/1/x.txt']) {
        const response = await request.get(path);
        expect([500, 503], path).toContain(response.status());
        expect(await response.text(), path).not.toMatch(trace);
      }
      expect((await request.get('/healthz')).status()).toBe(200);
      expect((await request.get('/api/health')).status()).toBe(503);

      const heading = page.getByRole('heading', { level: 1 });
      const response = await page.goto(release.url);
      expect([500, 503]).toContain(response?.status());
      await expect(heading).toHaveText('Back in a moment');
      await stack().postgres!.start();
      // The page tries again by itself.
      await expect(heading).toHaveText(release.title, { timeout: 20_000 });
    });

    test('while the site is away nginx says so, and then the reader reads on', async ({
      page,
      expectTrouble,
    }) => {
      expectTrouble(/ 502 /);
      await stack().site!.stop();
      const response = await page.goto(release.url);
      expect(response?.status()).toBe(502);
      expect(response?.headers()['retry-after']).toBe('5');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Back in a moment');
      await stack().site!.start();
      // The page tries again by itself.
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(release.title, { timeout: 20_000 });
    });
  });
}

test('a link that is followed while PostgreSQL is away tells so, and is no hit', async ({
  page,
  hits,
  expectTrouble,
}) => {
  expectTrouble(/ 50[03] |Connection closed|Server Components/);
  await page.goto(release.newsroom.url);
  const ref = { type: 'release', id: release.id } as const;
  const before = await hits.total(ref);
  await stack().postgres!.stop();
  await page.getByRole('link', { name: release.title }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Back in a moment' })).toBeVisible();
  await page.goto('about:blank');
  await stack().postgres!.start();
  await expect.poll(async () => (await page.request.get('/')).status()).toBe(200);
  expect(await hits.total(ref)).toBe(before);
});

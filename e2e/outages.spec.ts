import type { APIRequestContext } from '@playwright/test';
import type { Release } from '@/lib/content/releases';
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
});

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
  const before = await hits.total(ref);
  await stack().memcached!.kill();
  for (const path of ['/', '/releases', '/releases?q=sea', '/newsrooms', release.newsroom.url, '/feed.xml']) {
    expect((await request.get(path)).status(), path).toBe(200);
  }
  await page.goto(release.url);
  await expect(page.getByText('Today’s count is on its way.')).toBeVisible();
  await expect(page.locator('data[data-hits=today]')).toHaveCount(0);
  await expect(page.locator('data[data-hits=total]')).toHaveAttribute('value', '0');
  expect(await hits.now(ref)).toEqual({ today: null, total: 0 });
  await read(request, 2);

  // The same port, and empty. Nothing else is started again.
  await stack().memcached!.start();
  await expect
    .poll(() => hits.now(ref), { timeout: 15_000 })
    .toEqual({ today: before + 3, total: before + 3 });
  await page.reload();
  await expect(page.getByText('Today’s count is on its way.')).toHaveCount(0);
  await expect(page.locator('data[data-hits=today]')).toHaveAttribute('value', String(before + 3));
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
      const heading = page.getByRole('heading', { level: 1 });
      for (const path of [release.url, '/', '/releases?q=sea', release.newsroom.url]) {
        const response = await page.goto(path);
        expect([500, 503], path).toContain(response?.status());
        await expect(heading, path).toHaveText('Back in a moment');
        expect(await page.content(), path).not.toMatch(trace);
      }
      for (const path of [`/api/hits/release/${release.id}`, '/feed.xml', '/sitemap.xml', '/files/1/x.txt']) {
        const response = await request.get(path);
        expect([500, 503], path).toContain(response.status());
        expect(await response.text(), path).not.toMatch(trace);
      }
      expect((await request.get('/healthz')).status()).toBe(200);
      expect((await request.get('/api/health')).status()).toBe(503);

      await stack().postgres!.start();
      await page.goto(release.url);
      // The page that tells so tries again by itself, too.
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

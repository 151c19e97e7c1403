import { type APIRequestContext, expect } from '@playwright/test';
import { restore, softDelete } from '@/lib/content/deleted';
import { newsroom as newsrooms, release as releases } from '@/lib/content/registry';
import { updateRelease } from '@/lib/content/releases';
import { test } from './fixtures';
import { reader } from './hit-counts';
import { canary, everywhere, swept } from './surfaces';

/** What is not public is nowhere: not in a page, not in what a link fetches, not in a feed, a list, a count or a file. */
const tomorrow = () => new Date(Date.now() + 24 * 3_600_000);

for (const [status, publishedAt] of [
  ['draft', () => new Date()],
  ['scheduled', tomorrow],
  ['embargoed', tomorrow],
] as const) {
  test(`a release that is ${status === 'draft' ? 'a draft' : status} is nowhere`, async ({ request }) => {
    const bird = await canary();
    await updateRelease(bird.release.id, { status, publishedAt: publishedAt() });
    expect(await swept(request, bird)).toEqual(everywhere(bird, false));
    // Nor does it say, when it is deleted, that it ever was.
    await softDelete(releases, [bird.release.id], { why: 'a test' });
    for (const path of [bird.release.url, bird.release.attachments[0]!.url, bird.picture.path])
      expect(await statuses(request, path), path).toEqual([404, 404, 404]);
  });
}

/** What a path answers to a reader, to HEAD, and to a link that is followed within the site. */
const statuses = async (request: APIRequestContext, path: string) => [
  (await request.get(path, { headers: reader })).status(),
  (await request.head(path, { headers: reader })).status(),
  (await request.get(`${path}?_rsc`, { headers: { ...reader, RSC: '1' } })).status(),
];

test('the page of what is deleted is whole, says so, tells nothing of it, and is not for robots', async ({
  request,
  browser,
}) => {
  const bird = await canary();
  await softDelete(releases, [bird.release.id], { why: 'a test' });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const answer = await page.goto(bird.release.url);
  expect(answer?.status()).toBe(410);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This was deleted');
  await expect(page.getByRole('searchbox').first()).toBeVisible();
  await expect(page.locator('meta[name=robots]').first()).toHaveAttribute('content', /noindex/);
  const text = await (await request.get(bird.release.url)).text();
  for (const word of Object.values(bird.words)) expect(text).not.toContain(word);
  await context.close();
  // Its own address is no page.
  expect((await request.get('/gone')).status()).toBe(404);
});

test('a link to what was deleted meanwhile leads to the page that says so', async ({
  page,
  expectTrouble,
}) => {
  expectTrouble(/status of 410/);
  const bird = await canary();
  await page.goto(bird.sibling.url);
  const link = page.getByRole('link', { name: new RegExp(bird.words.title) }).first();
  await expect(link).toBeVisible();
  await softDelete(releases, [bird.release.id], { why: 'a test' });
  const answered = page.waitForResponse(
    (response) => response.request().isNavigationRequest() && response.url().includes(bird.release.url),
  );
  await link.click();
  expect((await answered).status()).toBe(410);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This was deleted');
});

test('a deleted release is gone from everywhere within seconds, and comes back with its hits', async ({
  request,
  hits,
}) => {
  const bird = await canary();
  expect(await swept(request, bird)).toEqual(everywhere(bird, true));
  const { id, url } = bird.release;
  for (let n = 0; n < 3; n++) await request.get(url, { headers: reader });
  const before = await hits.total({ type: 'release', id });
  expect(before).toBeGreaterThanOrEqual(3);

  const batch = await softDelete(releases, [id], { why: 'a test' });
  await expect
    .poll(() => swept(request, bird), { timeout: 15_000, intervals: [0] })
    .toEqual(everywhere(bird, false));
  for (const path of [url, `/releases/${id}/x`, bird.release.attachments[0]!.url, bird.picture.path])
    expect(await statuses(request, path), path).toEqual([410, 410, 410]);
  // Shares, feeds and counts of it are not permalinks.
  expect((await request.get(`${url}/card.png`)).status()).toBe(404);
  expect((await request.get(`/api/hits/release/${id}`)).status()).toBe(404);

  await restore(batch.id!);
  expect(await hits.total({ type: 'release', id })).toBe(before);
  expect(await swept(request, bird)).toEqual(everywhere(bird, true));
});

test('a published release that is made a draft again takes its files along', async ({ request }) => {
  const bird = await canary();
  expect(await swept(request, bird)).toEqual(everywhere(bird, true));
  await updateRelease(bird.release.id, { status: 'draft' });
  await expect
    .poll(() => swept(request, bird), { timeout: 15_000, intervals: [0] })
    .toEqual(everywhere(bird, false));
});

test('a deleted newsroom takes its releases and files along, and brings them back', async ({ request }) => {
  const bird = await canary();
  const { newsroom, sibling } = bird;
  const batch = await softDelete(newsrooms, [newsroom.id], { why: 'a test' });
  const permalinks = [newsroom.url, sibling.url, bird.release.url, bird.release.attachments[0]!.url];
  const others = [
    `${newsroom.url}/feed.xml`,
    `${newsroom.url}/feed.json`,
    `/api/hits/newsroom/${newsroom.id}`,
    `${sibling.url}/card.png`,
  ];
  const gone = [...permalinks, ...others];
  for (const path of gone) {
    const status = permalinks.includes(path) ? 410 : 404;
    await expect.poll(async () => (await request.get(path)).status(), path).toBe(status);
  }
  for (const path of ['/', '/releases', '/newsrooms', '/feed.xml', '/feed.json', '/sitemap.xml']) {
    const text = await (await request.get(path)).text();
    expect(text, path).not.toContain(newsroom.name);
    expect(text, path).not.toContain(newsroom.url);
    expect(text, path).not.toContain(bird.words.title);
  }
  await restore(batch.id!);
  for (const path of gone) expect((await request.get(path)).status(), path).toBe(200);
  expect(await swept(request, bird)).toEqual(everywhere(bird, true));
});

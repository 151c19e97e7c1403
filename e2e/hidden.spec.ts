import { expect } from '@playwright/test';
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
  });
}

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
  const asked = await request.get(url, { headers: reader });
  expect(asked.status()).toBe(404);

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
  const gone = [
    newsroom.url,
    `${newsroom.url}/feed.xml`,
    `${newsroom.url}/feed.json`,
    `/api/hits/newsroom/${newsroom.id}`,
    sibling.url,
    `${sibling.url}/card.png`,
    bird.release.url,
    bird.release.attachments[0]!.url,
  ];
  for (const path of gone) {
    await expect.poll(async () => (await request.get(path)).status(), path).toBe(404);
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

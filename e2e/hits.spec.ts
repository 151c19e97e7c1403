import type { Page } from '@playwright/test';
import { addFile } from '@/lib/content/files';
import { updateRelease } from '@/lib/content/releases';
import { ownNewsroom, publicReleaseOf, publish } from './content';
import { expect, test } from './fixtures';
import { reader } from './hit-counts';
import { picture } from './sample';

/** The paths of this site that the page asks for from now on, in order. */
function asked(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  return paths;
}

test('following a link within the site is one hit', async ({ page, hits }) => {
  const newsroom = await ownNewsroom('Semaphore');
  const release = await publish({ newsroomId: newsroom.id, title: 'A flag goes up' });
  await page.goto(newsroom.url);
  let loads = 0;
  page.on('domcontentloaded', () => loads++);
  await page.getByRole('link', { name: release.title }).click();
  await expect(page.getByRole('heading', { level: 1, name: release.title })).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(loads, 'whole pages loaded').toBe(0);
  expect(await hits.total({ type: 'release', id: release.id })).toBe(1);
  expect(await hits.total({ type: 'newsroom', id: newsroom.id })).toBe(1);
});

test('looking at lists and pointing at links is no hit', async ({ page, hits }) => {
  const newsroom = await ownNewsroom('Windowshop');
  const releases = [];
  for (const title of ['First thing', 'Second thing', 'Third thing'])
    releases.push(await publish({ newsroomId: newsroom.id, title, tags: ['shop window'] }));
  const paths = asked(page);
  for (const list of [newsroom.url, `/releases?newsroom=${newsroom.id}`, '/releases?tag=shop+window']) {
    await page.goto(list);
    for (const { title } of releases) {
      await page.getByRole('link', { name: title }).hover();
      await page.getByRole('link', { name: title }).focus();
    }
    await page.waitForLoadState('networkidle');
  }
  for (const { id, url } of releases) {
    expect(paths).not.toContain(url);
    expect(await hits.total({ type: 'release', id })).toBe(0);
  }
  expect(await hits.total({ type: 'newsroom', id: newsroom.id })).toBe(1);
});

test('what a browser fetches in advance is no hit', async ({ page, request, hits }) => {
  const newsroom = await ownNewsroom('Anticipation');
  const { id, url, title } = await publish({ newsroomId: newsroom.id, title: 'Perhaps you want this' });
  await page.goto('/about/hits');
  const [prefetched] = await Promise.all([
    page.waitForResponse(`**${url}`),
    page.evaluate((href) => {
      const link = Object.assign(document.createElement('link'), { rel: 'prefetch', href });
      document.head.append(link);
    }, url),
  ]);
  expect(prefetched.status()).toBe(200);
  const inAdvance: Record<string, string>[] = [
    { 'Sec-Purpose': 'prefetch;prerender' },
    { Purpose: 'prefetch' },
    { RSC: '1', 'Next-Router-Prefetch': '1' },
    { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  ];
  for (const advance of inAdvance) {
    const response = await request.get(url, { headers: { ...reader, ...advance } });
    expect(response.status(), JSON.stringify(advance)).toBe(200);
  }
  expect(await hits.total({ type: 'release', id })).toBe(0);
  await page.goto(url);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  expect(await hits.total({ type: 'release', id }), 'and then it is read').toBe(1);
});

test('going back and forward is a hit exactly when the page is asked for again', async ({ page, hits }) => {
  const newsroom = await ownNewsroom('Pendulum');
  const release = await publish({ newsroomId: newsroom.id, title: 'It swings' });
  await page.goto(newsroom.url);
  const paths = asked(page);
  const heading = page.getByRole('heading', { level: 1 });
  await page.getByRole('link', { name: release.title }).click();
  await expect(heading).toHaveText(release.title);
  await page.goBack();
  await expect(heading).toHaveText(newsroom.name);
  await page.goForward();
  await expect(heading).toHaveText(release.title);
  await page.waitForLoadState('networkidle');
  const times = paths.filter((path) => path === release.url).length;
  expect(await hits.total({ type: 'release', id: release.id })).toBe(times);
});

test('an old address leads to the new one and is one hit', async ({ page, request, hits }) => {
  const newsroom = await ownNewsroom('Removal');
  const old = await publish({ newsroomId: newsroom.id, title: 'Under the first name' });
  await updateRelease(old.id, { slug: 'under-the-second-name' });
  const { url } = await publicReleaseOf(old.id);
  const answer = await request.get(`${old.url}?utm_source=letter`, { maxRedirects: 0, headers: reader });
  expect(answer.status()).toBe(308);
  expect(answer.headers().location).toBe(`${url}?utm_source=letter`);
  await page.goto(old.url);
  await expect(page).toHaveURL(url);
  expect(await hits.total({ type: 'release', id: old.id })).toBe(1);
  await page.goto(`${url}/`);
  await expect(page).toHaveURL(url);
  expect(await hits.total({ type: 'release', id: old.id })).toBe(2);
});

test('a link that has become old in an open page is one hit, one to something withdrawn is none', async ({
  page,
  hits,
  expectTrouble,
}) => {
  const newsroom = await ownNewsroom('Stale');
  const moved = await publish({ newsroomId: newsroom.id, title: 'Soon elsewhere' });
  const withdrawn = await publish({ newsroomId: newsroom.id, title: 'Soon nowhere' });
  await page.goto(newsroom.url);
  await updateRelease(moved.id, { slug: 'elsewhere' });
  await page.getByRole('link', { name: moved.title }).click();
  await expect(page.getByRole('heading', { level: 1, name: moved.title })).toBeVisible();
  await expect(page).toHaveURL(`/releases/${moved.id}/elsewhere`);
  expect(await hits.total({ type: 'release', id: moved.id })).toBe(1);

  await page.goto(newsroom.url);
  await updateRelease(withdrawn.id, { status: 'draft' });
  expectTrouble(/404/);
  await page.getByRole('link', { name: withdrawn.title }).click();
  await expect(page.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();
  await hits.settled();
  await updateRelease(withdrawn.id, { status: 'published' });
  expect(await hits.total({ type: 'release', id: withdrawn.id })).toBe(0);
});

test('a download is a hit of its file, a picture on a page is none', async ({ page, request, hits }) => {
  const newsroom = await ownNewsroom('Archive');
  const { id } = await publish({ newsroomId: newsroom.id, title: 'With papers' });
  const of = { newsroomId: newsroom.id, releaseId: id };
  const image = await picture(1200, 800, '#7c3aed');
  const shown = await addFile({ ...of, kind: 'image', name: 'violet.jpg', data: image, alt: 'Violet' });
  const text = Buffer.from('All there is to know, in a file.\n'.repeat(100));
  const kept = await addFile({
    ...of,
    kind: 'attachment',
    name: 'papers.txt',
    data: text,
    title: 'The papers',
  });
  const { url, attachments } = await publicReleaseOf(id);
  await page.goto(url);
  await expect(page.getByRole('img', { name: 'Violet' })).toBeVisible();
  expect(
    await page.getByRole('img', { name: 'Violet' }).evaluate((img: HTMLImageElement) => img.naturalWidth),
  ).toBeGreaterThan(0);
  expect(await hits.total({ type: 'file', id: shown.id })).toBe(0);

  const ref = { type: 'file', id: kept.id } as const;
  const link = page.getByRole('link', { name: 'The papers' });
  await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(await hits.total(ref)).toBe(1);
  const path = attachments[0]!.url;
  for (const [range, status, after] of [
    ['bytes=0-99', 206, 2],
    ['bytes=100-199', 206, 2],
    ['bytes=-50', 206, 2],
    ['bytes=99999-', 416, 2],
  ] as const) {
    // Of a text that is compressed on the way there are no parts.
    const headers = { ...reader, Range: range, 'Accept-Encoding': 'identity' };
    const response = await request.get(path, { headers });
    expect(response.status(), range).toBe(status);
    expect(await hits.total(ref), range).toBe(after);
  }
  await request.head(path, { headers: reader });
  expect(await hits.total(ref), 'HEAD').toBe(2);
  const whole = await request.get(path, { headers: reader });
  expect(await whole.body()).toEqual(text);
  const etag = whole.headers().etag!;
  const known = await request.get(path, { headers: { ...reader, 'If-None-Match': etag } });
  expect(known.status()).toBe(304);
  expect(await hits.total(ref), 'asked for again, unchanged').toBe(4);
  expect(await hits.total({ type: 'release', id }), 'of the release itself').toBe(1);

  await page.reload();
  await expect(page.getByText('4 downloads')).toBeVisible();
});

test('robots, and requests without a browser’s name, are no hits', async ({ request, hits }) => {
  const newsroom = await ownNewsroom('Robots');
  const { id, url } = await publish({ newsroomId: newsroom.id, title: 'For people' });
  for (const name of [
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    'curl/8.5.0',
    '',
  ]) {
    const response = await request.get(url, { headers: { 'User-Agent': name } });
    expect(response.status()).toBe(200);
  }
  expect(await hits.total({ type: 'release', id })).toBe(0);
});

test('page, newsroom page and /api/hits say the same', async ({ page, request, hits }) => {
  const newsroom = await ownNewsroom('Accounts');
  const release = await publish({ newsroomId: newsroom.id, title: 'Sums' });
  const of = { release: release.url, newsroom: newsroom.url };
  for (const url of Object.values(of))
    for (let n = 0; n < 3; n++) await request.get(url, { headers: reader });
  for (const [type, url] of Object.entries(of) as ['release' | 'newsroom', string][]) {
    const id = type === 'release' ? release.id : newsroom.id;
    expect(await hits.total({ type, id })).toBe(3);
    expect(await hits.now({ type, id })).toEqual({ today: 3, total: 3 });
    await page.goto(url);
    await expect(page.locator('data[data-hits]')).toHaveCount(2);
    await expect(page.locator('data[data-hits=today]')).toHaveAttribute('value', '3');
    await expect(page.locator('data[data-hits=total]')).toHaveAttribute('value', '3');
    await expect(page.locator('data[data-hits=total]')).toHaveText('3');
    // The page that is open is the fourth.
    expect(await hits.total({ type, id })).toBe(4);
  }
  await page.goto(newsroom.url);
  await expect(page.getByRole('article').filter({ hasText: 'Sums' })).toContainText('4 hits');
});

test('/api/hits is never kept, and says what is wrong with what it cannot answer', async ({ request }) => {
  const fresh = await request.get('/api/hits/release/1');
  expect(fresh.headers()['cache-control']).toBe('no-store');
  for (const [path, sentence] of [
    ['/api/hits/release/0', /no public release/],
    ['/api/hits/release/2147483648', /no public release/],
    ['/api/hits/release/x', /no public release/],
    ['/api/hits/file/999999', /no public file/],
    ['/api/hits/user/1', /Nothing of type “user” is counted; types are release, newsroom, file/],
    ['/api/hits/constructor/1', /Nothing of type/],
  ] as const) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(404);
    expect((await response.json()).error, path).toMatch(sentence);
  }
});

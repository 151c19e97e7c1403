import type { Page } from '@playwright/test';
import { addFile } from '@/lib/content/files';
import type { Release } from '@/lib/content/releases';
import { sharp } from '@/lib/content/sharp';
import { ownNewsroom, publicReleaseOf, publish, token } from './content';
import { expect, test } from './fixtures';
import { reader } from './hit-counts';
import { picture } from './sample';

/** What machines read: feeds, sitemap, robots.txt, what is in a page's head, headers, health. */
let release: Release;
let newsroom: { id: number; name: string; url: string };
const awkward = `Müller & Söhne: "5 < 7" ]]> </script> ${token()}`;

test.beforeAll(async () => {
  newsroom = await ownNewsroom('Cable & Wire <press>');
  const { id } = await publish({
    newsroomId: newsroom.id,
    title: awkward,
    subtitle: 'A subtitle & more',
    publishedAt: new Date(),
    bodyHtml: '<p>See <a href="/about/hits">here</a>, 5 &lt; 7 &amp; ]]&gt; so on.</p>',
    tags: ['cables & wires'],
  });
  const of = { newsroomId: newsroom.id, releaseId: id };
  const image = await picture(1300, 900, '#be123c');
  await addFile({ ...of, kind: 'image', name: 'wire.jpg', data: image, alt: 'Wire' });
  await addFile({ ...of, kind: 'attachment', name: 'wire.txt', data: Buffer.from('wire\n'), title: 'Wire' });
  release = await publicReleaseOf(id);
});

/** Parsed by the browser's own parser; the texts of all elements that a selector finds. */
function xml(page: Page, text: string, selector: string): Promise<string[]> {
  return page.evaluate(
    ([source, wanted]) => {
      const parsed = new DOMParser().parseFromString(source!, 'application/xml');
      const broken = parsed.querySelector('parsererror');
      if (broken) throw new Error(broken.textContent ?? 'not well-formed');
      return [...parsed.querySelectorAll(wanted!)].map((element) => element.textContent ?? '');
    },
    [text, selector] as const,
  );
}

test('the RSS feeds are well-formed and hold what is public', async ({ page, request, baseURL }) => {
  for (const path of ['/feed.xml', `${newsroom.url}/feed.xml`]) {
    const response = await request.get(path);
    expect(response.headers()['content-type']).toBe('application/rss+xml; charset=utf-8');
    const text = await response.text();
    expect(await xml(page, text, 'rss > channel > item > title'), path).toContain(awkward);
    expect(await xml(page, text, 'item > link')).toContain(baseURL + release.url);
    expect(await xml(page, text, 'item > guid')).toContain(`${baseURL}/releases/${release.id}`);
    expect((await xml(page, text, 'item > *')).join(' ')).toContain(`href="${baseURL}/about/hits"`);
    for (const date of await xml(page, text, 'item > pubDate')) expect(Date.parse(date)).not.toBeNaN();
    const etag = response.headers().etag!;
    const again = await request.get(path, { headers: { 'If-None-Match': etag } });
    expect(again.status(), path).toBe(304);
  }
});

test('the JSON feeds hold the same', async ({ request, baseURL }) => {
  for (const path of ['/feed.json', `${newsroom.url}/feed.json`]) {
    const response = await request.get(path);
    expect(response.headers()['content-type']).toBe('application/feed+json; charset=utf-8');
    const feed = await response.json();
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
    expect(feed.feed_url).toBe(baseURL + path);
    const item = feed.items.find(({ url }: { url: string }) => url === baseURL + release.url);
    expect(item).toMatchObject({
      title: awkward,
      summary: 'A subtitle & more',
      url: baseURL + release.url,
      tags: ['cables & wires'],
      attachments: [
        { url: baseURL + release.attachments[0]!.url, mime_type: 'text/plain', size_in_bytes: 5 },
      ],
    });
    expect(item.content_html).toContain(`href="${baseURL}/about/hits"`);
  }
});

test('a feed of a newsroom that is not there, or was renamed', async ({ request, baseURL }) => {
  const missing = await request.get('/newsrooms/999999/x/feed.xml');
  expect(missing.status()).toBe(404);
  const old = await request.get(`/newsrooms/${newsroom.id}/old/feed.json`, { maxRedirects: 0 });
  expect(old.status()).toBe(308);
  expect(new URL(old.headers().location!, baseURL).href).toBe(`${baseURL}${newsroom.url}/feed.json`);
});

test('robots.txt names the sitemap, and every address in the sitemap answers', async ({
  page,
  request,
  baseURL,
}) => {
  const robots = await (await request.get('/robots.txt')).text();
  expect(robots).toContain(`Sitemap: ${baseURL}/sitemap.xml`);
  const response = await request.get('/sitemap.xml');
  expect(response.headers()['content-type']).toContain('application/xml');
  const addresses = await xml(page, await response.text(), 'urlset > url > loc');
  for (const path of ['/', '/releases', '/newsrooms', '/about/hits', newsroom.url, release.url])
    expect(addresses).toContain(baseURL + path);
  expect(new Set(addresses).size).toBe(addresses.length);
  // All of the pages, and some of the releases; another test may take its own away meanwhile.
  const asked = addresses.filter((address) => !address.includes('/releases/')).concat(addresses.slice(-15));
  // As the robot that reads sitemaps: a reader would be a hit, also on what another test is counting just now.
  const headers = {
    'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  };
  for (const address of asked) {
    const status = (await request.get(address, { maxRedirects: 0, headers })).status();
    if (status === 404) expect(await (await request.get('/sitemap.xml')).text()).not.toContain(address);
    else expect(status, address).toBe(200);
  }
});

test('a release tells machines what it is', async ({ page, request, baseURL }) => {
  await page.goto(`${release.url}?utm_source=letter`);
  const content = (name: string) =>
    page.locator(`meta[property="${name}"], meta[name="${name}"]`).first().getAttribute('content');
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', baseURL + release.url);
  await expect(page).toHaveTitle(`${awkward} · Presskit`);
  expect(await content('og:title')).toBe(awkward);
  expect(await content('og:type')).toBe('article');
  expect(await content('og:url')).toBe(baseURL + release.url);
  expect(await content('description')).toBe('A subtitle & more');
  expect(await content('article:published_time')).toBe(release.publishedAt.toISOString());
  expect(await content('twitter:card')).toBe('summary_large_image');
  for (const type of ['application/rss+xml', 'application/feed+json'])
    await expect(page.locator(`link[rel=alternate][type="${type}"]`)).toHaveCount(1);

  const image = await request.get((await content('og:image'))!);
  expect(image.headers()['content-type']).toBe('image/png');
  const { format, width, height } = await sharp(Buffer.from(await image.body())).metadata();
  expect({ format, width, height }).toEqual({ format: 'png', width: 1200, height: 630 });

  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent())!);
  expect(data).toMatchObject({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: awkward,
    datePublished: release.publishedAt.toISOString(),
    mainEntityOfPage: baseURL + release.url,
    author: { name: newsroom.name, url: baseURL + newsroom.url },
  });
  for (const address of data.image) expect((await request.get(address)).status(), address).toBe(200);
});

test('a newsroom tells machines what it is', async ({ page, baseURL }) => {
  await page.goto(newsroom.url);
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', baseURL + newsroom.url);
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent())!);
  expect(data).toMatchObject({ '@type': 'Organization', name: newsroom.name });
  const feed = await page.locator('link[type="application/rss+xml"]').getAttribute('href');
  expect(feed).toBe(`${baseURL}${newsroom.url}/feed.xml`);
});

test('pages, scripts and files carry the headers that they should', async ({ page, request }) => {
  const html = await request.get(release.url, { headers: reader });
  expect(html.headers()).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'content-encoding': 'gzip',
  });
  expect(html.headers()['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
  expect(html.headers()['cache-control']).toMatch(/no-store|no-cache/);
  expect(html.headers()['x-powered-by']).toBeUndefined();
  expect(html.headers().server).toBe('nginx');

  await page.goto(release.url);
  const script = await page.locator('script[src^="/_next/static/"]').first().getAttribute('src');
  const style = await page.locator('link[rel=stylesheet]').first().getAttribute('href');
  const attachment = release.attachments[0]!.url;
  for (const path of [script!, style!, attachment, release.pictures[0]!.src]) {
    // The second time it comes from the disk, without the site.
    for (const time of ['first', 'second']) {
      const headers = (await request.get(path)).headers();
      expect(headers['cache-control'], `${path}, ${time}`).toContain('immutable');
      expect(headers['cache-control'], `${path}, ${time}`).toContain('max-age=31536000');
      expect(headers['x-content-type-options'], `${path}, ${time}`).toBe('nosniff');
    }
  }
  expect((await request.get(attachment)).headers()['content-disposition']).toBe('attachment');
  expect((await request.get(attachment)).headers()['content-security-policy']).toContain('sandbox');
});

test('/api/health says how everything is', async ({ request }) => {
  await expect(async () => {
    const response = await request.get('/api/health');
    expect(response.headers()['cache-control']).toBe('no-store');
    const state = await response.json();
    expect(state).toMatchObject({
      ok: true,
      reasons: [],
      ingest: { bytesBehind: 0 },
      memcached: [{ away: false }],
    });
    expect(response.status()).toBe(200);
    expect(state.today.lines).toBeGreaterThan(0);
  }).toPass({ timeout: 15_000 });
  expect(await (await request.get('/healthz')).text()).toBe('ok\n');
});

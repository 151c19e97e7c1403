import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { endAllSessions } from '@/lib/auth/sessions';
import type { User } from '@/lib/auth/users';
import { addDays, today } from '@/lib/clock';
import { createRelease, type Release } from '@/lib/content/releases';
import { ownNewsroom, publish } from './content';
import { expect, test } from './fixtures';
import { reader } from './hit-counts';
import { ownStack } from './own-stack';
import { auditor, author, readOn, signIn, times } from './readership';

/** An author watches the readers arrive. Three days ago there were 40 hits, four days ago 20; today there are a few. */
const stack = ownStack({});
const google = 'https://www.google.com/';
const launch = '?utm_source=letter&utm_medium=email&utm_campaign=launch';

let mateo: User;
let newsroom: { id: number; name: string; url: string };
let lake: Release;
let river: Release;
/** Somebody else's. */
let foreign: { newsroom: { id: number }; release: Release };

test.beforeAll(async () => {
  test.setTimeout(120_000);
  newsroom = await ownNewsroom('Limnology');
  mateo = await author(newsroom.id);
  const at = { newsroomId: newsroom.id };
  lake = await publish({ ...at, title: 'The lake is deep', publishedAt: daysAgo(5) });
  river = await publish({ ...at, title: 'The river is long', publishedAt: daysAgo(3) });
  await createRelease({ ...at, title: secret, status: 'draft', bodyHtml: '<p>Not yet.</p>' });
  const other = await ownNewsroom('Oceanography');
  foreign = {
    newsroom: other,
    release: await publish({ newsroomId: other.id, title: 'The sea is salt', publishedAt: daysAgo(5) }),
  };
  await readOn(addDays(today(), -4), times(20, { path: lake.url, from: google }));
  await readOn(addDays(today(), -3), [
    ...times(25, { path: lake.url, from: google }),
    ...times(10, { path: `${river.url}${launch}`, from: 'https://news.example/today' }),
    ...times(5, { path: river.url, agent: phone }),
    ...times(7, {
      path: river.url,
      agent: 'Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    }),
    ...times(900, { path: foreign.release.url }),
  ]);
});

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const secret = 'The pond is to be drained';
const daysAgo = (n: number) => new Date(Date.now() - n * 86_400_000);
const week = 'period=7d';
const room = () => `/author/statistics/newsroom/${newsroom.id}`;

test.beforeEach(async ({ context }) => {
  await signIn(context, mateo, stack().url);
});

const tile = (page: Page, name: string) =>
  page.locator('.tile').filter({ hasText: name }).locator('.tile-value');
const live = (page: Page, which: 'today' | 'now') => page.locator(`[data-live=${which}]`);

test('an author reads how often a newsroom was read, and by whom', async ({ page }) => {
  await page.goto(`${room()}?${week}`);
  await expect(page.getByRole('heading', { level: 1, name: newsroom.name })).toBeVisible();
  await expect(tile(page, 'Hits')).toHaveText('60');
  await expect(tile(page, 'Search visits')).toHaveText('45');
  await expect(tile(page, 'Bot reads')).toHaveText('7');
  const releases = page.getByRole('region', { name: 'Table of releases' }).getByRole('row');
  await expect(releases.nth(1)).toContainText(/The lake is deep.*45/);
  await expect(releases.nth(2)).toContainText(/The river is long.*15/);
  const sources = page.getByRole('region', { name: 'Sources' });
  await expect(sources.getByRole('row', { name: /Search/ })).toContainText('75%');
  await sources.getByRole('link', { name: 'Sites', exact: true }).click();
  await expect(sources.getByRole('row', { name: /news\.example/ })).toContainText('10');
  await expect(page.getByRole('region', { name: 'Bots' })).toContainText('AI crawlers');
  await page.getByRole('link', { name: river.title }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: river.title })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/author/statistics/release/${river.id}`));
});

test('search engines hide what was searched for, and the page says so', async ({ page }) => {
  await page.goto(`${room()}?${week}&tabs=term`);
  const search = page.getByRole('region', { name: 'Search', exact: true });
  await expect(search.getByRole('row', { name: /not provided/ })).toContainText('45');
});

test('the head counts along while readers arrive, without a reload', async ({ page, request }) => {
  let loads = 0;
  page.on('domcontentloaded', () => loads++);
  await page.goto(room());
  await expect(page.locator('.live-live')).toBeVisible();
  const before = Number(await live(page, 'today').getAttribute('value'));
  for (let n = 0; n < 3; n++) await request.get(lake.url, { headers: reader });
  await expect(live(page, 'today')).toHaveAttribute('value', String(before + 3));
  await expect(live(page, 'now')).toHaveAttribute('value', /[1-9]/);
  // Somebody else's readers are not theirs.
  await request.get(foreign.release.url, { headers: reader });
  await request.get(river.url, { headers: reader });
  await expect(live(page, 'today')).toHaveAttribute('value', String(before + 4));
  expect(loads).toBe(1);
});

test('an interrupted connection is told quietly, and comes back by itself', async ({
  page,
  request,
  expectTrouble,
}) => {
  expectTrouble(/api\/live|ERR_|50\d/);
  await page.goto(room());
  await expect(page.locator('.live-live')).toBeVisible();
  await stack().site!.kill();
  await expect(page.getByRole('status')).toContainText('connection is interrupted', { timeout: 20_000 });
  await stack().site!.restart();
  await expect(page.getByRole('status')).toBeEmpty({ timeout: 30_000 });
  const before = Number(await live(page, 'today').getAttribute('value'));
  await request.get(lake.url, { headers: reader });
  await expect(live(page, 'today')).toHaveAttribute('value', String(before + 1));
});

test('metric, period, comparison and interval are links, and all of it stands in the address', async ({
  page,
}) => {
  await page.goto(room());
  await page.getByText('Period', { exact: true }).click();
  await page.getByRole('link', { name: 'Last 7 days' }).click();
  await expect(page).toHaveURL(/period=7d/);
  await page.locator('.tile').filter({ hasText: 'Search visits' }).click();
  await expect(page).toHaveURL(/metric=search/);
  await expect(page.locator('.tile[aria-current]')).toContainText('Search visits');
  await page.getByText('Compared with', { exact: true }).click();
  await page.getByRole('link', { name: 'nothing', exact: true }).click();
  await expect(page).toHaveURL(/compare=none/);
  await page.getByRole('link', { name: 'Hours', exact: true }).click();
  await expect(page).toHaveURL(/interval=hour/);
  await expect(page).toHaveURL(/metric=search/);
  await page.getByRole('link', { name: /^Earlier/ }).click();
  await expect(page).toHaveURL(/to=/);
  await page.goBack();
  await expect(page).not.toHaveURL(/to=/);
  await page.reload();
  await expect(page.locator('.tile[aria-current]')).toContainText('Search visits');
});

test('days of one’s own, and days that are none', async ({ page }) => {
  await page.goto(room());
  await page.getByText('Period', { exact: true }).click();
  await page.getByLabel('From', { exact: true }).fill(addDays(today(), -4));
  await page.getByLabel('To', { exact: true }).fill(addDays(today(), -4));
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/period=custom/);
  await expect(tile(page, 'Hits')).toHaveText('20');
  await page.goto(`${room()}?period=fortnight&metric=joy&filter=nonsense&page=x`);
  for (const said of ['fortnight', 'joy', 'nonsense', '“x” is not a page number'])
    await expect(page.locator('.notice').filter({ hasText: said })).toHaveCount(1);
  await expect(tile(page, 'Hits')).toHaveText(/\d/);
});

test('a click on a row filters the page, and one click takes the filter off', async ({ page }) => {
  await page.goto(`${room()}?${week}`);
  const before = await tile(page, 'Hits').textContent();
  await page
    .getByRole('region', { name: 'Sources' })
    .getByRole('link', { name: 'Search', exact: true })
    .click();
  await expect(page).toHaveURL(/filter=channel%3Asearch/);
  await expect(tile(page, 'Hits')).toHaveText('45');
  await expect(page.locator('.filter')).toContainText('Channels: Search');
  await expect(page.getByRole('region', { name: 'Devices' })).toContainText(/not/i);
  for (const name of ['After publication', 'Hours of the week'])
    await expect(page.getByRole('region', { name })).toContainText('Not available under this filter');
  await page
    .locator('.filter')
    .getByRole('link', { name: /Show all/ })
    .click();
  await expect(page).not.toHaveURL(/filter=/);
  await expect(tile(page, 'Hits')).toHaveText(before!);
});

test('a card opens to all of its rows, to search and to export', async ({ page }) => {
  await page.goto(`${room()}?${week}&tabs=referrer`);
  await page
    .getByRole('region', { name: 'Sources' })
    .getByRole('link', { name: /referring sites/i })
    .click();
  await expect(page).toHaveURL(/\/card\/referrer\?period=7d/);
  await expect(page.getByRole('heading', { level: 1, name: 'Referring sites' })).toBeVisible();
  await page.getByRole('searchbox', { name: /Find in/ }).fill('news');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  const csv = await download(page, 'CSV');
  expect(csv).toContain('news.example');
  expect(csv).not.toContain('google');
  await page.getByRole('link', { name: /Back to/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: newsroom.name })).toBeVisible();
});

test('what is exported is what is shown', async ({ page }) => {
  await page.goto(`${room()}?${week}`);
  const json = JSON.parse(await download(page, 'JSON'));
  expect(json.tiles.hits.value).toBe(Number(await tile(page, 'Hits').textContent()));
  const csv = await download(page, 'CSV');
  await page.getByText('Show the chart as a table').click();
  const shown = await page
    .getByRole('region', { name: 'Chart as a table' })
    .getByRole('row')
    .evaluateAll((rows) => rows.slice(1).map((row) => row.children[1]!.textContent));
  expect(shown).toContain('40');
  // What is not known is no zero.
  expect(json.series.points.map(({ value }: { value: number | null }) => String(value ?? '–'))).toEqual(
    shown,
  );
  expect(csv).toContain(lake.title);
  expect(csv).toContain(addDays(today(), -3));
  expect(csv).not.toContain(foreign.release.title);
});

test('a shared link shows exactly that, until it is revoked', async ({ page, browser, baseURL, request }) => {
  await page.goto(`${room()}?${week}&filter=channel:search`);
  await page.getByLabel('What it is for').fill('The board');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const made = await page.getByLabel('Link', { exact: true }).inputValue();
  // It begins with the period on show, and without the filter: it shows everything.
  const [link, view] = made.split('?') as [string, string];
  expect(link).toMatch(/^http:\/\/localhost:\d+\/shared\/[\w-]{40,}$/);
  expect(view).toBe(week);
  await page.goto(`${room()}?${week}`);
  const row = page.getByRole('row', { name: /The board/ });
  await expect(row.getByRole('cell').nth(2)).toHaveText('never');
  await expect(page.getByLabel('Link', { exact: true }), 'shown once').toHaveCount(0);

  const guest = await browser.newContext({ baseURL });
  const other = await guest.newPage();
  const response = await other.goto(made);
  expect(response?.headers()['cache-control']).toContain('no-store');
  expect(response?.headers()['referrer-policy']).toBe('no-referrer');
  await expect(other.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  await expect(tile(other, 'Hits')).toHaveText((await tile(page, 'Hits').textContent())!);
  await expect(other.locator('.live-live')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Make a link' })).toHaveCount(0);
  await other.locator('.tile').filter({ hasText: 'Visitors' }).click();
  await expect(other).toHaveURL(/\/shared\/[^/]+\?.*metric=visitors/);
  const inside = await other
    .locator('main a[href], main form')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? one.getAttribute('action')!));
  expect(inside.filter((href) => href.startsWith('/author'))).toEqual([]);
  const { pathname } = new URL(link);
  for (const wider of [
    `scope=newsroom:${foreign.newsroom.id}`,
    `id=${foreign.newsroom.id}`,
    'filter=release:1',
  ]) {
    const json = await (await request.get(`${pathname}/export.json?${week}&${wider}`)).json();
    expect(JSON.stringify(json), wider).not.toContain(foreign.release.title);
    expect(json.tiles.hits.value, wider).toBeLessThan(900);
  }

  await page.reload();
  await expect(row.getByRole('cell').nth(2), 'opened').not.toHaveText('never');
  await expect(page.getByText(secret), 'to the author').toBeVisible();
  await expect(other.getByText(secret), 'to a guest').toHaveCount(0);
  for (const format of ['csv', 'json']) {
    const exported = await request.get(`${pathname}/export.${format}?${week}&q=pond`);
    expect(exported.status()).toBe(200);
    expect(await exported.text(), format).not.toContain(secret);
  }

  const asked = await request.get(`/api/live?share=${pathname.split('/').at(-1)}`);
  expect(asked.status(), 'the secret goes into no query, which would be logged').toBe(401);

  await page.getByRole('button', { name: /Revoke/ }).click();
  await expect(page.getByText('The link has been revoked.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Revoke/ })).toHaveCount(0);
  for (const path of ['', '/export.csv', '/export.json', '/card/channel', `/counted/${today()}`, '/live'])
    await expect(async () => {
      expect((await request.get(`${pathname}${path}`, { timeout: 3000 })).status(), path).toBe(404);
    }).toPass({ timeout: 15_000 });
  await expect(other.getByText('You may not see these numbers any more')).toBeVisible({ timeout: 30_000 });
  await guest.close();
});

test('a page that is left open says when its session is over, and asks no more', async ({ page }) => {
  await page.goto(room());
  await expect(page.locator('.live-live')).toBeVisible();
  await endAllSessions(mateo.id);
  await expect(page.getByText('You are not signed in any more')).toBeVisible({ timeout: 30_000 });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.waitForTimeout(3000);
  expect(asked).toEqual([]);
});

test('what belongs to somebody else is not there, by whatever path', async ({
  page,
  request,
  expectTrouble,
}) => {
  expectTrouble(/404/);
  const cookies = {
    Cookie: (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; '),
  };
  for (const of of [
    `newsroom/${foreign.newsroom.id}`,
    `release/${foreign.release.id}`,
    'newsroom/999999',
    'release/0',
    'release/x',
  ]) {
    for (const path of [
      '',
      '/export.csv',
      '/export.json',
      '/card/channel',
      '/card/channel/export.csv',
      '/card/channel/export.json',
      `/counted/${today()}`,
    ]) {
      const address = `/author/statistics/${of}${path}`;
      expect((await request.get(address, { headers: cookies })).status(), address).toBe(404);
    }
  }
  for (const scope of [`newsroom:${foreign.newsroom.id}`, `release:${foreign.release.id}`]) {
    const response = await request.get(`/api/live?scope=${scope}`, { headers: cookies });
    expect(response.status(), scope).toBe(404);
  }
  await page.goto('/author/statistics');
  await expect(page.getByText(foreign.release.title)).toHaveCount(0);
  expect(Number((await tile(page, 'Hits').textContent())!.replace(',', ''))).toBeLessThan(900);
});

test('whoever may only read makes no link, and a visitor is asked to sign in', async ({
  page,
  browser,
  baseURL,
}) => {
  const analyst = await author(newsroom.id, 'analyst');
  await page.context().clearCookies();
  await signIn(page.context(), analyst, stack().url);
  await page.goto(`${room()}?${week}`);
  await expect(tile(page, 'Hits')).toHaveText(/\d/);
  await expect(page.getByRole('button', { name: 'Make a link' })).toHaveCount(0);
  await page.context().clearCookies();
  await signIn(page.context(), await author(), stack().url);
  await page.goto('/author/statistics');
  await expect(page.getByText('You belong to no newsroom yet')).toBeVisible();
  const visitor = await browser.newContext({ baseURL });
  const other = await visitor.newPage();
  await other.goto(`${room()}?${week}`);
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await visitor.close();
});

test('all of it works without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  await signIn(context, mateo, stack().url);
  const page = await context.newPage();
  await page.goto(`${room()}?${week}`);
  await expect(live(page, 'today')).toHaveText(/\d/);
  await expect(page.locator('.chart-line').first()).toHaveAttribute('d', /^M/);
  await page.locator('.tile').filter({ hasText: 'Downloads' }).click();
  await expect(page.locator('.tile[aria-current]')).toContainText('Downloads');
  await page.locator('.menu').first().locator('summary').click();
  await page.getByRole('link', { name: 'Last 90 days' }).click();
  await expect(page).toHaveURL(/period=90d/);
  await page
    .getByRole('region', { name: 'Sources' })
    .getByRole('link', { name: 'Search', exact: true })
    .click();
  await expect(page.locator('.filter')).toContainText('Search');
  await page.getByRole('searchbox', { name: 'Find a release by title' }).fill('lake');
  await page.getByRole('button', { name: 'Find' }).first().click();
  await expect(page).toHaveURL(/q=lake/);
  await page.goto(room());
  await page.getByRole('button', { name: 'Make a link' }).click();
  await expect(page.getByLabel('Link', { exact: true })).toHaveValue(/\/shared\//);
  await context.close();
});

test('the keys that users of Plausible know', async ({ page }) => {
  await page.goto(room());
  const button = page.getByRole('button', { name: 'Keyboard shortcuts' });
  await expect(button).toBeVisible();
  for (const [key, address] of [
    ['d', /period=today/],
    ['e', /period=yesterday/],
    ['r', /interval=minute/],
    ['w', /period=7d/],
    ['m', /period=month/],
    ['y', /period=year/],
    ['a', /period=all/],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page, key).toHaveURL(address);
  }
  await page.keyboard.press('w');
  await expect(page).toHaveURL(/period=7d$/);
  // The keys lead on from what is shown.
  await expect(page.locator('.period strong').first()).toHaveText('Last 7 days');
  await page.keyboard.press('x');
  await expect(page).toHaveURL(/compare=none/);
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/to=/);
  await page.keyboard.press('ArrowRight');
  await expect(page).not.toHaveURL(/to=/);
  await page.keyboard.press('c');
  await expect(page.getByLabel('From', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');

  const here = page.url();
  await page.getByRole('searchbox', { name: 'Find a release by title' }).focus();
  await page.keyboard.type('dwy');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+d');
  expect(page.url()).toBe(here);

  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list).toContainText('Last 28 days');
  await list.getByLabel('Shortcuts are on').uncheck();
  await list.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('d');
  await page.waitForTimeout(300);
  expect(page.url()).toBe(here);
  await page.reload();
  await expect(button).toBeVisible();
  await page.keyboard.press('d');
  await page.waitForTimeout(300);
  expect(page.url(), 'stays off').toBe(here);
});

test('the chart is read point by point with the keyboard', async ({ page }) => {
  await page.goto(`${room()}?${week}`);
  const slider = page.getByRole('slider', { name: /point by point/ });
  await slider.focus();
  await expect(slider).toHaveAttribute('aria-valuetext', /so far/);
  for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', /40 hits\..*published: The river is long/);
  await expect(page.locator('.chart-tip')).toContainText('40 hits');
  expect(page.url(), 'the page stays where it is').toMatch(/period=7d$/);
});

test('every number can be followed to its day’s report, and whose sums are shown depends on who asks', async ({
  page,
  browser,
  baseURL,
}) => {
  const day = addDays(today(), -3);
  const row = (of: Page, name: RegExp, nth = 0) => of.getByRole('row', { name }).nth(nth);
  const onlyOwn = async (of: Page) => {
    await expect(of.getByRole('heading', { level: 1 })).toContainText('counted');
    await expect(row(of, /^Hits/)).toContainText('40');
    await expect(row(of, /^Hits/, 1)).toContainText('more than 95%');
    await expect(row(of, /^Read by a program/)).toContainText('less than 5%');
    await expect(row(of, /^Lines read/)).toContainText('to the last one');
    const said = await of.locator('main').textContent();
    expect(said, 'nothing is summed up over the site').not.toMatch(/9[04]\d| k?B\b|\.log/);
  };
  await page.goto(`${room()}?period=custom&from=${day}&to=${day}`);
  await page.getByRole('link', { name: 'How this was counted' }).first().click();
  await onlyOwn(page);

  await page.goto(`${room()}?${week}`);
  await page.getByRole('button', { name: 'Make a link' }).click();
  const { pathname: link } = new URL(await page.getByLabel('Link', { exact: true }).inputValue());
  const guest = await browser.newContext({ baseURL });
  const other = await guest.newPage();
  await other.goto(`${link}/counted/${day}`);
  await onlyOwn(other);
  // While a day goes on one could send requests and watch a share change.
  await other.goto(`${link}/counted/${today()}`);
  await expect(other.getByText('is shown in shares when the day is over')).toBeVisible();
  await expect(other.locator('main')).not.toContainText('%');
  await guest.close();

  await signIn(page.context(), await auditor(), stack().url);
  await page.goto(`/author/statistics/counted/${day}`);
  await expect(row(page, /^Lines read/)).toContainText('947');
  await expect(row(page, /^Hits/, 1)).toContainText('940');
  await expect(row(page, /^Read by a program/)).toContainText('7');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing stands in the way of anybody, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of [
        '/author/statistics',
        `${room()}?${week}`,
        `${room()}?${week}&filter=channel:search`,
        `${room()}?period=today&interval=minute`,
        `/author/statistics/release/${river.id}?period=all`,
        `${room()}/card/channel?${week}`,
        `${room()}/counted/${addDays(today(), -3)}`,
      ]) {
        await page.goto(path);
        await expect(page.locator('main')).toBeVisible();
        expect(await violations(page), `${path} ${width}`).toEqual([]);
        const menu = page.locator('.menu summary');
        if ((await menu.count()) > 0) await menu.first().click();
        const [scroll, client] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        expect(scroll, `${path} sticks out`).toBe(client);
      }
    }
  });
}

/** The text of the file behind an export link. */
async function download(page: Page, name: string): Promise<string> {
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.export').getByRole('link', { name }).click(),
  ]);
  return readFileSync(await saved.path(), 'utf8');
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { User } from '@/lib/auth/users';
import { addDays, today } from '@/lib/clock';
import { addFile } from '@/lib/content/files';
import type { Release } from '@/lib/content/releases';
import { mmdbOf } from '@/lib/hits/testing/mmdb';
import { ownNewsroom, publish } from './content';
import { expect, test } from './fixtures';
import { HitCounts, reader } from './hit-counts';
import { ownStack } from './own-stack';
import { author, readOn, signIn, times } from './readership';

/** An author looks closer: at hours and minutes, at countries, at what has changed, with the keyboard, on a phone. */
const stack = ownStack({
  settings: (dir) => {
    const path = join(dir, 'countries.mmdb');
    writeFileSync(path, mmdbOf({ '203.0.113.0/24': 'DE', '198.51.100.0/24': 'CI' }));
    return { GEO_DB: path };
  },
});
const google = 'https://www.google.com/';
const bot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

let mateo: User;
let newsroom: { id: number; name: string; url: string };
let tides: Release;
let storms: Release;
let chart: { id: number };

test.beforeAll(async () => {
  test.setTimeout(120_000);
  newsroom = await ownNewsroom('Meteorology');
  mateo = await author(newsroom.id);
  const at = { newsroomId: newsroom.id, publishedAt: new Date(Date.now() - 20 * 86_400_000) };
  tides = await publish({ ...at, title: 'Tides' });
  storms = await publish({ ...at, title: longWord });
  const data = Buffer.from('tides\n');
  chart = await addFile({
    newsroomId: newsroom.id,
    releaseId: tides.id,
    kind: 'attachment',
    name: 'tides.txt',
    data,
  });
  await readOn(addDays(today(), -10), [...times(10, { path: tides.url }), ...times(2, { path: storms.url })]);
  await readOn(addDays(today(), -3), [
    ...times(8, { path: tides.url, address: '203.0.113.7', from: `https://news.example/${'x'.repeat(300)}` }),
    ...times(6, { path: storms.url, address: '198.51.100.9', from: google }),
    ...times(4, { path: tides.url }),
  ]);
});

const room = () => `/author/statistics/newsroom/${newsroom.id}`;
const week = 'period=7d';

test.beforeEach(async ({ context }) => {
  await signIn(context, mateo, stack().url);
});

const tile = (page: Page, name: string) => page.locator('.tile').filter({ hasText: name });
const releases = (page: Page) => page.getByRole('region', { name: 'Table of releases' });

/** What the table beneath the chart sums up to. */
async function charted(page: Page): Promise<number> {
  const cells = page.locator('.chart-table tbody tr td:first-of-type');
  return (await cells.allTextContents()).reduce((sum, text) => sum + (Number(text.replace(',', '')) || 0), 0);
}

test('each key figure has its chart of today, by the hour and by the minute, and its column of releases', async ({
  page,
  request,
}) => {
  const ask = (path: string, headers: Record<string, string>) => request.get(path, { headers });
  await ask(tides.url, reader);
  await ask(tides.url, { ...reader, Referer: google });
  await ask(storms.url, { 'User-Agent': bot });
  await ask(`/files/${chart.id}/tides.txt`, reader);
  await new HitCounts(request).settled();
  for (const [name, number, row] of [
    ['Hits', 2, /Tides.*2/],
    ['Visitors', 1, /Tides.*1/],
    ['Downloads', 1, /Tides.*1/],
    ['Search visits', 1, /Tides.*1/],
    ['Bot reads', 1, /Donau.*1/],
  ] as const) {
    await page.goto(`${room()}?period=today`);
    await tile(page, name).click();
    await expect(page.getByRole('heading', { level: 3, name })).toBeVisible();
    await expect(tile(page, name).locator('.tile-value')).toHaveText(String(number));
    await page.getByText('Show the chart as a table').click();
    expect(await charted(page), `${name} by the hour`).toBe(number);
    await expect(releases(page).getByRole('row').nth(1)).toContainText(row);
    await page.getByRole('link', { name: 'Minutes', exact: true }).click();
    await expect(page.getByRole('link', { name: 'Minutes', exact: true })).toHaveAttribute(
      'aria-current',
      'true',
    );
    await page.getByText('Show the chart as a table').click();
    expect(await charted(page), `${name} by the minute`).toBe(number);
  }
  await page.goto(`${room()}?period=today&filter=channel:search`);
  await expect(releases(page).getByRole('row').nth(1)).toContainText(/Tides.*1/);
});

test('countries are named, unknown ones are called so, and each filters the page', async ({ page }) => {
  // A day that is over: today others read.
  const day = `from=${addDays(today(), -3)}&to=${addDays(today(), -3)}`;
  await page.goto(`${room()}?${day}`);
  const card = page.getByRole('region', { name: 'Countries' });
  await expect(card.getByRole('row', { name: /Germany/ })).toContainText('44%');
  await expect(card.getByRole('row', { name: /Côte d’Ivoire/ })).toContainText('33%');
  await expect(card.getByRole('row', { name: /Unknown/ })).toContainText('22%');
  await card.getByRole('link', { name: 'Germany' }).click();
  await expect(page.locator('.filter')).toContainText('Countries: Germany');
  await expect(tile(page, 'Hits').locator('.tile-value')).toHaveText('8');
  await expect(page.getByRole('region', { name: 'Devices' })).toContainText('cannot be filtered');
  await page.getByRole('link', { name: 'Show all' }).first().click();
  await card.getByRole('link', { name: 'Unknown' }).click();
  await expect(page.locator('.filter')).toContainText('Countries: Unknown');
  await expect(tile(page, 'Hits').locator('.tile-value')).toHaveText('4');
  await page.goto(`${room()}/card/country?${day}`);
  const field = page.getByRole('main').getByRole('searchbox');
  await field.fill('ivoire');
  await field.press('Enter');
  await expect(page.getByRole('row', { name: /Côte d’Ivoire/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Germany/ })).toHaveCount(0);
});

test('releases are sorted by how much they changed, and the address says so', async ({ page }) => {
  await page.goto(`${room()}?${week}`);
  await expect(releases(page).getByRole('row').nth(1)).toContainText('Tides');
  await releases(page).getByRole('link', { name: 'Change' }).click();
  await expect(page).toHaveURL(/sort=change/);
  await expect(releases(page).getByRole('columnheader', { name: 'Change' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(releases(page).getByRole('columnheader', { name: 'Hits' })).not.toHaveAttribute('aria-sort');
  await expect(releases(page).getByRole('row').nth(1)).toContainText('Donau');
  await releases(page).getByRole('link', { name: 'Change' }).click();
  await expect(page).toHaveURL(/sort=change&reversed=1/);
  await expect(releases(page).getByRole('columnheader', { name: 'Change' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(releases(page).getByRole('row').nth(1)).not.toContainText('Donau');
});

test('the keys are those that one knows, and rest while one types or holds another key', async ({ page }) => {
  const at = `${room()}?${week}&filter=channel:search`;
  await page.goto(at);
  await expect(page.getByRole('button', { name: 'Keyboard shortcuts' })).toBeVisible();
  const isHere = () => expect(page).toHaveURL(/period=7d&filter=channel(:|%3A)search$/);
  for (const key of ['Control+d', 'Alt+d', 'Meta+d', 'Shift+d', 'Control+ArrowLeft', 'Alt+ArrowLeft']) {
    // The browser's own use of these is none of the page's business here.
    await page.evaluate(() => {
      document.addEventListener('keydown', (event) => event.preventDefault(), { once: true });
    });
    await page.keyboard.press(key);
    await isHere();
  }
  const field = page.getByLabel('Find a release by title');
  await field.focus();
  await field.pressSequentially('dwa?');
  await expect(field).toHaveValue('dwa?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await isHere();
  await field.blur();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/period=7d$/);
  await expect(page.locator('.filter')).toHaveCount(0);
  for (const [key, label] of [
    ['e', 'Yesterday'],
    ['f', 'Last 28 days'],
    ['t', / – /],
    ['l', / – /],
    ['s', / – /],
    ['y', 'This year|\\d{4}'],
    ['a', 'All time'],
    ['d', 'Today'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.locator('.period strong').first(), key).toHaveText(new RegExp(label));
  }
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list).toContainText('Last 12 months');
  await page.keyboard.press('w');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(page.locator('.period strong').first()).toHaveText('Today');
});

test('neither long words nor large numbers make a page wider than a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  for (const path of [
    room(),
    `${room()}?${week}&filter=page:${encodeURIComponent(`https://news.example/${'x'.repeat(300)}`)}`,
    `${room()}?${week}&tabs=page&sort=change`,
    `${room()}?period=today&interval=minute`,
    `/author/statistics/release/${storms.id}?period=year`,
    `${room()}/card/page?${week}`,
    `${room()}/counted/${addDays(today(), -3)}`,
  ]) {
    await page.goto(path);
    const menus = await page.locator('details.menu').count();
    await page.evaluate(enlarge);
    for (let open = -1; open < menus; open++) {
      await page.evaluate((open) => {
        for (const [n, menu] of document.querySelectorAll<HTMLDetailsElement>('details.menu').entries())
          menu.open = n === open;
      }, open);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(wide, `${path}: ${await page.evaluate(widest)}`).toBe(390);
    }
  }
});

test('on paper it says of which days it is, and of what only', async ({ page }) => {
  await page.goto(`${room()}?${week}&filter=channel:search`);
  const said = page.getByText(/^Last 7 days, .*compared with .*Only Channels: Search$/);
  await expect(said).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(said).toBeVisible();
});

/** Makes every number of the page a large one, and its writing as wide as a fallback font's. */
function enlarge(): void {
  document.documentElement.style.letterSpacing = '0.04em';
  const texts = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode())
    if (/^\d[\d,]*$/.test(text.textContent!.trim()) && !text.parentElement!.closest('.heat, .chart-marks'))
      text.textContent = '1,234,567';
}

/** What sticks out. */
function widest(): string {
  const sticking = [...document.querySelectorAll<HTMLElement>('body *')].filter(
    (element) => element.getBoundingClientRect().right > 390 && !element.closest('.scroll'),
  );
  return sticking.map((element) => `${element.tagName} ${element.className}`).join('; ');
}

import { expect, test } from './fixtures';

const lead = 'Acme ships a barometer that fits on a fingernail';

test('a reader reloads a release and sees its count go up', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: lead }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: lead })).toBeVisible();
  const total = page.locator('data[data-hits="total"]').first();
  const today = page.locator('data[data-hits="today"]').first();
  // The page is made before its own request is in the log.
  await page.reload();
  const before = Number(await total.getAttribute('value'));
  await expect(async () => {
    await page.reload();
    expect(Number(await total.getAttribute('value'))).toBeGreaterThan(before);
  }).toPass({ timeout: 10_000 });
  expect(Number(await today.getAttribute('value'))).toBeGreaterThan(0);
  await expect(total).toHaveText(/\d/);
});

test('a release reads fully without JavaScript', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('link', { name: lead }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: lead })).toBeVisible();
  await expect(page.getByText('We have waited for this for ten years.')).toBeVisible();
  await expect(page.getByRole('img', { name: 'A barometer on a fingernail' })).toBeVisible();
  await context.close();
});

test('a download is saved, counted, and never passes through Node', async ({ page, request }) => {
  await page.goto('/');
  await page.getByRole('link', { name: lead }).first().click();
  const link = page.getByRole('link', { name: /Data sheet/ }).first();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/\.txt$/);
  const path = new URL(download.url()).pathname;
  const id = path.split('/')[2];
  await expect(async () => {
    const counts = await (await request.get(`/api/hits/file/${id}`)).json();
    expect(counts.total).toBeGreaterThan(0);
  }).toPass({ timeout: 10_000 });
  const again = await request.get(path);
  expect(again.headers()['cache-control']).toContain('immutable');
  expect(again.headers()['content-disposition']).toBe('attachment');
});

test('an address where nothing is answers 404 with the site’s own page', async ({ page, expectTrouble }) => {
  expectTrouble(/404/);
  const response = await page.goto('/releases/999999/nothing');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

import { expect, test } from './fixtures';

test('on paper there is the release, whom to ask and where it stands, and nothing that needs a screen', async ({
  page,
}) => {
  await page.goto('/releases');
  await page.getByRole('link', { name: 'Acme ships a barometer that fits on a fingernail' }).click();
  const address = page.url();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'About Acme Instruments' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'press@acme.example' })).toBeVisible();
  await expect(page.locator('.on-paper')).toContainText(new URL(address).pathname);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.getByRole('search')).toBeHidden();
  // Ink on paper, whatever the screen's scheme is.
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});

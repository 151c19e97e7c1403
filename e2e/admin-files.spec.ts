import { createRelease } from '@/lib/content/releases';
import { admin, shelf } from './admin-people';
import { violations } from './axe';
import { expect, test } from './fixtures';
import { picture } from './sample';

/** Files come in through the admin as well. */
test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a file is added to a newsroom, and what is refused loses nothing that was typed', async ({
    page,
    baseURL,
    expectTrouble,
  }) => {
    expectTrouble(/status of 422/);
    const { room } = await shelf(0);
    await admin(page, baseURL);
    await page.goto(`/admin/newsroom/${room.id}`);
    await page.getByRole('link', { name: 'Add one to files' }).click();
    await page.getByLabel('Title', { exact: true }).fill('The price list');
    const file = page.getByLabel('File', { exact: true });
    await file.setInputFiles({
      name: 'bad.html',
      mimeType: 'text/html',
      buffer: Buffer.from('<script>1</script>'),
    });
    await page.getByRole('button', { name: 'Add file' }).click();
    await expect(page.getByRole('heading', { name: 'The file was not added' })).toBeVisible();
    await page.getByRole('link', { name: 'Back to the form' }).click();
    await expect(page.getByLabel('Title', { exact: true })).toHaveValue('The price list');
    await file.setInputFiles({
      name: 'prices.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('1, 2, 3\n'),
    });
    await page.getByRole('button', { name: 'Add file' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(page.getByLabel('Title', { exact: true })).toHaveValue('The price list');
    const url = await page.getByRole('link', { name: 'View on site' }).getAttribute('href');
    expect(await (await page.request.get(url!)).text()).toBe('1, 2, 3\n');
  });
});

test('a file of a draft has no way to the site, and says why', async ({ page, baseURL }) => {
  const { room } = await shelf(0);
  const { id } = await createRelease({ newsroomId: room.id, title: 'A draft book', status: 'draft' });
  await admin(page, baseURL);
  await page.goto(`/admin/release/${id}`);
  await page.getByRole('link', { name: 'Add one to files' }).click();
  await page.getByLabel('Alternative text').fill('A cover');
  const buffer = await picture(400, 300, '#0f766e');
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'cover.jpg', mimeType: 'image/jpeg', buffer });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Add file' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(page.getByText('Not on the site')).toBeVisible();
  await expect(page.getByRole('link', { name: 'View on site' })).toHaveCount(0);
  await page.goto(`/author/releases/${id}`);
  const typed = () =>
    page.getByRole('textbox').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await expect.poll(typed).toContain('A cover');
});

import { ownerSql } from '@/lib/db/client';
import { admin, shelf } from './admin-people';
import { violations } from './axe';
import { token } from './content';
import { expect, test } from './fixtures';

/** Choosing one of very many: people, of whom there are more than a list of choices has room for. */
async function crowd(): Promise<{ name: string; id: number; family: string }> {
  const family = `Family${token()}`;
  const rows = await ownerSql()`insert into users (email, name, role)
    select 'p' || n || ${`@${family.toLowerCase()}.example`}, 'Person ' || n || ${` ${family}`}, 'author' from generate_series(1, 105) n
    returning id, name`;
  const [one] = rows.filter(({ name }) => name.startsWith('Person 77 '));
  return { name: one!.name, id: one!.id, family };
}

/** A newsroom among more than the list of filters has room for. */
async function oneOfMany() {
  for (let n = 0; n < 13; n++) await shelf(1);
  return (await shelf(2)).room;
}

test('one of very many is chosen by a part of the name and the arrow keys', async ({ page, baseURL }) => {
  const { name, id, family } = await crowd();
  const { releases } = await shelf(1);
  await admin(page, baseURL);
  await page.goto(`/admin/release/${releases[0]!.id}`);
  const field = page.getByRole('combobox', { name: 'Author' });
  await field.focus();
  await page.keyboard.type(`77 ${family}`);
  const choice = page.getByRole('option', { name });
  await expect(choice).toBeVisible();
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await expect(choice).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(`${name} (#${id})`);
  await expect(field).toBeFocused();
  await expect(choice).toBeHidden();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(field).toHaveValue(`${name} (#${id})`);
});

test('a list is narrowed by one of many newsrooms', async ({ page, baseURL }) => {
  const room = await oneOfMany();
  await admin(page, baseURL);
  await page.goto('/admin/release');
  const field = page.getByRole('combobox', { name: 'Another newsroom' });
  await field.fill(room.name);
  await page.getByRole('option', { name: room.name }).click();
  await expect(page).toHaveURL(new RegExp(`newsroomId=${room.id}`));
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await expect(page.getByRole('link', { name: `Newsroom: ${room.name}` })).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a name is typed, and where several fit, one of them is chosen', async ({ page, baseURL }) => {
    const { name, id, family } = await crowd();
    const { releases } = await shelf(1);
    await admin(page, baseURL);
    const path = `/admin/release/${releases[0]!.id}`;
    await page.goto(path);
    const field = page.getByRole('combobox', { name: 'Author' });
    await field.fill(`7 ${family}`);
    await page.getByLabel('Subtitle', { exact: true }).fill('Typed before');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await expect(page.getByText('choose one')).toBeVisible();
    await expect(page.getByLabel('Subtitle', { exact: true })).toHaveValue('Typed before');
    await page.getByRole('group', { name: 'Which one?' }).getByLabel(name).check();
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(field).toHaveValue(`${name} (#${id})`);
    await expect(page.getByLabel('Subtitle', { exact: true })).toHaveValue('Typed before');
  });

  test('a list is narrowed by a name, and says when it knows none', async ({ page, baseURL }) => {
    const room = await oneOfMany();
    await admin(page, baseURL);
    await page.goto('/admin/release');
    const field = page.getByRole('combobox', { name: 'Another newsroom' });
    await field.fill('nobody is called so');
    await page.getByRole('button', { name: 'Find newsroom' }).click();
    await expect(page.getByText('There is no newsroom called “nobody is called so”.')).toBeVisible();
    await field.fill('Shelf');
    await page.getByRole('button', { name: 'Find newsroom' }).click();
    await expect(page.getByText('Which newsroom is it?')).toBeVisible();
    await field.fill(room.name);
    await page.getByRole('button', { name: 'Find newsroom' }).click();
    await expect(page).toHaveURL(new RegExp(`newsroomId=${room.id}`));
    await expect(page.locator('tbody tr')).toHaveCount(2);
  });
});

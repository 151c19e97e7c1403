import type { Page } from '@playwright/test';
import { startBulk } from '@/lib/admin/bulk';
import { deleteRecords } from '@/lib/admin/deletions';
import { recordForm } from '@/lib/admin/record-form';
import { saveRecord } from '@/lib/admin/save';
import { adminType } from '@/lib/admin/types';
import { createRelease } from '@/lib/content/releases';
import { ownerSql } from '@/lib/db/client';
import { admin, person, shelf } from './admin-people';
import { violations } from './axe';
import { expect, test } from './fixtures';

/** The admin by keyboard, by ear, on a phone in the dark, without JavaScript, and after a server that died. */
const type = adminType('release');

/** Presses Tab until something of this name has the focus; each stop on the way has to be visible. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    const { label, isSeen } = await page.evaluate(() => {
      const here = document.activeElement as HTMLElement;
      const { outlineStyle, boxShadow } = getComputedStyle(here);
      const { width, height, bottom, right } = here.getBoundingClientRect();
      const label =
        here.getAttribute('aria-label') ??
        (here as HTMLInputElement).labels?.[0]?.textContent ??
        here.textContent ??
        '';
      const isMarked = outlineStyle !== 'none' || boxShadow !== 'none';
      return { label: label.trim(), isSeen: isMarked && width > 1 && height > 1 && bottom > 0 && right > 0 };
    });
    expect(isSeen, `the focus on “${label}” can be seen`).toBe(true);
    if (name.test(label)) return;
  }
  throw new Error(`nothing of the name ${name} is reached by Tab`);
}

test('all of it goes by keyboard: list, selection, deletion, undo, record, save', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const { list, releases } = await shelf(2);
  await admin(page, baseURL);
  await page.goto(list);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#content$/);
  await tabTo(page, new RegExp(`^Select ${releases[0]!.title}$`));
  await page.keyboard.press('Space');
  await expect(page.getByLabel(`Select ${releases[0]!.title}`)).toBeChecked();
  await tabTo(page, /^Delete$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Delete');
  await tabTo(page, /^Reason/);
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  const told = (text: string) => page.getByRole('status').filter({ hasText: text });
  await expect(told('1 release deleted.')).toBeFocused();
  await tabTo(page, /^Undo$/);
  await page.keyboard.press('Enter');
  await expect(told('1 release restored.')).toBeFocused();
  await tabTo(page, new RegExp(`^${releases[0]!.title}$`));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(releases[0]!.title);
  await tabTo(page, /^Subtitle/);
  await page.keyboard.type('Typed without a mouse');
  await tabTo(page, /^Save and continue$/);
  await page.keyboard.press('Enter');
  await expect(told('Saved.')).toBeFocused();
  await expect(page.getByLabel('Subtitle', { exact: true })).toHaveValue('Typed without a mouse');
  // What is refused is read out, and is where the keyboard goes on.
  await page.getByLabel('Title', { exact: true }).fill('  ');
  await tabTo(page, /^Save$/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing was saved yet')).toBeFocused();
  await expect(page.getByLabel('Title', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await tabTo(page, /^Title/);
});

test('a screen reader is told what there is, how it is sorted and what was done', async ({
  page,
  baseURL,
}) => {
  const { list, releases } = await shelf(2);
  await admin(page, baseURL);
  await page.goto(`${list}&sort=title`);
  await expect(page.getByRole('table', { name: 'Releases: 2 found, sorted by title' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Title' })).toHaveAttribute('aria-sort', 'ascending');
  expect(await page.locator('[aria-sort]').count()).toBe(1);
  for (const path of [list, `/admin/release/${releases[0]!.id}`, '/admin', '/admin/deletions']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    const levels = await page
      .getByRole('heading')
      .evaluateAll((all) => all.map((one) => Number(one.tagName.slice(1))));
    expect(
      levels.every((level, i) => level <= (levels[i - 1] ?? 1) + 1 || i === 0),
      `${path}: ${levels}`,
    ).toBe(true);
    for (const table of await page.getByRole('table').all()) await expect(table).toHaveAccessibleName(/\w/);
  }
  await page.goto(list);
  await page.getByLabel(`Select ${releases[1]!.title}`).check();
  await page.getByRole('button', { name: 'Unpublish' }).click();
  await page.getByRole('button', { name: 'Unpublish it' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 release unpublished.' })).toBeVisible();
});

test('a run whose server died is found on the overview and gone on with', async ({ page, baseURL }) => {
  const user = await admin(page, baseURL);
  const { room, releases } = await shelf(1);
  const ids = [releases[0]!.id];
  for (let n = 1; n <= 3; n++)
    ids.push((await createRelease({ newsroomId: room.id, title: `Leaf ${n}`, status: 'draft' })).id);
  // As it stands after the first of four, of a process that was killed a while ago.
  const { id } = await startBulk(user, type, 'delete', { ids: ids.slice(0, 1) }, { why: 'a test' });
  await ownerSql()`update bulk_runs set ids = ${ids}, total = 4, finished_at = null, seen_at = now() - interval '5 minutes' where id = ${id}`;
  await page.goto('/admin');
  const unfinished = page.getByRole('region', { name: 'Not finished yet' });
  await expect(unfinished.getByText('interrupted after 1 of 4')).toBeVisible();
  await unfinished.getByRole('link', { name: /interrupted after 1 of 4/ }).click();
  await expect(page.getByText('nothing is done twice')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Continue with the other 3' }).click();
  await expect(page.getByRole('status').filter({ hasText: '4 releases deleted.' })).toBeVisible();
  await page.goto(`/admin/release?newsroomId=${room.id}&show=deleted`);
  await expect(page.locator('tbody tr')).toHaveCount(4);
  const batches =
    await ownerSql()`select distinct deletion_id from store.releases where newsroom_id = ${room.id}`;
  expect(batches).toHaveLength(1);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a run that goes on is stopped, says by whom, and is continued', async ({ page, baseURL }) => {
    const user = await admin(page, baseURL);
    const { room, releases } = await shelf(1);
    const second = await createRelease({ newsroomId: room.id, title: 'Leaf 1', status: 'draft' });
    const ids = [releases[0]!.id, second.id];
    // As it stands after the first of two, of a process that is at work.
    const { id } = await startBulk(user, type, 'delete', { ids: ids.slice(0, 1) }, { why: 'a test' });
    await ownerSql()`update bulk_runs set ids = ${ids}, total = 2, finished_at = null, seen_at = now() where id = ${id}`;
    await page.goto(`/admin/runs/${id}`);
    await expect(page.getByText('1 release deleted so far, of 2.')).toBeVisible();
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(page.getByText('it was stopped after 1 of 2')).toBeVisible();
    await expect(page.getByText(`${user.name} stopped it on`)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0);
    const noted =
      await ownerSql()`select actor_id from audit_log where action = 'admin.stop' and detail ->> 'run' = ${id}`;
    expect(noted.map((entry) => entry.actor_id)).toEqual([user.id]);
    await page.getByRole('button', { name: 'Continue with the other 1' }).click();
    await expect(page.getByText('2 releases deleted.')).toBeVisible();
  });
});

test.describe('on a phone, in the dark', () => {
  test.use({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true });

  test('a release is found, changed, deleted and brought back', async ({ page, baseURL }) => {
    const { room, releases } = await shelf(2);
    await admin(page, baseURL);
    const fits = async () => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth), page.url()).toBeLessThanOrEqual(
        390,
      );
      expect(await violations(page)).toEqual([]);
    };
    await page.goto('/admin/release');
    await page.getByRole('searchbox', { name: 'Search releases' }).fill(room.name.split(' ').at(-1)!);
    await page.getByRole('main').getByRole('button', { name: 'Search', exact: true }).tap();
    await expect(page.locator('tbody tr')).toHaveCount(2);
    await fits();
    await page.getByRole('link', { name: releases[0]!.title, exact: true }).tap();
    await page.getByLabel('Subtitle', { exact: true }).fill('From a phone');
    await page.getByRole('button', { name: 'Save and continue' }).tap();
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await fits();
    const other = await person('editor');
    const { values, version } = await recordForm(other, type, releases[0]!.id);
    await saveRecord(other, type, releases[0]!.id, {
      given: { ...values, subtitle: 'From a desk' },
      version,
    });
    await page.getByLabel('Subtitle', { exact: true }).fill('From a phone again');
    await page.getByRole('button', { name: 'Save and continue' }).tap();
    await expect(page.getByText('changed this meanwhile')).toBeVisible();
    await fits();
    await page.getByLabel('Subtitle: Keep mine').check();
    await page.getByRole('button', { name: 'Save and continue' }).tap();
    await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
    await page.getByRole('link', { name: 'Delete', exact: true }).tap();
    await expect(page.getByRole('button', { name: 'Delete it' })).toBeVisible();
    await expect(page).toHaveTitle(/./);
    await fits();
    await page.getByRole('button', { name: 'Delete it' }).tap();
    await expect(page.getByRole('status').filter({ hasText: '1 release deleted.' })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).tap();
    await expect(page.getByRole('status').filter({ hasText: '1 release restored.' })).toBeVisible();
    await fits();
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a taken address is resolved in place', async ({ page, baseURL }) => {
    const user = await admin(page, baseURL);
    const { room } = await shelf(1);
    const newsroom = adminType('newsroom');
    const slug = room.url.split('/').at(-1)!;
    await deleteRecords(user, newsroom, [room.id], {});
    const other = await person('editor');
    const form = { name: `Another ${room.name}`, slug, description: 'It came later.' };
    expect(await saveRecord(other, newsroom, null, { given: form, version: null })).toMatchObject({
      state: 'saved',
    });
    await page.goto(`/admin/newsroom/${room.id}`);
    await page.getByRole('button', { name: 'Restore' }).click();
    const offered = page.getByLabel(`Address of “${room.name}”`);
    await expect(offered).toHaveValue(`${slug}-2`);
    await expect(page.getByText(`is taken by “Another ${room.name}”`)).toBeVisible();
    await offered.fill(`${slug}-again`);
    await page.getByRole('button', { name: 'Restore' }).click();
    await expect(page.getByText('Restored.')).toBeVisible();
    await expect(page.getByLabel('Address', { exact: true })).toHaveValue(`${slug}-again`);
    await page.goto(`/admin/release?newsroomId=${room.id}`);
    await expect(page.locator('tbody tr')).toHaveCount(1);
  });
});

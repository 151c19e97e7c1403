import { startBulk } from '@/lib/admin/bulk';
import { deleteRecords } from '@/lib/admin/deletions';
import { recordForm } from '@/lib/admin/record-form';
import { saveRecord } from '@/lib/admin/save';
import { adminType } from '@/lib/admin/types';
import { createRelease } from '@/lib/content/releases';
import { admin, person, shelf } from './admin-people';
import { violations } from './axe';
import { expect, test } from './fixtures';
import { reader } from './hit-counts';

/** The admin: nothing is lost, whoever deletes it. */
test('a deleted newsroom vanishes with its releases and comes back whole, hits too', async ({
  page,
  baseURL,
  request,
  hits,
}) => {
  test.setTimeout(120_000);
  const { room, releases } = await shelf(2);
  const { id, url, title } = releases[0]!;
  for (let n = 0; n < 3; n++) await request.get(url, { headers: reader });
  const before = await hits.total({ type: 'release', id });
  expect(before).toBeGreaterThanOrEqual(3);
  const places = [url, room.url, `${room.url}/feed.xml`];
  const search = `/releases?q=${encodeURIComponent(room.name)}`;
  // Not as a reader: what is looked at here must not count.
  const robot = { headers: { 'User-Agent': 'Googlebot/2.1' } };
  const status = async (path: string) => (await request.get(path, robot)).status();
  const isFound = async () => (await (await request.get(search, robot)).text()).includes(url);
  expect(await isFound()).toBe(true);

  await admin(page, baseURL);
  await page.goto(`/admin/newsroom/${room.id}`);
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('1 newsroom and 2 releases')).toBeVisible();
  await page.getByLabel('Reason').fill('It has moved');
  await page.getByRole('button', { name: /^Delete/ }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 newsroom deleted' })).toBeVisible();

  for (const path of places) {
    const gone = path.endsWith('.xml') ? 404 : 410;
    await expect.poll(() => status(path), path).toBe(gone);
  }
  await expect.poll(isFound).toBe(false);
  expect(await (await request.get('/feed.xml')).text()).not.toContain(room.name);

  await page.goto('/admin/deletions');
  await page.getByRole('link', { name: room.name, exact: true }).click();
  await expect(page.getByText('“It has moved”')).toBeVisible();
  await expect(page.getByRole('link', { name: title })).toBeVisible();
  await page.getByRole('button', { name: 'Restore all of it' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Restored.' })).toBeVisible();

  for (const path of places) await expect.poll(() => status(path), path).toBe(200);
  await expect.poll(isFound).toBe(true);
  expect(await hits.total({ type: 'release', id })).toBe(before);
});

test('a list is filtered, searched and sorted by its address, and what is ticked is deleted and undone', async ({
  page,
  baseURL,
}) => {
  const { list, releases } = await shelf(3);
  await createRelease({ newsroomId: releases[0]!.newsroom.id, title: 'A draft book', status: 'draft' });
  await admin(page, baseURL);
  await page.goto(list);
  const rows = page.locator('tbody tr');
  await expect(rows).toHaveCount(4);
  await page.getByRole('complementary').getByRole('link', { name: 'draft 1' }).click();
  await expect(page).toHaveURL(/status=draft/);
  await expect(rows).toHaveCount(1);
  await page.getByRole('link', { name: /Status: draft/ }).click();
  await expect(rows).toHaveCount(4);
  await page.getByRole('columnheader').getByRole('link', { name: 'Title' }).click();
  await expect(page).toHaveURL(/sort=title/);
  await expect(page.getByRole('columnheader', { name: /Title/ })).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows.first()).toContainText('A draft book');

  await page.getByLabel(`Select ${releases[0]!.title}`).check();
  await page.getByLabel(`Select ${releases[1]!.title}`).check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete 2 releases?');
  await page.getByRole('button', { name: 'Delete 2 releases' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 releases deleted' })).toBeVisible();
  await expect(rows).toHaveCount(2);
  await page.getByRole('link', { name: 'Deleted 2' }).click();
  await expect(rows.first()).toContainText('Deleted');
  await page.goBack();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 releases restored' })).toBeVisible();
  await expect(rows).toHaveCount(4);
});

test('columns are chosen, a view is kept under a name, and the list leaves as CSV', async ({
  page,
  baseURL,
}) => {
  const { list, releases } = await shelf(2);
  await admin(page, baseURL);
  await page.goto(list);
  await page.getByText('Columns', { exact: true }).click();
  await page.getByLabel('Address', { exact: true }).check();
  await page.getByRole('button', { name: 'Show these columns' }).click();
  await expect(page.getByRole('columnheader', { name: 'Address' })).toBeVisible();
  const heads = () => page.getByRole('columnheader').allInnerTexts();
  const place = async () => (await heads()).findIndex((text) => text.startsWith('Address'));
  const at = await place();
  const step = page.getByRole('link', { name: 'Move Address to the front' });
  await step.focus();
  for (const steps of [1, 2]) {
    await page.keyboard.press('Enter');
    await expect.poll(place).toBe(at - steps);
    await expect(step).toBeFocused();
  }
  await page.getByText('Saved views').click();
  await page.getByLabel('Keep this list as').fill('The shelf');
  await page.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByRole('link', { name: 'The shelf' })).toBeVisible();
  await page.goto('/admin/release');
  await page.getByRole('link', { name: 'The shelf' }).click();
  await expect(page.getByRole('columnheader', { name: 'Address' })).toBeVisible();
  expect(await place()).toBe(at - 2);
  await expect(page.locator('tbody tr')).toHaveCount(2);
  const href = await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href');
  const csv = await page.request.get(href!);
  expect(csv.headers()['content-type']).toContain('text/csv');
  const lines = (await csv.text()).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines.join()).toContain(releases[0]!.slug);
});

test('a taken address is resolved in place', async ({ page, baseURL }) => {
  const user = await admin(page, baseURL);
  const { room } = await shelf(0);
  const type = adminType('newsroom');
  const slug = room.url.split('/').at(-1)!;
  await deleteRecords(user, type, [room.id], {});
  const form = { name: `Another ${room.name}`, slug, description: 'It came later.' };
  expect(await saveRecord(user, type, null, { given: form, version: null })).toMatchObject({
    state: 'saved',
  });
  const run = await startBulk(user, type, 'restore', { ids: [room.id] });
  await page.goto(`/admin/runs/${run.id}`);
  await expect(page.getByText('is taken by')).toBeVisible();
  await page.getByRole('button', { name: `Restore “${room.name}”` }).click();
  const offered = page.getByLabel(`Address of “${room.name}”`);
  await expect(offered).toHaveValue(`${slug}-2`);
  await page.getByRole('button', { name: `Restore “${room.name}”` }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Restored.' })).toBeVisible();
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue(`${slug}-2`);
});

test('what belongs to something deleted is restored with it, and what is removed for good is noted', async ({
  page,
  baseURL,
  request,
}) => {
  const user = await admin(page, baseURL);
  const { room, releases } = await shelf(2);
  const [first, second] = releases;
  await deleteRecords(user, adminType('release'), [first!.id, second!.id], {});
  await deleteRecords(user, adminType('newsroom'), [room.id], {});
  await page.goto(`/admin/release/${first!.id}`);
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('which is deleted as well')).toBeVisible();
  await page.getByRole('button', { name: `Restore “${room.name}” first, then this` }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Restored.' })).toBeVisible();
  await expect.poll(async () => (await request.get(first!.url)).status()).toBe(200);

  await page.goto(`/admin/release/${second!.id}`);
  await page.getByRole('link', { name: 'Remove for good' }).click();
  await page.getByLabel('Reason').fill('A court order');
  await page.getByRole('button', { name: 'Remove for good' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 release removed for good' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  expect((await page.request.get(`/admin/release/${second!.id}`)).status()).toBe(404);
  await page.goto(`/admin/audit-log?action=admin.purge&actorId=${user.id}`);
  await expect(page.locator('tbody tr')).toHaveCount(1);
});

test('all that match, hundreds of them, are deleted with a word on how far it is, and come back', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const { room, list } = await shelf(0);
  for (let n = 1; n <= 230; n++)
    await createRelease({ newsroomId: room.id, title: `Leaf ${n}`, status: 'draft' });
  await admin(page, baseURL);
  await page.goto(list);
  await expect(page.locator('tbody tr')).toHaveCount(50);
  await page.getByRole('link', { name: 'Next →' }).click();
  await expect(page).toHaveURL(/after=/);
  await page.getByRole('link', { name: '← Previous' }).click();
  await page.getByLabel('with all 230 that match').check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete all 230 releases that match?');
  await expect(page.getByText('This deletes 230 releases.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'The first of them' }).getByText('and 210 more')).toBeVisible();
  await page.getByRole('button', { name: 'Delete all that match' }).click();
  const done = (what: string) => page.getByRole('status').filter({ hasText: `230 releases ${what}` });
  await expect(done('deleted.')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(done('restored.')).toBeVisible({ timeout: 30_000 });
});

test('a change that was not seen is not overwritten, and history leads back', async ({ page, baseURL }) => {
  const { releases } = await shelf(1);
  const { id } = releases[0]!;
  await admin(page, baseURL);
  await page.goto(`/admin/release/${id}`);
  const other = await person('editor');
  const type = adminType('release');
  const { values, version } = await recordForm(other, type, id);
  const given = { ...values, subtitle: 'Theirs', dateline: 'Their town' };
  expect(await saveRecord(other, type, id, { given, version })).toMatchObject({ state: 'saved' });
  await page.getByLabel('Subtitle', { exact: true }).fill('Mine');
  await page.getByLabel('Tags', { exact: true }).fill('mine');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByText(`${other.name} changed this meanwhile`)).toBeVisible();
  const both = page.getByRole('table', { name: 'You both changed these' });
  await expect(both.getByRole('row')).toHaveCount(2);
  await expect(both.getByRole('row', { name: /Subtitle/ })).toContainText('Theirs');
  await expect(both.getByRole('row', { name: /Subtitle/ })).toContainText('Mine');
  await expect(page.getByLabel('Subtitle', { exact: true })).toHaveValue('Mine');
  await expect(page.getByLabel('Dateline', { exact: true })).toHaveValue('Their town');
  await both.getByLabel('Subtitle: Keep mine').check();
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(page.getByLabel('Subtitle', { exact: true })).toHaveValue('Mine');
  await expect(page.getByLabel('Dateline', { exact: true })).toHaveValue('Their town');
  await expect(page.getByLabel('Tags', { exact: true })).toHaveValue('mine');

  await page.goto(`/admin/release/${id}/history`);
  const theirs = page.getByRole('listitem').filter({ hasText: `${other.name} changed it` });
  await expect(theirs.getByRole('row', { name: /Subtitle/ })).toContainText('Theirs');
  await theirs.getByRole('link', { name: 'See what it was after this' }).click();
  await expect(page.getByRole('heading', { name: 'What it was then' })).toBeVisible();
  await page.getByRole('button', { name: 'Go back to this' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'It is again what it was then' })).toBeVisible();
  await expect(page.getByLabel('Subtitle', { exact: true })).toHaveValue('Theirs');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('a release is edited, refused, deleted, undone', async ({ page, baseURL }) => {
    const { releases } = await shelf(1);
    const { id, title } = releases[0]!;
    await admin(page, baseURL);
    await page.goto(`/admin/release/${id}`);
    await page.getByLabel('Title', { exact: true }).fill('   ');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await expect(page.getByText('Nothing was saved yet')).toBeVisible();
    await page.getByLabel('Title', { exact: true }).fill(`${title}, second edition`);
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await page.getByRole('link', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: /^Delete/ }).click();
    await expect(page.getByText('1 release deleted.')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('1 release restored.')).toBeVisible();
  });

  test('a change that was not seen is merged field by field', async ({ page, baseURL }) => {
    const { releases } = await shelf(1);
    const { id } = releases[0]!;
    await admin(page, baseURL);
    await page.goto(`/admin/release/${id}`);
    const other = await person('editor');
    const type = adminType('release');
    const { values, version } = await recordForm(other, type, id);
    await saveRecord(other, type, id, { given: { ...values, subtitle: 'Theirs' }, version });
    await page.getByLabel('Subtitle', { exact: true }).fill('Mine');
    await page.getByLabel('Dateline', { exact: true }).fill('My town');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('row', { name: /Subtitle/ })).toContainText('Theirs');
    await expect(page.getByLabel('Subtitle', { exact: true })).toHaveValue('Mine');
    await page.getByLabel(`Subtitle: Keep that of ${other.name}`).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page).toHaveURL(/done=saved/);
    await page.goto(`/admin/release/${id}`);
    await expect(page.getByLabel('Subtitle', { exact: true })).toHaveValue('Theirs');
    await expect(page.getByLabel('Dateline', { exact: true })).toHaveValue('My town');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the admin is accessible, ${colorScheme}, on a desk and on a phone`, async ({ page, baseURL }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    const user = await admin(page, baseURL);
    const { room, releases } = await shelf(2);
    const type = adminType('release');
    const { batch } = await deleteRecords(user, type, [releases[0]!.id], { why: 'a test' });
    const run = await startBulk(user, type, 'publish', { ids: [releases[1]!.id] });
    const paths = [
      '/admin',
      `/admin/release?newsroomId=${room.id}&show=all`,
      '/admin/user',
      '/admin/audit-log',
      '/admin/release/new',
      `/admin/release/${releases[0]!.id}`,
      `/admin/newsroom/${room.id}`,
      `/admin/release/${releases[0]!.id}/history`,
      `/admin/release/bulk?action=delete&id=${releases[1]!.id}`,
      '/admin/deletions',
      `/admin/deletions/${batch}`,
      `/admin/runs/${run.id}`,
    ];
    const wrong: string[] = [];
    for (const [width, height] of [
      [1280, 900],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const path of paths) {
        await page.goto(path);
        wrong.push(...(await violations(page)).map((one) => `${width} ${path} ${one}`));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        if (wide > width) wrong.push(`${width} ${path} is ${wide} wide`);
      }
    }
    expect(wrong).toEqual([]);
  });
}

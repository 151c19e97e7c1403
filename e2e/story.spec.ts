import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { invite } from '@/lib/auth/invitations';
import { dayOf } from '@/lib/clock';
import { updateNewsroom } from '@/lib/content/newsrooms';
import { dayFolder } from '@/lib/hits/log-dirs';
import { replay } from '@/lib/hits/replay';
import { generatedLog } from '@/lib/hits/testing/generated-log';
import { naiveRecount } from '@/lib/hits/testing/naive-recount';
import { root } from '@/lib/machine/root';
import { setClock } from './clock';
import { ownNewsroom, publish, token } from './content';
import { richText } from './editing';
import { expect, test } from './fixtures';
import { mailTo } from './mailbox';
import { ownStack } from './own-stack';
import { author } from './readership';

/**
 * An author's whole story: from the invitation by mail to readers who arrive while the author watches. The readers are
 * those of a real log, sent at nginx; where it is not at hand, of a generated one.
 */
const start = new Date();
const minutesAgo = (n: number) => new Date(start.getTime() - n * 60_000);
const stack = ownStack({
  // Everything is written a quarter of an hour ago, so that its time has come when the readers do.
  settings: (dir) => setClock(dir, minutesAgo(15)),
});
const real = join(root, '../shared/data/access-5k.log');
const zone = 'Europe/Berlin';

test('somebody is invited, signs up, writes, schedules, is read, watches it, exports, shares and takes it back', async ({
  page,
  browser,
  request,
}) => {
  test.setTimeout(400_000);
  const { dir, url, env } = stack();
  const room = await ownNewsroom('Ferry');
  await updateNewsroom(room.id, { contacts: [{ name: 'Vera Lund', email: 'vera@ferry.example' }] });
  const owner = await author(room.id);
  const email = `${token()}@new.example`;
  await invite(owner, { newsroomId: room.id, email, role: 'editor' });

  const [link] = /https?:\/\/\S+\/invitations\/\S+/.exec((await mailTo(email, /invites you/)).text) ?? [];
  await page.goto(link!);
  await page.getByLabel('Your name').fill('Nina Writer');
  await page.getByLabel('Password').fill('a green lighthouse');
  await page.getByRole('button', { name: 'Make an account and accept' }).click();
  await page.waitForURL(/\/author/);

  await page.goto('/author/releases/new');
  await page.getByRole('button', { name: 'Begin writing' }).click();
  await page.getByLabel('Title', { exact: true }).fill('The night ferry sails again');
  await page.getByLabel('Dateline').fill('Gothenburg, Sweden');
  await (await richText(page)).click();
  await page.keyboard.type('It leaves at midnight, every night, all winter, and arrives at eight.');
  await page.getByLabel('At a time').check();
  await page
    .getByLabel('Date and time')
    .fill(minutesAgo(5).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T').slice(0, 16));
  await page.getByLabel('Time zone', { exact: true }).selectOption(zone);
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await expect(page.getByText(/Scheduled: readers will see it/)).toBeVisible();
  const id = Number(/releases\/(\d+)/.exec(page.url())![1]);
  const address = `/releases/${id}/the-night-ferry-sails-again`;
  expect((await request.get(address)).status(), 'before its time').toBe(404);
  setClock(dir, start);
  expect((await request.get(address, { headers: { 'User-Agent': 'curl/8' } })).status(), 'at its time').toBe(
    200,
  );

  // The log's most requested pages fall to the newest releases; feeds ask for the very first of them, not people.
  for (const minutes of [4, 3, 2, 40, 50, 60])
    await publish({ newsroomId: room.id, title: `News of ${minutes}`, publishedAt: minutesAgo(minutes) });
  await page.goto(`/author/statistics/release/${id}`);
  await expect(page.locator('.live-live')).toBeVisible();
  const today = page.locator('[data-live=today]');
  await expect(today).toHaveAttribute('value', '0');
  const file = existsSync(real) ? real : join(dir, 'generated.log');
  if (file !== real) writeFileSync(file, generatedLog({ seed: 5, lines: 3000, long: false }));
  const sent = await replay({ file, to: url });
  expect(sent.errors).toEqual({});
  const log = () => readFileSync(join(dayFolder(env.LOG_DIR!, dayOf(start)), 'access.log'));
  const counted = () => naiveRecount(log(), { live: true }).views.get(`release:${id}`) ?? 0;
  expect(counted()).toBeGreaterThan(20);
  // Nobody has loaded the page again.
  await expect(today).toHaveAttribute('value', String(counted()), { timeout: 20_000 });

  await page.reload();
  const written = counted().toLocaleString('en-US');
  const hits = (of: Page) => of.locator('.tile').filter({ hasText: 'Hits' }).locator('.tile-value');
  await expect(hits(page)).toHaveText(written);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV', exact: true }).click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toContain(`total,hits,${counted()},`);

  // An editor may share what they publish.
  await page.getByRole('button', { name: 'Make a link' }).click();
  const shared = await page.getByLabel('Link', { exact: true }).inputValue();
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(shared);
  await expect(guest.getByRole('heading', { level: 1, name: 'The night ferry sails again' })).toBeVisible();
  await expect(hits(guest)).toHaveText(written);
  await page.getByRole('button', { name: /Revoke/ }).click();
  await expect(page.getByText('The link has been revoked.')).toBeVisible();
  expect((await guest.goto(shared))?.status()).toBe(404);
  await guest.context().close();
});

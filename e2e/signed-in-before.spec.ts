import type { Page } from '@playwright/test';
import { setPassword } from '@/lib/auth/passwords';
import { endAllSessions } from '@/lib/auth/sessions';
import { createUser, type User } from '@/lib/auth/users';
import { violations } from './axe';
import { token } from './content';
import { expect, test } from './fixtures';

/** What a public page, the same for everybody, says to somebody who has signed in in this browser. */
const password = 'grey ferry at noon';
const hint = 'presskit-signed-in';
const site = (name: string) => process.env.SITE_URL!.replace('localhost', `${name}.localhost`);
const link = (page: Page, name: string) => page.getByRole('banner').getByRole('link', { name, exact: true });

async function person(): Promise<User> {
  const user = await createUser({ email: `${token()}@people.example`, name: 'Vera Lund', isVerified: true });
  await setPassword(user.id, password);
  return user;
}

async function signIn(page: Page, { email }: User, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in?next=%2Faccount`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(`${origin}/account`);
}

const hints = async (page: Page) =>
  (await page.context().cookies()).filter(({ name }) => name === hint).map(({ domain }) => domain);

test('it leads to their releases and says so, per domain, until they sign out', async ({ page, baseURL }) => {
  const user = await person();
  await signIn(page, user, baseURL!);
  const jar = await page.context().cookies();
  const secret = jar.find(({ name }) => name === 'presskit')!;
  const said = jar.find(({ name }) => name === hint)!;
  expect(said).toMatchObject({ value: '1', httpOnly: false, secure: false, path: '/', sameSite: 'Lax' });
  expect(Math.abs(said.expires - secret.expires)).toBeLessThan(5);

  await page.goto('/newsrooms');
  await expect(link(page, 'My releases')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  // Within the site: the head is not loaded anew.
  await page.getByRole('banner').getByRole('link', { name: 'Latest' }).click();
  await expect(page).toHaveURL(`${baseURL}/`);
  await link(page, 'My releases').click();
  await expect(page).toHaveURL(`${baseURL}/author`);
  await page.goto(`${site('b')}/newsrooms`);
  await expect(link(page, 'Sign in')).toBeVisible();

  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await expect(page).toHaveURL(/done=signed-out/);
  await expect(link(page, 'Sign in')).toBeVisible();
  expect(await hints(page)).toEqual([]);
  await page.goto('/newsrooms');
  await expect(link(page, 'Sign in')).toBeVisible();
});

test('the page is the same bytes with the hint and without, and nothing in its head moves', async ({
  page,
  request,
  baseURL,
}) => {
  const asked = async (headers: Record<string, string>) =>
    (await request.get('/newsrooms', { headers })).text();
  expect(await asked({ Cookie: `${hint}=1` })).toBe(await asked({}));
  await page.context().addCookies([{ name: hint, value: '1', url: baseURL! }]);
  await page.addInitScript(() => {
    const moved = { score: 0 };
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.score += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/newsrooms');
    await expect(link(page, 'My releases')).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { moved: { score: number } }).moved.score)).toBe(
      0,
    );
    const box = await page.getByRole('banner').getByRole('searchbox').boundingBox();
    await page.context().clearCookies();
    await page.reload();
    await expect(link(page, 'Sign in')).toBeVisible();
    expect(await page.getByRole('banner').getByRole('searchbox').boundingBox()).toEqual(box);
    expect(await page.evaluate(() => (window as unknown as { moved: { score: number } }).moved.score)).toBe(
      0,
    );
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBe(0);
    await page.context().addCookies([{ name: hint, value: '1', url: baseURL! }]);
  }
});

test('signing out everywhere takes it away here, and elsewhere as soon as it is seen to be stale', async ({
  page,
  baseURL,
}) => {
  const user = await person();
  await signIn(page, user, site('b'));
  await signIn(page, user, baseURL!);
  expect((await hints(page)).sort()).toEqual(['b.localhost', 'localhost']);
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByText('You are signed out on all devices.')).toBeVisible();
  expect(await hints(page)).toEqual(['b.localhost']);
  await page.goto(`${site('b')}/newsrooms`);
  await link(page, 'My releases').click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fauthor$/);
  await expect(link(page, 'Sign in')).toBeVisible();
  await expect.poll(() => hints(page)).toEqual([]);
  await page.goto(`${site('b')}/newsrooms`);
  await expect(link(page, 'Sign in')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the link says Sign in and leads straight on to the releases of who is', async ({ page, baseURL }) => {
    const user = await person();
    await signIn(page, user, baseURL!);
    await page.goto('/newsrooms');
    await link(page, 'Sign in').click();
    await expect(page).toHaveURL(`${baseURL}/author`);
    await endAllSessions(user.id);
    await page.goto('/newsrooms');
    await link(page, 'Sign in').click();
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fauthor$/);
  });
});

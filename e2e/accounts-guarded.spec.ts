import type { APIRequestContext, BrowserContext, Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { listApiTokens } from '@/lib/auth/api-tokens';
import { setPassword } from '@/lib/auth/passwords';
import { endSession, openSession, sessionOf } from '@/lib/auth/sessions';
import { signInWithPassword } from '@/lib/auth/sign-in';
import { createUser, type User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { sessions, users } from '@/lib/db/tables';
import { violations } from './axe';
import { token } from './content';
import { expect, test } from './fixtures';
import { linkTo } from './mailbox';

/** What must not work with accounts, and what all their pages have in common. */
const password = 'grey ferry at noon';

async function person(): Promise<User> {
  const user = await createUser({ email: `${token()}@people.example`, name: 'Vera Lund', isVerified: true });
  await setPassword(user.id, password);
  return user;
}

async function cookieOf(user: User): Promise<string> {
  return (await openSession(user.id, { method: 'password' })).token;
}

const withSession = async (context: BrowserContext, value: string, url: string) =>
  context.addCookies([{ name: 'presskit', value, url, httpOnly: true, sameSite: 'Lax' }]);

/** The fields of the page's form with this button, as a browser without JavaScript sends them. */
async function fieldsOf(request: APIRequestContext, path: string, button: string, cookie = '') {
  const html = await (await request.get(path, { headers: cookie ? { Cookie: cookie } : {} })).text();
  const form = html.match(/<form[\s\S]*?<\/form>/g)?.find((one) => one.includes(`>${button}</button>`));
  if (!form) throw new Error(`${path} has no form with a button "${button}"`);
  const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  return Object.fromEntries(
    [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      unescaped(/name="([^"]*)"/.exec(input)?.[1] ?? ''),
      unescaped(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
    ]),
  );
}

const elsewhere = () => ({
  'X-Forwarded-For': `198.19.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250) + 1}`,
});

test('no other site signs anybody in, out, or changes anything; nor does a request that says no origin', async ({
  request,
  baseURL,
}) => {
  const user = await person();
  const session = await cookieOf(user);
  const cookie = `presskit=${session}`;
  const signIn = await fieldsOf(request, '/sign-in', 'Sign in');
  const profile = await fieldsOf(request, '/account', 'Save', cookie);
  const signOut = await fieldsOf(request, '/account', 'Sign out', cookie);
  const hostile: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: `${baseURL}.evil.example` },
    { Origin: baseURL!.replace('http:', 'https:') },
    {},
  ];
  for (const origin of hostile) {
    const headers = { ...origin, ...elsewhere() };
    const asked = { headers, maxRedirects: 0 };
    const entered = await request.post('/sign-in', {
      ...asked,
      multipart: { ...signIn, email: user.email, password },
    });
    expect(entered.headers()['set-cookie'], JSON.stringify(origin)).toBeUndefined();
    expect(entered.status()).not.toBe(303);
    const inside = { headers: { ...headers, Cookie: cookie }, maxRedirects: 0 };
    await request.post('/account', { ...inside, multipart: { ...profile, name: 'Mallory', timeZone: '' } });
    await request.post('/account', { ...inside, multipart: signOut });
    const provider = await request.post('/api/auth/signin/oidc', { ...asked, form: { next: '/' } });
    expect(provider.status()).toBe(403);
    expect((await sessionOf(session))?.user.name, JSON.stringify(origin)).toBe('Vera Lund');
  }
  // The same requests from a page of this site do what they say.
  const headers = { Origin: baseURL!, ...elsewhere() };
  const entered = await request.post('/sign-in', {
    headers,
    maxRedirects: 0,
    multipart: { ...signIn, email: user.email, password },
  });
  expect(entered.status()).toBe(303);
  expect(entered.headers()['set-cookie']?.split('\n')).toEqual([
    expect.stringMatching(/^presskit=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=lax$/i),
    expect.stringMatching(/^presskit-signed-in=1; Path=\/; Expires=.*GMT; SameSite=lax$/i),
  ]);
  await request.post('/account', {
    headers: { ...headers, Cookie: cookie },
    multipart: { ...profile, name: 'Vera Strand', timeZone: '' },
  });
  expect((await sessionOf(session))?.user.name).toBe('Vera Strand');
});

test('no address of sign-in leads to another site', async ({ page, request, baseURL }) => {
  const user = await person();
  await page.context().setExtraHTTPHeaders(elsewhere());
  const hostile = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/%2e//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    '/sign-out',
    '/api/health',
  ];
  const cookie = `presskit=${await cookieOf(user)}`;
  const fields = await fieldsOf(request, '/sign-in', 'Sign in');
  for (const next of hostile) {
    const path = `/sign-in?next=${encodeURIComponent(next)}`;
    const entered = await request.post(path, {
      headers: { Origin: baseURL!, ...elsewhere() },
      maxRedirects: 0,
      multipart: { ...fields, next, email: user.email, password },
    });
    // Somebody who is signed in already is sent on at once.
    const passed = await request.get(path, { headers: { Cookie: cookie }, maxRedirects: 0 });
    for (const answer of [entered, passed]) {
      const { location } = answer.headers();
      expect(location, next).toBeTruthy();
      const to = new URL(location!, baseURL);
      expect(to.origin, next).toBe(baseURL);
      expect(to.pathname, next).not.toMatch(/^\/(\/|api|sign-)/);
    }
  }
  await page.goto('/sign-in?next=%2Faccount%2Fsecurity%3Fa%3D1');
  await page.getByLabel('E-mail address').fill(user.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(`${baseURL}/account/security?a=1`);
});

test('a token that somebody planted is not the one that is signed in with', async ({ page, baseURL }) => {
  const user = await person();
  const planted = await cookieOf(await person());
  await page.context().setExtraHTTPHeaders(elsewhere());
  await withSession(page.context(), planted, baseURL!);
  await page.goto('/sign-in?again=1&next=%2Faccount');
  await page.getByLabel('E-mail address').fill(user.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/account$/);
  const cookie = (await page.context().cookies()).find(({ httpOnly }) => httpOnly);
  expect(cookie?.value).not.toBe(planted);
  expect((await sessionOf(cookie!.value))?.user.id).toBe(user.id);
  expect(await sessionOf(planted)).toBeNull();
  expect(cookie).toMatchObject({
    name: 'presskit',
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    secure: false,
  });
});

test('a person who is deactivated while signed in is out with the next click', async ({ page, baseURL }) => {
  const user = await person();
  await withSession(page.context(), await cookieOf(user), baseURL!);
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await db().update(users).set({ deactivatedAt: now() }).where(eq(users.id, user.id));
  await page.getByRole('link', { name: 'Password and devices' }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test('the head names nobody on a public page, nor after signing out in another tab', async ({
  page,
  baseURL,
}) => {
  const user = await person();
  const session = await cookieOf(user);
  await withSession(page.context(), session, baseURL!);
  const head = page.getByRole('banner');
  await page.goto('/account');
  await expect(head.getByRole('link', { name: 'Account of Vera Lund' })).toBeVisible();
  // Within the site: the head is not loaded anew.
  await head.getByRole('link', { name: 'Newsrooms' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Newsrooms' })).toBeVisible();
  await expect(head.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(head).not.toContainText('Vera');
  await head.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/author$/);
  await expect(head.getByRole('link', { name: 'Account of Vera Lund' })).toBeVisible();
  await page.goto('/account');
  await endSession(session);
  await page.getByRole('link', { name: 'Password and devices' }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expect(head).not.toContainText('Vera');
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('whoever finds a browser open makes no API token: the password is asked for, and nothing typed is lost', async ({
      page,
      baseURL,
    }) => {
      const user = await person();
      await withSession(page.context(), await cookieOf(user), baseURL!);
      const make = () => page.getByRole('button', { name: 'Make a token' }).click();
      await page.goto('/account/tokens');
      await expect(page.getByLabel('Your password')).toHaveCount(0);
      await page.getByLabel('Name').fill('spreadsheet');
      await page.getByLabel('Good for').selectOption('30');
      // The page was opened in time, and is left open.
      await signedInAnHourAgo(user);
      await make();
      await expect(page.getByText('This is not your password')).toBeVisible();
      await expect(page.getByLabel('Name')).toHaveValue('spreadsheet');
      await expect(page.getByLabel('Good for')).toHaveValue('30');
      await page.getByLabel('Your password').fill('not my password');
      await make();
      await expect(page.getByLabel('Your password'), 'it has been answered').toHaveValue('');
      await expect(page.getByText('This is not your password')).toBeVisible();
      expect(await listApiTokens(user)).toEqual([]);
      await expect(page.getByLabel('Name')).toHaveValue('spreadsheet');
      await page.getByLabel('Your password').fill(password);
      await make();
      await expect(page.getByLabel('The token')).toHaveValue(/^presskit_/);
      expect((await listApiTokens(user)).map(({ name }) => name)).toEqual(['spreadsheet']);
      await page.reload();
      await expect(page.getByLabel('Your password')).toBeVisible();
    });

    test('who has no password signs in again in another tab, and goes on', async ({ page, baseURL }) => {
      const user = await createUser({ email: `${token()}@people.example`, name: 'Vera', isVerified: true });
      await withSession(page.context(), await cookieOf(user), baseURL!);
      await signedInAnHourAgo(user);
      for (const [path, field, button] of [
        ['/account/tokens', 'Name', 'Make a token'],
        ['/account', 'New address', 'Change the address'],
      ] as const) {
        await page.goto(path);
        const typed = field === 'Name' ? 'spreadsheet' : `${token()}@people.example`;
        await page.getByLabel(field, { exact: true }).fill(typed);
        await page.getByRole('button', { name: button }).click();
        const again = page.getByRole('link', { name: 'Sign in again in another tab' });
        await expect(again).toBeVisible();
        await expect(again).toHaveAttribute('target', '_blank');
        await expect(page.getByLabel(field, { exact: true })).toHaveValue(typed);
      }
      expect(await listApiTokens(user)).toEqual([]);
      await page.goto('/account/tokens');
      await page.getByLabel('Name').fill('spreadsheet');
      await withSession(page.context(), await cookieOf(user), baseURL!);
      await page.getByRole('button', { name: 'Make a token' }).click();
      await expect(page.getByLabel('The token')).toHaveValue(/^presskit_/);
    });
  });
}

const signedInAnHourAgo = (user: User) =>
  db()
    .update(sessions)
    .set({ provenAt: new Date(now().getTime() - 3_600_000) })
    .where(eq(sessions.userId, user.id));

test('after many wrong passwords the way by mail is open, and others are not kept out', async ({
  page,
  browser,
  baseURL,
}) => {
  const user = await person();
  const headers = elsewhere();
  await page.context().setExtraHTTPHeaders(headers);
  const tries = { email: user.email, address: headers['X-Forwarded-For'] };
  for (let n = 0; n < 7; n++) await signInWithPassword({ ...tries, password: `wrong password ${n}` });
  await page.goto('/sign-in?next=%2Faccount');
  const press = async (on: Page, typed: string) => {
    await on.getByLabel('E-mail address').fill(user.email);
    await on.getByLabel('Password').fill(typed);
    await on.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await press(page, 'wrong password');
  await expect(page.getByText('is wrong')).toBeVisible();
  await press(page, password);
  await expect(page.getByText('too many tries from where you are')).toBeVisible();

  const home = await browser.newContext({ baseURL, extraHTTPHeaders: elsewhere() });
  const owner = await home.newPage();
  await owner.goto('/sign-in?next=%2Faccount');
  await press(owner, password);
  await expect(owner).toHaveURL(/\/account$/);
  await home.close();

  await page.getByRole('link', { name: 'Have a sign-in link mailed to you' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in with a link' })).toBeVisible();
  await page.getByLabel('E-mail address').fill(user.email);
  await page.getByRole('button', { name: 'Mail me a link' }).click();
  await expect(page.getByText('a mail is on its way')).toBeVisible();
  await page.goto(await linkTo(user.email));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/account$/);
});

const open = [
  '/sign-in',
  '/sign-in/link',
  '/sign-in/password',
  '/sign-in/address',
  '/sign-up',
  '/sign-up/confirm',
  '/sign-out',
];
const own = ['/account', '/account/security', '/account/tokens', '/account/connect', '/account/delete'];

test('pages of accounts are kept by nobody, found by no robot, and no public page knows who reads it', async ({
  request,
}) => {
  const user = await person();
  const headers = { Cookie: `presskit=${await cookieOf(user)}` };
  for (const path of [...open, ...own]) {
    const answer = await request.get(path, { headers, maxRedirects: 0 });
    if (answer.status() === 307) continue;
    expect(answer.status(), path).toBe(200);
    expect(answer.headers()['cache-control'], path).toContain('no-store');
    expect(answer.headers()['x-robots-tag'], path).toContain('noindex');
    expect(await answer.text(), path).toMatch(/<meta name="robots" content="noindex/);
  }
  for (const path of own) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(answer.headers().location, path).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
  }
  const sitemap = await (await request.get('/sitemap/1')).text();
  expect(sitemap).not.toMatch(/sign-|account/);
  for (const path of ['/', '/releases', '/newsrooms', '/about/hits']) {
    const anonymous = await request.get(path);
    expect(anonymous.headers()['set-cookie'], path).toBeUndefined();
    const signedIn = await (await request.get(path, { headers })).text();
    expect(signedIn, path).not.toContain('Vera');
    // Others publish meanwhile, and links to other sites sign in there: so the head, which is what could name somebody.
    const head = (html: string) => /<header class="site-header"[\s\S]*?<\/header>/.exec(html)?.[0];
    expect(head(signedIn), path).toContain('Sign in');
    expect(head(signedIn), path).toBe(head(await anonymous.text()));
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 360]) {
    test(`nothing stands in anybody’s way to an account, ${colorScheme}, ${width} wide`, async ({
      page,
      baseURL,
    }) => {
      test.slow();
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.context().setExtraHTTPHeaders(elsewhere());
      for (const path of open) {
        await page.goto(path);
        expect(await violations(page), path).toEqual([]);
      }
      await page.goto('/sign-in');
      await page.getByLabel('E-mail address').fill('nobody@people.example');
      await page.getByLabel('Password').fill('not a password');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByText('is wrong')).toBeFocused();
      expect(await violations(page), 'a refusal').toEqual([]);
      const user = await person();
      await withSession(page.context(), await cookieOf(user), baseURL!);
      for (const path of own) {
        await page.goto(path);
        expect(await violations(page), path).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, `${path} is wider than the screen`).toBe(false);
      }
    });
  }
}

import type { BrowserContext, Page } from '@playwright/test';
import { setPassword } from '@/lib/auth/passwords';
import { createUser, type User, userById } from '@/lib/auth/users';
import { token } from './content';
import { expect, test } from './fixtures';
import { linkTo, mailTo } from './mailbox';

/** Accounts, in a real browser with and without JavaScript, with the mails that really come. */
const password = 'grey ferry at noon';
const other = 'a green lighthouse';

/** Each test comes from an address of its own, so that no limit counts two of them together. */
const fromElsewhere = (context: BrowserContext) => {
  const part = () => Math.floor(Math.random() * 250) + 1;
  return context.setExtraHTTPHeaders({ 'X-Forwarded-For': `198.18.${part()}.${part()}` });
};

async function person(): Promise<User> {
  const user = await createUser({ email: `${token()}@people.example`, name: 'Vera Lund', isVerified: true });
  await setPassword(user.id, password);
  return user;
}

/** Fills in the form and sends it. */
async function trySignIn(page: Page, email: string, typed = password): Promise<void> {
  await page.goto('/sign-in?next=%2Faccount');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(typed);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signIn(page: Page, email: string): Promise<void> {
  await trySignIn(page, email);
  await expect(page).toHaveURL(/\/account$/);
}

async function isSignedIn(page: Page, email: string): Promise<void> {
  await page.goto('/account');
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
  await expect(page.getByText(email).first()).toBeVisible();
}

async function isSignedOut(page: Page): Promise<void> {
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Faccount$/);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });
    test.beforeEach(({ context }) => fromElsewhere(context));

    test('an account is made with a mail, signed out of, and signed in to', async ({ page }) => {
      const email = `${token()}@people.example`;
      await page.goto('/');
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('link', { name: 'Make an account' }).click();
      await page.getByLabel('Your name').fill('Nea Berg');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('button', { name: 'Go on' }).click();
      await expect(page.getByText(`A mail is on its way to ${email}`)).toBeVisible();

      await page.goto(await linkTo(email));
      await expect(page.getByLabel('Your name')).toHaveValue('Nea Berg');
      await page.getByLabel('Password').fill('passwordpassword');
      await page.getByRole('button', { name: 'Make the account' }).click();
      await expect(page.getByText('easy to guess')).toBeVisible();
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Make the account' }).click();
      await expect(page).toHaveURL(/\/author$/);
      await isSignedIn(page, email);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await expect(page.getByText('You are signed out.')).toBeVisible();
      await isSignedOut(page);
      await trySignIn(page, email, 'not this one');
      await expect(page.getByText('The e-mail address or the password is wrong.')).toBeVisible();
      await expect(page.getByLabel('E-mail address')).toHaveValue(email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page).toHaveURL(/\/account$/);
    });

    test('a link by mail signs in when its button is pressed, once, and not when a program opens it', async ({
      page,
      request,
    }) => {
      const { email } = await person();
      await page.goto('/sign-in/link?next=%2Faccount');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByRole('button', { name: 'Mail me a link' }).click();
      await expect(page.getByText(`If there is an account with ${email}`)).toBeVisible();
      const link = await linkTo(email);
      for (let n = 0; n < 3; n++) expect((await request.get(link)).status()).toBe(200);
      await page.goto(link);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page).toHaveURL(/\/account$/);
      await page.goto(link);
      await expect(page.getByText('This link has been used or is too old.')).toBeVisible();
    });

    test('a forgotten password is chosen anew, and other devices are out', async ({
      page,
      browser,
      baseURL,
    }) => {
      const user = await person();
      const elsewhere = await browser.newContext({ baseURL });
      const device = await elsewhere.newPage();
      await fromElsewhere(elsewhere);
      await signIn(device, user.email);
      await isSignedIn(device, user.email);

      await page.goto('/sign-in/password');
      await page.getByLabel('E-mail address').fill(user.email);
      await page.getByRole('button', { name: 'Mail me a link' }).click();
      await expect(page.getByText('a mail is on its way')).toBeVisible();
      await page.goto(await linkTo(user.email));
      await page.getByLabel('New password').fill(other);
      await page.getByRole('button', { name: 'Use this password' }).click();
      await expect(page).toHaveURL(/\/author$/);
      await isSignedOut(device);
      await trySignIn(device, user.email);
      await expect(device.getByText('is wrong')).toBeVisible();
      await mailTo(user.email, /Your password .* has changed/);
      await elsewhere.close();
    });

    test('one sees where one is signed in, and signs out one device, or everywhere', async ({
      page,
      browser,
      baseURL,
    }) => {
      const user = await person();
      await signIn(page, user.email);
      const contexts = await Promise.all(
        ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', undefined].map(
          (userAgent) => browser.newContext({ baseURL, ...(userAgent ? { userAgent } : {}) }),
        ),
      );
      const [phone, laptop] = await Promise.all(contexts.map((context) => context.newPage()));
      for (const device of [phone!, laptop!]) {
        await fromElsewhere(device.context());
        await signIn(device, user.email);
        await isSignedIn(device, user.email);
      }
      await page.goto('/account/security');
      const devices = page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem');
      await expect(devices).toHaveCount(3);
      await expect(devices.filter({ hasText: 'this device' })).toHaveCount(1);
      await devices.filter({ hasText: 'Firefox on Linux' }).getByRole('button', { name: 'Sign out' }).click();
      await expect(page.getByText('That device is signed out.')).toBeVisible();
      await expect(devices).toHaveCount(2);
      await isSignedOut(phone!);
      await isSignedIn(laptop!, user.email);
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await expect(page.getByText('You are signed out on all devices.')).toBeVisible();
      await isSignedOut(laptop!);
      await isSignedOut(page);
      for (const context of contexts) await context.close();
    });

    test('the page of API tokens says how to ask, and its example is answered', async ({ page, request }) => {
      const user = await person();
      await signIn(page, user.email);
      await page.goto('/account/tokens');
      await page.getByLabel('Name').fill('spreadsheet');
      await page.getByRole('button', { name: 'Make a token' }).click();
      const made = await page.getByLabel('The token').inputValue();
      const example = await page.getByText(/^curl -H/).textContent();
      const url = /"(http[^"]+)"/.exec(example!)![1]!;
      expect((await request.get(url, { headers: { authorization: `Bearer ${made}` } })).status()).toBe(200);
      const all = page.getByRole('link', { name: 'All parameters and their values' });
      const { paths } = await (await request.get((await all.getAttribute('href'))!)).json();
      for (const path of Object.keys(paths))
        await expect(page.getByText(path, { exact: true })).toBeVisible();
    });

    test('name, time zone, password and address are one’s own to change', async ({ page }) => {
      const user = await person();
      const moved = `${token()}@people.example`;
      await signIn(page, user.email);
      await page.getByLabel('Name', { exact: true }).fill('Vera Strand');
      const bar = page.getByRole('navigation', { name: 'Writing' });
      for (const [name, path] of [
        ['My releases', '/author'],
        ['Statistics', '/author/statistics'],
        ['Newsrooms', '/author/newsrooms'],
      ] as const)
        await expect(bar.getByRole('link', { name })).toHaveAttribute('href', path);
      // Under the name it has today, and readable.
      const zones = await page.getByLabel('Time zone').locator('option').allTextContents();
      expect(zones).toContain('America/Argentina/Buenos Aires');
      expect(zones.filter((zone) => /_|Asmera|Godthab/.test(zone))).toEqual([]);
      await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Saved.')).toBeVisible();
      await expect(page.getByLabel('Time zone')).toHaveValue('Asia/Tokyo');
      await expect(page.getByRole('banner')).toContainText('Vera Strand');

      await page.getByLabel('New address').fill(moved);
      await page.getByRole('button', { name: 'Change the address' }).click();
      await expect(page.getByText(`${user.email} stays your address`)).toBeVisible();
      await page.goto(await linkTo(moved));
      await page.getByRole('button', { name: 'Use this address' }).click();
      await expect(page.getByText('From now on the new address signs in')).toBeVisible();
      await mailTo(user.email, /has changed/);

      await page.goto('/account/security');
      await page.getByLabel('Current password').fill('not this one');
      await page.getByLabel('New password').fill(other);
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByText('This is not your password')).toBeVisible();
      await page.getByLabel('Current password').fill(password);
      await page.getByLabel('New password').fill(other);
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByText('Your password is changed.')).toBeVisible();
      await isSignedIn(page, moved);
      expect(await userById(user.id)).toMatchObject({
        email: moved,
        name: 'Vera Strand',
        timeZone: 'Asia/Tokyo',
      });
    });

    test('an account that is deleted is gone', async ({ page }) => {
      const user = await person();
      await signIn(page, user.email);
      await page.goto('/account/delete');
      await page.getByLabel(`Delete the account of ${user.email}`).check();
      await page.getByRole('button', { name: 'Delete my account' }).click();
      await expect(page.getByText('Your account is deleted')).toBeVisible();
      await isSignedOut(page);
      await trySignIn(page, user.email);
      await expect(page.getByText('is wrong')).toBeVisible();
    });
  });
}

import { setPassword } from '@/lib/auth/passwords';
import { type OidcServer, startOidcServer } from '@/lib/auth/testing/oidc-server';
import { createUser, userByEmail } from '@/lib/auth/users';
import { violations } from './axe';
import { token } from './content';
import { expect, test } from './fixtures';
import { ownStack } from './own-stack';

/** Signing in with another site: a real OpenID Connect conversation, through nginx and the browser. */
let oidc: OidcServer;
test.beforeAll(async () => {
  oidc = await startOidcServer();
});
test.afterAll(() => oidc.close());

const stack = ownStack({
  settings: () => ({
    SIGN_UP: 'invited',
    OIDC_ISSUER: oidc.issuer,
    OIDC_CLIENT_ID: oidc.clientId,
    OIDC_CLIENT_SECRET: oidc.clientSecret,
    OIDC_NAME: 'Example staff',
  }),
});

const sites = () => {
  const main = stack().url;
  return { main, a: main.replace('localhost', 'a.localhost') };
};

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('the other site signs in whom both know, and a stranger is told why not', async ({ page }) => {
      const { url } = stack();
      const email = `${token()}@people.example`;
      oidc.person = { sub: token(), email, email_verified: true, name: 'Pia Holm' };
      await page.goto(`${url}/sign-in?next=/account/security`);
      await page.getByRole('button', { name: 'Sign in with Example staff' }).click();
      await expect(page.getByText('Accounts here are by invitation')).toBeVisible();
      expect(await userByEmail(email)).toBeNull();

      await createUser({ email, name: 'Pia Holm', isVerified: true });
      await page.goto(`${url}/sign-in?next=/account/security`);
      await page.getByRole('button', { name: 'Sign in with Example staff' }).click();
      await expect(page).toHaveURL(`${url}/account/security`);
      await expect(page.getByText('with Example staff, last seen')).toBeVisible();
      await page.getByRole('button', { name: 'Disconnect' }).click();
      await expect(page.getByText('It does not sign you in any more.')).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Other sites that sign you in' })).toHaveCount(0);
    });

    test('an admin signs in here once before the other site does it for them', async ({ page }) => {
      const { url } = stack();
      const email = `${token()}@people.example`;
      oidc.person = { sub: token(), email, email_verified: true, name: 'Pia Holm' };
      const user = await createUser({ email, name: 'Pia Holm', role: 'admin', isVerified: true });
      await setPassword(user.id, 'grey ferry at noon');
      await page.context().setExtraHTTPHeaders({ 'X-Forwarded-For': `198.21.${user.id % 250}.9` });
      await page.goto(`${url}/sign-in`);
      await page.getByRole('button', { name: 'Sign in with Example staff' }).click();
      await expect(page.getByText('its word is not enough')).toBeVisible();
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password').fill('grey ferry at noon');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByRole('heading', { name: 'Connect with Example staff' })).toBeVisible();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Connect' }).click();
      await expect(page.getByText('The two accounts are connected.')).toBeVisible();
      await page.context().clearCookies();
      await page.goto(`${url}/sign-in?next=/account`);
      await page.getByRole('button', { name: 'Sign in with Example staff' }).click();
      await expect(page).toHaveURL(`${url}/account`);
      await page.goto(`${url}/account/connect`);
      await expect(page.getByText('There is nothing to connect')).toBeVisible();
    });

    test('who turns back at the other site is where they were', async ({ page }) => {
      const { url } = stack();
      oidc.fault = 'cancel';
      await page.goto(`${url}/sign-in`);
      await page.getByRole('button', { name: 'Sign in with Example staff' }).click();
      await expect(page.getByText('Signing in was broken off at the other site.')).toBeVisible();
      oidc.fault = 'none';
    });
  });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`at a further domain, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
    test.use({ javaScriptEnabled });

    test('the other site signs in there, and nowhere else', async ({ page }) => {
      const { main, a } = sites();
      const email = `${token()}@people.example`;
      oidc.person = { sub: token(), email, email_verified: true, name: 'Pia Holm' };
      await createUser({ email, name: 'Pia Holm', isVerified: true });
      await page.goto(`${a}/sign-in?next=/account/security`);
      await page.getByRole('button', { name: 'Sign in with Example staff' }).click();
      await expect(page).toHaveURL(`${a}/account/security`);
      await expect(page.getByText(email).first()).toBeVisible();
      await page.goto(`${main}/account`);
      await expect(page).toHaveURL(`${main}/sign-in?next=%2Faccount`);
    });

    test('who turns back at the other site is where they were', async ({ page }) => {
      const { a } = sites();
      oidc.fault = 'cancel';
      await page.goto(`${a}/sign-in`);
      await page.getByRole('button', { name: 'Sign in with Example staff' }).click();
      await expect(page).toHaveURL(`${a}/sign-in?error=cancelled`);
      oidc.fault = 'none';
    });
  });
}

test('where accounts are by invitation, nobody is offered one', async ({ page }) => {
  const { main } = sites();
  await page.goto(`${main}/sign-in`);
  await expect(page.getByRole('link', { name: 'Make an account' })).toHaveCount(0);
  await page.goto(`${main}/sign-up`);
  await expect(page.getByText('Accounts here are by invitation.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
});

test('somebody else’s way to the provider signs nobody in, and one that was not begun here leads nowhere', async ({
  page,
  request,
}) => {
  const { main, a } = sites();
  const email = `${token()}@people.example`;
  oidc.person = { sub: token(), email, email_verified: true, name: 'Pia Holm' };
  await createUser({ email, name: 'Pia Holm', isVerified: true });
  const headers = { Host: new URL(a).host, Origin: a };
  const begun = await request.post(`${main}/api/auth/signin/oidc`, { headers, form: {}, maxRedirects: 0 });
  const location = begun.headers().location!;
  expect(location).toMatch(new RegExp(`^${main}/api/auth/onward/oidc\\?ticket=`));
  // Whoever pressed the button sends the address to somebody else.
  await page.goto(location);
  await expect(page).toHaveURL(`${a}/sso/refused?next=%2Fauthor`);
  for (const site of [a, main]) {
    await page.goto(`${site}/account`);
    await expect(page).toHaveURL(`${site}/sign-in?next=%2Faccount`);
  }
  for (const ticket of ['', 'x', 'eyJ9.x', `${location.split('ticket=')[1]}x`]) {
    const path = `/api/auth/onward/oidc?ticket=${ticket}`;
    const answer = await request.get(`${main}${path}`, { maxRedirects: 0 });
    expect([answer.status(), answer.headers().location]).toEqual([303, '/sign-in?error=failed']);
    const there = await request.get(`${main}${path}`, {
      headers: { Host: new URL(a).host },
      maxRedirects: 0,
    });
    expect(there.status()).toBe(421);
  }
});

test('under another name than its own the site does not talk about signing in', async ({ request }) => {
  const { url } = stack();
  const answer = await request.get(`${url}/api/auth/callback/oidc?code=x&state=x`, {
    headers: { Host: 'evil.example' },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(421);
  expect(answer.headers()['set-cookie']).toBeUndefined();
  for (const path of ['signin/oidc', 'callback/nobody', 'session/x', 'callback/google']) {
    const other = await request.get(`${url}/api/auth/${path}`, { maxRedirects: 0 });
    expect(other.status(), path).toBe(404);
  }
});

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { newSecret, nonceFor } from '@/lib/auth/sso/nonces';
import { startSite } from '@/lib/machine/site';
import { token as letters } from './content';
import { expect, test } from './fixtures';
import { OwnSite } from './two-sites';

/**
 * Two deployments that trust each other, each with a database of its own, and a third that shares one: set up by the
 * command line, followed from one to the other in a browser without third-party cookies.
 */
test.describe.configure({ mode: 'serial' });
test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--test-third-party-cookie-phaseout'] }),
});

const password = 'grey ferry at noon';
let [a, b, c]: OwnSite[] = [];
/** The signatures of tokens that were made here; they must be found in no file. */
const canaries: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(240_000);
  // Cookies know hosts, not ports: these are three.
  [a, b] = await Promise.all([OwnSite.start('localhost'), OwnSite.start('127.0.0.1')]);
  c = await OwnSite.start('c.localhost', { sharing: b });
  await a.presskit(['sso', 'add', 'b', b.origin]);
  await b.presskit(['sso', 'add', 'a', a.origin]);
  // Both read these two records, and each passes over its own.
  await b.presskit(['sso', 'add', 'c', c.origin, '--shares-database', 'yes']);
  await c.presskit(['sso', 'add', 'b', b.origin, '--shares-database', 'yes']);
});
test.afterAll(async () => {
  test.setTimeout(60_000);
  for (const site of [c, b, a]) await site?.stop();
});

async function signInAt(page: Page, site: OwnSite, email: string): Promise<void> {
  await page.goto(`${site.origin}/sign-in?next=%2Faccount`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(`${site.origin}/account`);
}

async function isSignedInAt(page: Page, site: OwnSite, email: string): Promise<void> {
  await page.goto(`${site.origin}/account`);
  await expect(page.getByText(email).first()).toBeVisible();
}

async function isSignedOutAt(page: Page, site: OwnSite): Promise<void> {
  await page.goto(`${site.origin}/account`);
  await expect(page).toHaveURL(`${site.origin}/sign-in?next=%2Faccount`);
}

const follow = (page: Page, from: OwnSite, to: string, next = '/releases') =>
  page.goto(`${from.origin}/api/sso/issue?site=${to}&next=${encodeURIComponent(next)}`);

const reasons = async (site: OwnSite): Promise<string[]> => {
  type Log = { entries: { detail: { reason: string } }[] };
  const { entries } = await site.presskit<Log>(['sso', 'log', '--refused', '--limit', '1']);
  return entries.map(({ detail }) => detail.reason);
};

test('each says of the other that it is in order', async () => {
  type Findings = { findings: { ok: boolean; sentence: string }[] };
  for (const [site, peer] of [
    [a, 'b'],
    [b, 'a'],
  ] as const) {
    const { findings } = await site!.presskit<Findings>(['sso', 'test', peer]);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  }
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('the account with the same verified address is theirs, and signing out everywhere ends it at both', async ({
      page,
      context,
    }) => {
      const email = `${letters()}@people.example`;
      await Promise.all([a, b].map((site) => site!.person(email, 'Vera Lund', password)));
      await signInAt(page, a!, email);
      const addresses: string[] = [];
      page.on('framenavigated', (frame) => addresses.push(frame.url()));
      await page.getByRole('link', { name: 'b', exact: true }).click();
      await expect(page).toHaveURL(`${b!.origin}/`);
      expect(addresses.filter((url) => url.includes('token='))).toEqual([]);
      await isSignedInAt(page, b!, email);
      const cookies = (await context.cookies()).filter(({ name }) => name === 'presskit');
      expect(cookies.map(({ domain }) => domain).sort()).toEqual(['127.0.0.1', 'localhost']);

      // Again, being there already: nobody is asked anything.
      await follow(page, a!, 'b', '/releases?q=wire#top');
      await expect(page).toHaveURL(`${b!.origin}/releases?q=wire#top`);

      await page.goto(`${a!.origin}/account/security`);
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await expect(page.getByText('You are signed out on all devices.')).toBeVisible();
      await isSignedOutAt(page, a!);
      await expect(async () => isSignedOutAt(page, b!)).toPass({ timeout: 20_000 });
    });

    test('who is somebody else at the other one is asked', async ({ page }) => {
      const [vera, mateo] = [`${letters()}@people.example`, `${letters()}@people.example`];
      await Promise.all([
        a!.person(vera, 'Vera Lund', password),
        b!.person(vera, 'Vera Lund', password),
        b!.person(mateo, 'Mateo Berg', password),
      ]);
      await signInAt(page, b!, mateo);
      await signInAt(page, a!, vera);
      await follow(page, a!, 'b');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'You are signed in here as somebody else',
      );
      await page.getByRole('button', { name: 'Stay Mateo Berg' }).click();
      await expect(page).toHaveURL(`${b!.origin}/releases`);
      await isSignedInAt(page, b!, mateo);
      await follow(page, a!, 'b');
      await page.getByRole('button', { name: 'Go on as Vera Lund' }).click();
      await expect(page).toHaveURL(`${b!.origin}/releases`);
      await isSignedInAt(page, b!, vera);
    });

    test('somebody new gets an account where the other one says so, and none where it does not', async ({
      page,
    }) => {
      const email = `${letters()}@people.example`;
      await a!.person(email, 'Zoë Lund', password);
      await signInAt(page, a!, email);
      await follow(page, a!, 'b');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connect your account');
      await page.getByRole('button', { name: 'Go on without signing in' }).click();
      await expect(page).toHaveURL(`${b!.origin}/releases`);
      await isSignedOutAt(page, b!);
      await b!.presskit(['sso', 'set', 'a', '--provisioning', 'create', '--default-role', 'auditor']);
      try {
        await follow(page, a!, 'b');
        await expect(page).toHaveURL(`${b!.origin}/releases`);
        await isSignedInAt(page, b!, email);
      } finally {
        await b!.presskit(['sso', 'set', 'a', '--provisioning', 'none']);
      }
      type Users = { users: { email: string; role: string; hasPassword: boolean }[] };
      const { users } = await b!.presskit<Users>(['users', 'list']);
      expect(users.find((user) => user.email === email)).toMatchObject({
        role: 'auditor',
        hasPassword: false,
      });
    });

    test('who is deactivated at the other one stays out, and learns no reason', async ({ page }) => {
      const email = `${letters()}@people.example`;
      await Promise.all([a, b].map((site) => site!.person(email, 'Vera Lund', password)));
      await b!.sql((sql) => sql`update public.users set deactivated_at = now() where email = ${email}`);
      await signInAt(page, a!, email);
      await follow(page, a!, 'b');
      await expect(page).toHaveURL(`${b!.origin}/sso/refused?next=%2Freleases`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'Signing in from the other site did not work',
      );
      await expect(page.locator('main')).not.toContainText(/deactivat|inactive/i);
      expect(await reasons(b!)).toEqual(['inactive']);
      await page.getByRole('link', { name: 'Go on to the page without signing in' }).click();
      await expect(page).toHaveURL(`${b!.origin}/releases`);
      await isSignedOutAt(page, b!);
    });
  });
}

test('a token of a gets one in at b, whichever of two processes is asked, of twenty at once', async ({
  page,
  context,
}) => {
  const email = `${letters()}@people.example`;
  await Promise.all([a, b].map((site) => site!.person(email, 'Vera Lund', password)));
  await signInAt(page, a!, email);
  const jar = await context.cookies(a!.origin);
  const secret = newSecret();
  const asked = new URLSearchParams({ site: 'b', next: '/releases', nonce: nonceFor(secret) });
  const Cookie = jar.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { location } = await a!.get(`/api/sso/issue?${asked}`, { Cookie });
  const token = new URL(location).searchParams.get('token')!;
  canaries.push(token.split('.')[2]!);
  const { dir, installation } = b!;
  const second = await startSite({ dir: join(dir, 'second'), env: installation.env });
  try {
    const path = `/api/sso/consume?token=${token}`;
    const headers = { Cookie: `sso_nonce=${secret}`, 'X-Forwarded-For': '127.0.0.1' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => b!.get(path, headers, n % 2 ? String(second.port) : undefined)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(303));
    const locations = answers.map((answer) => answer.location);
    expect(locations.filter((one) => one === '/releases')).toHaveLength(1);
    expect(locations.filter((one) => one.startsWith('/sso/refused'))).toHaveLength(19);
    expect(await reasons(b!)).toEqual(['replayed']);
  } finally {
    await second.stop();
  }
});

test('two sites on one database: people are the same by number, and signing out ends both', async ({
  page,
}) => {
  const email = `${letters()}@people.example`;
  await b!.person(email, 'Vera Lund', password);
  // With shared people the address says nothing: it need not be verified.
  await b!.sql((sql) => sql`update public.users set email_verified_at = null where email = ${email}`);
  await signInAt(page, b!, email);
  await page.getByRole('link', { name: 'c', exact: true }).click();
  await expect(page).toHaveURL(`${c!.origin}/`);
  await isSignedInAt(page, c!, email);
  await page.goto(`${c!.origin}/account/security`);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page.getByText('You are signed out on all devices.')).toBeVisible();
  await isSignedOutAt(page, b!);
  await isSignedOutAt(page, c!);
});

test('after all of it a token is in no file of any of them, nor in what their databases hold', async () => {
  // Once more in ways that nobody asks: refused, with an escape, as a referrer, too long.
  const [canary] = canaries;
  const path = `/api/sso/consume?token=x.y.${canary}`;
  for (const site of [a!, b!, c!]) {
    await site.get(path, {});
    await site.get(`/%61pi/sso/consume?token=x.y.${canary}`, {});
    await site.get('/', { Referer: `${site.origin}${path}` });
    await site.get(`${path}&x=${'y'.repeat(20_000)}`, {}).catch(() => undefined);
    expect(site.filesWith(canary!)).toEqual([]);
    const dump = await site.dump();
    expect(dump.length).toBeGreaterThan(1000);
    expect(dump).not.toContain(canary);
  }
});

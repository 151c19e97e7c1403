import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request as ask } from 'node:http';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { setPassword } from '@/lib/auth/passwords';
import { ssoLog } from '@/lib/auth/sso/log';
import { newSecret, nonceFor } from '@/lib/auth/sso/nonces';
import { addPeer, peerByKey, secretOf } from '@/lib/auth/sso/peers';
import { foreignSite } from '@/lib/auth/sso/testing/foreign-site';
import { peerInput } from '@/lib/auth/sso/testing/peer-input';
import { sign } from '@/lib/auth/sso/tokens';
import { createUser, type User } from '@/lib/auth/users';
import { ensureServers } from '@/lib/machine/apt';
import { freePort } from '@/lib/machine/ports';
import { root } from '@/lib/machine/root';
import { violations } from './axe';
import { token as letters } from './content';
import { expect, test } from './fixtures';

/**
 * Following a link to another domain and staying signed in: two host names with separate cookies, no third-party cookies,
 * with JavaScript and without.
 */
test.use({
  launchOptions: async ({ launchOptions }, use) =>
    use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--test-third-party-cookie-phaseout'] }),
});

const password = 'grey ferry at noon';
const port = () => new URL(process.env.SITE_URL!).port;
const site = (name: 'a' | 'b') => `http://${name}.localhost:${port()}`;

async function person(name = 'Vera Lund'): Promise<User> {
  const user = await createUser({ email: `${letters()}@people.example`, name, isVerified: true });
  await setPassword(user.id, password);
  return user;
}

async function signInAt(page: Page, origin: string, { email }: User): Promise<void> {
  await page.goto(`${origin}/sign-in?next=%2Faccount`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(`${origin}/account`);
}

async function isSignedInAt(page: Page, origin: string, user: User): Promise<void> {
  await page.goto(`${origin}/account`);
  await expect(page.getByText(user.email).first()).toBeVisible();
}

async function isSignedOutAt(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/account`);
  await expect(page).toHaveURL(`${origin}/sign-in?next=%2Faccount`);
}

/** What is asked for on the way, with the status of the answers. */
function requestsOf(page: Page): { url: string; status: number }[] {
  const seen: { url: string; status: number }[] = [];
  page.on('response', (response) => {
    if (response.request().isNavigationRequest())
      seen.push({ url: response.url(), status: response.status() });
  });
  return seen;
}

/** A token for b, as a browser with this nonce would be given it at a. */
async function tokenFor(context: BrowserContext, secret: string, next = '/releases'): Promise<string> {
  const jar = await context.cookies(site('a'));
  const asked = new URLSearchParams({ site: site('b'), next, nonce: nonceFor(secret) });
  const Cookie = jar.map(({ name, value }) => `${name}=${value}`).join('; ');
  const { location } = await answer('a', `/api/sso/issue?${asked}`, { headers: { Cookie } });
  return new URL(location).searchParams.get('token') ?? '';
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('somebody signs in at a, follows a link to b, is signed in there, and signs out everywhere', async ({
      page,
      context,
    }) => {
      const user = await person();
      await signInAt(page, site('a'), user);
      await page.goto(`${site('a')}/`);
      await page.getByRole('link', { name: `b.localhost:${port()}` }).click();
      await expect(page).toHaveURL(`${site('b')}/`);
      await isSignedInAt(page, site('b'), user);

      const cookies = (await context.cookies()).filter(({ name }) => name === 'presskit');
      expect(cookies.map(({ domain }) => domain).sort()).toEqual(['a.localhost', 'b.localhost']);
      expect(new Set(cookies.map(({ value }) => value)).size).toBe(2);
      expect(cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Lax')).toBe(true);

      await page.goto(`${site('b')}/account/security`);
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await expect(page.getByText('You are signed out on all devices.')).toBeVisible();
      await isSignedOutAt(page, site('b'));
      await isSignedOutAt(page, site('a'));
    });

    test('signing out of one of them leaves the other', async ({ page }) => {
      const user = await person();
      await signInAt(page, site('a'), user);
      await page.goto(`${site('a')}/api/sso/issue?site=${site('b')}&next=/account`);
      await expect(page).toHaveURL(`${site('b')}/account`);
      await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
      await isSignedOutAt(page, site('b'));
      await isSignedInAt(page, site('a'), user);
    });

    test('whoever has not signed in has a plain link, and sees no redirection', async ({ page, context }) => {
      await page.goto(`${site('a')}/`);
      const link = page.getByRole('link', { name: `b.localhost:${port()}` });
      await expect(link).toHaveAttribute('href', `${site('b')}/`);
      const seen = requestsOf(page);
      await link.click();
      await expect(page).toHaveURL(`${site('b')}/`);
      expect(seen).toEqual([{ url: `${site('b')}/`, status: 200 }]);
      // An old link of somebody else's: straight to the page.
      seen.length = 0;
      await page.goto(`${site('a')}/api/sso/issue?site=${site('b')}&next=/releases`);
      expect(seen.map(({ url, status }) => [new URL(url).pathname, status])).toEqual([
        ['/api/sso/issue', 303],
        ['/releases', 200],
      ]);
      expect(await context.cookies()).toEqual([]);
    });

    test('who is somebody else at b is asked, stays if they like, and goes on if they like', async ({
      page,
    }) => {
      const [vera, mateo] = [await person(), await person('Mateo Berg')];
      await signInAt(page, site('b'), mateo);
      await signInAt(page, site('a'), vera);
      const there = `${site('a')}/api/sso/issue?site=${site('b')}&next=/releases`;
      await page.goto(there);
      await expect(page).toHaveURL(`${site('b')}/sso/confirm`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'You are signed in here as somebody else',
      );
      await page.getByRole('button', { name: 'Stay Mateo Berg' }).click();
      await expect(page).toHaveURL(`${site('b')}/releases`);
      await isSignedInAt(page, site('b'), mateo);
      await page.goto(there);
      await page.getByRole('button', { name: 'Go on as Vera Lund' }).click();
      await expect(page).toHaveURL(`${site('b')}/releases`);
      await isSignedInAt(page, site('b'), vera);
    });

    test("somebody else's token signs nobody in, and the page that says so has a way on", async ({
      page,
      context,
    }) => {
      const vera = await person();
      await signInAt(page, site('a'), vera);
      const token = await tokenFor(context, newSecret());
      expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      await page.goto(`${site('b')}/api/sso/consume?token=${token}&next=/releases`);
      await expect(page).toHaveURL(`${site('b')}/sso/refused?next=%2Freleases`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'Signing in from the other site did not work',
      );
      const [entry] = await ssoLog({ onlyRefusals: true, limit: 1 });
      expect(entry?.detail.reason).toBe('nonce');
      await page.getByRole('link', { name: 'Go on to the page without signing in' }).click();
      await expect(page).toHaveURL(`${site('b')}/releases`);
      await isSignedOutAt(page, site('b'));
    });

    test('from a program that knows no nonce: the person is asked, and connects an account once', async ({
      page,
    }) => {
      const key = letters();
      const foreign = await foreignSite();
      const changes = { protocol: 'jwt', algorithm: 'HS256', noncePolicy: 'confirm' } as const;
      await addPeer(null, peerInput(key, foreign.origin, { ...changes, name: 'Help desk' }));
      const secret = secretOf(await peerByKey(key));
      const come = async () => {
        const claims = { iss: foreign.origin, aud: site('b'), sub: '5', jti: letters(), name: 'V. Lund' };
        const token = await sign(claims, { algorithm: 'HS256', key: secret, typ: 'JWT', at: new Date() });
        await page.goto(`${site('b')}/api/sso/consume?jwt=${token}&return_to=/releases`);
      };
      const vera = await person();
      await come();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connect your account');
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.getByRole('link', { name: 'Sign in here' }).click();
      await page.getByLabel('E-mail address').fill(vera.email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: 'Connect the accounts' }).click();
      await expect(page).toHaveURL(`${site('b')}/releases`);

      await page.goto(`${site('b')}/sign-out`);
      await page.locator('main').getByRole('button', { name: 'Sign out' }).click();
      await isSignedOutAt(page, site('b'));
      await page.emulateMedia({ colorScheme: 'dark' });
      await come();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in as Vera Lund?');
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page).toHaveURL(`${site('b')}/releases`);
      await isSignedInAt(page, site('b'), vera);
    });

    for (const language of ['python', 'perl'] as const)
      test(`the guide's consumer in ${language} takes a person of ours`, async ({ page }) => {
        test.setTimeout(300_000);
        await ensureServers(['pyjwt', 'crypt-jwt'], (line) => console.error(line));
        const here = `http://127.0.0.1:${await freePort()}`;
        const key = letters();
        await addPeer(null, peerInput(key, here, { direction: 'out' }));
        const consumer = startConsumer(language, { ISSUER: process.env.SITE_URL!, HERE: here });
        try {
          await expect.poll(() => answers(here)).toBe(true);
          const user = await person('Zoë Lund');
          const issue = `${process.env.SITE_URL}/api/sso/issue?site=${key}&next=/hello`;
          await page.goto(issue);
          await expect(page.getByText('Hello visitor')).toBeVisible();
          await signInAt(page, process.env.SITE_URL!, user);
          await page.goto(issue);
          await expect(page.getByText(`Hello Zoë Lund, user ${user.id}`)).toBeVisible();
          expect(page.url()).toBe(`${here}/hello`);
          await refusesWhatIsNotBound(page, key);
        } finally {
          consumer.kill();
        }
      });
  });
}

/** Used twice, without the cookie, or for a nonce that anybody can name: the consumer lets nobody in. */
async function refusesWhatIsNotBound(page: Page, key: string): Promise<void> {
  const jar = await page.context().cookies(process.env.SITE_URL);
  const Cookie = jar.map(({ name, value }) => `${name}=${value}`).join('; ');
  const secret = newSecret();
  const comeWith = async (nonce: string, cookie: string) => {
    const asked = new URLSearchParams({ site: key, next: '/hello', nonce });
    const path = `/api/sso/issue?${asked}`;
    const { location } = await answer('main', path, { headers: { Cookie } });
    const consume = () => fetch(location, { redirect: 'manual', headers: cookie ? { Cookie: cookie } : {} });
    return [(await consume()).status, (await consume()).status];
  };
  expect(await comeWith(nonceFor(secret), `x=1; sso_nonce=${secret}`)).toEqual([303, 403]);
  expect(await comeWith(nonceFor(secret), `sso_nonce=${newSecret()}`)).toEqual([403, 403]);
  expect(await comeWith(nonceFor(''), '')).toEqual([403, 403]);
  expect(await comeWith(nonceFor(''), 'sso_nonce=')).toEqual([403, 403]);
}

test('a token works once, for 20 at the same moment, and not at all for who only looks', async ({
  page,
  context,
}) => {
  await signInAt(page, site('a'), await person());
  const secret = newSecret();
  const token = await tokenFor(context, secret);
  const path = `/api/sso/consume?token=${token}`;
  const headers = { Cookie: `sso_nonce=${secret}` };
  expect((await answer('b', path, { headers, method: 'HEAD' })).status).toBe(405);
  expect((await answer('b', path, { headers: { ...headers, 'Sec-Purpose': 'prefetch' } })).status).toBe(503);
  const answers = await Promise.all(Array.from({ length: 20 }, () => answer('b', path, { headers })));
  const locations = answers.map(({ location }) => location);
  expect(locations.filter((location) => location === '/releases')).toHaveLength(1);
  expect(locations.filter((location) => location.startsWith('/sso/refused'))).toHaveLength(19);
  for (const { headers: given } of answers) {
    expect(given['cache-control']).toBe('no-store');
    expect(given['referrer-policy']).toMatch(/^no-referrer(, no-referrer)?$/);
  }
});

test('a host that is none of ours is told so, and a form of one domain does nothing at another', async () => {
  expect((await answer('b', '/api/sso/issue?site=a', { headers: { Host: 'evil.example' } })).status).toBe(
    421,
  );
  expect(
    (await answer('b', '/api/sso/logout', { method: 'POST', headers: { Host: 'evil.example' } })).status,
  ).toBe(421);
  const foreign = { headers: { Origin: site('a') }, method: 'POST' };
  expect((await answer('b', '/api/auth/signin/oidc', foreign)).status).toBe(403);
  expect((await answer('b', '/api/sso/logout', { method: 'POST' })).status).toBe(400);
});

test('a token is found in no file afterwards, and in nothing that the database holds', async ({
  page,
  context,
}) => {
  await signInAt(page, site('a'), await person());
  const secret = newSecret();
  const token = await tokenFor(context, secret);
  const canary = token.split('.')[2]!;
  const path = `/api/sso/consume?token=${token}`;
  // Let in, refused, asked in ways that nobody asks, and sent along as a referrer.
  for (const asked of [path, path, `/%61pi/sso/consume?token=${token}`, `/api/sso/nothing?token=${token}`])
    await answer('b', asked, { headers: { Cookie: `sso_nonce=${secret}` } });
  await answer('b', '/', { headers: { Referer: `${site('b')}${path}` } });
  await answer('b', `${path}&x=${'y'.repeat(20_000)}`, {});
  const dir = join(process.env.LOG_DIR!, '..');
  const where = filesIn(dir).filter((file) => readFileSync(file).includes(canary));
  expect(where).toEqual([]);
  const dump = await dumped();
  expect(dump.length).toBeGreaterThan(10_000);
  expect(dump.includes(canary)).toBe(false);
});

/** A request that no browser makes. Names below localhost are this machine. */
function answer(
  name: 'a' | 'b' | 'main',
  path: string,
  { headers = {}, method = 'GET' }: { headers?: Record<string, string>; method?: string },
): Promise<{ status: number; location: string; headers: NodeJS.Dict<string | string[]> }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: port(), path, method, agent: false };
    const { host } = new URL(name === 'main' ? process.env.SITE_URL! : site(name));
    const sent = ask({ ...options, headers: { Host: host, ...headers } }, (response) => {
      response.resume();
      const { location = '' } = response.headers;
      resolve({ status: response.statusCode!, location, headers: response.headers });
    });
    sent.on('error', reject).end();
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    // Not listening yet.
    return false;
  }
}

/** The program as it stands in the guide. */
function startConsumer(language: 'python' | 'perl', env: Record<string, string>): ChildProcess {
  const guide = readFileSync(join(root, 'docs/sso.md'), 'utf8');
  const [, program] = new RegExp(`\`\`\`${language}\n([\\s\\S]+?)\n\`\`\``).exec(guide)!;
  const [path, flag] = language === 'python' ? ['/usr/bin/python3', '-c'] : ['/usr/bin/perl', '-e'];
  return spawn(path!, [flag!, program!], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() && statSync(path).size < 2 ** 28 ? [path] : [];
  });
}

/** All rows of all tables, as text. */
async function dumped(): Promise<string> {
  const { default: postgres } = await import('postgres');
  const sql = postgres(process.env.DATABASE_URL!, { max: 1 });
  try {
    const tables = await sql<
      { name: string }[]
    >`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'store', 'history') and tablename not like 'hits%'`;
    const texts: string[] = [];
    for (const { name } of tables) {
      const [row] = await sql.unsafe<{ all: string | null }[]>(
        `select string_agg(t::text, '') as all from ${name} t`,
      );
      texts.push(row?.all ?? '');
    }
    return texts.join('');
  } finally {
    await sql.end();
  }
}

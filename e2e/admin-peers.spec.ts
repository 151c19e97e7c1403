import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { openSession, sessionOf } from '@/lib/auth/sessions';
import { issue } from '@/lib/auth/sso/issue';
import { newSecret, nonceFor } from '@/lib/auth/sso/nonces';
import { peerByKey, secretOf } from '@/lib/auth/sso/peers';
import { foreignSite } from '@/lib/auth/sso/testing/foreign-site';
import { ownerSql } from '@/lib/db/client';
import { admin, person } from './admin-people';
import { violations } from './axe';
import { token as letters } from './content';
import { expect, test } from './fixtures';
import { signIn } from './readership';

/** Peers in the admin: made, tried, looked after, deleted and had back; and the end of somebody's sessions. */

/** Fills in the form of a new peer and saves it. */
async function addPeer(page: Page, o: { key: string; origin: string; algorithm: RegExp | string }) {
  await page.goto('/admin/peer');
  await page.getByRole('link', { name: 'New peer' }).click();
  await expect(page).toHaveURL(/\/admin\/peer\/new$/);
  await page.getByLabel('Key', { exact: true }).fill(o.key);
  await page.getByLabel('Name', { exact: true }).fill(`Shop ${o.key}`);
  await page.getByLabel('Origin', { exact: true }).fill(o.origin);
  await page.getByLabel('Algorithm').selectOption(o.algorithm as string);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}
const secretOn = async (page: Page) =>
  (await page.locator('.admin-secret code').textContent({ timeout: 10_000 }))!.trim();
const kept = async (key: string) => Buffer.from(secretOf(await peerByKey(key))).toString();

async function counterpart(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a peer is made, its secret is seen once, another is made, and it is deleted and had back', async ({
      page,
      baseURL,
    }) => {
      test.setTimeout(120_000);
      await admin(page, baseURL);
      const key = letters();
      await addPeer(page, { key, origin: 'http://shop.example', algorithm: 'HS256' });
      await expect(page.getByText(/Must begin with https/)).toBeVisible();
      await expect(page.getByLabel('Key', { exact: true })).toHaveValue(key);
      await page.getByLabel('Origin', { exact: true }).fill(`https://${key}.example`);
      // What was chosen is still chosen.
      await expect(page.getByLabel('Algorithm')).toHaveValue('HS256');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      const first = await secretOn(page);
      expect(first).toBe(await kept(key));
      expect(page.url()).not.toContain(first);
      const stored = await page.context().storageState();
      expect(JSON.stringify(stored)).not.toContain(first);

      // Neither the page loaded again, nor the record, nor its history, nor the way back shows it.
      const { id } = await peerByKey(key);
      const seen: string[] = [];
      page.on('response', async (response) => {
        if (response.request().method() === 'GET') seen.push(await response.text().catch(() => ''));
      });
      await page.getByRole('link', { name: 'I have copied it' }).click();
      await expect(page).toHaveURL(new RegExp(`/admin/peer/${id}$`));
      await expect(page.getByText('kept encrypted and cannot be shown')).toBeVisible();
      await page.reload();
      for (const path of [`/admin/peer/${id}/history`, '/admin/peer', '/admin/audit-log', '/admin/sso-log']) {
        await page.goto(path);
        expect(await page.content(), path).not.toContain(first);
      }
      await page.goto(`/admin/peer/${id}`);
      expect(seen.join()).not.toContain(first);

      // Another one, once: the page that made it, sent again, makes none.
      await page.getByRole('button', { name: 'Make a new secret' }).click();
      const second = await secretOn(page);
      expect(second).not.toBe(first);
      expect(second).toBe(await kept(key));
      if (javaScriptEnabled) {
        await page.reload();
        await expect(page.locator('.admin-secret')).toHaveCount(0);
      } else {
        // A page that was sent is sent again by loading it again.
        await page.reload();
        await expect(page.getByText(/No other secret was made/)).toBeVisible();
      }
      expect(await page.content()).not.toContain(second);
      expect(await kept(key)).toBe(second);
      await page.goto(`/admin/peer/${id}`);
      await page.getByLabel('Or enter one that the other side made').fill('too short');
      await page.getByRole('button', { name: 'Use this secret' }).click();
      await expect(page.getByText(/A secret has 32 characters or more/)).toBeVisible();
      expect(await page.content()).not.toContain('too short');
      await page.getByLabel('Or enter one that the other side made').fill('d836444a9e4084d5b224a60c208dce14');
      await page.getByRole('button', { name: 'Use this secret' }).click();
      await expect(page).toHaveURL(/done=saved/);
      expect(await kept(key)).toBe('d836444a9e4084d5b224a60c208dce14');

      await page.goto(`/admin/peer/${id}/history`);
      await expect(page.getByText('another secret').first()).toBeVisible();

      await page.goto(`/admin/peer/${id}`);
      await page.getByLabel('Nonce policy').selectOption('confirm');
      await page.getByRole('button', { name: 'Save and continue' }).click();
      await expect(page.getByText(/A token without a nonce is not tied to the browser/)).toBeVisible();

      await page.getByRole('link', { name: 'Delete', exact: true }).click();
      await page.getByRole('button', { name: /^Delete/ }).click();
      await expect.poll(() => peerByKey(key).catch(() => null)).toBeNull();
      await page.goto(`/admin/peer/${id}`);
      await page.getByRole('button', { name: 'Restore' }).click();
      await expect(page.getByText('Restored.')).toBeVisible();
      expect(await kept(key)).toBe('d836444a9e4084d5b224a60c208dce14');
    });

    test('a connection is tested against a wrong and a right counterpart, and the log says who came and who did not', async ({
      page,
      baseURL,
      browser,
    }) => {
      test.setTimeout(120_000);
      const foreign = await foreignSite();
      let isRight = false;
      const origin = await counterpart(async (request, response) => {
        const answer = await fetch(`${foreign.origin}${request.url}`);
        if (isRight && request.url?.startsWith('/api/sso/start'))
          return void response.writeHead(303, { location: `${baseURL}/api/sso/issue?site=x&nonce=y` }).end();
        if (!isRight) return void response.writeHead(404).end('<p>swordfish</p>');
        response.writeHead(answer.status).end(await answer.text());
      });
      await admin(page, baseURL);
      const key = letters();
      await addPeer(page, { key, origin, algorithm: 'ES256' });
      await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
      const { id } = await peerByKey(key);
      await page.goto(`/admin/peer/${id}`);
      await page.getByRole('button', { name: 'Test this connection' }).click();
      await expect(page.getByText(/things are wrong/)).toBeVisible();
      await expect(page.getByText(/Its keys should be at .* which answers 404/)).toBeVisible();
      expect(await page.content()).not.toContain('swordfish');
      isRight = true;
      await page.getByRole('button', { name: 'Test this connection' }).click();
      await expect(page.getByText('All that can be tested from here is right.')).toBeVisible();
      await expect(page.getByText(/It knows this site/)).toBeVisible();

      // Somebody comes from there, once with a token that is too old.
      await page.getByLabel('Provisioning').selectOption('create');
      await page.getByRole('button', { name: 'Save and continue' }).click();
      const visitor = await browser.newContext({ baseURL });
      const arriving = await visitor.newPage();
      const secret = newSecret();
      await visitor.addCookies([{ name: 'sso_nonce', value: secret, url: baseURL! }]);
      const arrive = async (claims: object) => {
        const token = await foreign.token(baseURL!, {
          iss: origin,
          sub: key,
          email: `${key}@people.example`,
          email_verified: true,
          name: `Visitor ${key}`,
          nonce: nonceFor(secret),
          next: '/about',
          ...claims,
        });
        await arriving.goto(`/api/sso/consume?token=${token}`);
      };
      const past = Math.floor(Date.now() / 1000) - 600;
      await arrive({ iat: past, exp: past + 60 });
      await expect(arriving).toHaveURL(/\/sso\/refused/);
      await arrive({});
      await expect(arriving).toHaveURL(`${baseURL}/about`);
      await visitor.close();

      await page.goto(`/admin/peer/${id}`);
      await expect(page.getByText('The token has expired, or the clocks differ.')).toBeVisible();
      await expect(page.getByRole('link', { name: `Visitor ${key}` }).first()).toBeVisible();
      await page.goto(`/admin/sso-log?peer=${id}`);
      await page.getByRole('link', { name: 'Refused', exact: true }).click();
      await expect(page).toHaveURL(/outcome=refused/);
      await expect(page.getByRole('row')).toHaveCount(2);
      const csv = await page.request.get(`/admin/sso-log/export.csv?peer=${id}`);
      expect(await csv.text()).toContain('the token has expired');
      if (javaScriptEnabled) {
        for (const path of [`/admin/peer/${id}`, '/admin/sso-log', '/admin/peer/new']) {
          await page.goto(path);
          expect(await violations(page), path).toEqual([]);
        }
      }
    });

    test('all sessions of a person are ended, a peer that is away is told later, and who is deactivated is out', async ({
      page,
      baseURL,
    }) => {
      const foreign = await foreignSite();
      await admin(page, baseURL);
      const key = letters();
      await addPeer(page, { key, origin: foreign.origin, algorithm: 'ES256' });
      await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
      const { id: peerId } = await peerByKey(key);
      const vera = await person('author');
      const { token } = await openSession(vera.id, {
        method: 'password',
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
        host: 'a.localhost',
      });
      const session = (await sessionOf(token))!;
      await issue({ session, here: baseURL! }, { site: key, next: '/', nonce: nonceFor(newSecret()) });
      await foreign.goAway();

      await page.goto(`/admin/user/${vera.id}`);
      await expect(page.getByText(/1 session: Firefox on Linux/)).toBeVisible();
      await page.getByRole('link', { name: 'Sessions, and ending them' }).click();
      await expect(page.getByRole('cell', { name: 'a.localhost' })).toBeVisible();
      expect(await sessionOf(token), 'asked first').not.toBeNull();
      await page.getByRole('button', { name: 'End all sessions of this person' }).click();
      await expect(page.getByText(/1 session ended here\. Told as soon as they answer/)).toBeVisible();
      expect(await sessionOf(token)).toBeNull();

      await page.goto(`/admin/peer/${peerId}`);
      await expect(page.getByText(/1 person signed out everywhere; it is told again/)).toBeVisible();
      await foreign.comeBack();
      await page.getByRole('button', { name: 'Tell it now' }).click();
      await expect(page.getByText('The peer has heard of all sign-outs now.')).toBeVisible();
      // The site may have told it by itself a moment before.
      expect(foreign.told.length).toBeGreaterThan(0);
      const [entry] = await ownerSql()`select count(*)::int from audit_log
        where action = 'session.end_all' and object_id = ${vera.id} and actor_id is not null`;
      expect(entry!.count).toBe(1);

      const later = await openSession(vera.id, { method: 'password' });
      await page.goto(`/admin/user/${vera.id}`);
      await page.getByLabel('Deactivated').fill('2026-11-24T12:00');
      await page.getByRole('button', { name: 'Save and continue' }).click();
      await expect(page.getByText('Saved.')).toBeVisible();
      await page.getByLabel('Deactivated').fill('');
      await page.getByRole('button', { name: 'Save and continue' }).click();
      await expect(page.getByLabel('Deactivated')).toHaveValue('');
      expect(await sessionOf(later.token), 'an old session does not come back').toBeNull();
    });
  });
}

test('an auditor reads the log and where people are signed in, and is offered nothing that changes', async ({
  page,
  baseURL,
}) => {
  const auditor = await person('auditor');
  const vera = await person('author');
  await openSession(vera.id, { method: 'password', address: '192.0.2.77' });
  await signIn(page.context(), auditor, baseURL!);
  await page.goto('/admin/sso-log');
  await expect(page.getByRole('heading', { name: 'SSO log' })).toBeVisible();
  await page.goto(`/admin/user/${vera.id}/sessions`);
  await expect(page.getByText('1 session of')).toBeVisible();
  await expect(page.getByText('192.0.2.77')).toHaveCount(0);
  await expect(page.locator('main form[method="post"]')).toHaveCount(0);
});

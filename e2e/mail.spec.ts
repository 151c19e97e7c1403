import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setPassword } from '@/lib/auth/passwords';
import { createUser } from '@/lib/auth/users';
import { ownerSql } from '@/lib/db/client';
import { changeNotePreferences, notePreferences, unsubscribeUrl } from '@/lib/hits/notes/preferences';
import { letter } from '@/lib/mail/letter';
import { send } from '@/lib/mail/mails';
import { violations } from './axe';
import { ownNewsroom, publish, token } from './content';
import { expect, test } from './fixtures';
import { mailTo } from './mailbox';

/** Mails as they are read in the demo, their end with one click, the counter on other pages, and API tokens. */

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a mail of the demo is listed, read as HTML and as text, and its link leads on', async ({
      page,
      expectTrouble,
    }) => {
      // Of looking into the frame from here: no script runs in it, Playwright's neither.
      expectTrouble(/Blocked script execution in 'about:srcdoc'/);
      const to = `${token()}@people.example`;
      const subject = `News for ${to}`;
      const words = letter({
        title: subject,
        paragraphs: ['Good news. <script>document.title = "bad"</script>'],
        button: { label: 'Read it', url: `${process.env.SITE_URL}/releases` },
      });
      await send({ to, subject, ...words });
      await mailTo(to);
      await page.goto('/mails');
      await page.getByRole('link', { name: subject }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(subject);
      const html = page.frameLocator('iframe');
      await expect(html.getByRole('heading', { name: subject })).toBeVisible();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.getByText('The mail as plain text').click();
      await expect(page.getByRole('link', { name: `${process.env.SITE_URL}/releases` })).toBeVisible();
      await html.getByRole('link', { name: 'Read it' }).click();
      await expect(page).toHaveURL(/\/releases$/);
    });

    test('a kind of mail ends with the page’s button', async ({ page }) => {
      const user = await createUser({ email: `${token()}@people.example`, name: 'Vera', isVerified: true });
      await changeNotePreferences(user.id, { digest: 'weekly', takeOffNotes: true });
      await page.goto(unsubscribeUrl(user.id, 'digest'));
      await expect(page.getByText(user.email)).toBeVisible();
      expect((await notePreferences(user.id)).digest, 'opening it changes nothing').toBe('weekly');
      await page.getByRole('button', { name: 'No more of these' }).click();
      await expect(page.getByRole('status')).toContainText(`${user.email} gets no more digests`);
      expect(await notePreferences(user.id)).toEqual({ digest: 'none', takeOffNotes: true });
      await page.goto(`${unsubscribeUrl(user.id, 'digest').slice(0, -3)}xyz`);
      await expect(page.getByRole('main').getByRole('alert')).toContainText('nothing was changed');
    });

    test('one says what one wants to be sent, and makes and revokes API tokens', async ({
      page,
      context,
    }) => {
      const user = await createUser({ email: `${token()}@people.example`, name: 'Vera', isVerified: true });
      await setPassword(user.id, 'grey ferry at noon');
      await context.setExtraHTTPHeaders({ 'X-Forwarded-For': `198.20.${user.id % 250}.9` });
      await page.goto('/sign-in?next=/account/notes');
      await page.getByLabel('E-mail address').fill(user.email);
      await page.getByLabel('Password').fill('grey ferry at noon');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByLabel('Digest').selectOption('monthly');
      await page.getByLabel('A note when a release takes off').uncheck();
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('status')).toHaveText('Saved.');
      expect(await notePreferences(user.id)).toEqual({ digest: 'monthly', takeOffNotes: false });

      await page.goto('/account/tokens');
      await page.getByLabel('Name').fill('spreadsheet');
      await page.getByRole('button', { name: 'Make a token' }).click();
      await expect(page.getByLabel('The token')).toHaveValue(/^presskit_[\w-]{43}$/);
      await page.goto('/account/tokens');
      await expect(page.getByLabel('The token')).toHaveCount(0);
      await page.getByRole('button', { name: 'Revoke spreadsheet' }).click();
      await expect(page.getByText('The token is revoked')).toBeVisible();
      await expect(page.getByRole('row', { name: /spreadsheet/ })).toContainText('revoked');
    });
  });
}

test('the demo’s mails are for this machine by its own name, and no name reaches another file', async ({
  request,
  baseURL,
}) => {
  expect((await request.get('/mails')).status()).toBe(200);
  expect((await request.get('/mails', { headers: { 'X-Forwarded-For': '192.0.2.7' } })).status()).toBe(404);
  expect(
    (await request.get('/mails', { headers: { Host: `evil.example:${new URL(baseURL!).port}` } })).status(),
  ).not.toBe(200);
  for (const name of ['..%2Fpresskit.env', 'x.eml', '20260101T000000Z-1.eml'])
    expect((await request.get(`/mails/${name}`)).status(), name).toBe(404);
});

test('a mail program ends a kind of mail with one POST, without session and from anywhere', async ({
  request,
}) => {
  const user = await createUser({ email: `${token()}@people.example`, name: 'Vera', isVerified: true });
  const url = unsubscribeUrl(user.id, 'take_off');
  expect(
    (await request.post(`${url.slice(0, -3)}xyz`, { form: { 'List-Unsubscribe': 'One-Click' } })).status(),
  ).toBe(404);
  expect((await notePreferences(user.id)).takeOffNotes).toBe(true);
  const answer = await request.post(url, {
    form: { 'List-Unsubscribe': 'One-Click' },
    headers: { Origin: 'https://mail.example' },
  });
  expect(answer.status()).toBe(200);
  expect((await notePreferences(user.id)).takeOffNotes).toBe(false);
  expect((await request.post(url, { multipart: { 'List-Unsubscribe': 'One-Click' } })).status()).toBe(200);
});

test('a counter shows the hits of the moment on another site, and asking for it is no hit', async ({
  page,
  request,
  hits,
  baseURL,
}) => {
  const room = await ownNewsroom('Counter');
  const release = await publish({ newsroomId: room.id, title: 'Counted elsewhere' });
  const svg = `/api/counter/${release.id}.svg`;
  const json = `/api/counter/${release.id}.json`;
  for (const path of [svg, json]) expect((await request.get(path)).status(), 'switched off').toBe(404);
  await ownerSql()`update newsrooms set public_counter = true where id = ${room.id}`;
  for (const path of [
    '/api/counter/0.svg',
    '/api/counter/7.png',
    '/api/counter/99999999.json',
    '/api/counter/x',
  ])
    expect((await request.get(path)).status(), path).toBe(404);

  await page.goto(release.url);
  await page.goto(release.url);
  expect(await hits.total({ type: 'release', id: release.id })).toBe(2);
  const answer = await request.get(json);
  expect(await answer.json()).toEqual({ today: 2, total: 2 });
  expect(answer.headers()['cache-control']).toBe('no-store');
  expect(answer.headers()['access-control-allow-origin']).toBe('*');

  // Another site: its own origin, its own page.
  const site = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Elsewhere</title><img src="${baseURL}${svg}" alt="Hits"><p id="n"></p>
      <script>fetch("${baseURL}${json}").then((r) => r.json()).then(({ total }) => { n.textContent = total + " in all" })</script>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => site.once('listening', resolve));
  try {
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    await expect(page.getByText('2 in all')).toBeVisible();
    const image = page.getByAltText('Hits');
    expect(await image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(50);
  } finally {
    site.closeAllConnections();
    site.close();
  }
  await page.goto(svg);
  expect(await page.locator('svg > title').textContent()).toBe('2 hits in all, 2 of them today');
  expect((await request.get(json).then((one) => one.json())).total, 'no hits of its own').toBe(2);
  await ownerSql()`update releases set status = 'draft' where id = ${release.id}`;
  expect((await request.get(svg)).status(), 'withdrawn').toBe(404);
});

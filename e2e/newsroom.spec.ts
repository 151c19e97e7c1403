import type { Browser, BrowserContext, Page } from '@playwright/test';
import { setPassword } from '@/lib/auth/passwords';
import { createUser, type User } from '@/lib/auth/users';
import { ownerSql } from '@/lib/db/client';
import { violations } from './axe';
import { ownNewsroom, publish, token } from './content';
import { expect, test } from './fixtures';
import { mailTo } from './mailbox';
import { picture } from './sample';

/** Those who run a newsroom: what it says of itself, who works on it, who is invited. */
const password = 'grey ferry at noon';

/** Each person comes from an address of their own, so that no limit counts two of them together. */
const fromElsewhere = (context: BrowserContext) => {
  const part = () => Math.floor(Math.random() * 250) + 1;
  return context.setExtraHTTPHeaders({ 'X-Forwarded-For': `198.19.${part()}.${part()}` });
};

async function person(name: string): Promise<User> {
  const user = await createUser({ email: `${token()}@people.example`, name, isVerified: true });
  await setPassword(user.id, password);
  return user;
}

async function memberOf(
  newsroomId: number,
  role: 'owner' | 'editor' | 'analyst',
  name: string,
): Promise<User> {
  const user = await person(name);
  await ownerSql()`insert into newsroom_members (newsroom_id, user_id, role) values (${newsroomId}, ${user.id}, ${role})`;
  return user;
}

async function signIn(page: Page, { email }: { email: string }, next: string): Promise<void> {
  await fromElsewhere(page.context());
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`**${next}`);
}

/** A page in a browser of its own. */
async function elsewhere(
  browser: Browser,
  o: { baseURL?: string; javaScriptEnabled?: boolean },
): Promise<Page> {
  const context = await browser.newContext(o);
  await fromElsewhere(context);
  return context.newPage();
}

async function invitationLink(email: string): Promise<string> {
  const { text } = await mailTo(email, /invites you/);
  const [link] = /https?:\/\/\S+\/invitations\/\S+/.exec(text) ?? [];
  if (!link) throw new Error(`the mail to ${email} has no link`);
  return link;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('an owner invites an analyst, who makes an account, sees the figures and changes nothing', async ({
      page,
      browser,
      baseURL,
    }) => {
      const room = await ownNewsroom('Harbour');
      const owner = await memberOf(room.id, 'owner', 'Oda Owner');
      const members = `/author/newsrooms/${room.id}/members`;
      await signIn(page, owner, members);
      const email = `${token()}@new.example`;
      const form = page.getByRole('form', { name: 'Invite somebody' });
      await form.getByLabel('E-mail address').fill(email);
      await form.getByLabel('Role').selectOption('analyst');
      await form.getByRole('button', { name: 'Invite' }).click();
      await expect(page.getByRole('status')).toContainText('on its way by mail');
      await expect(page.getByRole('list', { name: 'Invitations' })).toContainText(email);

      // Only the last outcome is said.
      const refusal = page.getByText('is here already; nothing was sent');
      await form.getByLabel('E-mail address').fill(owner.email);
      await form.getByRole('button', { name: 'Invite' }).click();
      await expect(refusal).toBeVisible();
      await expect(page.getByText('on its way by mail')).toBeHidden();
      await page.getByRole('button', { name: `Send again to ${email}` }).click();
      await expect(page.getByText('on its way again')).toBeVisible();
      await expect(refusal).toHaveCount(0);

      const theirs = await elsewhere(browser, { baseURL, javaScriptEnabled });
      await theirs.goto(await invitationLink(email));
      await expect(theirs.getByRole('heading', { level: 1 })).toHaveText(`Invitation to ${room.name}`);
      await theirs.getByLabel('Your name').fill('Ana Lyst');
      await theirs.getByLabel('Password').fill('a green lighthouse');
      await theirs.getByRole('button', { name: 'Make an account and accept' }).click();
      await theirs.waitForURL(`**/author/statistics/newsroom/${room.id}`);
      await expect(theirs.getByRole('heading', { level: 1 })).toContainText(room.name);

      await theirs.goto(members);
      await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Not for your role');
      await theirs.goto(`/author/newsrooms/${room.id}`);
      await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Not for your role');
      await theirs.goto('/author/newsrooms');
      await expect(theirs.getByRole('link', { name: `Statistics of ${room.name}` })).toBeVisible();
      await expect(theirs.getByRole('link', { name: `Settings of ${room.name}` })).toHaveCount(0);
      await theirs.goto(await invitationLink(email));
      await expect(theirs.getByText('has been accepted already')).toBeVisible();

      await page.goto(members);
      await expect(page.getByRole('list', { name: 'Members' })).toContainText('Ana Lyst');
      await expect(page.getByRole('list', { name: 'Invitations' })).toHaveCount(0);
      await page.getByRole('link', { name: 'Remove Ana Lyst' }).click();
      await page.getByRole('button', { name: 'Remove Ana Lyst' }).click();
      await expect(page.getByRole('status')).toContainText('no longer a member');
      await theirs.goto('/author/newsrooms');
      await expect(theirs.getByText('You belong to no newsroom yet')).toBeVisible();
      await theirs.context().close();
    });

    test('an invitation is for its address alone, and an account that is there accepts it', async ({
      page,
      browser,
      baseURL,
    }) => {
      const room = await ownNewsroom('Quarry');
      const owner = await memberOf(room.id, 'owner', 'Oda Owner');
      const [eve, bob] = [await person('Eve'), await person('Bob Writer')];
      await signIn(page, owner, `/author/newsrooms/${room.id}/members`);
      const form = page.getByRole('form', { name: 'Invite somebody' });
      await form.getByLabel('E-mail address').fill(bob.email);
      await form.getByRole('button', { name: 'Invite' }).click();
      await expect(page.getByRole('status')).toContainText('on its way');
      const link = await invitationLink(bob.email);

      const other = await elsewhere(browser, { baseURL, javaScriptEnabled });
      await signIn(other, eve, '/account');
      await other.goto(link);
      await expect(
        other.getByText(`It was sent to ${bob.email}, and you are signed in as ${eve.email}`),
      ).toBeVisible();
      await expect(other.getByRole('button', { name: 'Accept' })).toHaveCount(0);
      await other.context().close();

      const theirs = await elsewhere(browser, { baseURL, javaScriptEnabled });
      await theirs.goto(link);
      await theirs.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
      await theirs.getByLabel('E-mail address').fill(bob.email);
      await theirs.getByLabel('Password').fill(password);
      await theirs.getByRole('button', { name: 'Sign in', exact: true }).click();
      await theirs.getByRole('button', { name: 'Accept' }).click();
      await theirs.waitForURL('**/author');
      await theirs.goto('/author/newsrooms');
      await expect(theirs.getByText(room.name, { exact: true })).toBeVisible();
      await theirs.context().close();
    });

    test('an invitation is taken back, and the last owner stays', async ({ page, browser, baseURL }) => {
      const room = await ownNewsroom('Orchard');
      const owner = await memberOf(room.id, 'owner', 'Oda Owner');
      const members = `/author/newsrooms/${room.id}/members`;
      await signIn(page, owner, members);
      const email = `${token()}@new.example`;
      const form = page.getByRole('form', { name: 'Invite somebody' });
      await form.getByLabel('E-mail address').fill(email);
      await form.getByRole('button', { name: 'Invite' }).click();
      const first = await invitationLink(email);
      await page.getByRole('button', { name: `Send again to ${email}` }).click();
      await expect(page.getByRole('status')).toContainText('on its way again');
      await page.getByRole('button', { name: `Take back the invitation of ${email}` }).click();
      await expect(page.getByRole('status')).toContainText('taken back');
      const theirs = await elsewhere(browser, { baseURL, javaScriptEnabled });
      await theirs.goto(first);
      await expect(theirs.getByText('was taken back, or a newer one was sent')).toBeVisible();
      await expect(theirs.getByLabel('Password')).toHaveCount(0);
      await theirs.context().close();

      const self = page.getByRole('form', { name: 'Role of Oda Owner' });
      await self.getByRole('combobox').selectOption('editor');
      await self.getByRole('button', { name: 'Change' }).click();
      await expect(self.getByText('This is the last owner')).toBeVisible();
      await page.getByRole('link', { name: 'Leave Oda Owner' }).click();
      await page.getByRole('button', { name: 'Leave', exact: true }).click();
      await expect(page.getByText(/This is the last owner.*Nobody was removed/)).toBeVisible();
      await page.goto(members);
      await expect(page.getByRole('combobox', { name: 'Role of Oda Owner' })).toHaveValue('owner');
    });

    test('settings are saved, a slip is said where it is, and readers see the newsroom as it is now', async ({
      page,
    }) => {
      const room = await ownNewsroom('Mill');
      const owner = await memberOf(room.id, 'owner', 'Oda Owner');
      await publish({ newsroomId: room.id, title: 'The mill turns' });
      await signIn(page, owner, `/author/newsrooms/${room.id}`);
      const form = page.getByRole('form', { name: 'Newsroom settings' });
      await form.getByLabel('Description').fill('Grinds what others grow.');
      await form.getByLabel('Website').fill('https://mill.example/about');
      const contact = form.getByRole('group', { name: 'Another press contact' }).first();
      await contact.getByLabel('Name').fill('Mia Miller');
      await contact.getByLabel('E-mail address').fill('mia@mill');
      await form.getByRole('button', { name: 'Save' }).click();
      await expect(form.getByText('please look at what is marked')).toBeVisible();
      await expect(contact.getByLabel('E-mail address')).toHaveAccessibleDescription(/not an e-mail address/);
      await expect(form.getByLabel('Description')).toHaveValue('Grinds what others grow.');
      await contact.getByLabel('E-mail address').fill('mia@mill.example');
      await form.getByLabel(/Public counter/).check();
      await form.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('status')).toContainText('saved');
      await expect(page.getByLabel('As a picture')).toHaveValue(/\/api\/counter\/\d+\.svg/);

      await page.goto(room.url);
      await expect(page.getByText('Grinds what others grow.')).toBeVisible();
      await expect(page.getByText('Mia Miller')).toBeVisible();
      await page.goto(`/author/newsrooms/${room.id}`);
      await page
        .getByRole('group', { name: /^Press contact 1/ })
        .getByLabel('Name')
        .fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('status')).toContainText('saved');
      await page.goto(room.url);
      await expect(page.getByText('Mia Miller')).toHaveCount(0);
    });

    test('an owner adds a logo, which readers see; what is no picture is refused with a way back', async ({
      page,
      expectTrouble,
    }) => {
      expectTrouble(/422.*\/api\/uploads/);
      const room = await ownNewsroom('Sawmill');
      const owner = await memberOf(room.id, 'owner', 'Oda Owner');
      await signIn(page, owner, `/author/newsrooms/${room.id}`);
      const form = page.getByRole('form', { name: 'Logo' });
      await expect(form.getByLabel('Picture')).toHaveAccessibleDescription(/up to 10 MB/);
      const text = { name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('a note') };
      await form.getByLabel('Picture').setInputFiles(text);
      await form.getByRole('button', { name: 'Add the logo' }).click();
      await expect(page.getByRole('heading', { name: 'The logo was not added' })).toBeVisible();
      await expect(page.getByText(/"note.png" was not added: a picture must be/)).toBeVisible();
      await page.getByRole('link', { name: 'Back to the settings' }).click();

      const buffer = await picture(500, 500, '#b45309');
      await form.getByLabel('Picture').setInputFiles({ name: 'saw.png', mimeType: 'image/png', buffer });
      await form.getByRole('button', { name: 'Add the logo' }).click();
      await expect(page.getByRole('status')).toContainText('The logo is saved');
      await expect(form.getByRole('button', { name: 'Replace the logo' })).toBeVisible();
      await page.goto(room.url);
      const logo = page.locator('.logo-large img');
      await expect(logo).toBeVisible();
      const address = (await logo.getAttribute('src'))!;
      expect((await page.request.get(address)).status()).toBe(200);

      await page.goto(`/author/newsrooms/${room.id}`);
      await page.getByRole('button', { name: 'Remove the logo' }).click();
      await expect(page.getByRole('status')).toContainText('The logo is removed');
      await expect(page.getByRole('button', { name: 'Remove the logo' })).toHaveCount(0);
      await page.goto(room.url);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(room.name);
      await expect(logo).toHaveCount(0);
    });
  });
}

test('an editor and a stranger get none of it, by page or by action', async ({ page, browser, baseURL }) => {
  const room = await ownNewsroom('Walls');
  const owner = await memberOf(room.id, 'owner', 'Oda Owner');
  const editor = await memberOf(room.id, 'editor', 'Edi Tor');
  await signIn(page, owner, `/author/newsrooms/${room.id}/members`);
  const theirs = await elsewhere(browser, { baseURL });
  await signIn(theirs, editor, '/account');
  await theirs.goto(`/author/newsrooms/${room.id}/members`);
  await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Not for your role');

  // The owner's page as it was open before they lost the right: the action asks again.
  await ownerSql()`update newsroom_members set role = 'analyst' where newsroom_id = ${room.id} and user_id = ${owner.id}`;
  const form = page.getByRole('form', { name: 'Invite somebody' });
  await form.getByLabel('E-mail address').fill(`${token()}@new.example`);
  await form.getByRole('button', { name: 'Invite' }).click();
  await expect(form.getByText('Your role in this newsroom does not allow this')).toBeVisible();

  const stranger = await elsewhere(browser, { baseURL });
  await signIn(stranger, await person('Stranger'), '/account');
  for (const path of [
    `/author/newsrooms/${room.id}`,
    `/author/newsrooms/${room.id}/members`,
    '/author/newsrooms/0',
  ])
    expect((await stranger.request.get(path)).status(), path).toBe(404);
  await theirs.context().close();
  await stranger.context().close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on these pages, on a phone, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    const room = await ownNewsroom('Narrow');
    const owner = await memberOf(room.id, 'owner', 'Oda Owner with a name that is rather long');
    await publish({ newsroomId: room.id, title: 'Narrow news' });
    await ownerSql()`update newsrooms set public_counter = true where id = ${room.id}`;
    await signIn(page, owner, '/author/newsrooms');
    const paths = ['', `/${room.id}`, `/${room.id}/members`, `/${room.id}/members?remove=${owner.id}`];
    for (const path of [
      ...paths.map((one) => `/author/newsrooms${one}`),
      '/account/tokens',
      '/account/notes',
      '/invitations/none',
    ]) {
      await page.goto(path);
      expect(await violations(page), path).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${path} is no wider than the phone`).toBeLessThanOrEqual(390);
    }
  });
}

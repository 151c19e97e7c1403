import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import type { User } from '@/lib/auth/users';
import { createDraft, draftOf, saveDraft } from '@/lib/content/drafts';
import { versions } from '@/lib/content/versions';
import { root } from '@/lib/machine/root';
import { violations } from './axe';
import { ownNewsroom, publish } from './content';
import { expect, test } from './fixtures';
import { ownStack } from './own-stack';
import { author, signIn } from './readership';
import { picture } from './sample';

/** Writing in the browser, and all that can go wrong there; an installation of its own, because the site is stopped. */
const stack = ownStack({});
let newsroomId: number;
let vera: User;
let nils: User;

test.beforeAll(async () => {
  newsroomId = (await ownNewsroom('Editors')).id;
  vera = await author(newsroomId);
  nils = await author(newsroomId);
});

/** The editing page of a new release. */
async function openNew(page: Page, o: { title?: string; bodyHtml?: string } = {}): Promise<number> {
  const { id } = await createDraft(vera, newsroomId);
  const { content, revision } = await draftOf(vera, id);
  if (o.title || o.bodyHtml)
    await saveDraft(vera, id, { revision, content: { ...content, ...o }, kind: 'save' });
  await open(page, vera, id);
  return id;
}

async function open(page: Page, user: User, id: number): Promise<void> {
  await signIn(page.context(), user, stack().url);
  await page.goto(`/author/releases/${id}`);
  await expect(textOf(page)).toBeVisible();
}

const textOf = (page: Page): Locator => page.locator('[contenteditable=true][role=textbox]');
const status = (page: Page): Locator => page.locator('.save-status [role=status]');
const saved = (page: Page) => expect(status(page)).toHaveText(/^Saved \d\d:\d\d$/, { timeout: 20_000 });
const contentOf = async (id: number) => (await draftOf(vera, id)).content;
const bodyOf = async (id: number): Promise<string> => (await contentOf(id)).bodyHtml;

/** Puts HTML or files into the clipboard and pastes them, as the browser does. */
async function paste(
  page: Page,
  o: { html?: string; files?: { name: string; type: string; base64: string }[] },
) {
  await textOf(page).evaluate((target, { html, files }) => {
    const clipboardData = new DataTransfer();
    if (html) clipboardData.setData('text/html', html);
    for (const { name, type, base64 } of files ?? []) {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      clipboardData.items.add(new File([bytes], name, { type }));
    }
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, o);
}

/** Drops a file onto the text. */
async function drop(page: Page, file: { name: string; type: string; data: Buffer }): Promise<void> {
  await textOf(page).evaluate(
    (target, { name, type, base64 }) => {
      const dataTransfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name, { type }));
      const { left, top, width } = target.getBoundingClientRect();
      const at = { clientX: left + width / 2, clientY: top + 30 };
      target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, ...at }));
    },
    { name: file.name, type: file.type, base64: file.data.toString('base64') },
  );
}

test('what is written with the keyboard alone is saved by itself and there after a reload', async ({
  page,
}) => {
  const id = await openNew(page);
  await page.getByRole('textbox', { name: 'Title', exact: true }).focus();
  await page.keyboard.type('The ferry sails at night');
  for (let n = 0; n < 10 && !(await textOf(page).evaluate((text) => text === document.activeElement)); n++) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('It sails ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('tonight');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('.');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Alt+2');
  await page.keyboard.type('Where it goes');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Shift+8');
  await page.keyboard.type('North');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('far north');

  // Into the toolbar: one stop for Tab, arrows within, switches that say whether they are on.
  await page.keyboard.press('Alt+F10');
  const toolbar = page.getByRole('toolbar', { name: 'Formatting' });
  await expect(toolbar.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(toolbar.getByRole('button', { name: 'Picture or file' })).toBeFocused();
  await page.keyboard.press('Home');
  for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight');
  const italic = toolbar.getByRole('button', { name: 'Italic' });
  await expect(italic).toBeFocused();
  await expect(italic).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Enter');
  await expect(italic).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.type(' at last');

  // A link, and out of the text again.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ferry.example');
  await page.keyboard.press('Enter');
  await expect(textOf(page).getByRole('link', { name: 'ferry.example' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(textOf(page)).not.toBeFocused();

  await expect.poll(() => bodyOf(id)).toContain('ferry.example');
  await saved(page);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue(
    'The ferry sails at night',
  );
  await expect(textOf(page).getByRole('heading', { name: 'Where it goes' })).toBeVisible();
  await expect(textOf(page).locator('li li em')).toHaveText([/at last/, 'ferry.example']);
  const body = await bodyOf(id);
  expect(body).toContain(
    '<p>It sails <strong>tonight</strong>.</p><h2>Where it goes</h2><ul><li><p>North</p><ul><li>far',
  );
  expect(body).toContain('<a href="https://ferry.example/" rel="nofollow noopener">');
});

test('a page from Word becomes headings, lists and tables; its picture is named, and nothing of its looks comes along', async ({
  page,
}) => {
  const id = await openNew(page);
  await textOf(page).click();
  await paste(page, { html: readFileSync(join(root, 'lib/content/paste/testing/word.clipboard'), 'utf8') });
  await expect(textOf(page).getByRole('heading', { name: 'Where it goes' })).toBeVisible();
  await expect(textOf(page).locator('ul > li > ul > li')).toHaveText(['on land', 'at sea']);
  await expect(page.getByText('One picture was not taken over')).toBeVisible();
  await expect(page.getByText('clip_image002.png')).toBeVisible();
  await expect.poll(() => bodyOf(id)).toContain('Price on request');
  await saved(page);
  const body = await bodyOf(id);
  expect(body).not.toMatch(/mso|style=|class=|font|<o:p|·|never|Is that so/i);
  expect(body).toContain('<ol><li>Unpack</li><li>Measure H<sub>2</sub>O</li></ol>');
  expect(body).toContain('<tr><td colspan="2">1');
});

test('a picture that is dropped asks what it shows, undo takes it out again, and readers see it with its caption', async ({
  page,
}) => {
  const id = await openNew(page, { bodyHtml: '<p>First.</p><p>Last.</p>' });
  await drop(page, { name: 'harbour.jpg', type: 'image/jpeg', data: await picture(1200, 800, '#0f766e') });
  const image = textOf(page).locator('figure img');
  await expect(image).toBeVisible();
  await expect
    .poll(() => image.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
    .toBeGreaterThan(0);
  const missing = page.getByText('One picture in the text has no description');
  await expect(missing).toBeVisible();
  await expect(textOf(page).getByLabel('What it shows')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(image).toHaveCount(0);
  await page.keyboard.press('Control+Shift+z');
  await expect(image).toHaveCount(1);

  await textOf(page).getByLabel('What it shows').fill('A ferry in the harbour');
  await expect(missing).toHaveCount(0);
  await textOf(page).locator('figcaption').click();
  await page.keyboard.type('By night');
  await expect.poll(() => bodyOf(id)).toContain('By night');
  await saved(page);
  expect(await bodyOf(id)).toMatch(
    /<figure><img src="\/media\/\d+\/\d+-[0-9a-f]{8}\.webp" alt="A ferry in the harbour" width="1200" height="800" loading="lazy" \/><figcaption>By night<\/figcaption><\/figure>/,
  );
  await textOf(page).getByLabel('It only decorates').check();
  await saved(page);
  await expect.poll(() => bodyOf(id)).toContain('alt="" role="presentation"');
  await expect(missing).toHaveCount(0);
});

test('a picture that cannot be read is told in its place, and a file that is no picture becomes a download', async ({
  page,
  expectTrouble,
}) => {
  expectTrouble(/ 422 /);
  const id = await openNew(page);
  await textOf(page).click();
  const base64 = Buffer.from('this is no picture').toString('base64');
  await paste(page, { files: [{ name: 'broken.png', type: 'image/png', base64 }] });
  await expect(textOf(page).getByRole('alert')).toContainText('"broken.png" was not added');
  await textOf(page).getByRole('button', { name: 'Dismiss' }).click();
  await drop(page, { name: 'figures.csv', type: 'text/csv', data: Buffer.from('a,b\n1,2\n') });
  await expect(page.getByText('“figures.csv” is no picture')).toBeVisible();
  await page.getByLabel('Title of figures.csv').fill('The figures');
  await saved(page);
  await expect
    .poll(async () => (await draftOf(vera, id)).content.attachments.map(({ title }) => title))
    .toEqual(['The figures']);
});

test('pictures of the release get their words and their order', async ({ page }) => {
  const id = await openNew(page);
  const chooser = page.getByLabel('Pictures or files');
  for (const [name, colour] of [
    ['one.png', '#0f766e'],
    ['two.png', '#b3261e'],
  ] as const) {
    await chooser.setInputFiles({ name, mimeType: 'image/png', buffer: await picture(1000, 700, colour) });
    await expect(page.getByText(`Adding “${name}”`)).toHaveCount(0);
  }
  await page.getByLabel('What picture 1 shows').fill('Green');
  await page.getByLabel('What picture 2 shows').fill('Red');
  await page.getByRole('button', { name: 'Up picture 2' }).click();
  await saved(page);
  await expect
    .poll(async () => (await draftOf(vera, id)).content.pictures.map(({ alt }) => alt))
    .toEqual(['Red', 'Green']);
  await page.getByRole('button', { name: 'Take out picture 1' }).click();
  await expect
    .poll(async () => (await draftOf(vera, id)).content.pictures.map(({ alt }) => alt))
    .toEqual(['Green']);
});

test('while the server is down what is written stays in the browser, through a crash as well, and is saved when it is back', async ({
  page,
  context,
  expectTrouble,
}) => {
  expectTrouble(/ 502 |net::ERR|Failed to fetch|Failed to load/);
  const id = await openNew(page, { title: 'Storm', bodyHtml: '<p>Calm.</p>' });
  await stack().site!.stop();
  await textOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Then wind.');
  await expect(status(page)).toHaveText(
    /^Not saved: the server cannot be reached; your text is kept in this browser, tried again in \d+ s\.$/,
  );
  await page.keyboard.type(' Then rain.');
  await page.waitForTimeout(500);

  await test.step('the browser dies', async () => {
    const crashed = page.waitForEvent('crash').catch(() => null);
    await page.goto('chrome://crash').catch(() => null);
    await crashed;
  });
  await stack().site!.start();
  const again = await context.newPage();
  await again.goto(`/author/releases/${id}`);
  await expect(textOf(again)).toHaveText('Calm.');
  await expect(again.getByText(/still has text of yours from \d\d:\d\d that was never saved/)).toBeVisible();
  await again.getByRole('button', { name: 'Bring it back' }).click();
  await expect(textOf(again)).toHaveText('Calm. Then wind. Then rain.');
  await expect.poll(() => bodyOf(id)).toBe('<p>Calm. Then wind. Then rain.</p>');
  await saved(again);

  await stack().site!.stop();
  await textOf(again).click();
  await again.keyboard.press('Control+End');
  await again.keyboard.type(' Then sun.');
  await expect(status(again)).toHaveText(/^Not saved/);
  await stack().site!.start();
  // By itself, without another key.
  await expect
    .poll(() => bodyOf(id), { timeout: 30_000 })
    .toBe('<p>Calm. Then wind. Then rain. Then sun.</p>');
  await saved(again);
  await again.close();
});

test('a session that ends is told, and writing goes on after signing in in another tab', async ({
  page,
  context,
  expectTrouble,
}) => {
  expectTrouble(/ 401 /);
  const id = await openNew(page);
  await context.clearCookies();
  await textOf(page).click();
  await page.keyboard.type('Still here.');
  await expect(status(page)).toHaveText(
    /^Not saved: your session has ended; your text is kept in this browser/,
  );
  await expect(page.getByRole('link', { name: 'Sign in in another tab' })).toHaveAttribute(
    'target',
    '_blank',
  );
  await signIn(context, vera, stack().url);
  await page.getByRole('button', { name: 'Try now' }).click();
  await saved(page);
  expect(await bodyOf(id)).toBe('<p>Still here.</p>');
});

test('two people at one release know of each other; who saves second sees both versions, and nothing is lost', async ({
  page,
  browser,
  expectTrouble,
}) => {
  expectTrouble(/ 409 /);
  const id = await openNew(page, { title: 'Two hands', bodyHtml: '<p>The boat is white.</p>' });
  const other = await browser.newContext({ baseURL: stack().url });
  const theirs = await other.newPage();
  await open(theirs, nils, id);
  await expect(theirs.getByText(`${vera.name} has this release open too.`)).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(`${nils.name} has this release open too.`)).toBeVisible({ timeout: 15_000 });

  await append(theirs, ' And fast.');
  await expect.poll(() => bodyOf(id)).toContain('fast');
  await append(page, ' And old.');
  const panel = page.getByRole('region', { name: `${nils.name} saved this release while you were writing` });
  await expect(panel).toBeVisible();
  await expect(panel.locator('mark')).toContainText([/fast/, /old/]);
  await expect(status(page)).toHaveText(new RegExp(`^Not saved: ${nils.name} has saved meanwhile`));
  expect(await violations(page)).toEqual([]);

  // Written on with both in sight, then saved on top.
  await panel.getByRole('button', { name: 'Write on, with both in sight' }).click();
  await append(page, ' And fast.');
  await panel.getByRole('button', { name: 'Keep mine' }).click();
  await saved(page);
  await expect(panel).toHaveCount(0);
  expect(await bodyOf(id)).toBe('<p>The boat is white. And old. And fast.</p>');

  // The other one has changed nothing since, and is offered the newer text.
  await theirs.getByRole('button', { name: 'Show it' }).click({ timeout: 15_000 });
  await expect(textOf(theirs)).toHaveText('The boat is white. And old. And fast.');

  // Once more, and this time what the other one wrote is kept; one's own is a version.
  await append(theirs, ' Sold.');
  await expect.poll(() => bodyOf(id)).toContain('Sold');
  await append(page, ' Rented.');
  await expect(panel).toBeVisible();
  await panel.getByRole('button', { name: `Keep ${nils.name}’s` }).click();
  await expect(textOf(page)).toHaveText('The boat is white. And old. And fast. Sold.');
  await saved(page);
  const kinds = (await versions(vera, id)).versions.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'conflict').length).toBeGreaterThanOrEqual(2);
  await other.close();
});

async function append(page: Page, words: string): Promise<void> {
  await textOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
}

test('a release that is deleted meanwhile is told, with a way to take the text along', async ({
  page,
  expectTrouble,
}) => {
  expectTrouble(/ 404 /);
  const id = await openNew(page);
  const { deleteRelease } = await import('@/lib/content/publishing');
  await deleteRelease(vera, id);
  await append(page, 'For nobody?');
  await expect(status(page)).toHaveText(/^Not saved: .*; your text is kept in this browser\.$/);
  await expect(page.getByRole('button', { name: 'Copy my text' })).toBeVisible();
});

/** Lets the editor's own script wait, or never come. */
async function withEditorScript(page: Page, then: () => Promise<'comes' | 'is lost'>): Promise<void> {
  await page.route('**/_next/static/**/*.js', async (route) => {
    const response = await route.fetch();
    const isIts = (await response.text()).includes('rich-text-notice');
    if (isIts && (await then()) === 'is lost') await route.abort();
    else await route.fulfill({ response });
  });
}

/** A new draft in its plain field; the editor takes that one's place when it may come. */
async function openHeld(page: Page): Promise<{ id: number; come: () => void }> {
  let come: () => void = () => undefined;
  const held = new Promise<void>((release) => {
    come = release;
  });
  await withEditorScript(page, async () => {
    await held;
    return 'comes';
  });
  const { id } = await createDraft(vera, newsroomId);
  await signIn(page.context(), vera, stack().url);
  await page.goto(`/author/releases/${id}`);
  await expect(page.locator('.is-enhanced')).toBeVisible();
  await page.locator('textarea[name=bodyHtml]').click();
  return { id, come };
}

test('what is typed before the editor is ready, and while it comes up, is in it and is saved', async ({
  page,
}) => {
  const { id, come } = await openHeld(page);
  const words = 'Nobody waits for a script to write that the ferry sails at night, every night, at nine.';
  await page.keyboard.type(words.slice(0, 30), { delay: 5 });
  setTimeout(come, 200);
  await page.keyboard.type(words.slice(30), { delay: 40 });
  await expect(textOf(page)).toBeVisible();
  await expect(textOf(page)).toHaveText(words);
  await expect(textOf(page)).toBeFocused();
  await saved(page);
  expect(await bodyOf(id)).toBe(`<p>${words}</p>`);
});

test('whoever is between two words when the editor comes up stays there', async ({ page }) => {
  const { id, come } = await openHeld(page);
  await page.keyboard.type('The ferry ');
  come();
  await expect(textOf(page)).toBeFocused();
  await page.keyboard.type('sails.');
  await expect(textOf(page)).toHaveText('The ferry sails.');
  await expect.poll(() => bodyOf(id)).toBe('<p>The ferry sails.</p>');
});

test('whoever loads the page again in the middle of a sentence goes on with it, and meets no other version', async ({
  page,
}) => {
  const id = await openNew(page, { title: 'The night ferry', bodyHtml: '<p>It sails</p>' });
  page.on('dialog', (dialog) => void dialog.accept());
  await textOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' at nine');
  await page.reload();
  await expect(textOf(page)).toHaveText('It sails at nine');
  await page.getByLabel('Dateline').fill('Gothenburg, Sweden');
  await expect.poll(async () => (await contentOf(id)).dateline).toBe('Gothenburg, Sweden');
  expect((await contentOf(id)).bodyHtml).toBe('<p>It sails at nine</p>');
  await expect(page.getByText('saved this release while you were writing')).toHaveCount(0);
  await expect(page.getByText('has saved a newer version')).toHaveCount(0);
});

test('an editor whose script is lost on the way is asked for again', async ({ page, expectTrouble }) => {
  expectTrouble(/ERR_FAILED/);
  let asked = 0;
  await withEditorScript(page, async () => (++asked > 2 ? 'comes' : 'is lost'));
  await openNew(page);
  expect(asked).toBe(3);
});

test('without the editor’s script one writes in the plain field, and nothing is lost', async ({
  page,
  expectTrouble,
}) => {
  test.slow();
  expectTrouble(/ERR_FAILED/);
  await withEditorScript(page, async () => 'is lost');
  const { id } = await createDraft(vera, newsroomId);
  await signIn(page.context(), vera, stack().url);
  await page.goto(`/author/releases/${id}`);
  await page.locator('textarea[name=bodyHtml]').fill('It sails tonight.');
  await expect(page.getByText('The editor could not be loaded.')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('textarea[name=bodyHtml]')).toHaveValue('It sails tonight.');
  await page.locator('textarea[name=bodyHtml]').fill('It sails tonight, at nine.');
  await expect.poll(() => bodyOf(id), { timeout: 20_000 }).toBe('<p>It sails tonight, at nine.</p>');
});

test('a refusal goes when what it says is mended, or saved once more', async ({ page }) => {
  await openNew(page, { bodyHtml: '<p>It sails tonight, and every night after that.</p>' });
  const refusal = page.getByText('Nothing was published yet. The release has no title.');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await press('Publish');
  await expect(refusal).toBeVisible();
  await expect(refusal).toBeFocused();
  await press('Save');
  await expect(refusal).toHaveCount(0);
  await press('Publish');
  await expect(refusal).toBeFocused();
  await page.getByLabel('Title', { exact: true }).fill('The ferry sails again');
  await expect(refusal).toHaveCount(0);
  await press('Publish');
  await expect(page.getByText('Published: readers see it as it is now.')).toBeVisible();
});

test('a click on a label leads into its field, also into the text', async ({ page }) => {
  await openNew(page);
  await page.locator('#body-label').click();
  await expect(textOf(page)).toBeFocused();
});

test('each tag is suggested, not only the first', async ({ page }) => {
  await publish({ newsroomId, title: 'A tagged release', tags: ['harbour', 'ice'] });
  await openNew(page);
  const options = () =>
    page.locator('datalist option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  expect(await options()).toContain('harbour');
  await page.getByLabel('Tags').fill('harbour, i');
  expect(await options()).toContain('harbour, ice');
  expect((await options()).filter((one) => one.endsWith('harbour'))).toEqual([]);
});

test('contacts, tags and a time in a zone: checked while they are typed, and scheduled', async ({ page }) => {
  const id = await openNew(page, {
    title: 'A release for the spring',
    bodyHtml: '<p>It comes in spring.</p>',
  });
  const contacts = page.getByRole('group', { name: 'Contacts' });
  await contacts.getByLabel('Other for this release').check();
  await contacts.getByRole('button', { name: 'Add a contact' }).click();
  await expect(contacts.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('Kim Berg');
  await contacts.getByLabel('E-mail').fill('kim');
  await expect(page.getByText('“kim”, of Kim Berg, is not an e-mail address.')).toBeVisible();
  await contacts.getByLabel('E-mail').fill('kim@boats.example');
  await page.getByLabel('Tags').fill('boats, Spring');
  const press = (name: string) => page.getByRole('button', { name, exact: true });
  await expect(press('Publish')).toBeVisible();
  await page.getByLabel('At a time').check();
  await expect(press('Schedule')).toBeVisible();
  await page.getByLabel('Time zone').selectOption('Europe/Stockholm');
  await page.getByLabel('Date and time').fill('2027-03-28T02:30');
  await expect(page.getByText('there is no 02:30 that day')).toBeVisible();
  await page.getByLabel('Date and time').fill('2027-03-28T09:30');
  await expect(page.getByText('28 March 2027, 09:30')).toBeVisible();
  await page.getByLabel('Under embargo until then').check();
  await press('Schedule under embargo').click();
  await expect(page.getByText(/^Under embargo: readers will see it on 28 March 2027, 09:30/)).toBeVisible();
  const draft = await draftOf(vera, id);
  expect(draft.publishedAt?.toISOString()).toBe('2027-03-28T07:30:00.000Z');
  expect(draft.content.contacts).toEqual([{ name: 'Kim Berg', email: 'kim@boats.example' }]);
  expect(draft.content.tags).toEqual(['boats', 'spring']);
  await expect(page.getByRole('button', { name: 'Do not publish it then' })).toBeVisible();
  await page.getByLabel('At once').check();
  await expect(press('Publish')).toBeVisible();
});

for (const [name, viewport] of [
  ['wide', { width: 1280, height: 900 }],
  ['on a phone', { width: 390, height: 844 }],
] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing wrong with the editor, ${name}, ${colorScheme}`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await openNew(page, {
        title: 'Seen by axe',
        bodyHtml:
          '<h2>H</h2><p>a <a href="https://a.example">b</a></p><table><tbody><tr><th>h</th><td>d</td></tr></tbody></table>',
      });
      await drop(page, { name: 'x.png', type: 'image/png', data: await picture(900, 600, '#0f766e') });
      await expect(textOf(page).locator('figure img')).toBeVisible();
      await page.getByRole('group', { name: 'Contacts' }).getByLabel('Other for this release').check();
      await page.getByLabel('At a time').check();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        viewport.width,
      );
      await saved(page);
    });
  }
}

test('public pages load nothing of the editor', async ({ page }) => {
  const scripts: string[] = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) scripts.push(await response.text().catch(() => ''));
  });
  await page.goto('/');
  await page.waitForLoadState('networkidle');
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((script) => /ProseMirror/.test(script))).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a plain form saves, and empty lines make paragraphs', async ({
    page,
    context,
  }: {
    page: Page;
    context: BrowserContext;
  }) => {
    const { id } = await createDraft(vera, newsroomId);
    await signIn(context, vera, stack().url);
    await page.goto(`/author/releases/${id}`);
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('By hand');
    await page.getByRole('textbox', { name: 'Text', exact: true }).fill('One < two.\n\nThree.');
    await page.getByLabel('Tags').fill('plain');
    await page.getByRole('group', { name: 'Contacts' }).getByLabel('Other for this release').check();
    await page.getByRole('group', { name: 'Contact 1' }).getByLabel('Name').fill('Kim Berg');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
    const { content } = await draftOf(vera, id);
    expect(content).toMatchObject({
      title: 'By hand',
      bodyHtml: '<p>One &lt; two.</p><p>Three.</p>',
      tags: ['plain'],
      contacts: [{ name: 'Kim Berg' }],
    });
    await expect(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('By hand');
    await page.getByRole('textbox', { name: 'Title', exact: true }).fill('By hand, twice');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(async () => (await draftOf(vera, id)).content.title).toBe('By hand, twice');
  });
});

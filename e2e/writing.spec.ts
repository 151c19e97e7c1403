import type { Page } from '@playwright/test';
import type { User } from '@/lib/auth/users';
import { addDays, today } from '@/lib/clock';
import { draftOf, saveDraft } from '@/lib/content/drafts';
import { updateNewsroom } from '@/lib/content/newsrooms';
import { previewLink } from '@/lib/content/previews';
import { publish } from '@/lib/content/publishing';
import { publicRelease } from '@/lib/content/releases';
import { uploadFile } from '@/lib/content/upload-files';
import { versions } from '@/lib/content/versions';
import { violations } from './axe';
import { setClock } from './clock';
import { ownNewsroom, token } from './content';
import { richText } from './editing';
import { expect, test } from './fixtures';
import { reader } from './hit-counts';
import { ownStack } from './own-stack';
import { author, signIn } from './readership';
import { picture } from './sample';
import { canary, leaks } from './surfaces';

/** A writer's day. Time passes by what stands in a file. */
// nginx dates its log by the real clock: the day is the real one.
const day = today();
const morning = `${day}T09:00:00Z`;
const stack = ownStack({
  settings: (dir) => setClock(dir, morning),
});

let newsroom: { id: number; name: string; url: string };
let anna: User;
let bo: User;

test.beforeAll(async () => {
  newsroom = await ownNewsroom('Ferry');
  await updateNewsroom(newsroom.id, {
    boilerplate: 'It crosses the sound.',
    contacts: [{ name: 'Vera Lund', email: 'vera@ferry.example' }],
  });
  anna = await author(newsroom.id);
  bo = await author(newsroom.id, 'editor');
});

test.beforeEach(async ({ context }) => {
  setClock(stack().dir, morning);
  await signIn(context, anna, stack().url);
});

const idOf = (page: Page) => Number(/releases\/(\d+)/.exec(page.url())?.[1]);

/** Begins a release in the newsroom, up to the editor's page. */
async function begin(page: Page): Promise<number> {
  await page.goto('/author');
  await page.getByRole('main').getByRole('link', { name: 'New release' }).click();
  await page.getByRole('button', { name: 'Begin writing' }).click();
  await expect(page.getByLabel('Title', { exact: true })).toBeVisible();
  return idOf(page);
}

test('a release is written, looked at, scheduled and appears; its working copy stays unseen until it is published', async ({
  page,
  browser,
}) => {
  // A story of many pages.
  test.setTimeout(120_000);
  const { dir, url } = stack();
  const word = token();
  const id = await begin(page);
  await page.getByLabel('Title', { exact: true }).fill(`The night ferry sails again ${word}`);
  await page.getByLabel('Dateline').fill('Gothenburg, Sweden');
  await (await richText(page)).click();
  await page.keyboard.type('It leaves at midnight, every night, all winter.');
  await expect(page.getByRole('button', { name: 'Add pictures or files' })).toHaveAccessibleDescription(
    /another file up to 100 MB/,
  );
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect
    .poll(async () => (await draftOf(anna, id)).content.bodyHtml)
    .toContain('It leaves at midnight');
  await page.getByRole('link', { name: /^Preview/ }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: `The night ferry sails again ${word}` }),
  ).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Preview' })).toContainText('This is a draft');
  await expect(page.getByText('Vera Lund')).toBeVisible();
  await page.getByRole('link', { name: 'Back to writing' }).click();

  await page.getByLabel('At a time').check();
  await page.getByLabel('Date and time').fill(`${day}T12:00`);
  await page.getByLabel('Time zone', { exact: true }).selectOption('Africa/Lagos');
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await expect(page.getByText(/Scheduled: readers will see it on .*, 12:00/)).toBeVisible();

  const visitor = await browser.newContext({ baseURL: url });
  const asked = visitor.request;
  const address = `/releases/${id}/the-night-ferry-sails-again-${word}`;
  setClock(dir, `${day}T10:59:59Z`);
  expect((await asked.get(address)).status()).toBe(404);
  expect(await (await asked.get('/')).text()).not.toContain(word);
  setClock(dir, `${day}T11:00:00Z`);
  expect((await asked.get(address)).status()).toBe(200);
  expect(await (await asked.get('/feed.xml')).text()).toContain(word);

  await page.goto(`/author/releases/${id}`);
  await page.getByLabel('Subtitle').fill('Now with beds');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => (await draftOf(anna, id)).content.subtitle).toBe('Now with beds');
  expect(await (await asked.get(address)).text()).not.toContain('Now with beds');
  await page.getByRole('button', { name: 'Publish changes' }).click();
  await expect(page.getByText('Published: readers see it as it is now.')).toBeVisible();
  const published = await (await asked.get(address)).text();
  expect(published).toContain('Now with beds');
  expect(published).toContain(`${day}T11:00:00.000Z`);
  await visitor.close();
});

test('nothing of a working copy is anywhere that readers look', async ({ playwright }) => {
  const bird = await canary();
  const writer = await author(bird.newsroom.id);
  const words = Object.fromEntries(
    Object.keys(bird.words).map((name) => [name, token()]),
  ) as typeof bird.words;
  const { revision, content } = await draftOf(writer, bird.release.id);
  const shown = await uploadFile(writer, bird.release.id, {
    name: `${words.alt}.png`,
    data: await picture(1200, 800, '#3b82f6'),
  });
  const paper = await uploadFile(writer, bird.release.id, {
    name: `${words.paper}.txt`,
    data: Buffer.from(words.paper),
  });
  const saved = await saveDraft(writer, bird.release.id, {
    revision,
    kind: 'save',
    content: {
      ...content,
      title: words.title,
      subtitle: words.subtitle,
      dateline: words.dateline,
      bodyHtml: `<p>${words.body}</p><img src="${shown.src}" alt="${words.alt}">`,
      tags: [...content.tags, words.tag],
      slug: words.title,
      pictures: [{ id: shown.id, alt: words.alt, caption: words.caption }],
      attachments: [{ id: paper.id, title: words.paper }],
    },
  });
  expect('savedAt' in saved).toBe(true);
  await previewLink(writer, bird.release.id, 24);
  const visitor = await playwright.request.newContext({ baseURL: stack().url });
  expect(await leaks(visitor, bird, words)).toEqual({});
  for (const path of [
    shown.src!,
    `/files/${shown.id}/${shown.name}`,
    `/files/${paper.id}/${paper.name}`,
    `/api/hits/file/${paper.id}`,
    `/author/releases/${bird.release.id}/media/${shown.id}/${shown.src!.split('/').at(-1)}`,
    `/author/releases/${bird.release.id}/files/${paper.id}/${paper.name}`,
  ])
    expect((await visitor.get(path)).status(), path).toBe(404);
  for (const path of ['', '/preview', '/versions']) {
    const answer = await visitor.get(`/author/releases/${bird.release.id}${path}`, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(307);
    expect(answer.headers().location).toContain('/sign-in');
  }
  await visitor.dispose();
});

test('a preview link shows everything to whoever has it, counts nothing, and ends', async ({
  page,
  browser,
  hits,
}) => {
  const { dir, url } = stack();
  const id = await begin(page);
  const shown = await uploadFile(anna, id, { name: 'ferry.png', data: await picture(1000, 700, '#0f766e') });
  const paper = await uploadFile(anna, id, { name: 'timetable.txt', data: Buffer.from('00:00\n') });
  const { revision, content } = await draftOf(anna, id);
  await saveDraft(anna, id, {
    revision,
    kind: 'save',
    content: {
      ...content,
      title: 'The secret ferry',
      bodyHtml: '<p>Not yet.</p>',
      pictures: [{ id: shown.id, alt: 'A ferry', caption: '' }],
      attachments: [{ id: paper.id, title: 'Timetable' }],
    },
  });
  await page.reload();
  await page.getByLabel('Good for').selectOption('one day');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const said = await page.getByText(/Copy the link now/).textContent();
  const link = /https?:\/\/\S+\/preview\/\S+/.exec(said ?? '')![0];

  const visitor = await browser.newContext({ baseURL: url, userAgent: reader['User-Agent'] });
  const guest = await visitor.newPage();
  const answer = await guest.goto(link);
  expect(answer!.headers()['cache-control']).toContain('no-store');
  expect(answer!.headers()['x-robots-tag']).toContain('noindex');
  expect(answer!.headers()['referrer-policy']).toBe('no-referrer');
  await expect(guest.getByRole('heading', { level: 1, name: 'The secret ferry' })).toBeVisible();
  const image = guest.getByRole('img', { name: 'A ferry' });
  await expect(image).toBeVisible();
  expect(await image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBeGreaterThan(0);
  const [download] = await Promise.all([
    guest.waitForEvent('download'),
    guest.getByRole('link', { name: 'Timetable' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('timetable.txt');
  expect((await visitor.request.get(shown.src!)).status()).toBe(404);

  setClock(dir, `${addDays(day, 1)}T09:00:01Z`);
  expect((await visitor.request.get(link)).status()).toBe(404);
  expect(
    (await visitor.request.get(`${new URL(link).pathname}/files/${paper.id}/timetable.txt`)).status(),
  ).toBe(404);
  setClock(dir, `${day}T10:00:00Z`);
  expect((await visitor.request.get(link)).status()).toBe(200);
  await page.reload();
  await page.getByRole('button', { name: /^End/ }).click();
  await expect(page.getByText('The preview link has ended.')).toBeVisible();
  expect((await visitor.request.get(link)).status()).toBe(404);
  await visitor.close();
  // Nobody has read it yet: neither the page nor the file.
  const { revision: last } = await draftOf(anna, id);
  await publish(anna, id, { revision: last, when: 'now' });
  expect(await hits.total({ type: 'release', id })).toBe(0);
  expect(await hits.total({ type: 'file', id: paper.id })).toBe(0);
});

test('of two people who write at the same time, both are told, both texts are there, and either can be taken', async ({
  page,
}) => {
  const id = await begin(page);
  await page.getByLabel('Title', { exact: true }).fill('Written by Anna');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => (await draftOf(anna, id)).content.title).toBe('Written by Anna');
  const before = await draftOf(bo, id);
  await saveDraft(anna, id, {
    ...before,
    content: { ...before.content, title: 'Written by Anna again' },
    kind: 'save',
  });
  const late = await saveDraft(bo, id, {
    ...before,
    content: { ...before.content, title: 'Written by Bo' },
    kind: 'save',
  });
  if (!('conflict' in late)) throw new Error('the second to save was not told');
  await page.goto(`/author/releases/${id}/versions/${late.keptVersionId}?conflict=1`);
  await expect(
    page.getByRole('heading', { level: 1, name: 'Two of you wrote at the same time' }),
  ).toBeVisible();
  const change = page.getByRole('definition').first();
  await expect(change.locator('del')).toContainText('Anna again');
  await expect(change.locator('ins')).toContainText('Bo');
  await page.getByRole('button', { name: 'Take mine' }).click();
  await expect(page.getByText('The earlier version is the working copy now.')).toBeVisible();
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Written by Bo');
  await page.getByRole('link', { name: /^Versions/ }).click();
  await expect(page.getByText('Kept from a conflict')).toBeVisible();
  await expect(page.getByText('Brought back')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing on the pages of writers (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const id = await begin(page);
    const { revision, content } = await draftOf(anna, id);
    await saveDraft(anna, id, { revision, content: { ...content, title: 'Before' }, kind: 'save' });
    await saveDraft(anna, id, {
      revision: revision + 1,
      content: { ...content, title: 'After' },
      kind: 'save',
    });
    const list = (await versions(anna, id)).versions;
    await previewLink(anna, id, 24);
    // The editor itself: editor.spec.ts.
    for (const path of ['/preview', '/versions', `/versions/${list[1]!.id}`]) {
      await page.goto(`/author/releases/${id}${path}`);
      expect(await violations(page), path).toEqual([]);
    }
    for (const path of ['/author', '/author?state=draft&q=nothing', '/author/releases/new']) {
      await page.goto(path);
      expect(await violations(page), path).toEqual([]);
    }
  });

test('the pages of writers fit a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const id = await begin(page);
  for (const path of [
    '/author',
    `/author/releases/${id}`,
    `/author/releases/${id}/versions`,
    '/author/releases/new',
  ]) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
  }
});

test('a request that another site makes in a writer’s name does nothing', async ({ page, context }) => {
  const id = await begin(page);
  const evil = { Origin: 'https://evil.example' };
  const put = await context.request.put(`/api/drafts/${id}`, {
    headers: evil,
    data: { revision: 1, content: {}, kind: 'save' },
  });
  expect(put.status()).toBe(403);
  const upload = await context.request.post(`/api/uploads?release=${id}`, {
    headers: evil,
    multipart: { file: { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') } },
  });
  expect(upload.status()).toBe(403);
  expect((await context.request.post(`/api/drafts/${id}/presence`, { headers: evil })).status()).toBe(403);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a release is begun, written, illustrated, published, taken back, deleted and brought back', async ({
    page,
  }) => {
    const id = await begin(page);
    await page.getByLabel('Title', { exact: true }).fill('The slow ferry is here');
    await page.getByLabel('Text', { exact: true }).fill('It takes a day.\n\nIt is worth it.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
    expect((await draftOf(anna, id)).content.bodyHtml).toBe('<p>It takes a day.</p><p>It is worth it.</p>');
    const files = [
      { name: 'ferry.png', mimeType: 'image/png', buffer: await picture(900, 600, '#7c3aed') },
      { name: 'timetable.txt', mimeType: 'text/plain', buffer: Buffer.from('00:00\n') },
    ];
    const chooser = page.getByLabel('Pictures and files', { exact: true });
    await expect(chooser).toHaveAccessibleDescription(/another file up to 100 MB/);
    await chooser.setInputFiles(files);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Save and publish as chosen' }).click();
    await expect(page.getByText(/Nothing was published yet. One picture has no description/)).toBeVisible();
    await page.getByLabel(/^What picture 1 shows/).fill('A ferry');
    await page.getByRole('button', { name: 'Save and publish as chosen' }).click();
    await expect(page.getByText('Published: readers see it as it is now.')).toBeVisible();
    const seen = await publicRelease(id);
    expect([seen?.pictures[0]?.alt, seen?.attachments[0]?.name]).toEqual(['A ferry', 'timetable.txt']);

    await page.getByRole('button', { name: 'Take back from readers' }).click();
    await expect(page.getByText(/Taken back/)).toBeVisible();
    expect(await publicRelease(id)).toBeNull();
    await page.getByRole('button', { name: 'Delete release' }).click();
    await expect(page.getByText(/tick the box first/)).toBeVisible();
    await page.getByLabel('Yes, delete it').check();
    await page.getByRole('button', { name: 'Delete release' }).click();
    await expect(page.getByText('The release is deleted.')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByText('The release is back.')).toBeVisible();
    await expect(page.getByLabel('Title', { exact: true })).toHaveValue('The slow ferry is here');
  });

  test('who saves second is shown both texts, and a file that is refused is explained', async ({
    page,
    expectTrouble,
  }) => {
    expectTrouble(/422.*\/api\/uploads/);
    const id = await begin(page);
    const { revision, content } = await draftOf(bo, id);
    await saveDraft(bo, id, { revision, content: { ...content, title: 'Written by Bo' }, kind: 'save' });
    await page.getByLabel('Title', { exact: true }).fill('Written by Anna');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Two of you wrote at the same time' })).toBeVisible();
    await page.getByRole('link', { name: 'Leave theirs and go on' }).click();
    await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Written by Bo');
    const script = { name: 'shell.php', mimeType: 'image/png', buffer: Buffer.from('<?php ?>') };
    await page.getByLabel('Pictures and files', { exact: true }).setInputFiles(script);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'The file was not added' })).toBeVisible();
    await page.getByRole('link', { name: 'Back to the release' }).click();
    await expect(page.getByLabel('Title', { exact: true })).toBeVisible();
  });

  test('a time that the clocks skip is explained, and nothing is scheduled', async ({ page }) => {
    const id = await begin(page);
    await page.getByLabel('Title', { exact: true }).fill('A ferry in the missing hour');
    await page.getByLabel('Text', { exact: true }).fill('It never leaves.');
    await page.getByLabel('At a time').check();
    await page.getByLabel('Date and time').fill('2027-03-28T02:30');
    await page.getByLabel('Time zone', { exact: true }).selectOption('Europe/Stockholm');
    await page.getByRole('button', { name: 'Save and publish as chosen' }).click();
    await expect(page.getByText(/there is no 02:30 that day/)).toBeVisible();
    expect((await draftOf(anna, id)).status).toBe('draft');
    await expect(page.getByLabel('Title', { exact: true })).toHaveValue('A ferry in the missing hour');
  });
});

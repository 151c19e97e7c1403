import { ownerSql } from '@/lib/db/client';
import { ownNewsroom, token } from './content';
import { expect, test } from './fixtures';
import { author, signIn } from './readership';
import { picture } from './sample';

/** Whatever a signed-in person does, the history says that it was they: on a walk through the forms that write. */
test.use({ javaScriptEnabled: false });

test('nothing that a signed-in person changes is without a person in the history', async ({
  page,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const room = await ownNewsroom('Chronicle');
  const anna = await author(room.id);
  const bo = await author(room.id, 'editor');
  const [{ id: since }] = (await ownerSql()`select max(id) as id from history.entries`) as unknown as [
    { id: string },
  ];
  await signIn(page.context(), anna, baseURL!);
  const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

  // Writing: a release is begun, filled, given a picture, saved, published, taken back, deleted and brought back.
  await page.goto('/author');
  await page.getByRole('main').getByRole('link', { name: 'New release' }).click();
  await press('Begin writing');
  const id = Number(/releases\/(\d+)/.exec(page.url())![1]);
  await page.getByLabel('Title', { exact: true }).fill(`Noted ${token()}`);
  await page
    .locator('textarea[name=bodyHtml]')
    .fill('<p>All that there is to say about it, and some more.</p>');
  await press('Save');
  await page.goto(`/author/releases/${id}`);
  const upload = page.getByRole('form', { name: 'Add pictures and files' });
  const buffer = await picture(300, 200, '#4338ca');
  await upload.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
  await upload.getByRole('button', { name: 'Add', exact: true }).click();
  await page.goto(`/author/releases/${id}`);
  const alts = page.locator('input[name="picture-alt"], textarea[name="picture-alt"]');
  await alts.first().fill('A page of a chronicle');
  await page.locator('button[name=do][value=publish]').click();
  await expect(page.getByText(/^Published/).first()).toBeVisible();
  await page.goto(`/author/releases/${id}`);
  await page.getByLabel('Good for').selectOption({ index: 0 });
  await press('Make a link');
  await page.goto(`/author/releases/${id}`);
  await page.locator('button[name=do][value=unpublish]').click();
  await expect(page.getByText(/^Taken back/).first()).toBeVisible();

  // What scripts send.
  const headers = { origin: new URL(baseURL!).origin };
  const draft = (await (await page.request.get(`/api/drafts/${id}`)).json()) as {
    revision: number;
    content: object;
  };
  const data = {
    revision: draft.revision,
    content: { ...draft.content, subtitle: 'By a script' },
    kind: 'autosave',
  };
  expect((await page.request.put(`/api/drafts/${id}`, { headers, data })).status()).toBe(200);
  const file = { name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('b\n') };
  const sent = await page.request.post(`/api/uploads?release=${id}`, {
    headers: { ...headers, accept: 'application/json' },
    multipart: { file },
  });
  expect(sent.status()).toBe(201);

  await page.goto(`/author/releases/${id}`);
  const removal = page.getByRole('form', { name: 'Delete this release' });
  await removal.getByRole('checkbox').check();
  await removal.getByRole('button', { name: 'Delete release' }).click();
  await press(/Undo/);
  await expect(page).toHaveURL(new RegExp(`/author/releases/${id}`));

  // The newsroom and its people.
  await page.goto(`/author/newsrooms/${room.id}`);
  await page.getByLabel('Description').fill('Notes everything.');
  await page.getByRole('form', { name: 'Newsroom settings' }).getByRole('button', { name: 'Save' }).click();
  await page.goto(`/author/newsrooms/${room.id}/members`);
  const role = page.getByRole('form', { name: `Role of ${bo.name}` });
  await role.getByRole('combobox').selectOption('analyst');
  await role.getByRole('button').click();
  await page.getByRole('link', { name: `Remove ${bo.name}` }).click();
  await press(`Remove ${bo.name}`);

  // Themselves.
  await page.goto('/account');
  await page.getByLabel('Name', { exact: true }).fill(`${anna.name} the Elder`);
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await page.goto('/account/notes');
  await page.getByLabel('Digest').selectOption({ index: 1 });
  await press('Save');
  await page.goto('/account/tokens');
  await page.getByLabel('Name', { exact: true }).fill('A program');
  await page.getByRole('form', { name: 'A new token' }).getByRole('button').click();
  await page.goto(`/author/statistics/newsroom/${room.id}`);

  const entries = await ownerSql()`
    select e.table_name, e.action, e.actor_id from history.entries e where e.id > ${since} and (
      (e.table_name = 'releases' and e.record_id in (select id from store.releases where newsroom_id = ${room.id}))
      or (e.table_name = 'files' and e.record_id in (select id from store.files where newsroom_id = ${room.id}))
      or (e.table_name = 'newsrooms' and e.record_id = ${room.id})
      or (e.table_name = 'users' and e.record_id in (${anna.id}, ${bo.id}))
      or (e.table_name = 'newsroom_members' and e.record_id in (select id from store.newsroom_members where newsroom_id = ${room.id}))
      or (e.table_name = 'preview_links' and e.record_id in (select id from preview_links where release_id = ${id}))
      or (e.table_name = 'api_tokens' and e.record_id in (select id from api_tokens where user_id = ${anna.id})))
    order by e.id`;
  const did = entries.map((entry) => `${entry.table_name} ${entry.action}`);
  expect([...new Set(did)].sort()).toEqual([
    'api_tokens create',
    'files change',
    'files create',
    'files delete',
    'files restore',
    'newsroom_members change',
    'newsroom_members delete',
    'newsrooms change',
    'preview_links create',
    'releases change',
    'releases create',
    'releases delete',
    'releases restore',
    'users change',
  ]);
  expect(entries.filter((entry) => entry.actor_id !== anna.id)).toEqual([]);
});

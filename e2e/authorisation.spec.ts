import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createApiToken } from '@/lib/auth/api-tokens';
import { invite } from '@/lib/auth/invitations';
import { openSession } from '@/lib/auth/sessions';
import { createShareLink } from '@/lib/auth/share-links';
import { createUser, type Role, type User } from '@/lib/auth/users';
import { today } from '@/lib/clock';
import { createDraft, draftOf, saveDraft } from '@/lib/content/drafts';
import { addFile } from '@/lib/content/files';
import { previewLink } from '@/lib/content/previews';
import { createRelease } from '@/lib/content/releases';
import { ownerSql } from '@/lib/db/client';
import { ownNewsroom, token } from './content';
import { expect, test } from './fixtures';
import { ownStack } from './own-stack';
import { author } from './readership';
import { picture } from './sample';

/**
 * Who may do what, as a matrix: every page, export, route and form beneath /author and /api, times every kind of person.
 * The table is this test's own and knows nothing of the rules in lib/auth; a route that it does not know fails it.
 */
const stack = ownStack({});

type Person =
  | 'nobody'
  | 'other author'
  | 'analyst'
  | 'editor'
  | 'owner'
  | 'auditor'
  | 'site editor'
  | 'admin'
  | 'deactivated owner'
  | 'deleted owner';
const writers: Person[] = ['editor', 'owner', 'site editor', 'admin'];
const readers: Person[] = [...writers, 'analyst', 'auditor'];
const keepers: Person[] = ['owner', 'site editor', 'admin'];
const heads: Person[] = ['owner', 'admin'];

const secret = { title: `Undisclosed ${token()}`, colleague: `${token()}@colleagues.example` };
let people: Record<Person, User | null>;
let room: { id: number };
let at: Record<string, string>;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  room = await ownNewsroom('Vault');
  const site = (role: Role) =>
    createUser({ email: `${token()}@site.example`, name: `A site ${role}`, role, isVerified: true });
  const owner = await author(room.id, 'owner');
  people = {
    nobody: null,
    'other author': await author((await ownNewsroom('Elsewhere')).id),
    analyst: await author(room.id, 'analyst'),
    editor: await author(room.id, 'editor'),
    owner,
    auditor: await site('auditor'),
    'site editor': await site('editor'),
    admin: await site('admin'),
    'deactivated owner': await author(room.id, 'owner'),
    'deleted owner': await author(room.id, 'owner'),
  };
  const { id } = await createDraft(owner, room.id);
  const draft = await draftOf(owner, id);
  const content = { ...draft.content, title: secret.title, bodyHtml: `<p>${secret.title}, in full.</p>` };
  await saveDraft(owner, id, { revision: draft.revision, content, kind: 'save' });
  const of = { newsroomId: room.id, releaseId: id };
  const shown = await createRelease({ newsroomId: room.id, title: 'Announced', status: 'published' });
  const image = await addFile({
    ...of,
    kind: 'image',
    name: 'vault.png',
    data: await picture(600, 400, '#123456'),
  });
  const file = await addFile({
    ...of,
    kind: 'attachment',
    name: 'vault.txt',
    data: Buffer.from(secret.title),
  });
  await addFile({
    newsroomId: room.id,
    kind: 'logo',
    name: 'logo.png',
    data: await picture(300, 300, '#123456'),
  });
  const [version] = await ownerSql()`select id from release_versions where release_id = ${id} limit 1`;
  const [{ variants }] =
    (await ownerSql()`select variants from store.files where id = ${image.id}`) as unknown as [
      { variants: { width: number; hash: string }[] },
    ];
  await ownerSql()`update store.users set deactivated_at = now() where id = ${people['deactivated owner']!.id}`;
  await ownerSql()`delete from public.users where id = ${people['deleted owner']!.id}`;
  await invite(owner, { newsroomId: room.id, email: secret.colleague, role: 'analyst' });
  await createShareLink(owner, { type: 'newsroom', id: room.id, expires: null });
  await previewLink(owner, id, 24);
  at = {
    release: `/author/releases/${id}`,
    version: `${version!.id}`,
    media: `${image.id}/${variants[0]!.width}-${variants[0]!.hash}.webp`,
    file: `${file.id}/vault.txt`,
    id: `${id}`,
    shown: `${shown.id}`,
  };
});

/** Every route of the folders that belong to people, and who gets an answer; "all" is everybody who is signed in. */
function table(): Record<string, { path: string; for: Person[] | 'all' }> {
  const day = today();
  const statistics = (base: string, path: string, persons: Person[] | 'all') =>
    Object.fromEntries(
      [
        '',
        '/export.csv',
        '/export.json',
        '/card/[dimension]',
        '/card/[dimension]/export.csv',
        '/card/[dimension]/export.json',
        '/counted/[day]',
      ].map((rest) => [
        `${base}${rest}`,
        { path: path + rest.replace('[dimension]', 'referrer').replace('[day]', day), for: persons },
      ]),
    );
  const release = '/author/releases/[id]';
  return {
    '/author': { path: '/author', for: 'all' },
    '/author/newsrooms': { path: '/author/newsrooms', for: 'all' },
    '/author/newsrooms/[id]': { path: `/author/newsrooms/${room.id}`, for: keepers },
    '/author/newsrooms/[id]/members': { path: `/author/newsrooms/${room.id}/members`, for: heads },
    '/author/releases/new': { path: '/author/releases/new', for: 'all' },
    [release]: { path: at.release!, for: writers },
    [`${release}/preview`]: { path: `${at.release}/preview`, for: writers },
    [`${release}/versions`]: { path: `${at.release}/versions`, for: writers },
    [`${release}/versions/[version]`]: { path: `${at.release}/versions/${at.version}`, for: writers },
    [`${release}/files/[file]/[name]`]: { path: `${at.release}/files/${at.file}`, for: writers },
    [`${release}/media/[file]/[name]`]: { path: `${at.release}/media/${at.media}`, for: writers },
    ...statistics('/author/statistics', '/author/statistics', 'all'),
    ...statistics('/author/statistics/newsroom/[id]', `/author/statistics/newsroom/${room.id}`, readers),
    // A draft's: even its title is nothing for those who only read.
    ...statistics('/author/statistics/release/[id]', `/author/statistics/release/${at.id}`, writers),
  };
}

/** A request as the person, each in a session of its own: none of them ends another's. */
async function as(person: Person, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const user = people[person];
  if (user) {
    const session = await openSession(user.id, {
      method: 'password',
      userAgent: 'a test',
      address: '192.0.2.1',
    });
    headers.set('cookie', `presskit=${session.token}`);
  }
  const response = await fetch(`${stack().url}${path}`, { redirect: 'manual', ...init, headers });
  const to = response.headers.get('location');
  // Next sends a soft navigation on to the same address with its own mark.
  return to?.includes('_rsc')
    ? fetch(new URL(to, stack().url), { redirect: 'manual', ...init, headers })
    : response;
}

/** What an answer gives away to somebody whom it should not serve; null: nothing. */
async function leak(response: Response): Promise<string | null> {
  const { status } = response;
  if ([301, 302, 303, 307, 308].includes(status)) {
    const to = new URL(response.headers.get('location') ?? '', stack().url).pathname;
    return to === '/sign-in' ? null : `sent to ${to}`;
  }
  const body = await response.text();
  if (body.includes(secret.title) || body.includes(secret.colleague)) return `${status} with a secret in it`;
  if ([401, 403, 404].includes(status)) return null;
  // A page that says which role it takes, with nothing to submit.
  return status === 200 &&
    /role (in this newsroom )?does not allow/i.test(body) &&
    !/<main[\s\S]*method="post"/i.test(body)
    ? null
    : `${status}`;
}

test('every route beneath /author is in the table', () => {
  const found = (readdirSync('app/author', { recursive: true }) as string[])
    .filter((path) => /(^|\/)(page|route)\.tsx?$/.test(path))
    .map((path) => join('/author', path).replace(/\/(page|route)\.tsx?$/, ''));
  expect(found.sort()).toEqual(Object.keys(table()).sort());
});

test('each person gets the pages and exports that are theirs, and nothing of the others', async () => {
  test.setTimeout(240_000);
  const wrong: string[] = [];
  for (const [route, { path, for: allowed }] of Object.entries(table())) {
    for (const person of Object.keys(people) as Person[]) {
      const isTheirs =
        allowed === 'all'
          ? !['nobody', 'deactivated owner', 'deleted owner'].includes(person)
          : allowed.includes(person);
      for (const headers of [{}, { RSC: '1' }] as HeadersInit[]) {
        const response = await as(person, path, { headers });
        if (isTheirs) {
          if (response.status !== 200) wrong.push(`${person} is refused ${route}: ${response.status}`);
          else if (!writers.includes(person) && (await response.text()).includes(secret.title))
            wrong.push(`${person} finds a secret in ${route}`);
        } else {
          const given = 'RSC' in headers ? await secretIn(response) : await leak(response);
          if (given) wrong.push(`${person} gets ${route}: ${given}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

// Next answers a soft navigation with 200 and says "not found" in its payload.
async function secretIn(response: Response): Promise<string | null> {
  const body = await response.text();
  return body.includes(secret.title) || body.includes(secret.colleague) ? 'a secret in the payload' : null;
}

test('each person gets the live numbers, working copies and uploads that are theirs', async () => {
  test.setTimeout(120_000);
  const wrong: string[] = [];
  const origin = stack().url;
  const json = { 'content-type': 'application/json', origin };
  // What is there already, so that it may be saved again and again.
  const { revision, content } = await draftOf(people.owner!, Number(at.id));
  const body = JSON.stringify({ revision, content, kind: 'autosave' });
  const upload = () => {
    const form = new FormData();
    form.set('file', new Blob(['a note']), 'note.txt');
    return form;
  };
  const doors: { name: string; ask: (person: Person) => Promise<Response>; for: Person[] }[] = [
    { name: 'live newsroom', ask: (p) => as(p, `/api/live?scope=newsroom:${room.id}`, soon()), for: readers },
    { name: 'live draft', ask: (p) => as(p, `/api/live?scope=release:${at.id}`, soon()), for: writers },
    { name: 'live release', ask: (p) => as(p, `/api/live?scope=release:${at.shown}`, soon()), for: readers },
    { name: 'statistics', ask: (p) => as(p, `/author/statistics/release/${at.shown}`), for: readers },
    {
      name: 'save',
      ask: (p) => as(p, `/api/drafts/${at.id}`, { method: 'PUT', headers: json, body }),
      for: writers,
    },
    { name: 'presence', ask: (p) => as(p, `/api/drafts/${at.id}/presence`), for: writers },
    {
      name: 'upload',
      ask: (p) =>
        as(p, `/api/uploads?release=${at.id}`, { method: 'POST', headers: { origin }, body: upload() }),
      for: writers,
    },
    {
      name: 'logo',
      ask: (p) =>
        as(p, `/api/uploads?newsroom=${room.id}`, { method: 'POST', headers: { origin }, body: upload() }),
      for: keepers,
    },
  ];
  for (const { name, ask, for: allowed } of doors) {
    for (const person of Object.keys(people) as Person[]) {
      const response = await ask(person);
      const refused = [307, 401, 403, 404].includes(response.status);
      await response.body?.cancel();
      if (refused === allowed.includes(person)) wrong.push(`${person} and ${name}: ${response.status}`);
    }
  }
  expect(wrong).toEqual([]);
});

/** A stream of events does not end by itself. */
const soon = (): RequestInit => ({ signal: AbortSignal.timeout(10_000) });

test('an API token reads what its person may read, however it is asked', async () => {
  const wrong: string[] = [];
  for (const person of [
    'other author',
    'analyst',
    'editor',
    'owner',
    'auditor',
    'site editor',
    'admin',
  ] as Person[]) {
    const { token: bearer } = await createApiToken(people[person]!, 'a test');
    for (const path of ['statistics', 'cards/referrer', 'releases']) {
      for (const scope of [`newsroom:${room.id}`, `release:${at.id}`, `release:${at.shown}`]) {
        const response = await fetch(`${stack().url}/api/v1/${path}?scope=${scope}`, {
          headers: { authorization: `Bearer ${bearer}` },
        });
        const isTheirs = (scope === `release:${at.id}` ? writers : readers).includes(person);
        const text = await response.text();
        if (isTheirs !== (response.status === 200))
          wrong.push(`${person} ${path} ${scope}: ${response.status}`);
        if (!writers.includes(person) && text.includes(secret.title))
          wrong.push(`${person} ${path} ${scope}: a secret`);
      }
    }
  }
  const without = await fetch(`${stack().url}/api/v1/statistics?scope=newsroom:${room.id}`);
  expect(without.status).toBe(401);
  expect(wrong).toEqual([]);
});

type Form = { page: string; label: string; entries: [string, string][] };

/** The forms of a page that change something, each once per button, as a browser without JavaScript would send them. */
async function formsOf(blank: Page, person: Person, path: string): Promise<Form[]> {
  const html = await (await as(person, path)).text();
  const found = await blank.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'text/html');
    return [...document.querySelectorAll<HTMLFormElement>('form[method="post" i]')].flatMap((form) => {
      const fields = [...form.querySelectorAll<HTMLInputElement>('input, textarea, select')]
        .filter((field) => field.name && !['file', 'submit'].includes(field.type))
        .filter((field) => !['checkbox', 'radio'].includes(field.type) || field.checked)
        .map((field): [string, string] => [field.name, field.value]);
      return [...form.querySelectorAll<HTMLButtonElement>('button:not([type="button"])')].map((button) => ({
        label: button.textContent?.trim() ?? '',
        entries: button.name ? [...fields, [button.name, button.value] as [string, string]] : fields,
      }));
    });
  }, html);
  return found.filter(({ label }) => label !== 'Sign out').map((form) => ({ page: path, ...form }));
}

function send(form: Form, person: Person, origin = stack().url): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of form.entries)
    body.append(name, /title|name|email/i.test(name) ? `${value}x` : value);
  return as(person, form.page, { method: 'POST', headers: { origin }, body });
}

/** All that the forms could change, in one number. */
async function state(): Promise<string> {
  const tables = [
    'store.newsrooms',
    'store.releases',
    'store.files',
    'store.newsroom_members',
    'invitations',
    'share_links',
    'preview_links',
    'release_drafts',
    'release_versions',
  ];
  const sums = await Promise.all(
    tables.map((name) =>
      ownerSql().unsafe(
        `select md5(coalesce(string_agg(t::text, '|' order by t.id), '')) as sum from (select *, ${name === 'release_drafts' ? 'release_id as id' : 'id as key'} from ${name}) t`,
      ),
    ),
  );
  return sums.map(([row]) => row!.sum).join();
}

test('a form that somebody else was given changes nothing, and neither does one sent from another site', async ({
  page: blank,
}) => {
  test.setTimeout(300_000);
  await blank.goto('about:blank');
  const pages = [
    { path: `/author/newsrooms/${room.id}`, for: keepers },
    { path: `/author/newsrooms/${room.id}/members`, for: heads },
    { path: at.release!, for: writers },
    { path: `${at.release}/versions`, for: writers },
    { path: `${at.release}/versions/${at.version}`, for: writers },
    { path: `${at.release}/preview`, for: writers },
    // Whoever may read statistics may not therefore share them.
    { path: `/author/statistics/newsroom/${room.id}`, for: writers },
    { path: `/author/statistics/release/${at.id}`, for: writers },
  ];
  const wrong: string[] = [];
  let forms = 0;
  const before = await state();
  for (const { path, for: allowed } of pages) {
    for (const form of await formsOf(blank, 'owner', path)) {
      forms++;
      for (const person of Object.keys(people) as Person[]) {
        if (allowed.includes(person)) continue;
        await (await send(form, person)).body?.cancel();
        if ((await state()) !== before) wrong.push(`${person} used “${form.label}” of ${path}`);
        if (wrong.length > 0) break;
      }
      for (const origin of ['https://elsewhere.example', 'null']) {
        await (await send(form, 'owner', origin)).body?.cancel();
        if ((await state()) !== before) wrong.push(`${origin} used “${form.label}” of ${path}`);
      }
      expect(wrong).toEqual([]);
    }
  }
  // The same requests do change something when they come from whom they were given to: else this would prove nothing.
  let changes = 0;
  for (const { path } of [...pages].reverse()) {
    for (const form of await formsOf(blank, 'owner', path)) {
      const earlier = await state();
      await (await send(form, 'owner')).body?.cancel();
      if ((await state()) !== earlier) changes++;
    }
  }
  expect(forms).toBeGreaterThan(12);
  expect(changes).toBeGreaterThan(5);
});

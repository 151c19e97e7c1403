import { createApiToken } from '@/lib/auth/api-tokens';
import { openSession } from '@/lib/auth/sessions';
import { createShareLink } from '@/lib/auth/share-links';
import type { User } from '@/lib/auth/users';
import { restore, softDelete } from '@/lib/content/deleted';
import { previewLink } from '@/lib/content/previews';
import { release as releases } from '@/lib/content/registry';
import { updateRelease } from '@/lib/content/releases';
import { ownerSql } from '@/lib/db/client';
import { ownNewsroom, token } from './content';
import { expect, test } from './fixtures';
import { reader } from './hit-counts';
import { author } from './readership';
import { type Canary, canary } from './surfaces';

/**
 * The same canary, looked for where people sign in, where programs read with a token, and where somebody has been given
 * a link: hidden.spec.ts looks at what everybody sees.
 */
type Place = { path: string; headers?: Record<string, string> };
type Aviary = {
  bird: Canary;
  /** Of its newsroom; of another one; nobody. */
  member: Record<string, Place>;
  stranger: Record<string, Place>;
  nobody: Record<string, Place>;
};

async function aviary(): Promise<Aviary> {
  const bird = await canary();
  const { id } = bird.release;
  await ownerSql()`update store.newsrooms set public_counter = true where id = ${bird.newsroom.id}`;
  const member = await author(bird.newsroom.id);
  const stranger = await author((await ownNewsroom('Elsewhere')).id);
  const preview = await previewLink(member, id, 24);
  const [ofRelease, ofNewsroom] = await Promise.all([
    createShareLink(member, { type: 'release', id, expires: null }),
    createShareLink(member, { type: 'newsroom', id: bird.newsroom.id, expires: null }),
  ]);
  return {
    bird,
    member: await placesOf(member, bird),
    stranger: await placesOf(stranger, bird),
    nobody: {
      preview: { path: `/preview/${preview.token}` },
      'preview, by a link': { path: `/preview/${preview.token}?_rsc`, headers: { RSC: '1' } },
      'shared statistics': { path: `/shared/${ofRelease.token}` },
      'shared statistics, CSV': { path: `/shared/${ofRelease.token}/export.csv` },
      'shared statistics of the newsroom': { path: `/shared/${ofNewsroom.token}` },
      'shared statistics of the newsroom, JSON': { path: `/shared/${ofNewsroom.token}/export.json` },
      'counter, SVG': { path: `/api/counter/${id}.svg` },
      'counter, JSON': { path: `/api/counter/${id}.json` },
      admin: { path: `/admin/release/${id}` },
      editor: { path: `/author/releases/${id}` },
      'search of the start page, by a link': { path: '/?_rsc', headers: { RSC: '1' } },
    },
  };
}

/** Whatever one may ask for with a session or a token. */
async function placesOf(
  user: User,
  { release: { id }, newsroom, words }: Canary,
): Promise<Record<string, Place>> {
  const about = { method: 'password', userAgent: 'a test', address: '192.0.2.1' } as const;
  const session = await openSession(user.id, about);
  const { token: key } = await createApiToken(user, `a test ${token()}`);
  const cookie = { cookie: `presskit=${session.token}` };
  const bearer = { authorization: `Bearer ${key}` };
  const signedIn = {
    desk: '/author',
    editor: `/author/releases/${id}`,
    'working copy': `/api/drafts/${id}`,
    presence: `/api/drafts/${id}/presence`,
    'preview of the writer': `/author/releases/${id}/preview`,
    versions: `/author/releases/${id}/versions`,
    statistics: `/author/statistics/release/${id}`,
    'statistics, CSV': `/author/statistics/release/${id}/export.csv`,
    'statistics, JSON': `/author/statistics/release/${id}/export.json`,
    'statistics of the newsroom': `/author/statistics/newsroom/${newsroom.id}`,
    'statistics of the newsroom, CSV': `/author/statistics/newsroom/${newsroom.id}/export.csv`,
    'statistics of the newsroom, JSON': `/author/statistics/newsroom/${newsroom.id}/export.json`,
    'all statistics': '/author/statistics',
    'all statistics, JSON': '/author/statistics/export.json',
    'pages read': `/author/statistics/newsroom/${newsroom.id}/card/page/export.csv`,
    'live numbers': `/api/live?scope=newsroom:${newsroom.id}`,
    'admin, list': '/admin/release?show=all',
    'admin, record': `/admin/release/${id}`,
    'admin, history': `/admin/release/${id}/history`,
    'admin, CSV': '/admin/release/export.csv?show=all',
    'admin, names': `/admin/release/names?q=${words.title}`,
    'admin, deletions': '/admin/deletions',
  };
  const soft = Object.fromEntries(
    Object.entries(signedIn)
      .filter(([, path]) => !path.startsWith('/api/') && !path.includes('export'))
      .map(([name, path]): [string, Place] => [
        `${name}, by a link`,
        { path: `${path}${path.includes('?') ? '&' : '?'}_rsc`, headers: { ...cookie, RSC: '1' } },
      ]),
  );
  return {
    ...Object.fromEntries(Object.entries(signedIn).map(([name, path]) => [name, { path, headers: cookie }])),
    ...soft,
    'API, releases': { path: '/api/v1/releases?limit=200', headers: bearer },
    'API, statistics of the release': { path: `/api/v1/statistics?scope=release:${id}`, headers: bearer },
    'API, statistics of the newsroom': {
      path: `/api/v1/statistics?scope=newsroom:${newsroom.id}`,
      headers: bearer,
    },
    'API, all statistics': { path: '/api/v1/statistics', headers: bearer },
    'API, pages': { path: `/api/v1/cards/page?scope=newsroom:${newsroom.id}`, headers: bearer },
  };
}

/** The places with a word of it in their answer. */
async function seen(
  baseURL: string,
  places: Record<string, Place>,
  { words, release }: Canary,
): Promise<string[]> {
  const all = [...Object.values(words), release.slug].map((word) => word.toLowerCase());
  const found: string[] = [];
  for (const [name, { path, headers }] of Object.entries(places)) {
    const response = await fetch(`${baseURL}${path}`, { headers, redirect: 'manual' });
    // What was asked for may be repeated: the address itself.
    const asked = path.toLowerCase();
    const body = `${response.headers.get('location') ?? ''} ${await textOf(response)}`.toLowerCase();
    expect(response.status, `${name}: ${path}`).toBeLessThan(500);
    if (all.some((word) => !asked.includes(word) && body.includes(word))) found.push(name);
  }
  return found;
}

/** The whole answer; of a stream that has no end, what comes first. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text();
  const stream = response.body!.getReader();
  const { value } = await stream.read();
  await stream.cancel();
  return Buffer.from(value ?? []).toString();
}

const tomorrow = () => new Date(Date.now() + 24 * 3_600_000);

test('a deleted release is nowhere for anybody: not for its writers, by no token and no link; restored, it is back', async ({
  request,
  baseURL,
}) => {
  test.setTimeout(180_000);
  const { bird, member, stranger, nobody } = await aviary();
  const { id, url } = bird.release;
  for (let n = 0; n < 3; n++) await request.get(url, { headers: reader });
  // Everything is asked for once while it is there: what is kept of an answer is kept then.
  const [mine, given] = [await seen(baseURL!, member, bird), await seen(baseURL!, nobody, bird)];
  for (const name of [
    'desk',
    'editor',
    'working copy',
    'preview of the writer',
    'statistics',
    'API, releases',
  ])
    expect(mine, 'or else this would prove nothing').toContain(name);
  expect(given).toEqual(expect.arrayContaining(['preview', 'shared statistics']));
  const counter = async () => (await request.get(`/api/counter/${id}.json`)).status();
  expect(await counter()).toBe(200);
  await seen(baseURL!, stranger, bird);

  const batch = await softDelete(releases, [id], { why: 'a test' });
  const everywhere = async () => ({
    member: await seen(baseURL!, member, bird),
    stranger: await seen(baseURL!, stranger, bird),
    nobody: await seen(baseURL!, nobody, bird),
  });
  await expect
    .poll(everywhere, { timeout: 60_000, intervals: [0, 1000] })
    .toEqual({ member: [], stranger: [], nobody: [] });
  expect(await counter()).toBe(404);
  expect((await request.get(`/api/counter/${id}.svg`)).status()).toBe(404);

  await restore(batch.id!);
  expect(await seen(baseURL!, member, bird)).toEqual(mine);
  expect(await counter()).toBe(200);
});

for (const status of ['draft', 'embargoed'] as const) {
  test(`${status === 'draft' ? 'a draft' : 'what is embargoed'} is seen by its writers and whoever they gave a link to it, and nobody else`, async ({
    baseURL,
  }) => {
    test.setTimeout(120_000);
    const { bird, member, stranger, nobody } = await aviary();
    await updateRelease(bird.release.id, { status, publishedAt: status === 'draft' ? null : tomorrow() });
    expect(await seen(baseURL!, member, bird)).toContain('editor');
    expect(await seen(baseURL!, stranger, bird)).toEqual([]);
    // A link to a preview is there for this; one to its readers rests until there are any.
    expect(await seen(baseURL!, nobody, bird)).toEqual(['preview', 'preview, by a link']);
  });
}

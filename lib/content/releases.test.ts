import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { db } from '@/lib/db/client';
import { releases } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { restore, softDelete } from './deleted';
import { createNewsroom, newsrooms, publicNewsroom, updateNewsroom } from './newsrooms';
import { newsroom, release } from './registry';
import type { ReleaseInput } from './release-input';
import {
  createRelease,
  latestReleases,
  popularTags,
  publicRelease,
  relatedReleases,
  searchReleases,
  sitemapEntries,
  sitemapPages,
  updateRelease,
} from './releases';

const { owner, dir } = await testDatabase();
const clock = join(dir, 'clock');
process.env.CLOCK_FILE = clock;
const setClock = (instant: string) => writeFile(clock, instant);

let room: { id: number; slug: string };
beforeEach(async () => {
  await setClock('2026-03-10T12:00:00Z');
  await owner`delete from newsrooms`;
  room = await createNewsroom({
    name: 'Acme',
    contacts: [{ name: 'Jo', email: 'jo@example.com' }],
    boilerplate: 'About Acme',
  });
});

const write = (input: Partial<ReleaseInput> = {}) =>
  createRelease({ newsroomId: room.id, title: 'Acme ships', status: 'published', ...input });
const find = (o: Partial<Parameters<typeof searchReleases>[0]> = {}) =>
  searchReleases({ page: 1, perPage: 10, ...o });
const rejects = (promise: Promise<unknown>, code: string, message = /./) =>
  assert.rejects(promise, (error: Error & { code?: string }) => {
    assert.equal(error.code, code, String(error));
    assert.match(error.message, message);
    return true;
  });

/** Every way the public may come across a release. */
async function seen(id: number): Promise<string[]> {
  const ways = {
    page: (await publicRelease(id)) !== null,
    latest: (await latestReleases(100)).some((r) => r.id === id),
    archive: (await find()).releases.some((r) => r.id === id),
    search: (await find({ q: 'canary' })).releases.some((r) => r.id === id),
    tag: (await find({ tag: 'canarytag' })).releases.some((r) => r.id === id),
    newsroom: (await find({ newsroomId: room.id })).releases.some((r) => r.id === id),
    tags: (await popularTags(100)).some(({ tag }) => tag === 'canarytag'),
    sitemap: (await sitemapEntries(1, 100)).some(({ url }) => url.startsWith(`/releases/${id}/`)),
    related: (await relatedReleases({ id: 0, newsroom: room, tags: ['canarytag'] }, 10)).some(
      (r) => r.id === id,
    ),
    count: (await publicNewsroom(room.id))?.releaseCount === 1,
    counts: (await newsrooms())[0]?.releaseCount === 1,
  };
  return Object.entries(ways).flatMap(([way, does]) => (does ? [way] : []));
}
const everywhere = 11;
const canary = { title: 'A canary', tags: ['canarytag'] };

test('a published release is seen everywhere, a draft nowhere', async () => {
  const { id } = await write({ ...canary, status: 'draft' });
  assert.deepEqual(await seen(id), []);
  await updateRelease(id, { status: 'published', publishedAt: new Date('2026-03-10T11:00:00Z') });
  assert.equal((await seen(id)).length, everywhere);
});

test('a scheduled or embargoed release appears by itself at its time, and nowhere before', async () => {
  for (const status of ['scheduled', 'embargoed', 'published'] as const) {
    await setClock('2026-03-10T12:00:00Z');
    const { id } = await write({ ...canary, status, publishedAt: new Date('2026-03-11T08:00:00Z') });
    await setClock('2026-03-11T07:59:59.999Z');
    assert.deepEqual(await seen(id), [], status);
    await setClock('2026-03-11T08:00:00Z');
    assert.equal((await seen(id)).length, everywhere, status);
    await softDelete(release, [id]);
  }
});

test('a deleted release, and one whose newsroom is deleted, is seen nowhere until restored', async () => {
  const { id } = await write(canary);
  for (const [type, what] of [
    [release, id],
    [newsroom, room.id],
  ] as const) {
    const batch = await softDelete(type, [what]);
    assert.deepEqual(await seen(id), []);
    await restore(batch.id!);
    assert.equal((await seen(id)).length, everywhere);
  }
});

test('a release has all that its page shows, with the newsroom’s contacts and text where it has none', async () => {
  const { id, slug } = await write({
    title: '  Acme   ships ',
    subtitle: 'Sub',
    dateline: 'Berlin',
    bodyHtml: '<p>Hello <b>world</b><script>x</script></p>',
    tags: ['#Space', 'space'],
  });
  const found = await publicRelease(id);
  assert.ok(found);
  assert.equal(found.title, 'Acme ships');
  assert.equal(found.url, `/releases/${id}/${slug}`);
  assert.equal(found.bodyHtml, '<p>Hello <strong>world</strong></p>');
  assert.equal(found.excerpt, 'Hello world');
  assert.deepEqual(found.tags, ['space']);
  assert.deepEqual(found.contacts, [{ name: 'Jo', email: 'jo@example.com' }]);
  assert.equal(found.boilerplate, 'About Acme');
  assert.deepEqual(found.publishedAt, new Date('2026-03-10T12:00:00Z'));
  assert.equal(found.newsroom.url, `/newsrooms/${room.id}/acme`);
  await updateRelease(id, { contacts: [{ name: 'Al' }], boilerplate: 'Other' });
  const changed = await publicRelease(id);
  assert.deepEqual([changed?.contacts, changed?.boilerplate], [[{ name: 'Al' }], 'Other']);
});

test('search finds words of title, subtitle, tags and body, the best match first, and shows where', async () => {
  const body = await write({
    title: 'One',
    bodyHtml: '<p>Some words &amp; 1 &lt; 2 about rockets flying &amp; landing</p>',
  });
  const title = await write({ title: 'Rocket lands' });
  const tag = await write({ title: 'Three', tags: ['rockets'] });
  await write({ title: 'Four' });
  const { releases: found, total, pages } = await find({ q: 'rockets' });
  assert.deepEqual([total, pages], [3, 1]);
  assert.deepEqual(
    found.map(({ id }) => id),
    [title.id, tag.id, body.id],
  );
  assert.deepEqual(found[2]!.snippet, [
    { text: 'Some words & 1 < 2 about ', hit: false },
    { text: 'rockets', hit: true },
    { text: ' flying & landing', hit: false },
  ]);
  assert.equal((await find({ q: '"rockets flying" -title' })).total, 1);
  assert.equal((await find({ q: 'rockets', tag: '#Rockets' })).total, 1);
  assert.equal((await find({ q: 'the' })).total, 0);
  assert.equal((await find({})).releases[0]!.snippet, null);
});

test('pages of the archive cover everything once, newest first', async () => {
  for (let n = 0; n < 23; n++) await write({ publishedAt: new Date(Date.UTC(2026, 1, 1 + (n % 20))) });
  const all = [];
  for (let page = 1; page <= 3; page++) all.push(...(await find({ page })).releases);
  assert.equal(new Set(all.map(({ id }) => id)).size, 23);
  const times = all.map(({ publishedAt }) => publishedAt.getTime());
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
  );
  assert.deepEqual(await find({ page: 4 }), { releases: [], total: 23, atLeast: false, pages: 3 });
  assert.equal(await sitemapPages(10), 3);
  const urls = (await Promise.all([1, 2, 3, 4].map((page) => sitemapEntries(page, 10)))).flat();
  assert.equal(new Set(urls.map(({ url }) => url)).size, 23);
});

test('no input makes a read fail', async () => {
  await write(canary);
  const odd = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\0',
      "'",
      '"',
      '\\',
      ':*',
      '&|!()',
      '<->',
      'a:*b',
      '\uD800',
      'x'.repeat(10_000),
      '"'.repeat(10_000),
      '- - -',
    ),
  );
  const numbers = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1e12, Number.NaN, 2 ** 31));
  await fc.assert(
    fc.asyncProperty(odd, odd, numbers, async (q, tag, n) => {
      assert.ok((await find({ q, tag })).pages >= 1);
      await find({ newsroomId: n, page: n });
      await publicRelease(n);
      await publicNewsroom(n);
      await sitemapEntries(n, 10);
      await relatedReleases({ id: 1, newsroom: room, tags: [tag.replaceAll('\0', '')] }, 3);
    }),
    { numRuns: 200 },
  );
});

test('related releases share tags, the most first, then are of the same newsroom, and never the release itself', async () => {
  const other = await createNewsroom({ name: 'Other' });
  const self = await write({ tags: ['a', 'b'] });
  const sameRoom = await write({ title: 'Room' });
  const one = await write({ newsroomId: other.id, title: 'One', tags: ['b'] });
  const two = await write({ newsroomId: other.id, title: 'Two', tags: ['a', 'b', 'c'] });
  await write({ newsroomId: other.id, title: 'None', tags: ['z'] });
  const found = await relatedReleases((await publicRelease(self.id))!, 5);
  assert.deepEqual(
    found.map(({ id }) => id),
    [two.id, one.id, sameRoom.id],
  );
});

test('a slug is made from the title and numbered when taken; a given one that is taken is a conflict', async () => {
  const slugs = await Promise.all(Array.from({ length: 4 }, () => write({ title: 'Größe zählt' })));
  assert.deepEqual(slugs.map(({ slug }) => slug).sort(), [
    'grosse-zahlt',
    'grosse-zahlt-2',
    'grosse-zahlt-3',
    'grosse-zahlt-4',
  ]);
  await rejects(write({ slug: 'grosse-zahlt' }), 'conflict', /the slug is taken/);
  await rejects(updateRelease(slugs[0]!.id, { slug: slugs[1]!.slug }), 'conflict');
  await rejects(createNewsroom({ name: 'Again', slug: 'acme' }), 'conflict');
  const other = await createNewsroom({ name: 'Other' });
  assert.equal((await write({ newsroomId: other.id, slug: 'grosse-zahlt' })).slug, 'grosse-zahlt');
});

test('bad input is refused with every field named, and nothing is written', async () => {
  const before = await db().$count(releases);
  const bad = { title: ' \u0000 ', contacts: [{ name: 'x', email: 'no' }], slug: 'Not A Slug' };
  await rejects(write(bad), 'invalid', /slug: .*title: .*contacts\.0\.email: /);
  await rejects(write({ status: 'scheduled' }), 'invalid', /a scheduled release needs a time/);
  await rejects(write({ newsroomId: 999_999 }), 'not_found');
  await rejects(write({ newsroomId: 1e12 }), 'invalid');
  await rejects(write({ ...({ deletedAt: new Date() } as object) }), 'invalid', /deletedAt/);
  const words = Array.from({ length: 120_000 }, (_, n) => n.toString(36).padStart(6, 'x')).join(' ');
  await rejects(write({ bodyHtml: words }), 'invalid');
  await rejects(updateRelease(999_999, { title: 'x' }), 'not_found');
  await rejects(updateNewsroom(999_999, { name: 'x' }), 'not_found');
  await rejects(createNewsroom({ name: 'x', website: 'javascript:alert(1)' }), 'invalid', /website/);
  const draft = await write({ status: 'draft' });
  await rejects(updateRelease(draft.id, { status: 'scheduled' }), 'invalid');
  await softDelete(newsroom, [room.id]);
  await rejects(write(), 'deleted_parent');
  assert.equal(await db().$count(releases), before);
});

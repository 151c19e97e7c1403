import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { canonicalAddress } from './addresses';
import { restore, softDelete } from './deleted';
import { newsroomAt, newsroomsElsewhere } from './domains';
import { createNewsroom, publicNewsroom, setDomain, updateNewsroom } from './newsrooms';
import { newsroom as newsroomType } from './registry';
import {
  createRelease,
  popularTags,
  publicRelease,
  relatedReleases,
  sitemapEntries,
  sitemapPages,
} from './releases';

await testDatabase();
const [a, b] = ['https://news.example.org', 'https://press.example.net'];
beforeEach(() => {
  process.env.SITE_URL = 'https://press.example.com';
  process.env.SITE_URLS = `${a},${b}`;
});
afterEach(() => {
  delete process.env.SITE_URLS;
});

const acme = await createNewsroom({ name: 'Acme' });
const other = await createNewsroom({ name: 'Other' });
const release = (newsroomId: number, title: string) =>
  createRelease({ newsroomId, title, status: 'published', tags: ['ships', title.toLowerCase()] });
const [ours, theirs] = [await release(acme.id, 'Ours'), await release(other.id, 'Theirs')];

test('a domain is one newsroom’s, and none but those in the settings can be given', async () => {
  await setDomain(acme.id, a);
  await assert.rejects(setDomain(other.id, a), { code: 'conflict' });
  await assert.rejects(setDomain(other.id, 'https://evil.example'), { code: 'invalid' });
  await assert.rejects(setDomain(other.id, 'https://press.example.com'), { code: 'invalid' });
  await assert.rejects(setDomain(999, b), { code: 'not_found' });
  // Not by way of the settings that its owner changes.
  await assert.rejects(updateNewsroom(other.id, { domain: b } as object), { code: 'invalid' });
  assert.deepEqual(await newsroomAt(a), { ...acme, name: 'Acme', url: '/newsrooms/1/acme' });
  assert.equal(await newsroomAt(b), null);
  assert.equal(await newsroomAt('https://press.example.com'), null);
  assert.equal(await newsroomAt('https://evil.example'), null);
});

test('the pages of such a newsroom belong to its domain, those of others to SITE_URL', async () => {
  assert.equal((await publicNewsroom(acme.id))?.domain, a);
  assert.equal((await publicRelease(ours.id))?.newsroom.domain, a);
  assert.equal((await publicRelease(theirs.id))?.newsroom.domain, null);
  const path = `/releases/${ours.id}/ours`;
  assert.deepEqual(await canonicalAddress(path), { path, newsroomId: acme.id, domain: a });
  assert.deepEqual(await newsroomsElsewhere(), [acme.id]);
  const urls = async (of: Parameters<typeof sitemapEntries>[2]) =>
    (await sitemapEntries(1, 10, of)).map(({ url }) => url);
  assert.deepEqual(await urls({ newsroomId: acme.id }), [path]);
  assert.deepEqual(await urls({ without: [acme.id] }), [`/releases/${theirs.id}/theirs`]);
  assert.equal((await urls({ without: [] })).length, 2);
  assert.equal(await sitemapPages(1, { without: [acme.id] }), 1);
  assert.equal(await sitemapPages(1), 2);
});

test('what one newsroom shows of releases and topics has nothing of others', async () => {
  const self = { id: ours.id, newsroom: acme, tags: ['ships'] };
  assert.deepEqual(
    (await relatedReleases(self, 3)).map(({ id }) => id),
    [theirs.id],
  );
  assert.deepEqual(await relatedReleases(self, 3, { within: true }), []);
  assert.deepEqual((await popularTags(9, acme.id)).map(({ tag }) => tag).sort(), ['ours', 'ships']);
});

test('a domain that is not in the settings any more is as if it had never been given', async () => {
  process.env.SITE_URLS = b;
  assert.equal((await publicNewsroom(acme.id))?.domain, null);
  assert.equal(await newsroomAt(a), null);
  assert.deepEqual(await newsroomsElsewhere(), []);
  delete process.env.SITE_URLS;
  assert.equal((await publicRelease(ours.id))?.newsroom.domain, null);
  assert.deepEqual(await newsroomsElsewhere(), []);
});

test('the domain of a deleted newsroom is nobody else’s site, until another gets it', async () => {
  const { id: deletion } = await softDelete(newsroomType, [acme.id]);
  assert.equal(await newsroomAt(a), 'deleted');
  await setDomain(other.id, a);
  assert.equal(((await newsroomAt(a)) as { id: number }).id, other.id);
  await assert.rejects(restore(deletion!), { code: 'conflict' });
  await setDomain(other.id, null);
  assert.equal(await newsroomAt(a), 'deleted');
  await restore(deletion!);
  assert.equal(((await newsroomAt(a)) as { id: number }).id, acme.id);
});

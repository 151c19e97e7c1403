import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNewsroom } from '@/lib/content/newsrooms';
import { createRelease, updateRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { feedOf } from './feeds';

process.env.SITE_URL = 'https://press.example.com';
await testDatabase();
const room = await createNewsroom({ name: 'R&D <Labs>' });
const markup = 'Fewer than 5 <img src=x onerror=alert(1)> ]]> R&D';
const { id } = await createRelease({
  newsroomId: room.id,
  title: markup,
  subtitle: markup,
  bodyHtml: '<p>See <a href="/releases">others</a>, <a href="https://example.com/a">there</a></p>',
  status: 'published',
});
await createRelease({ newsroomId: room.id, title: 'Not yet', status: 'draft' });

const feed = async (format: 'rss' | 'json') =>
  (await feedOf(new Request('https://press.example.com/feed'), format, null)).text();

test('text stays text in RSS, whose readers take a description for HTML', async () => {
  const rss = await feed('rss');
  const [, description] = /<item>.*<description><!\[CDATA\[(.*?)\]\]><\/description>/s.exec(rss) ?? [];
  assert.equal(description, 'Fewer than 5 &lt;img src=x onerror=alert(1)&gt; ]]&gt; R&amp;D');
  assert.match(
    rss,
    /<title><!\[CDATA\[Fewer than 5 <img src=x onerror=alert\(1\)> \]\]\]\]><!\[CDATA\[> R&D\]\]>/,
  );
});

test('in JSON text stays as it is, links in HTML get the address of the site, and drafts are not there', async () => {
  const { items } = JSON.parse(await feed('json'));
  assert.equal(items.length, 1);
  assert.equal(items[0].title, markup);
  assert.equal(items[0].summary, markup);
  assert.match(
    items[0].content_html,
    /href="https:\/\/press\.example\.com\/releases".*href="https:\/\/example\.com\/a"/,
  );
});

test('a release whose address changes stays the same one to feed readers', async () => {
  const identities = async () => [
    /<guid[^>]*>(.*?)<\/guid>/.exec(await feed('rss'))?.[1],
    JSON.parse(await feed('json')).items[0].id,
  ];
  const before = await identities();
  await updateRelease(id, { slug: 'another-address' });
  assert.deepEqual(await identities(), before);
  assert.match(await feed('rss'), /<link>[^<]*\/another-address<\/link>/);
});

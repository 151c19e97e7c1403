import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanBody } from '@/lib/content/body';
import { prepare } from '@/lib/content/uploads';
import { downloadsOf } from './attachments';
import { logoOf, svgOf } from './pictures/picture';
import { withDates } from './texts/dates';
import { htmlOf, typeset } from './texts/markup';
import { sampleNewsrooms } from './texts/newsrooms';
import { latest, yearBefore } from './texts/sample-text';
import { sampleUsers } from './users';

const releases = sampleNewsrooms.flatMap((newsroom) =>
  newsroom.releases.map((release) => ({ newsroom, release })),
);
const noon = new Date(2026, 10, 24, 12);

test('there are a dozen newsrooms and some hundred releases, no two alike', () => {
  assert.equal(sampleNewsrooms.length, 12);
  assert.ok(releases.length >= 100 && releases.length <= 120, `${releases.length} releases`);
  for (const of of ['key', 'name', 'description', 'boilerplate', 'website'] as const)
    assert.equal(new Set(sampleNewsrooms.map((newsroom) => newsroom[of])).size, 12, of);
  for (const of of ['title', 'body'] as const)
    assert.equal(new Set(releases.map(({ release }) => release[of])).size, releases.length, of);
});

test('addresses and telephone numbers are reserved for examples and fiction', () => {
  const reserved = /(\.|@)(example|[a-z0-9-]+\.example|[a-z0-9-]+\.example\.(com|org|net))$/;
  for (const { website, contacts } of sampleNewsrooms) {
    assert.match(new URL(website).hostname, reserved);
    for (const { email, phone } of contacts) {
      assert.match(email, reserved);
      // Ofcom, PTS, ARCEP, ComReg and the North American plan keep these for films and books.
      assert.match(phone, /^\+(44 1632 960|46 31 390 06|33 [35] (36 49|53 01)|353 20 91|1 (202|902) 555 01)/);
    }
  }
  for (const { email } of sampleUsers) assert.match(email, reserved);
});

test('whenever the sample is set up, its dates lie in the last two years or shortly ahead', () => {
  for (const now of [
    noon,
    new Date(2027, 0, 1, 0, 5),
    new Date(2028, 1, 29, 23, 59),
    new Date(2027, 6, 15, 9),
  ]) {
    const ages = releases.map(({ release }) => (now.getTime() - release.when(now).getTime()) / 86_400_000);
    assert.ok(Math.max(...ages) < 734 && Math.max(...ages) > 600, `${Math.max(...ages)} days`);
    assert.ok(Math.min(...ages) > -30);
    assert.ok(ages.filter((age) => age >= 0 && age < 30).length >= 8, 'something new for the front page');
  }
  const wedding = [latest('03-12', '09:30')(noon), yearBefore('03-12', '09:30')(noon)];
  assert.deepEqual(wedding, [new Date(2026, 2, 12, 9, 30), new Date(2025, 2, 12, 9, 30)]);
});

test('there are drafts, an embargo and something scheduled for tomorrow', () => {
  const statuses = releases.map(({ release }) => release.status);
  assert.ok(statuses.includes('draft') && statuses.includes('embargoed'));
  const tomorrow = new Date(2026, 10, 25).toDateString();
  assert.ok(
    releases.some(({ release }) => !release.status && release.when(noon).toDateString() === tomorrow),
  );
});

test('every body becomes HTML that the site keeps as it is, without a mark or a date left over', () => {
  for (const { release } of releases) {
    const html = htmlOf(withDates(release.body, release.when(noon)));
    assert.doesNotMatch(html, /[{}|]|\*\*|^#|^- |undefined|NaN/m, release.title);
    const cleaned = cleanBody(html);
    assert.equal(cleaned.replace(/<[^>]*>/g, '').length, html.replace(/<[^>]*>/g, '').length, release.title);
    assert.ok(cleaned.length > 200, `${release.title} says something`);
  }
});

test('markup knows headings, lists, quotations, tables and links', () => {
  const html = htmlOf(
    '## A & B\n\nOne *two*\n**three**.\n\n- a\n  b\n- c\n\n> Hm.\n> -- Ann, baker\n\n| x | y |\n| 1 | [2](https://example.org/) |',
  );
  assert.equal(
    html,
    [
      '<h2>A &amp; B</h2>',
      '<p>One <em>two</em> <strong>three</strong>.</p>',
      '<ul><li>a b</li><li>c</li></ul>',
      '<blockquote><p>Hm.</p><p>— Ann, baker</p></blockquote>',
      '<table><thead><tr><th scope="col">x</th><th scope="col">y</th></tr></thead><tbody><tr><td>1</td><td><a href="https://example.org/">2</a></td></tr></tbody></table>',
    ].join('\n'),
  );
});

test('quotation marks are curly and numbers stay on one line', () => {
  assert.equal(typeset(`"It's 1 041 m" in 2 a 30`), '“It’s 1\u00a0041 m” in 2 a 30');
});

test('dates in a text follow from its publication', () => {
  const published = new Date(2025, 11, 30, 9);
  assert.equal(
    withDates('{+2}, {weekday}, {month+3}, {year}, {year-1}, {year+1}', published),
    '1 January 2026, Tuesday, January, 2025, 2024, 2026',
  );
});

test('every picture has a scene, and words that say what it shows', () => {
  const pictures = releases.flatMap(({ newsroom, release }) =>
    (release.pictures ?? []).map((picture) => ({ ...picture, key: newsroom.key })),
  );
  assert.ok(pictures.length >= 100);
  for (const { key, scene, alt } of pictures) {
    assert.match(alt, /[Ii]llustration/);
    assert.ok(alt.length > 30 && alt.length < 200);
    const svg = svgOf(key, scene, 'seed');
    assert.doesNotMatch(svg, /NaN|undefined|Infinity|null/, `${key} ${scene}`);
    assert.equal(svg, svgOf(key, scene, 'seed'), 'the same seed draws the same');
  }
});

test('every newsroom has an emblem', async () => {
  const emblems = await Promise.all(sampleNewsrooms.map(({ key }) => logoOf(key)));
  assert.equal(new Set(emblems.map((png) => png.toString('base64'))).size, 12);
});

test('every download is what its name says', async () => {
  for (const { newsroom, release } of releases) {
    for (const { name, data } of downloadsOf(release.attachments ?? [], release.title, newsroom.name)) {
      const kept = await prepare('attachment', name, data);
      assert.equal(kept.name, name);
      assert.equal(kept.extension, name.split('.').at(-1));
    }
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checklist } from './checklist-rules';
import type { DraftContent } from './draft-content';

const good: DraftContent = {
  title: 'Acme ships its first rocket to the moon',
  subtitle: '',
  dateline: 'Kiruna, Sweden',
  slug: '',
  bodyHtml: `<p>${'It flies. '.repeat(30)}</p><p><a href="/x">The figures of the flight</a></p>`,
  tags: ['space'],
  boilerplate: null,
  contacts: null,
  pictures: [{ id: 1, alt: 'A rocket', caption: '' }],
  attachments: [],
};
const files = [{ id: 1, name: 'rocket.jpg', width: 1600, height: 900 }];
const newsroom = {
  name: 'Acme',
  boilerplate: 'Acme makes things.',
  contacts: [{ name: 'Vera', email: 'vera@example.com' }],
  hasLogo: true,
};
const said = (changes: Partial<DraftContent>, o: { newsroom?: object; files?: typeof files } = {}) =>
  checklist(
    { content: { ...good, ...changes }, files: o.files ?? files },
    { ...newsroom, ...o.newsroom },
  ).map(({ level, field, message }) => `${level} ${field}: ${message}`);

test('a release that has everything has nothing on its list', () => assert.deepEqual(said({}), []));

test('a picture in the text is a picture, though none that opens the release', () => {
  assert.deepEqual(said({ pictures: [] }), ['should pictures: There is no picture.']);
  const text = `${good.bodyHtml}<img src="/media/1/9-00000000.webp" alt="A" width="960">`;
  const [only, ...more] = said({ pictures: [], bodyHtml: text });
  assert.match(only!, /^should pictures: No picture opens the release/);
  assert.deepEqual(more, []);
});

test('what must be done stands first, and against publishing', () => {
  const list = said({ title: '', bodyHtml: '', dateline: '' });
  assert.match(list[0]!, /^must title: The release has no title/);
  assert.match(list[1]!, /^must bodyHtml: The release has no text/);
  // The date stands beside it by itself.
  assert.match(list[2]!, /^should dateline: There is no dateline, such as “[\p{L}, ]+”/u);
});

for (const [what, changes, expected] of [
  [
    'an empty text, also of empty paragraphs',
    { bodyHtml: '<p>&nbsp; </p><p></p>' },
    /^must bodyHtml: The release has no text/,
  ],
  [
    'a title that search engines cut',
    { title: 'x'.repeat(120) },
    /^should title: The title has 120 characters/,
  ],
  ['a title beyond what is kept', { title: 'x'.repeat(301) }, /^must title: .* longer than 300/],
  [
    'a picture without a description',
    { pictures: [{ id: 1, alt: '', caption: '' }] },
    /^must pictures: One picture has no description/,
  ],
  [
    'a picture in the text without one',
    { bodyHtml: `${good.bodyHtml}<img src="/media/1/9-00000000.webp" alt="" width="960">` },
    /^must bodyHtml: One picture in the text/,
  ],
  [
    'a link that says nothing',
    { bodyHtml: `${good.bodyHtml}<a href="/x">Click here</a>` },
    /^should bodyHtml: A link says only “Click here”/,
  ],
  [
    'a link without words',
    { bodyHtml: `${good.bodyHtml}<a href="/x"> </a>` },
    /^must bodyHtml: A link in the text has no words/,
  ],
  ['an address that is none', { slug: 'New Ferry' }, /^must slug/],
  [
    'an e-mail address that is none',
    { contacts: [{ name: 'Bo', email: 'bo@' }] },
    /^must contacts: “bo@”, of Bo/,
  ],
  [
    'a contact without a name',
    { contacts: [{ name: '', phone: '1' }] },
    /^must contacts: A contact has no name/,
  ],
  ['nobody to ask', { contacts: [] }, /^should contacts: Nobody is named/],
  ['no tags', { tags: [] }, /^should tags/],
] as const)
  test(`the list names ${what}`, () =>
    assert.match(said(changes as Partial<DraftContent>).join('\n'), expected));

test('the list names a small picture, and what the newsroom lacks', () => {
  assert.match(
    said({}, { files: [{ ...files[0]!, width: 400 }] })[0]!,
    /should pictures: “rocket.jpg” is only 400 pixels wide/,
  );
  assert.match(said({}, { newsroom: { hasLogo: false } })[0]!, /Acme has no logo/);
  assert.match(
    said({}, { newsroom: { contacts: [{ name: 'V', email: 'v' }] } })[0]!,
    /Change it in the newsroom’s settings/,
  );
});

test('the list names a picture of another release in the text', () => {
  const img = (id: number) => `${good.bodyHtml}<img src="/media/${id}/960-00000000.webp" alt="A">`;
  assert.deepEqual(said({ bodyHtml: img(1) }), []);
  assert.match(
    said({ bodyHtml: img(2) })[0]!,
    /^should bodyHtml: A picture in the text belongs to another release/,
  );
});

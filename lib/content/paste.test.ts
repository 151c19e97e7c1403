import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanBody } from './body';
import { cleanPaste } from './paste';

/** What each program puts into the clipboard, as text/html. */
const clipboard = (name: string) =>
  readFileSync(new URL(`paste/testing/${name}.clipboard`, import.meta.url), 'utf8');
const lines = (html: string) =>
  html
    .replace(/(?<=<\/(?:p|h2|h3|ul|ol|table|blockquote|pre|figure)>)(?!<\/)/g, '\n')
    .split('\n')
    .filter(Boolean);

test('Word: headings, lists that were paragraphs, a table, tracked changes and comments', () => {
  const { html, elsewhere } = cleanPaste(clipboard('word'));
  assert.deepEqual(lines(html), [
    '<h2>Acme ships Petrel</h2>',
    '<p><strong>Gothenburg</strong> – the smallest barometer <em>made in series</em> draws 3\u00A0% of a wristwatch’s power. See <a href="https://acme.example/petrel">the data</a>[1].</p>',
    '<h2>Where it goes</h2>',
    '<ul><li><p>Weather stations</p>',
    '<ul><li><p>on land</p></li><li><p>at sea</p></li></ul></li><li><p><strong>Mountain</strong> rescue</p></li></ul>',
    '<p>In three steps:</p>',
    '<ol><li><p>Unpack</p></li><li><p>Measure H<sub>2</sub>O</p></li></ol>',
    '<table><tbody><tr><td><p><strong>Quarter</strong></p></td><td><p>Sold</p></td></tr><tr><td colspan="2"><p>1\u00A0204</p></td></tr></tbody></table>',
    '<p>Price on request.</p>',
  ]);
  assert.deepEqual(elsewhere, ['file:///C:/Users/vera/AppData/Local/Temp/msohtmlclip1/01/clip_image002.png']);
});

test('Word on the web: a list for each item becomes one list', () => {
  assert.deepEqual(lines(cleanPaste(clipboard('word-online')).html), [
    '<h2>What is new</h2>',
    '<p><strong>Petrel</strong> measures twice.</p>',
    '<ul><li><p>Air</p>',
    '<ul><li><p>High up</p></li></ul></li><li><p>Water</p></li></ul>',
  ]);
});

test('Google Docs: a wrapper that is not bold, styles that are, links without their detour', () => {
  const { html, elsewhere } = cleanPaste(clipboard('google-docs'));
  assert.deepEqual(lines(html), [
    '<h2>The pool opens at night</h2>',
    '<p>Swimmers asked for it; <strong>the pool<em> listens</em></strong>. Read <a href="https://pool.example/night?a=1">the plan</a>. 10 m<sup>2</sup></p>',
    '<h3>Lanes</h3>',
    '<ul><li><p>One</p>',
    '<ul><li><p>One and a half</p></li></ul></li><li><p><strong>Two</strong></p></li></ul>',
    '<table><tbody><tr><td><p>Day</p></td><td><p>Guests</p></td></tr><tr><td><p>Friday</p></td><td><p>212</p></td></tr></tbody></table>',
  ]);
  assert.equal(elsewhere.length, 1);
});

test('Outlook: tables that only lay out are gone, empty lines part paragraphs, tracking pixels are not worth a word', () => {
  const { html, elsewhere } = cleanPaste(clipboard('outlook'));
  assert.deepEqual(lines(html), [
    '<p>Hello Vera,</p>',
    '<p>the <strong>quote</strong> is final.<br>Regards</p>',
    '<p>See <a href="https://acme.example/quote">the quote</a>.</p>',
    '<blockquote><p>We measure.</p></blockquote>',
  ]);
  assert.deepEqual(elsewhere, ['cid:image001.png@01DC5A']);
});

test('LibreOffice: fonts are gone, text over two lines is one line, code keeps its spaces', () => {
  assert.deepEqual(lines(cleanPaste(clipboard('libreoffice')).html.replace('\nc', '|c')), [
    '<h2>Das Bad öffnet</h2>',
    '<p>Ein <em>Satz</em> über zwei Zeilen.</p>',
    '<ol><li><p>Eins</p></li><li><p>Zwei</p>',
    '<ul><li><p>Zwei a</p></li></ul></li></ol>',
    '<pre>a  b|c</pre>',
  ]);
});

test('a web page: its text without navigation, scripts, buttons and frames; own pictures stay, others are named', () => {
  const { html, elsewhere, pictures } = cleanPaste(clipboard('web'));
  assert.deepEqual(lines(html), [
    '<h3>Only a third-level heading</h3>',
    '<p>A text with <strong>strength</strong>, a trap and <a href="mailto:press@acme.example?subject=Hi">an address</a>.</p>',
    '<figure><img src="/media/7/960-0a1b2c3d.webp" alt="Ours"><figcaption>Our <em>own</em></figcaption></figure>',
    '<p>one cell as a frame</p>',
    '<p>Steps</p>',
    '<ul><li><p>unclosed</p></li><li><p>items</p></li></ul>',
  ]);
  assert.deepEqual(elsewhere, ['https://cdn.example/pool.jpg']);
  assert.deepEqual(pictures, []);
});

test('a picture that comes as data is named for the upload', () => {
  const src = `data:image/png;base64,${'A'.repeat(300)}`;
  const { html, pictures } = cleanPaste(`<p>a<img src="${src}" alt=" A  lake ">b</p>`);
  assert.deepEqual(pictures, [{ src, alt: 'A lake' }]);
  assert.equal(html, `<p>a</p><figure><img src="${src}" alt="A lake"></figure><p>b</p>`);
});

test('numbering that does not begin at one goes on where it was', () => {
  const item = (n: number, text: string) =>
    `<p class=MsoListParagraph><span style='mso-list:Ignore'>${n})<span>&nbsp;</span></span>${text}</p>`;
  assert.equal(
    cleanPaste(item(3, 'c') + item(4, 'd')).html,
    '<ol start="3"><li><p>c</p></li><li><p>d</p></li></ol>',
  );
});

test('plain text without a tag is a paragraph, nothing is nothing', () => {
  assert.equal(cleanPaste('a < b & c').html, '<p>a &lt; b &amp; c</p>');
  assert.equal(cleanPaste('').html, '');
  assert.equal(cleanPaste('<p>&nbsp;</p><div><br></div>').html, '');
});

test('what is cleaned stays as it is when it is copied and pasted again, and the server changes nothing but form', () => {
  for (const name of ['word', 'word-online', 'google-docs', 'outlook', 'libreoffice', 'web']) {
    const once = cleanPaste(clipboard(name)).html;
    assert.equal(cleanPaste(once).html, once, name);
    const shape = (html: string) => html.replaceAll(/ (rel|loading)="[^"]*"| \/(?=>)/g, '');
    assert.equal(shape(cleanBody(once)), shape(once), name);
  }
});

test('any markup at all is taken, in the time it takes to read it', () => {
  const tag = fc.constantFrom(
    ...[
      'p',
      'b',
      'ul',
      'ol',
      'li',
      'table',
      'tr',
      'td',
      'h1',
      'h4',
      'a href="x:y"',
      'span style="mso-list:l0 level3"',
    ],
    ...[
      'p style="mso-list:l0 level9 lfo1"',
      'o:p',
      'img src=x',
      'pre',
      'br',
      'figure',
      'figcaption',
      '!--',
      '![if x]',
    ],
  );
  const piece = fc.oneof(
    tag.map((name) => `<${name}>`),
    tag.map((name) => `</${name.split(' ')[0]}>`),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const { html } = cleanPaste(pieces.join(''));
      assert.equal(cleanPaste(html).html, html);
    }),
    { numRuns: 500 },
  );
  assert.doesNotThrow(() => cleanPaste('<div><b>'.repeat(50_000)));
});

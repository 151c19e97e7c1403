import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letter } from './letter';

test('text and HTML of a letter say the same, and nothing in it is markup', () => {
  const { text, html } = letter({
    title: 'Acme & <Sons>',
    paragraphs: ['Hello "you",\nwelcome.'],
    button: { label: 'Open', url: 'https://press.test/x?a=1&b="2"' },
    tables: [
      { heading: 'Most read', rows: [{ name: 'A <b>', value: '1,204', url: 'https://press.test/1' }] },
    ],
    footer: ['You get this because you asked.', { text: 'No more of these', url: 'https://press.test/u' }],
  });
  for (const word of [
    'Acme & <Sons>',
    'Hello "you",\nwelcome.',
    'https://press.test/x?a=1&b="2"',
    'A <b>: 1,204',
  ])
    assert.ok(text.includes(word), word);
  assert.match(html, /<h1>Acme &amp; &lt;Sons&gt;<\/h1>/);
  assert.match(html, /href="https:\/\/press\.test\/x\?a=1&amp;b=&quot;2&quot;"/);
  assert.match(html, /<td><a href="https:\/\/press\.test\/1">A &lt;b&gt;<\/a><\/td><td>1,204<\/td>/);
  assert.match(
    text,
    /-- \n\nYou get this because you asked\.\n\nNo more of these: https:\/\/press\.test\/u\n$/,
  );
  assert.doesNotMatch(html, /<(b|Sons)>/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Hits } from './Hits';
import { JsonLd } from './JsonLd';
import { Prose } from './Prose';

test('the slots of the counts hold the number for programs and for people', () => {
  const html = renderToStaticMarkup(createElement(Hits, { counts: { today: 12, total: 3402 } }));
  assert.ok(html.includes('<data data-hits="today" value="12">12</data>'), html);
  assert.ok(html.includes('<data data-hits="total" value="3402">3,402</data>'), html);
  assert.ok(!html.includes('on its way'));
});

test('while today is not known the total stands alone and a sentence says so', () => {
  const html = renderToStaticMarkup(createElement(Hits, { counts: { today: null, total: 3390 } }));
  assert.ok(!html.includes('data-hits="today"'), html);
  assert.ok(html.includes('<data data-hits="total" value="3390">3,390</data>'), html);
  assert.ok(html.includes('Today’s count is on its way.'));
});

test('structured data cannot leave its script element', () => {
  const name = '</script><script>alert(1)</script><!--';
  const html = renderToStaticMarkup(createElement(JsonLd, { data: { name } }));
  assert.equal(html.match(/</g)?.length, 2);
  const json = /^<script type="application\/ld\+json">(.*)<\/script>$/s.exec(html)?.[1] ?? '';
  assert.deepEqual(JSON.parse(json), { name });
});

test('a table gets a frame to scroll in, and the last line of a quotation its own style', () => {
  const html = renderToStaticMarkup(
    createElement(Prose, {
      dateline: 'Berlin',
      html: '<blockquote><p>First.</p><p>— Somebody</p></blockquote><p>— not a source</p><table><tr><td>1</td></tr></table>',
    }),
  );
  assert.ok(html.includes('<p class="dateline">Berlin –</p>'), html);
  assert.ok(
    html.includes('<p>First.</p><p class="source">— Somebody</p></blockquote><p>— not a source</p>'),
    html,
  );
  assert.match(html, /<div class="table"[^>]*><table>.*<\/table><\/div>/);
});

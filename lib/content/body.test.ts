import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bodyTextOf, cleanBody } from './body';

test('what the allow-list names stays', () => {
  const html =
    '<h2>Title</h2><p>One <strong>two</strong> <em>three</em> <code>four</code><br />five</p><ul><li>a</li></ul>' +
    '<blockquote><p>q</p></blockquote><pre>x  y</pre><figure><img src="/media/7/960-0a1b2c3d.webp" alt="A" width="960" height="640" loading="lazy" />' +
    '<figcaption>c</figcaption></figure><table><tbody><tr><th scope="row">h</th><td colspan="2">d</td></tr></tbody></table>';
  assert.equal(cleanBody(html), html);
});

test('links go to the web, to mail and into this site, and say nothing for those they name', () => {
  assert.equal(
    cleanBody('<a href="https://example.com/a?b=1&amp;c=2" target="_blank" onclick="x()">x</a>'),
    '<a href="https://example.com/a?b=1&amp;c=2" rel="nofollow noopener">x</a>',
  );
  assert.equal(cleanBody('<a href="/releases/7/x">x</a>'), '<a href="/releases/7/x">x</a>');
  for (const href of [
    ...[
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\nscript:alert(1)',
      '&#106;avascript:alert(1)',
      ' javascript:x',
    ],
    ...[
      'data:text/html,<script>',
      'vbscript:x',
      '//evil.example/',
      '/\\evil.example',
      '\\\\evil.example',
      'ftp://a/b',
    ],
    ...['/\t/evil.example', 'https://', 'x'],
  ]) {
    assert.equal(cleanBody(`<p><a href="${href}">x</a></p>`), '<p>x</p>', href);
  }
});

test('pictures come from this site only', () => {
  for (const src of [
    'https://e.example/x.png',
    '//e/x.webp',
    '/media/../x',
    '/files/1/x.svg',
    'data:image/png;base64,AA',
    '',
  ]) {
    assert.equal(cleanBody(`<p>a<img src="${src}" onerror="x()"></p>`), '<p>a</p>', src);
  }
});

test('a picture that only decorates says so, one with a description does not', () => {
  const img = (attributes: string) => cleanBody(`<img src="/media/7/960-0a1b2c3d.webp" ${attributes}>`);
  const src = '<img src="/media/7/960-0a1b2c3d.webp"';
  assert.equal(img('alt="" role="presentation"'), `${src} alt="" role="presentation" loading="lazy" />`);
  assert.equal(img('alt="A" role="presentation"'), `${src} alt="A" loading="lazy" />`);
  assert.equal(img('role="button"'), `${src} alt="" loading="lazy" />`);
});

test('cleaning twice is cleaning once, also where an element was taken out between two paragraphs', () => {
  const clean = cleanBody('<p>a<div><p>b</p></div></p>');
  assert.equal(cleanBody(clean), clean);
  assert.equal(cleanBody('</ href="x"<p href="x"<\u{10000}').isWellFormed(), true);
});

test('nothing of the usual attacks is left', () => {
  for (const attack of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<p style="background:url(javascript:x)" class="x" id="y" data-z="1">x</p>',
    '<form action="/x"><input name="a"><button formaction="javascript:x">go</button></form>',
    '<a href="https://a.example" style="position:fixed">x</a><base href="//evil">',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
    '<table><td background="javascript:x">x',
    '<template><script>x</script></template><style>@import "x"</style><object data=x><embed src=x>',
    '<p><!--[if IE]><script>x</script><![endif]--><![CDATA[<script>x</script>]]></p>',
    '<textarea></textarea><xmp><img src=x onerror=alert(1)></xmp><plaintext><b onmouseover=x>',
  ]) {
    const clean = cleanBody(attack);
    assert.doesNotMatch(
      clean,
      /<(?!\/?(p|strong|a|table|tbody|tr|td|pre)\b)|\son\w+=|javascript:|style=|class=|id=|srcdoc/i,
      `${attack} became ${clean}`,
    );
  }
});

test('cleaning once is enough, and deep nesting does no harm', () => {
  const pieces = fc.constantFrom(
    ...[
      '<p>',
      '</p>',
      '<b>',
      '<a href="https://a.example">',
      '</a>',
      '<ul>',
      '<li>',
      '<script>',
      '</script>',
      '<!--',
      '-->',
    ],
    ...[
      'text',
      '&lt;',
      '&amp;lt;',
      '<',
      '>',
      '"',
      "'",
      '<img src=/media/1/480-00000000.webp>',
      '<svg>',
      '\0',
      '<table><td>',
    ],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (all) => {
      const clean = cleanBody(all.join(''));
      assert.equal(cleanBody(clean), clean);
      assert.doesNotMatch(bodyTextOf(clean), /\0/);
    }),
  );
  assert.ok(cleanBody('<ul><li>'.repeat(20_000)).length < 2000);
});

test('the text of a body has a line per block and no markup', () => {
  assert.equal(
    bodyTextOf(
      cleanBody(
        '<h2>A &amp; B</h2><p>1 &lt; 2<br>x&nbsp;y</p><ul><li>one</li><li>two</li></ul><p>&amp;lt;</p>',
      ),
    ),
    'A & B\n1 < 2\nx y\none\ntwo\n&lt;',
  );
});

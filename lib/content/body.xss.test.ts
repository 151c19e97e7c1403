import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { cleanBody, mediaSrc } from './body';
import { cleanPaste } from './paste';
import { vectors } from './testing/xss-vectors';

/** What may stand in a body, written down a second time: the sanitiser is not asked whether it is right. */
const allowed: Record<string, RegExp | Record<string, RegExp>> = {
  ...Object.fromEntries(
    'p h2 h3 ul li blockquote strong em code pre br hr sub sup figure figcaption table caption thead tbody tr'
      .split(' ')
      .map((tag) => [tag, {}]),
  ),
  a: { href: /^(https?:\/\/|mailto:|\/(?![/\\]))[^\s"'<>`]*$/, rel: /^nofollow noopener$/ },
  img: {
    src: mediaSrc,
    alt: /^/,
    role: /^presentation$/,
    width: /^\d{1,4}$/,
    height: /^\d{1,4}$/,
    loading: /^lazy$/,
  },
  ol: { start: /^\d{1,4}$/ },
  th: { colspan: /^\d{1,4}$/, rowspan: /^\d{1,4}$/, scope: /^(row|col)$/ },
  td: { colspan: /^\d{1,4}$/, rowspan: /^\d{1,4}$/ },
};

/** Each element and attribute in the HTML that must not be in a body. */
function trespassers(html: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag(tag, attributes) {
      const rules = Object.hasOwn(allowed, tag) ? (allowed[tag] as Record<string, RegExp>) : null;
      if (!rules) found.push(`<${tag}>`);
      for (const [name, value] of Object.entries(attributes)) {
        if (!rules || !Object.hasOwn(rules, name) || !rules[name]!.test(value)) {
          found.push(`<${tag} ${name}="${value}">`);
        }
      }
    },
    oncomment: (text) => found.push(`<!--${text}-->`),
    onprocessinginstruction: (name) => found.push(`<${name}>`),
  });
  parser.end(html);
  return found;
}

/** A browser's parser may see a tag where this one sees text: so no "<" but of a tag that is meant. */
const strayTag =
  /<(?!\/?(?:p|h[23]|[uo]l|li|blockquote|a|strong|em|code|pre|br|hr|su[bp]|fig(?:ure|caption)|img|table|caption|thead|tbody|t[rhd])(?: [a-z]+="[^"<>]*")*(?: \/)?>)/;

function check(input: string): void {
  const clean = cleanBody(input);
  assert.deepEqual(trespassers(clean), [], `${input} became ${clean}`);
  assert.doesNotMatch(clean, strayTag, input);
  assert.equal(cleanBody(clean), clean, 'cleaning once is enough');
}

for (const [what, list] of Object.entries(vectors)) {
  test(`no way in for ${what}: ${list.length} vectors`, () => {
    for (const vector of list) {
      check(vector);
      // In the middle of a text, in an element that is still open, in an attribute, twice.
      check(`<p>before ${vector} after</p>`);
      check(`<table><tr><td>${vector}`);
      check(`<p title="${vector}">x</p><a href="${vector}">x</a><a href='${vector}'>x</a>`);
      check(`<img src="/media/7/960-0a1b2c3d.webp" alt="${vector}"><ul><li>${vector}${vector}`);
      check(vector.toUpperCase());
      check(vector.replaceAll(' ', '/'));
    }
  });
}

test('what is pasted and then saved is no way in either', () => {
  for (const vector of Object.values(vectors).flat()) {
    const pasted = cleanPaste(vector).html;
    assert.deepEqual(trespassers(pasted.replaceAll(/ src="data:image\/[^"]*"/g, '')), [], vector);
    check(pasted);
  }
});

test('no nesting of tags, attributes and broken ends opens one', () => {
  const name = fc.constantFrom(
    ...[
      'p',
      'a',
      'img',
      'table',
      'td',
      'li',
      'pre',
      'b',
      'figure',
      'ol',
      'div',
      'x:y',
      'svg',
      'math',
      'mtext',
      'style',
    ],
    ...[
      'script',
      'noscript',
      'template',
      'textarea',
      'title',
      'iframe',
      'form',
      'select',
      'option',
      'foreignObject',
    ],
    ...[
      'plaintext',
      'xmp',
      'caption',
      'mglyph',
      'base',
      'meta',
      'SCRIPT',
      'sCriPt',
      '!--',
      '![CDATA[',
      '?',
      '/',
      '',
    ],
  );
  const value = fc.constantFrom(
    ...[
      'x',
      'alert(1)',
      'javascript:alert(1)',
      'JAVA\tSCRIPT:x',
      '/media/7/960-0a1b2c3d.webp',
      'https://a.example/"',
      '"',
    ],
    ...[
      "'",
      '>',
      '<img src=x onerror=alert(1)>',
      '</style>',
      '-->',
      '&#106;avascript:x',
      '//evil.example',
      '3',
    ],
  );
  const attribute = fc
    .tuple(
      fc.constantFrom(
        ...[
          'href',
          'src',
          'onclick',
          'onerror',
          'style',
          'alt',
          'srcdoc',
          'start',
          'colspan',
          'scope',
          'id',
          'xlink:href',
          'formaction',
        ],
      ),
      fc.constantFrom('="', "='", '=', ' = "'),
      value,
      fc.constantFrom('"', "'", '', ' '),
    )
    .map(([key, open, inside, close]) => ` ${key}${open}${inside}${close}`);
  const tag = fc
    .tuple(name, fc.array(attribute, { maxLength: 3 }), fc.constantFrom('>', '/>', '', '\n>', '>>', '<'))
    .map(([called, attributes, end]) => `<${called}${attributes.join('')}${end}`);
  const piece = fc.oneof(
    { weight: 4, arbitrary: tag },
    { weight: 2, arbitrary: name.map((called) => `</${called}>`) },
    { weight: 2, arbitrary: fc.constantFrom(...Object.values(vectors).flat()) },
    { weight: 1, arbitrary: value },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => check(pieces.join(''))),
    { numRuns: 2000 },
  );
});

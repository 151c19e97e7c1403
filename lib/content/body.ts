import sanitize from 'sanitize-html';
import { mediaSrc } from './media-src';
import { cleanText } from './text';

/**
 * The body of a release: the HTML that may be in it, and the text in that HTML. Cleaned when it is written, so that
 * what stands in the database can go into a page as it is.
 */
export { mediaSrc };

/**
 * HTML from anywhere (an editor, Word, another site) reduced to an allow-list; safe to put into a page. Cleaning what is
 * clean changes nothing.
 */
export function cleanBody(html: string): string {
  let clean = pass(html);
  // Where an element was taken out, its neighbours may stand as no page can have them, such as a paragraph in a
  // paragraph; whoever reads that again sees it differently, and so does this.
  for (let again = 0; again < mostPasses; again++) {
    const before = clean;
    clean = pass(clean);
    if (clean === before) break;
  }
  return clean;
}

const mostPasses = 10;
const pass = (html: string) => sanitize(cleanText(html), options).trim();

/** The text of a cleaned body, a line per block, for search, excerpts and feeds. */
export function bodyTextOf(cleanHtml: string): string {
  return cleanHtml
    .replace(/<(?:br|hr)\b[^>]*>|<\/(?:p|h2|h3|li|blockquote|pre|figcaption|tr|caption)>/g, '\n')
    .replace(/<\/t[dh]>/g, '\t')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp);/g, (_, name: keyof typeof entities) => entities[name])
    .replace(/[ \t\u00A0]+/g, ' ')
    .replace(/ ?\n[\n ]*/g, '\n')
    .trim();
}

// What sanitize-html escapes; everything else it has decoded.
const entities = { lt: '<', gt: '>', quot: '"', amp: '&' } as const;

const options: sanitize.IOptions = {
  allowedTags: [
    ...[
      'p',
      'h2',
      'h3',
      'ul',
      'ol',
      'li',
      'blockquote',
      'a',
      'strong',
      'em',
      'code',
      'pre',
      'br',
      'hr',
      'sub',
      'sup',
    ],
    ...['figure', 'figcaption', 'img', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    img: ['src', 'alt', 'role', 'width', 'height', 'loading'],
    ol: ['start'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'template',
    'title',
    'xmp',
    'iframe',
    'svg',
    'math',
  ],
  nestingLimit: 50,
  transformTags: {
    b: 'strong',
    i: 'em',
    h1: 'h2',
    h4: 'h3',
    h5: 'h3',
    h6: 'h3',
    a: (tagName, { href }) => ({ tagName, attribs: linkAttributes(href) }),
    img: (tagName, { src, alt, role, width, height }) => ({
      tagName,
      attribs: {
        src: src ?? '',
        alt: alt ?? '',
        // Without a description on purpose: it only decorates.
        ...(!alt && role === 'presentation' && { role }),
        ...numbers({ width, height }),
        loading: 'lazy',
      },
    }),
    ol: (tagName, { start }) => ({ tagName, attribs: numbers({ start }) }),
    td: (tagName, { colspan, rowspan }) => ({ tagName, attribs: numbers({ colspan, rowspan }) }),
    th: (tagName, { colspan, rowspan, scope }) => ({
      tagName,
      attribs: {
        ...numbers({ colspan, rowspan }),
        ...(/^(row|col)$/.test(scope ?? '') && { scope: scope! }),
      },
    }),
  },
  exclusiveFilter({ tag, attribs }) {
    if (tag === 'a' && !attribs.href) return 'excludeTag';
    // A picture from elsewhere would tell another server who reads this page.
    return tag === 'img' && !mediaSrc.test(attribs.src ?? '');
  },
};

function linkAttributes(href: string | undefined): sanitize.Attributes {
  const target = (href ?? '').trim();
  if (/^(https?|mailto):/i.test(target) && URL.canParse(target)) {
    return { href: new URL(target).href, rel: 'nofollow noopener' };
  }
  // On this site; "/\evil.example" and "//evil.example" are not.
  return /^\/(?![/\\])[^\s\\]*$/.test(target) ? { href: target } : {};
}

function numbers(attributes: Record<string, string | undefined>): sanitize.Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => /^\d{1,4}$/.test(entry[1] ?? '')),
  );
}

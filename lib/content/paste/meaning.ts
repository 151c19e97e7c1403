import type { Mark } from './blocks';
import { isMarker } from './lists';
import { targetOf } from './sources';
import { type Element, hasClass } from './tree';

/** What pasted elements mean, by their names, classes and styles. */

/** What is not text of the document: bullets written as text, hidden parts, comments in the margin, deleted words. */
export function isUnwanted(node: Element): boolean {
  const { tag, attributes, style } = node;
  return (
    skipped.has(tag) ||
    /^(v|w):/.test(tag) ||
    isMarker(node) ||
    style.display === 'none' ||
    style.visibility === 'hidden' ||
    style['mso-hide'] === 'all' ||
    'hidden' in attributes ||
    /^comment/.test(style['mso-element'] ?? '') ||
    'mso-comment-reference' in style ||
    hasClass(node, /^(MsoCommentReference|EOP|msoDel)$/)
  );
}

export function marksOf({ tag, attributes, style }: Element, outer: Mark[]): Mark[] {
  const marks = new Map(outer.map((mark) => [mark.tag, mark]));
  const set = (name: 'strong' | 'em' | 'sub' | 'sup' | 'code', on: boolean) =>
    on ? marks.set(name, { tag: name }) : marks.delete(name);
  if (tag === 'b' || tag === 'strong') set('strong', true);
  if (tag === 'i' || tag === 'em' || tag === 'cite' || tag === 'dfn' || tag === 'var') set('em', true);
  if (tag === 'sub' || tag === 'sup') set(tag, true);
  if (tag === 'code' || tag === 'kbd' || tag === 'samp' || tag === 'tt') set('code', true);
  // What it looks like outweighs what it is called: Google Docs wraps everything in a <b> that is not bold.
  const weight = style['font-weight'];
  if (weight) set('strong', weight === 'bold' || weight === 'bolder' || Number.parseInt(weight, 10) >= 600);
  const slant = style['font-style'];
  if (slant) set('em', slant === 'italic' || slant === 'oblique');
  if (tag === 'span' && (style['vertical-align'] === 'sub' || style['vertical-align'] === 'super')) {
    set(style['vertical-align'] === 'sub' ? 'sub' : 'sup', true);
  }
  const href = tag === 'a' ? targetOf(attributes.href) : null;
  if (href) marks.set('a', { tag: 'a', href });
  return [...marks.values()];
}

const skipped = new Set(
  'head script style link meta title template noscript iframe object embed svg math canvas video audio form input button select textarea option nav xml del map'.split(
    ' ',
  ),
);

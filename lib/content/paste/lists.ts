import type { Block } from './blocks';
import { type Element, find, hasClass, textOf } from './tree';

/**
 * Lists that are none in the HTML: Word writes each item as a paragraph with its level in a style and its bullet or
 * number as text; Word on the web writes a list of one item per item, with the level in an attribute.
 */
export type Item = { level: number; ordered: boolean; number: number; blocks: Block[] };

/** Level and kind of a paragraph of Word's that stands for a list item; null: an ordinary paragraph. */
export function wordItem(paragraph: Element, styles: WordLists): Omit<Item, 'blocks'> | null {
  const list = paragraph.style['mso-list'] ?? '';
  if (list === 'none' || (!list && !hasClass(paragraph, /^MsoListParagraph/))) return null;
  const marker = find(paragraph, isMarker);
  const text = marker ? textOf(marker).replace(/[\s\u00A0]+/g, '') : '';
  if (!list && !text) return null;
  const [, name = '', level = '1'] = /^(\w+)\s+level(\d)/.exec(list) ?? [];
  const format = styles[`${name}:level${level}`];
  return {
    level: Number(level),
    ordered: format ? format !== 'bullet' && format !== 'none' : isNumber.test(text),
    number: Number.parseInt(text.replace(/^\D+/, ''), 10) || 1,
  };
}

/** The bullet or number that Word writes as text before an item. */
export const isMarker = (element: Element) => element.style['mso-list'] === 'ignore';

export type WordLists = Record<string, string>;

/** What Word's style sheet says of its lists, as "l0:level1" -> "bullet". */
export function wordLists(html: string): WordLists {
  const formats: WordLists = Object.create(null);
  for (const [, list, level, rules = ''] of html.matchAll(/@list\s+(l\d+):level(\d)[^{]*\{([^}]*)\}/g)) {
    formats[`${list}:level${level}`] = /mso-level-number-format:\s*([\w-]+)/.exec(rules)?.[1] ?? 'decimal';
  }
  return formats;
}

/** Items of any levels, one after the other, as lists within lists. */
export function listsOf(items: Item[]): Block[] {
  const lists: Block[] = [];
  for (let i = 0; i < items.length; ) {
    const first = items[i]!;
    const list: Extract<Block, { tag: 'ul' | 'ol' }> = {
      tag: first.ordered ? 'ol' : 'ul',
      start: first.ordered ? first.number : 1,
      items: [],
    };
    while (i < items.length) {
      const item = items[i]!;
      if (item.level < first.level || (item.level === first.level && item.ordered !== first.ordered)) break;
      if (item.level === first.level) {
        list.items.push([...item.blocks]);
        i++;
        continue;
      }
      let end = i;
      while (end < items.length && items[end]!.level > first.level) end++;
      list.items.at(-1)!.push(...listsOf(items.slice(i, end)));
      i = end;
    }
    lists.push(list);
  }
  return lists;
}

// "1." "2)" "(a)" "iv." "B."; a lone "o" is Word's hollow bullet.
const isNumber = /^\(?(\d+|[a-z]|[ivxlcdm]+)[.)]+$/i;

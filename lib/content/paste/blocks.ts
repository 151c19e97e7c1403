/** What is left of pasted HTML: blocks of text, and how they are written as the HTML that a body may hold. */
export type Mark = { tag: 'strong' | 'em' | 'sub' | 'sup' | 'code' } | { tag: 'a'; href: string };
export type Leaf = { text: string; marks: Mark[] } | 'br';
export type Cell = { header: boolean; colspan: number; rowspan: number; blocks: Block[] };
export type Block =
  | { tag: 'p' | 'h2' | 'h3' | 'pre'; leaves: Leaf[] }
  | { tag: 'ul' | 'ol'; start: number; items: Block[][] }
  | { tag: 'blockquote'; blocks: Block[] }
  | { tag: 'figure'; src: string; alt: string; caption: Leaf[] }
  | { tag: 'table'; caption: Leaf[]; rows: Cell[][] }
  | { tag: 'hr' };

export const htmlOf = (blocks: Block[]): string => blocks.map(blockHtml).join('');

/** Leaves with white space as a page shows it: runs are one space, none at the ends of lines. */
export function tidy(leaves: Leaf[]): Leaf[] {
  const tidied: Leaf[] = [];
  let atStart = true;
  for (const leaf of leaves) {
    if (leaf === 'br') {
      trimEnd(tidied);
      tidied.push(leaf);
      atStart = true;
      continue;
    }
    // A single no-break space is typography ("3 %"); several are somebody's way to move text.
    let text = leaf.text.replace(/[ \t\n\r\f\u00A0]+/g, (run) => (run === '\u00A0' ? run : ' '));
    if (atStart) text = text.replace(/^[ \u00A0]+/, '');
    if (!text) continue;
    atStart = /[ \u00A0]$/.test(text);
    tidied.push({ text, marks: leaf.marks });
  }
  trimEnd(tidied);
  while (tidied.at(-1) === 'br') {
    tidied.pop();
    trimEnd(tidied);
  }
  while (tidied[0] === 'br') tidied.shift();
  return tidied;
}

function trimEnd(leaves: Leaf[]): void {
  for (let last = leaves.at(-1); last && last !== 'br'; last = leaves.at(-1)) {
    const text = last.text.replace(/[ \u00A0]+$/, '');
    leaves.pop();
    if (text) {
      leaves.push({ ...last, text });
      return;
    }
  }
}

function blockHtml(block: Block): string {
  switch (block.tag) {
    case 'p':
    case 'h2':
    case 'h3':
    case 'pre':
      return `<${block.tag}>${inlineHtml(block.leaves)}</${block.tag}>`;
    case 'ul':
    case 'ol': {
      const start = block.tag === 'ol' && block.start > 1 ? ` start="${block.start}"` : '';
      const items = block.items.map((item) => `<li>${htmlOf(item)}</li>`).join('');
      return `<${block.tag}${start}>${items}</${block.tag}>`;
    }
    case 'blockquote':
      return `<blockquote>${htmlOf(block.blocks)}</blockquote>`;
    case 'figure': {
      const caption = block.caption.length > 0 ? `<figcaption>${inlineHtml(block.caption)}</figcaption>` : '';
      return `<figure><img src="${escaped(block.src)}" alt="${escaped(block.alt)}">${caption}</figure>`;
    }
    case 'table':
      return tableHtml(block);
    case 'hr':
      return '<hr>';
  }
}

function tableHtml({ caption, rows }: Extract<Block, { tag: 'table' }>): string {
  const title = caption.length > 0 ? `<caption>${inlineHtml(caption)}</caption>` : '';
  const body = rows.map((cells) => `<tr>${cells.map(cellHtml).join('')}</tr>`).join('');
  return `<table>${title}<tbody>${body}</tbody></table>`;
}

function cellHtml({ header, colspan, rowspan, blocks }: Cell): string {
  const tag = header ? 'th' : 'td';
  const spans = `${colspan > 1 ? ` colspan="${colspan}"` : ''}${rowspan > 1 ? ` rowspan="${rowspan}"` : ''}`;
  return `<${tag}${spans}>${htmlOf(blocks) || '<p></p>'}</${tag}>`;
}

const order: Mark['tag'][] = ['a', 'strong', 'em', 'sub', 'sup', 'code'];

/** Marks that go on from one piece of text to the next are written once. */
function inlineHtml(leaves: Leaf[]): string {
  let html = '';
  let open: Mark[] = [];
  for (const leaf of leaves) {
    const wanted =
      leaf === 'br' ? open : order.flatMap((tag) => leaf.marks.find((mark) => mark.tag === tag) ?? []);
    let same = 0;
    while (same < open.length && same < wanted.length && equal(open[same]!, wanted[same]!)) same++;
    html += close(open.slice(same)) + wanted.slice(same).map(opening).join('');
    open = wanted;
    html += leaf === 'br' ? '<br>' : escaped(leaf.text);
  }
  return html + close(open);
}

const opening = (mark: Mark) => (mark.tag === 'a' ? `<a href="${escaped(mark.href)}">` : `<${mark.tag}>`);
const close = (marks: Mark[]) =>
  marks
    .map(({ tag }) => `</${tag}>`)
    .reverse()
    .join('');
const equal = (a: Mark, b: Mark) =>
  a.tag === b.tag && (a.tag !== 'a' || a.href === (b as { href: string }).href);

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

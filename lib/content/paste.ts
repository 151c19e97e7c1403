import { type Block, type Cell, htmlOf, type Leaf, type Mark } from './paste/blocks';
import { Flow } from './paste/flow';
import { type Item, listsOf, type WordLists, wordItem, wordLists } from './paste/lists';
import { isUnwanted, marksOf } from './paste/meaning';
import { pictureOf } from './paste/sources';
import { type Element, find, hasClass, type Node, textOf, treeOf } from './paste/tree';

/**
 * What somebody pastes from Word, Google Docs, Outlook, LibreOffice or a web page, as the plain HTML that a body may
 * hold: what the text is, and nothing of what it looked like. The server cleans what is saved in any case
 * (lib/content/body.ts): this is for people, not for safety.
 */
export type Pasted = {
  html: string;
  /** Pictures that were in it as data: to be uploaded, and put where `<img src="…">` has the same address. */
  pictures: { src: string; alt: string }[];
  /** Addresses of pictures elsewhere: they are not taken over, and the person is told. */
  elsewhere: string[];
};

/** Throws nothing, whatever the input. */
export function cleanPaste(html: string): Pasted {
  const body = treeOf(html);
  const walk = new Walk(wordLists(html), find(body, ({ tag }) => tag === 'h1') !== null);
  const blocks = walk.blocksOf(body.children, []);
  return { html: htmlOf(blocks), pictures: walk.pictures, elsewhere: [...walk.elsewhere] };
}

const containers = new Set(
  'p body html div section article main header footer aside details summary center address dl dt dd fieldset hgroup tbody thead tfoot tr td th'.split(
    ' ',
  ),
);

class Walk {
  readonly pictures: Pasted['pictures'] = [];
  readonly elsewhere = new Set<string>();

  constructor(
    private readonly styles: WordLists,
    private readonly hasTopHeading: boolean,
  ) {}

  /** The blocks in a flow of text and elements; text that stands free becomes paragraphs. */
  blocksOf(nodes: Node[], marks: Mark[]): Block[] {
    const flow = new Flow();
    this.into(flow, nodes, marks, false);
    return flow.finished();
  }

  private into(flow: Flow, nodes: Node[], marks: Mark[], raw: boolean): void {
    for (const node of nodes) {
      if (typeof node === 'string') flow.text(node, marks, raw);
      else if (!isUnwanted(node)) this.element(flow, node, marks, raw);
    }
  }

  private element(flow: Flow, node: Element, outer: Mark[], raw: boolean): void {
    const { tag, children } = node;
    const heading = this.headingOf(node);
    const marks = heading ? [] : marksOf(node, outer);
    const item = tag === 'p' && !heading ? wordItem(node, this.styles) : null;
    if (tag === 'br') flow.lineBreak();
    else if (tag === 'img') this.picture(flow, node);
    else if (tag === 'hr') flow.block({ tag: 'hr' });
    else if (tag === 'table') this.table(flow, node, marks);
    else if (tag === 'ul' || tag === 'ol') this.list(flow, node, marks);
    else if (tag === 'li') flow.item({ ...loose, blocks: this.blocksOf(children, marks) });
    else if (tag === 'blockquote') this.quotation(flow, node, marks);
    else if (tag === 'figure') this.figure(flow, node, marks);
    else if (tag === 'pre') this.code(flow, node);
    else if (heading) this.heading(flow, node, heading);
    else if (item) flow.item({ ...item, blocks: this.blocksOf(children, marks) });
    // A space that Chromium writes so that it is not lost.
    else if (hasClass(node, /^Apple-converted-space$/)) flow.text(' ', marks, raw);
    else if (containers.has(tag)) {
      flow.boundary();
      this.into(flow, children, marks, raw);
      flow.boundary();
    } else this.into(flow, children, marks, raw);
  }

  private heading(flow: Flow, { children }: Element, tag: 'h2' | 'h3'): void {
    for (const block of this.blocksOf(children, [])) {
      flow.block(block.tag === 'p' ? { tag, leaves: block.leaves.map(withoutWeight) } : block);
    }
  }

  private quotation(flow: Flow, { children }: Element, marks: Mark[]): void {
    const blocks = this.blocksOf(children, marks);
    if (blocks.length > 0) flow.block({ tag: 'blockquote', blocks });
  }

  private code(flow: Flow, { children }: Element): void {
    const code = new Flow();
    this.into(code, children, [], true);
    flow.code(code.rawLeaves());
  }

  /** h2 or h3; null: not a heading. A release's title stands above the body, so the highest heading in it is h2. */
  private headingOf(node: Element): 'h2' | 'h3' | null {
    const { tag, attributes } = node;
    const level = /^h[1-6]$/.test(tag)
      ? Number(tag[1])
      : attributes.role === 'heading'
        ? Number(attributes['aria-level']) || 2
        : tag === 'p' && hasClass(node, /^MsoTitle$/)
          ? 1
          : tag === 'p' && hasClass(node, /^MsoSubtitle$/)
            ? 2
            : null;
    if (level === null || node.style['mso-list'] === 'ignore') return null;
    return level === 1 || (level === 2 && !this.hasTopHeading) ? 'h2' : 'h3';
  }

  private list(flow: Flow, node: Element, marks: Mark[]): void {
    const ordered = node.tag === 'ol';
    const items: Item[] = [];
    let number = Number(node.attributes.start) || 1;
    for (const child of node.children) {
      if (typeof child === 'string') {
        if (child.trim()) items.push({ level: 1, ordered, number, blocks: this.blocksOf([child], marks) });
        continue;
      }
      if (isUnwanted(child)) continue;
      // Google Docs and old editors write a list within a list beside its item, not inside.
      if (child.tag === 'ul' || child.tag === 'ol') {
        const inner = this.blocksOf([child], marks);
        if (items.length > 0) items.at(-1)!.blocks.push(...inner);
        else for (const block of inner) flow.block(block);
        continue;
      }
      const blocks = this.blocksOf(child.tag === 'li' ? child.children : [child], marksOf(child, marks));
      // Word on the web: a list for each item, with the level in an attribute.
      const level = Number(child.attributes['data-aria-level']) || 1;
      if (blocks.length > 0) items.push({ level, ordered, number: number++, blocks });
    }
    const isWordOnTheWeb = find(node, ({ attributes }) => 'data-aria-level' in attributes) !== null;
    if (isWordOnTheWeb) for (const item of items) flow.item(item);
    else for (const block of listsOf(items)) flow.block(block);
  }

  private table(flow: Flow, node: Element, marks: Mark[]): void {
    const rows = rowsOf(node);
    // Mails are laid out with tables in tables, and one cell alone is a frame.
    const cells = rows.flatMap(({ cells }) => cells);
    if (
      cells.length < 2 ||
      rows.every((row) => row.cells.length < 2) ||
      find(node, ({ tag }) => tag === 'table')
    ) {
      for (const cell of cells) for (const block of this.blocksOf(cell.children, marks)) flow.block(block);
      return;
    }
    const caption = find(node, ({ tag }) => tag === 'caption');
    const body = rows.map(({ isHead, cells }) =>
      cells.map(
        (cell): Cell => ({
          header: isHead || cell.tag === 'th',
          colspan: spanOf(cell.attributes.colspan),
          rowspan: spanOf(cell.attributes.rowspan),
          blocks: this.blocksOf(cell.children, []),
        }),
      ),
    );
    flow.block({ tag: 'table', caption: caption ? this.leavesOf(caption) : [], rows: body });
  }

  private figure(flow: Flow, node: Element, marks: Mark[]): void {
    const caption = find(node, ({ tag }) => tag === 'figcaption');
    const others = node.children.filter((child) => child !== caption);
    const blocks = this.blocksOf(others, marks);
    const last = blocks.findLast((block) => block.tag === 'figure');
    if (last && caption) last.caption = this.leavesOf(caption);
    for (const block of blocks) flow.block(block);
  }

  private picture(flow: Flow, { attributes, style }: Element): void {
    const picture = pictureOf(attributes, style);
    if (!picture) return;
    if (picture.kind === 'elsewhere') {
      this.elsewhere.add(picture.src);
      return;
    }
    if (picture.kind === 'data') this.pictures.push({ src: picture.src, alt: picture.alt });
    flow.block({ tag: 'figure', src: picture.src, alt: picture.alt, caption: [] });
  }

  private leavesOf(node: Element): Leaf[] {
    return this.blocksOf(node.children, []).flatMap((block, i) =>
      block.tag === 'p' ? [...(i > 0 ? (['br'] as Leaf[]) : []), ...block.leaves] : [],
    );
  }
}

// An item outside of any list.
const loose = { level: 1, ordered: false, number: 1 };

const withoutWeight = (leaf: Leaf): Leaf =>
  leaf === 'br' ? leaf : { ...leaf, marks: leaf.marks.filter(({ tag }) => tag !== 'strong') };

function rowsOf(table: Element): { isHead: boolean; cells: Element[] }[] {
  const rows: { isHead: boolean; cells: Element[] }[] = [];
  const collect = (node: Element, isHead: boolean) => {
    for (const child of node.children) {
      if (typeof child === 'string') continue;
      if (child.tag === 'tr') {
        const cells = child.children.filter(
          (cell): cell is Element => typeof cell !== 'string' && (cell.tag === 'td' || cell.tag === 'th'),
        );
        if (cells.length > 0) rows.push({ isHead, cells });
      } else if (/^t(head|body|foot)$/.test(child.tag)) collect(child, child.tag === 'thead');
    }
  };
  collect(table, false);
  return rows.filter(({ cells }) =>
    cells.some((cell) => textOf(cell).trim() || find(cell, ({ tag }) => tag === 'img')),
  );
}

const spanOf = (value: string | undefined) =>
  Math.min(Math.max(Number.parseInt(value ?? '', 10) || 1, 1), 100);

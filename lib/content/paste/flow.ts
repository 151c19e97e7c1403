import { type Block, type Leaf, type Mark, tidy } from './blocks';
import { type Item, listsOf } from './lists';

/** Blocks as they come, with the paragraph and the list that are still open. */
export class Flow {
  private readonly blocks: Block[] = [];
  private leaves: Leaf[] = [];
  private items: Item[] = [];

  text(text: string, marks: Mark[], raw: boolean): void {
    if (this.items.length > 0 && (raw || text.trim())) this.endList();
    this.leaves.push({ text, marks });
  }

  /** One break is a line, two are a paragraph: Outlook and Gmail write them so. */
  lineBreak(): void {
    const previous = this.leaves.findLast((leaf) => leaf === 'br' || leaf.text.trim() !== '');
    if (previous === 'br') this.boundary();
    else this.leaves.push('br');
  }

  boundary(): void {
    const leaves = tidy(this.leaves);
    this.leaves = [];
    if (leaves.length === 0) return;
    this.endList();
    this.blocks.push({ tag: 'p', leaves });
  }

  block(block: Block): void {
    this.boundary();
    this.endList();
    this.blocks.push(block);
  }

  item(item: Item): void {
    this.boundary();
    if (item.blocks.length > 0) this.items.push(item);
  }

  code(leaves: Leaf[]): void {
    if (leaves.length > 0) this.block({ tag: 'pre', leaves });
  }

  rawLeaves(): Leaf[] {
    const text = this.leaves.map((leaf) => (leaf === 'br' ? '\n' : leaf.text)).join('');
    const trimmed = text.replace(/^\n|\s+$/g, '');
    return trimmed ? [{ text: trimmed, marks: [] }] : [];
  }

  finished(): Block[] {
    this.boundary();
    this.endList();
    return this.blocks;
  }

  private endList(): void {
    if (this.items.length === 0) return;
    this.blocks.push(...listsOf(this.items));
    this.items = [];
  }
}

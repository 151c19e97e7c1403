import { Parser } from 'htmlparser2';

/** Pasted HTML as a small tree, and what its inline styles say. Runs in the browser and in Node: no DOM. */
export type Element = {
  tag: string;
  attributes: Record<string, string>;
  style: Record<string, string>;
  children: Node[];
};
export type Node = string | Element;

/** Comments (and so whatever hides in Word's conditional ones), doctypes and processing instructions are not in it. */
export function treeOf(html: string): Element {
  const root = element('body', {});
  const open = [root];
  const parser = new Parser({
    onopentag(tag, attributes) {
      const child = element(tag, attributes);
      open.at(-1)!.children.push(child);
      // What nobody writes by hand is not worth a stack overflow.
      if (open.length < deepest) open.push(child);
      else open.push(open.at(-1)!);
    },
    onclosetag() {
      if (open.length > 1) open.pop();
    },
    ontext(text) {
      const { children } = open.at(-1)!;
      // The parser gives an entity apart from what stands around it.
      if (typeof children.at(-1) === 'string') children.push(children.pop() + text);
      else children.push(text);
    },
  });
  parser.write(fragmentOf(html));
  parser.end();
  return root;
}

/** The text in it, white space as it is written. */
export function textOf(node: Node): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

/** The first element inside for which it holds, in document order. */
export function find(node: Element, holds: (element: Element) => boolean): Element | null {
  for (const child of node.children) {
    if (typeof child === 'string') continue;
    const found = holds(child) ? child : find(child, holds);
    if (found) return found;
  }
  return null;
}

export const hasClass = ({ attributes }: Element, pattern: RegExp) =>
  (attributes.class ?? '').split(/\s+/).some((name) => pattern.test(name));

const deepest = 200;

const element = (tag: string, attributes: Record<string, string>): Element => ({
  tag,
  attributes,
  style: styleOf(attributes.style ?? ''),
  children: [],
});

/** Declarations by lower-case name: "mso-list:l0 level1 lfo1; COLOR: red" has mso-list and color. */
function styleOf(style: string): Record<string, string> {
  const declarations: Record<string, string> = Object.create(null);
  for (const part of style.split(';')) {
    const colon = part.indexOf(':');
    if (colon < 1) continue;
    declarations[part.slice(0, colon).trim().toLowerCase()] = part
      .slice(colon + 1)
      .trim()
      .toLowerCase();
  }
  return declarations;
}

/** Windows' clipboard marks what was selected; the rest is the document around it. */
function fragmentOf(html: string): string {
  const start = html.search(/<!--\s*StartFragment\s*-->/i);
  const end = html.search(/<!--\s*EndFragment\s*-->/i);
  return start >= 0 && end > start ? html.slice(start, end) : html;
}

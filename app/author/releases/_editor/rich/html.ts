import { DOMSerializer } from '@tiptap/pm/model';
import type { Editor } from '@tiptap/react';

/** The text as HTML, in the form that lib/content/body.ts gives: what the editor only needs for itself is not in it. */
export function htmlOf(editor: Editor): string {
  const { doc, schema } = editor.state;
  const box = document.createElement('div');
  box.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content));
  for (const empty of box.querySelectorAll('figcaption:empty')) empty.remove();
  for (const code of box.querySelectorAll('pre > code')) code.replaceWith(...code.childNodes);
  for (const only of box.querySelectorAll(':is(li, td, th) > p:only-child'))
    only.replaceWith(...only.childNodes);
  for (const table of box.querySelectorAll('table')) headOf(table);
  // A place to go on writing, beneath a picture or a table that ends the text.
  for (
    let last = box.lastElementChild;
    last?.tagName === 'P' && !last.hasChildNodes();
    last = box.lastElementChild
  ) {
    last.remove();
  }
  return box.innerHTML;
}

/** The same for HTML that comes from the server, to see whether two texts are one. */
export function plainHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const element of body.querySelectorAll('[rel], [loading]')) {
    element.removeAttribute('rel');
    element.removeAttribute('loading');
  }
  return body.innerHTML;
}

/** Rows of headings at the top are the table's head. */
function headOf(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  if (!body) return;
  const rows = [...body.rows];
  const first = rows.findIndex((row) => [...row.cells].some((cell) => cell.tagName !== 'TH'));
  if (first < 1) return;
  const head = document.createElement('thead');
  head.append(...rows.slice(0, first));
  body.before(head);
}

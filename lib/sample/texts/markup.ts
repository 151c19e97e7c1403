/**
 * The small markup in which the sample texts are written, turned into HTML. Blocks are separated by blank lines:
 * "## heading", "### smaller heading", "- list", "1. numbered list", "> quotation" with a last line "> -- who said it",
 * "| table | row |" with its header first, anything else a paragraph. Within a block: **strong**, *emphasis*,
 * [text](address).
 */
export function htmlOf(markup: string): string {
  return markup
    .trim()
    .split(/\n\s*\n/)
    .map((block) => blockHtml(block.split('\n').map((line) => line.trim())))
    .join('\n');
}

function blockHtml(lines: string[]): string {
  const first = lines[0]!;
  if (first.startsWith('### ')) return `<h3>${inline(first.slice(4))}</h3>`;
  if (first.startsWith('## ')) return `<h2>${inline(first.slice(3))}</h2>`;
  if (first.startsWith('- ')) return listHtml('ul', lines, /^- /);
  if (/^\d+\. /.test(first)) return listHtml('ol', lines, /^\d+\. /);
  if (first.startsWith('> ')) return quotationHtml(lines.map((line) => line.replace(/^> ?/, '')));
  if (first.startsWith('|')) return tableHtml(lines);
  return `<p>${inline(lines.join(' '))}</p>`;
}

/** Items may go on over several lines; an item begins where the mark is. */
function listHtml(tag: 'ul' | 'ol', lines: string[], mark: RegExp): string {
  const items: string[] = [];
  for (const line of lines) {
    if (mark.test(line)) items.push(line.replace(mark, ''));
    else items.push(`${items.pop() ?? ''} ${line}`);
  }
  return `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`;
}

function quotationHtml(lines: string[]): string {
  const source = lines.at(-1)?.startsWith('-- ') ? lines.pop()?.slice(3) : undefined;
  const speaker = source ? `<p>— ${inline(source)}</p>` : '';
  return `<blockquote><p>${inline(lines.join(' '))}</p>${speaker}</blockquote>`;
}

function tableHtml(lines: string[]): string {
  const [head, ...rows] = lines.map((line) =>
    line
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => inline(cell.trim())),
  );
  const row = (cells: string[], open: string, close: string) =>
    `<tr>${cells.map((cell) => `${open}${cell}${close}`).join('')}</tr>`;
  const headRow = row(head!, '<th scope="col">', '</th>');
  return `<table><thead>${headRow}</thead><tbody>${rows.map((cells) => row(cells, '<td>', '</td>')).join('')}</tbody></table>`;
}

/** Plain text as printers set it: curly quotation marks and apostrophes, and numbers that stay on one line. */
export function typeset(text: string): string {
  return text
    .replace(/"([^"]*)"/g, '“$1”')
    .replace(/'/g, '’')
    .replace(/(\d) (?=\d{3}(?!\d))/g, '$1\u00a0');
}

function inline(text: string): string {
  return typeset(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\*([^*]+)\*/g, '<em>$1</em>');
}

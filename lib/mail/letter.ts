/** The words of a mail, as text and as HTML that says the same. */
export type Letter = {
  title: string;
  paragraphs: string[];
  /** The one thing to do. */
  button?: { label: string; url: string };
  /** Figures: a heading, then lines of a name and a value. */
  tables?: { heading: string; rows: { name: string; url?: string; value: string }[] }[];
  /** What stands after the button, in small print: why somebody gets this, how to get no more of it. */
  footer?: (string | { text: string; url: string })[];
};

/** The letter as plain text and as an HTML document. All of its parts are text; nothing in them is markup. */
export function letter(of: Letter): { text: string; html: string } {
  return { text: textOf(of), html: htmlOf(of) };
}

function textOf({ title, paragraphs, button, tables = [], footer = [] }: Letter): string {
  const parts = [
    title,
    ...paragraphs,
    ...(button ? [`${button.label}:\n${button.url}`] : []),
    ...tables.map(({ heading, rows }) =>
      [
        heading,
        ...rows.map(({ name, value, url }) => `  ${name}: ${value}${url ? `\n    ${url}` : ''}`),
      ].join('\n'),
    ),
    ...(footer.length > 0
      ? ['-- ', ...footer.map((one) => (typeof one === 'string' ? one : `${one.text}: ${one.url}`))]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character]!);
const lines = (text: string) => escaped(text).replaceAll('\n', '<br>');
const link = (url: string, text: string) => `<a href="${escaped(url)}">${escaped(text)}</a>`;

// Mail programs know little CSS, and some drop the style element: the page must read well without it.
const style = `body{margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1b1b1f;background:#fff}
main{max-width:34rem;margin:0 auto}h1{font-size:1.4rem;line-height:1.25}h2{font-size:1rem;margin:1.5em 0 .3em}
.button{display:inline-block;padding:.6em 1.2em;border-radius:6px;background:#1d4ed8;color:#fff;text-decoration:none}
table{width:100%;border-collapse:collapse}td{padding:.3em 0;border-bottom:1px solid #d5d5dd}td+td{text-align:right;white-space:nowrap;padding-left:1em}
footer{margin-top:2em;font-size:.85rem;color:#5c5c66}a{color:#1d4ed8;overflow-wrap:anywhere}
@media(prefers-color-scheme:dark){body{color:#e8e8ee;background:#17171b}td{border-color:#3a3a44}footer{color:#a5a5b2}a{color:#9db8ff}.button{background:#9db8ff;color:#17171b}}`;

function htmlOf({ title, paragraphs, button, tables = [], footer = [] }: Letter): string {
  const table = ({ heading, rows }: NonNullable<Letter['tables']>[number]) =>
    `<h2>${escaped(heading)}</h2>\n<table role="presentation">\n${rows
      .map(
        ({ name, value, url }) =>
          `<tr><td>${url ? link(url, name) : escaped(name)}</td><td>${escaped(value)}</td></tr>`,
      )
      .join('\n')}\n</table>`;
  const body = [
    `<h1>${escaped(title)}</h1>`,
    ...paragraphs.map((paragraph) => `<p>${lines(paragraph)}</p>`),
    button &&
      `<p><a class="button" href="${escaped(button.url)}">${escaped(button.label)}</a></p>\n` +
        `<p>Or open this address: ${link(button.url, button.url)}</p>`,
    ...tables.map(table),
    footer.length > 0 &&
      `<footer>\n${footer
        .map((one) => `<p>${typeof one === 'string' ? lines(one) : link(one.url, one.text)}</p>`)
        .join('\n')}\n</footer>`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.filter(Boolean).join('\n')}
</main>
</body>
</html>
`;
}

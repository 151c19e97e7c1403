/**
 * A one-page PDF (ISO 32000) with a heading and a table of facts, in the standard faces that every reader has. Text
 * is written in WinAnsi; letters that it lacks (ł, ę, ũ) lose their marks.
 */
export function pdfOf(sheet: {
  title: string;
  heading: string;
  facts: [string, string][];
  source: string;
}): Buffer {
  const text = (face: 'B' | 'R', size: number, x: number, y: number, value: string, grey = 0) =>
    `BT /${face} ${size} Tf ${grey} g ${x} ${y} Td (${escaped(value)}) Tj ET\n`;
  let y = 742;
  let page = text('R', 10, 56, 790, sheet.source, 0.4);
  for (const line of wrapped(sheet.title, 34)) {
    page += text('B', 24, 56, y, line);
    y -= 30;
  }
  for (const line of wrapped(sheet.heading, 80)) {
    page += text('R', 12, 56, y, line, 0.25);
    y -= 17;
  }
  y -= 24;
  for (const [label, value] of sheet.facts) {
    page += `0.85 G 0.6 w 56 ${y + 18} m 539 ${y + 18} l S\n${text('R', 11, 56, y, label, 0.35)}`;
    for (const line of wrapped(value, 52)) {
      page += text('B', 11, 236, y, line);
      y -= 15;
    }
    y -= 15;
  }
  return document([
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /B 5 0 R /R 6 0 R >> >> >>',
    `<< /Length ${page.length} >>\nstream\n${page}endstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Title (${escaped(sheet.title)}) /Author (${escaped(sheet.source)}) >>`,
  ]);
}

function document(objects: string[]): Buffer {
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(`${body}xref\n0 ${count}\n0000000000 65535 f \n${table}${trailer}`, 'latin1');
}

function wrapped(value: string, most: number): string[] {
  const lines = [''];
  for (const word of value.split(' ')) {
    const line = lines.at(-1)!;
    if (line && line.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** Typographic characters that WinAnsi has outside Latin-1, and the few letters of the sample that it lacks. */
const WIN_ANSI: Record<string, string> = {
  '’': '\\222',
  '‘': '\\221',
  '“': '\\223',
  '”': '\\224',
  '–': '\\226',
  '—': '\\227',
  '…': '\\205',
  š: '\\232',
  Š: '\\212',
  ž: '\\236',
  Ž: '\\216',
  Œ: '\\214',
  œ: '\\234',
  '€': '\\200',
  ł: 'l',
  Ł: 'L',
};

function escaped(value: string): string {
  return [...value]
    .map((char) => {
      if (/[\\()]/.test(char)) return `\\${char}`;
      const code = char.codePointAt(0)!;
      if (code < 128) return char;
      if (WIN_ANSI[char]) return WIN_ANSI[char];
      if (code < 256) return `\\${code.toString(8)}`;
      const base = char.normalize('NFD')[0]!;
      return base.charCodeAt(0) < 128 ? base : '?';
    })
    .join('');
}

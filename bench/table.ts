/** One benchmark's result: what it says in a sentence, a table, and what belongs under it. */
export type Section = { title: string; about: string; head: string[]; rows: string[][]; below?: string };

export function markdown({ title, about, head, rows, below }: Section): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const align = head.map((_cell, i) => (i === 0 ? '---' : '---:'));
  return [
    `## ${title}`,
    '',
    about,
    '',
    line(head),
    line(align),
    ...rows.map(line),
    ...(below ? ['', below] : []),
    '',
  ].join('\n');
}

/** A number of things in two significant figures: 1 900 000 is "1.9 M". */
export function short(n: number): string {
  if (n >= 1e6) return `${(n / 1e6).toPrecision(2)} M`;
  if (n >= 1e4) return `${Math.round(n / 1e3)} k`;
  return n >= 100 ? String(Math.round(n)) : n.toPrecision(2);
}

export const times = (ratio: number) => `${ratio >= 100 ? Math.round(ratio) : ratio.toPrecision(2)} ×`;

/** The value below which the share p (0 to 1) of the values lie. */
export function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]!;
}

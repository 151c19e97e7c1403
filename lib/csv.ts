/**
 * A row of a table as a line of CSV (RFC 4180), with its line break. A text that a spreadsheet would take for a formula
 * (OWASP: CSV injection) gets an apostrophe in front; numbers stay numbers.
 */
export function csvLine(values: readonly (string | number | boolean | Date | null | undefined)[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

/**
 * Where one may begin: at the front; and within, because half of Europe's spreadsheets part fields at semicolons, and then
 * no quotation mark of ours holds a text together.
 */
const formula = /^(?=\s*[=+\-@\t\r])|(?<=[;\r\n])(?= *[=+\-@])/g;

function csvValue(value: string | number | boolean | Date | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = value instanceof Date ? value.toISOString() : value;
  const harmless = text.replace(formula, "'");
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

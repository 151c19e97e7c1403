import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Cell, csv, json } from './table';

/** RFC 4180, read by its grammar. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]];
  for (let at = 1; at < text.length; ) {
    let field = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        field += text[at];
      }
      at++;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') field += text[at++];
    rows.at(-1)!.push(field);
    if (text[at] === ',') at++;
    else {
      assert.equal(text.slice(at, at + 2), '\r\n');
      at += 2;
      rows.push([]);
    }
  }
  assert.deepEqual(rows.pop(), []);
  return rows;
}

const cells = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', 'a"b', 'a,b', 'a\r\nb', ''),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

test('CSV gives back what was put in, but for the apostrophe before a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cells, cells, cells), { maxLength: 8 }), (rows) => {
      const [head, ...read] = parsed(csv({ columns: ['a', 'b', 'c'], rows }));
      assert.deepEqual(head, ['a', 'b', 'c']);
      assert.equal(read.length, rows.length);
      const expected = (cell: Cell) =>
        typeof cell === 'string'
          ? cell.replace(/^(?=\s*[=+\-@\t\r])|(?<=[;\r\n])(?= *[=+\-@])/g, "'")
          : String(cell);
      assert.deepEqual(
        read,
        rows.map((row) => row.map(expected)),
      );
    }),
  );
});

test('no text of a cell begins a formula, and negative numbers stay numbers', () => {
  const text = csv({ columns: ['value'], rows: [['=cmd|x'], ['-2+3'], [-2.5], [null]] });
  assert.equal(text, "\ufeffvalue\r\n'=cmd|x\r\n'-2+3\r\n-2.5\r\n\r\n");
});

test('JSON has the rows by their columns', () => {
  assert.deepEqual(
    JSON.parse(
      json({
        columns: ['a', 'b'],
        rows: [
          ['x', 1],
          [null, 2],
        ],
      }),
    ),
    [
      { a: 'x', b: 1 },
      { a: null, b: 2 },
    ],
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { crc32, csvOf, downloadsOf, zipOf } from './attachments';
import { pdfOf } from './pdf';

test('CSV quotes what needs it', () => {
  assert.equal(
    csvOf([
      ['a,b', 'say "x"'],
      [1, 'ü'],
    ]).toString(),
    '"a,b","say ""x"""\r\n1,ü\r\n',
  );
});

test('a ZIP archive gives its files back', () => {
  const data = Buffer.from('hello '.repeat(100));
  const zip = zipOf([{ name: 'a.txt', data }]);
  assert.equal(zip.readUInt32LE(0), 0x04034b50);
  assert.equal(zip.readUInt32LE(14), crc32(data));
  const from = 30 + zip.readUInt16LE(26);
  assert.deepEqual(inflateRawSync(zip.subarray(from, from + zip.readUInt32LE(18))), data);
  const end = zip.length - 22;
  assert.equal(zip.readUInt32LE(end), 0x06054b50);
  assert.equal(
    zip.readUInt32LE(zip.readUInt32LE(end + 16)),
    0x02014b50,
    'the directory is where the end says',
  );
  assert.equal(crc32(Buffer.from('123456789')), 0xcbf43926, 'the check value of the checksum');
});

test('an archive can only pack what is before it', () => {
  assert.throws(
    () => downloadsOf([{ kind: 'zip', name: 'x.zip', title: 'x', of: ['y.pdf'] }], 'h', 's'),
    /y\.pdf/,
  );
});

test('the offsets in a PDF lead to its objects', () => {
  const pdf = pdfOf({
    title: 'Fahr (plan) Łódź',
    heading: 'Überschrift',
    facts: [['Länge', '68 m']],
    source: 'Test',
  }).toString('latin1');
  const table = Number(/startxref\n(\d+)/.exec(pdf)![1]);
  assert.equal(pdf.slice(table, table + 4), 'xref');
  const offsets = [...pdf.slice(table).matchAll(/^(\d{10}) 00000 n/gm)].map((match) => Number(match[1]));
  assert.ok(offsets.length >= 6);
  offsets.forEach((offset, i) => {
    assert.ok(pdf.startsWith(`${i + 1} 0 obj`, offset));
  });
  const stream = /\/Length (\d+) >>\nstream\n/.exec(pdf)!;
  assert.ok(pdf.startsWith('endstream', stream.index + stream[0].length + Number(stream[1])));
  assert.match(pdf, /Fahr \\\(plan\\\) L\\363dz/);
});

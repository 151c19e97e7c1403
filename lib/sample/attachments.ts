import { deflateRawSync } from 'node:zlib';
import { pdfOf } from './pdf';
import type { SampleAttachment } from './texts/sample-text';

/** The downloads of the sample releases: real PDF, CSV and ZIP files, made here byte by byte. */
export type Download = { name: string; title: string; data: Buffer };

/** All attachments of a release; a ZIP archive packs files named before it. Throws when it names another. */
export function downloadsOf(attachments: SampleAttachment[], heading: string, source: string): Download[] {
  const made: Download[] = [];
  for (const attachment of attachments) {
    const { name, title } = attachment;
    if (attachment.kind === 'zip') {
      const entries = attachment.of.map((wanted) => {
        const found = made.find((file) => file.name === wanted);
        if (!found) throw new RangeError(`the archive ${name} packs "${wanted}", which is not before it`);
        return found;
      });
      made.push({ name, title, data: zipOf(entries) });
    } else if (attachment.kind === 'csv') made.push({ name, title, data: csvOf(attachment.rows) });
    else made.push({ name, title, data: pdfOf({ title, heading, facts: attachment.facts, source }) });
  }
  return made;
}

/** Comma-separated values after RFC 4180, in UTF-8. */
export function csvOf(rows: (string | number)[][]): Buffer {
  const cell = (value: string | number) => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return Buffer.from(rows.map((row) => `${row.map(cell).join(',')}\r\n`).join(''));
}

/** A ZIP archive (PKWARE's APPNOTE, deflate) with the date of its format's beginning, so that it is always the same. */
export function zipOf(entries: { name: string; data: Buffer }[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of entries) {
    const packed = deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version needed
    fields.writeUInt16LE(0x0800, 2); // names are UTF-8
    fields.writeUInt16LE(8, 4); // deflate
    fields.writeUInt16LE(0x21, 8); // 1 January 1980
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, rest, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** The checksum of ZIP entries (ISO 3309); zlib's own is not in every Node that we support. */
export function crc32(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

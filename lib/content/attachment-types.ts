/**
 * What an attachment is, from its first bytes. Formats that hold others inside (ZIP, ISO media) and text need the
 * extension too, and it may only choose among what the bytes allow.
 */
export type AttachmentType = { extension: string; mime: string };

/** The type of a download that is kept byte for byte; null when the bytes are none of these (a picture, perhaps). */
export function attachmentTypeOf(data: Buffer, name: string): AttachmentType | null {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  for (const { test, types } of kinds) {
    if (!test(data)) continue;
    const mime = types[extension];
    if (mime) return { extension, mime };
    const [first] = Object.entries(types);
    // Text under an unknown extension may be HTML or a script; anything else is named after what it is.
    return first && types !== texts ? { extension: first[0], mime: first[1] } : null;
  }
  return null;
}

const office = 'application/vnd.openxmlformats-officedocument';
const opendocument = 'application/vnd.oasis.opendocument';
const archives: Record<string, string> = {
  zip: 'application/zip',
  docx: `${office}.wordprocessingml.document`,
  xlsx: `${office}.spreadsheetml.sheet`,
  pptx: `${office}.presentationml.presentation`,
  odt: `${opendocument}.text`,
  ods: `${opendocument}.spreadsheet`,
  odp: `${opendocument}.presentation`,
};
const texts: Record<string, string> = { txt: 'text/plain', csv: 'text/csv', md: 'text/plain' };

const startsWith =
  (bytes: string, at = 0) =>
  (data: Buffer) =>
    data.toString('latin1', at, at + bytes.length) === bytes;

const kinds: { test: (data: Buffer) => boolean; types: Record<string, string> }[] = [
  { test: startsWith('%PDF-'), types: { pdf: 'application/pdf' } },
  { test: startsWith('PK\x03\x04'), types: archives },
  { test: startsWith('{\\rtf'), types: { rtf: 'application/rtf' } },
  { test: startsWith('ftypqt', 4), types: { mov: 'video/quicktime' } },
  { test: startsWith('ftypM4A', 4), types: { m4a: 'audio/mp4' } },
  {
    test: (data) => /^ftyp(mp4|iso|avc1|M4V|dash)/.test(data.toString('latin1', 4, 12)),
    types: { mp4: 'video/mp4', m4v: 'video/mp4' },
  },
  { test: startsWith('\x1A\x45\xDF\xA3'), types: { webm: 'video/webm' } },
  {
    test: (data) => startsWith('ID3')(data) || /^\xFF[\xFB\xF3\xF2]/.test(data.toString('latin1', 0, 2)),
    types: { mp3: 'audio/mpeg' },
  },
  { test: (data) => startsWith('RIFF')(data) && startsWith('WAVE', 8)(data), types: { wav: 'audio/wav' } },
  { test: startsWith('OggS'), types: { ogg: 'audio/ogg' } },
  { test: isText, types: texts },
];

function isText(data: Buffer): boolean {
  if (data.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data);
    return true;
  } catch {
    // Not UTF-8 is an answer here, not a failure.
    return false;
  }
}

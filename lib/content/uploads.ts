import { createHash } from 'node:crypto';
import type { FileKind, Variant } from '@/lib/db/tables';
import { optionalEnv } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { attachmentTypeOf } from './attachment-types';
import { sharp } from './sharp';
import { cleanLine, slugOf } from './text';

/**
 * What becomes of uploaded bytes: what they are is read from the bytes, never from the name; pictures are decoded and
 * encoded anew, which drops whatever else was in them (camera and place, scripts, trailing archives).
 */
export type Prepared = {
  /** Safe in a URL and on any disk: ASCII, with the extension of what the bytes are. */
  name: string;
  title: string;
  extension: string;
  mime: string;
  data: Buffer;
  width: number | null;
  height: number | null;
  variants: (Variant & { data: Buffer })[];
};

const megabyte = 1024 * 1024;
/** The largest file of a kind, in bytes. */
export const limitOf = (kind: FileKind): number =>
  ({ image: 25, logo: 10, attachment: optionalEnv('UPLOAD_MAX_MB').UPLOAD_MAX_MB ?? 100 })[kind] * megabyte;

/** The same for people who are about to choose files for a release. */
export function limitWords(): string {
  const file = limitOf('attachment') / megabyte;
  const picture = Math.min(limitOf('image') / megabyte, file);
  return picture === file
    ? `Each file may have up to ${file} MB.`
    : `A picture may have up to ${picture} MB, another file up to ${file} MB.`;
}

const widths = [480, 960, 1600];
const largestSvg = 2400;

/** The file as it will be kept. Throws a PresskitError 'invalid' that says what is wrong and what is accepted. */
export async function prepare(kind: FileKind, givenName: string, data: Buffer): Promise<Prepared> {
  const title = cleanLine(givenName.split(/[/\\]/).at(-1) ?? '').slice(0, 200) || 'file';
  const refuse = (why: string) => new PresskitError('invalid', `"${title}" was not added: ${why}`);
  if (data.length === 0) throw refuse('it is empty');
  const most = limitOf(kind);
  if (data.length > most) throw refuse(`it is larger than ${most / megabyte} MB`);

  const attachment = kind === 'attachment' ? attachmentTypeOf(data, title) : null;
  if (attachment) {
    const { extension, mime } = attachment;
    return {
      name: nameOf(title, extension),
      title,
      extension,
      mime,
      data,
      width: null,
      height: null,
      variants: [],
    };
  }
  try {
    const picture = await encode(data);
    const variants = kind === 'attachment' ? [] : await variantsOf(picture.data, picture.width);
    return { name: nameOf(title, picture.extension), title, ...picture, variants };
  } catch (cause) {
    if (cause instanceof PresskitError) throw refuse(cause.message);
    throw new PresskitError('invalid', `"${title}" was not added: ${accepted[kind]}`, { cause });
  }
}

const pictures = 'a picture must be a JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG file that can be read';
const accepted: Record<FileKind, string> = {
  image: pictures,
  logo: pictures,
  attachment:
    'an attachment must be a PDF, an Office or OpenDocument file, a ZIP archive, plain text, CSV, a picture, audio or video',
};

// Decoding costs memory by the pixel, whatever the size of the file.
const limitInputPixels = 80_000_000;
const longestDrawing = 60; // seconds
// One small filter of a drawing can take an hour of processor time that nothing interrupts. An entity may spell it with
// character references.
const endless = /<(?:[\w.-]+:)?filter[\s/>]|<!ENTITY[\s\S]*&#/i;

async function encode(data: Buffer) {
  const { format, width, density } = await sharp(data, { limitInputPixels }).metadata();
  if (!format || !['jpeg', 'png', 'webp', 'gif', 'svg', 'heif', 'tiff'].includes(format)) {
    throw new PresskitError('invalid', pictures);
  }
  const isCompressed = data[0] === 0x1f;
  if (format === 'svg' && (isCompressed || endless.test(data.toString('latin1')))) {
    throw new PresskitError('invalid', 'it is compressed or uses filters; save it as a PNG file');
  }
  // A drawing has no pixels of its own. What is kept of it is a picture: an SVG file can hold scripts.
  const sharper = format === 'svg' ? Math.min(2400, ((density ?? 72) * largestSvg) / width) : undefined;
  const image = sharp(data, { limitInputPixels, density: sharper })
    .autoOrient()
    .timeout({ seconds: longestDrawing });
  const encoded =
    format === 'jpeg'
      ? { extension: 'jpg', mime: 'image/jpeg', image: image.jpeg({ quality: 92 }) }
      : format === 'webp'
        ? { extension: 'webp', mime: 'image/webp', image: image.webp({ quality: 92 }) }
        : { extension: 'png', mime: 'image/png', image: image.png() };
  const { data: bytes, info } = await encoded.image.toBuffer({ resolveWithObject: true });
  return {
    extension: encoded.extension,
    mime: encoded.mime,
    data: bytes,
    width: info.width,
    height: info.height,
  };
}

/** WebP in the widths that pages choose from, none larger than the original; ascending. */
async function variantsOf(data: Buffer, width: number): Promise<Prepared['variants']> {
  const wanted = [...widths.filter((w) => w < width), Math.min(width, widths.at(-1)!)];
  const variants: Prepared['variants'] = [];
  // One after the other: each holds the whole picture in memory, decoded.
  for (const w of new Set(wanted)) {
    const { data: bytes, info } = await sharp(data, { limitInputPixels })
      .resize({ width: w })
      .webp({ quality: 80 })
      .toBuffer({ resolveWithObject: true });
    variants.push({
      width: info.width,
      height: info.height,
      hash: sha256(bytes).slice(0, 8),
      data: bytes,
    });
  }
  return variants;
}

export const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

const nameOf = (title: string, extension: string) =>
  `${slugOf(title.replace(/\.[^.]*$/, ''), 'file')}.${extension}`;

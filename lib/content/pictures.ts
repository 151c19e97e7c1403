import type { Variant } from '@/lib/db/tables';
import { file, urlOf } from './registry';

/** Pictures and attachments as pages show them, made from the rows of `files`. Pure. */

/** `src` and `srcset` under /media/, whose requests are never counted; width and height are those of the largest. */
export type Picture = {
  id: number;
  alt: string;
  caption: string | null;
  width: number;
  height: number;
  src: string;
  srcset: string;
};

/** A download: its url is /files/<id>/<name>, whose requests are counted. bytes is its size. */
export type Attachment = {
  id: number;
  name: string;
  title: string;
  mime: string;
  bytes: number;
  url: string;
};

export type PictureRow = { id: number; alt: string; caption: string | null; variants: Variant[] };
export type AttachmentRow = Omit<Attachment, 'url'>;

export function pictureOf(row: PictureRow): Picture;
export function pictureOf(row: PictureRow | null): Picture | null;
export function pictureOf(row: PictureRow | null): Picture | null {
  if (!row) return null;
  const { id, alt, caption, variants } = row;
  const largest = variants.at(-1)!;
  const middle = variants.findLast(({ width }) => width <= 960) ?? largest;
  return {
    id,
    alt,
    caption,
    width: largest.width,
    height: largest.height,
    src: mediaUrl(id, middle),
    srcset: variants.map((variant) => `${mediaUrl(id, variant)} ${variant.width}w`).join(', '),
  };
}

export const attachmentOf = (row: AttachmentRow): Attachment => ({ ...row, url: urlOf(file, row) });

export const mediaName = ({ width, hash }: Variant) => `${width}-${hash}.webp`;
const mediaUrl = (id: number, variant: Variant) => `/media/${id}/${mediaName(variant)}`;

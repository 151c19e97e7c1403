import { and, asc, eq, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { files } from '@/lib/db/tables';
import { mediaSrc } from './body';
import type { DraftContent } from './draft-content';
import { pictureOf } from './pictures';
import type { Within } from './releases';

/** The files of one release as its writers have them: all that were ever added, whether readers see them or not. */
export type DraftFile = {
  id: number;
  kind: 'image' | 'attachment';
  name: string;
  title: string;
  mime: string;
  bytes: number;
  /** Of pictures: addresses for <img>, and the size of the largest. Null for others. */
  src: string | null;
  srcset: string | null;
  width: number | null;
  height: number | null;
};

export async function filesOfRelease(releaseId: number, within: Within = db()): Promise<StoredFile[]> {
  const rows = await within
    .select({
      id: files.id,
      kind: files.kind,
      name: files.name,
      title: files.title,
      alt: files.alt,
      caption: files.caption,
      mime: files.mime,
      bytes: files.bytes,
      variants: files.variants,
      placement: files.placement,
    })
    .from(files)
    .where(eq(files.releaseId, releaseId))
    .orderBy(asc(files.position), asc(files.id));
  return rows.flatMap((row) => (row.kind === 'logo' ? [] : [{ ...row, kind: row.kind }]));
}
export type StoredFile = Omit<DraftFile, 'src' | 'srcset' | 'width' | 'height'> & {
  alt: string;
  caption: string | null;
  variants: { width: number; height: number; hash: string }[];
  placement: 'list' | 'text' | 'none';
};

/** As the editor shows it. */
export function draftFileOf({ id, kind, name, title, mime, bytes, ...row }: StoredFile): DraftFile {
  const shown = kind === 'image' ? pictureOf({ id, ...row }) : null;
  return {
    ...{ id, kind, name, title, mime, bytes },
    src: shown?.src ?? null,
    srcset: shown?.srcset ?? null,
    width: shown?.width ?? null,
    height: shown?.height ?? null,
  };
}

/** What readers have of them. */
export const placedFiles = (stored: StoredFile[]): Pick<DraftContent, 'pictures' | 'attachments'> => {
  const listed = stored.filter(({ placement }) => placement === 'list');
  return {
    pictures: listed
      .filter(({ kind }) => kind === 'image')
      .map(({ id, alt, caption }) => ({ id, alt, caption: caption ?? '' })),
    attachments: listed.filter(({ kind }) => kind === 'attachment').map(({ id, title }) => ({ id, title })),
  };
};

/** The content without files that the release does not have, and each of the others once. */
export function withOwnFiles(content: DraftContent, stored: StoredFile[]): DraftContent {
  const own = (kind: StoredFile['kind']) => {
    const left = new Set(stored.filter((file) => file.kind === kind).map(({ id }) => id));
    return ({ id }: { id: number }) => left.delete(id);
  };
  return {
    ...content,
    pictures: content.pictures.filter(own('image')),
    attachments: content.attachments.filter(own('attachment')),
  };
}

/** The ids of the files whose pictures stand in a text. */
export const idsInText = (bodyHtml: string): number[] =>
  [...bodyHtml.matchAll(/<img\b[^>]*\bsrc="([^"]*)"/g)]
    .map(([, src]) => src!)
    .filter((src) => mediaSrc.test(src))
    .map((src) => Number(src.split('/')[2]));

/** Shows readers the files that the content names, in its order and words, and no others. */
export async function placeFiles(releaseId: number, content: DraftContent, within: Within): Promise<void> {
  const listed = [
    ...content.pictures.map(({ id, alt, caption }) => ({ id, alt, caption })),
    ...content.attachments.map(({ id, title }) => ({ id, title })),
  ].map((one, position) => ({ ...one, position, placement: 'list' }));
  const inList = new Set(listed.map(({ id }) => id));
  const inText = [...new Set(idsInText(content.bodyHtml))].filter((id) => !inList.has(id));
  const wanted = [...listed, ...inText.map((id) => ({ id, placement: 'text' }))];
  await within.execute(sql`/* files.place */
    update ${files} as f set placement = coalesce(w.placement, 'none'), position = coalesce(w.position, f.position),
      alt = left(coalesce(w.alt, f.alt), 1000), title = coalesce(nullif(left(w.title, 300), ''), f.title),
      caption = case when w.caption is null then f.caption else nullif(left(w.caption, 2000), '') end,
      updated_at = ${now().toISOString()}::timestamptz
    from ${files} as own left join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      as w(id int, placement text, position int, alt text, caption text, title text) on w.id = own.id
    where own.id = f.id and f.release_id = ${releaseId}`);
}

/** A file of the release, whether readers see it or not; null when it has no such file. */
export async function fileOfRelease(releaseId: number, fileId: number) {
  const [row] = await db()
    .select({
      id: files.id,
      name: files.name,
      kind: files.kind,
      mime: files.mime,
      sha256: files.sha256,
      extension: files.extension,
      variants: files.variants,
    })
    .from(files)
    .where(and(eq(files.id, fileId), eq(files.releaseId, releaseId)));
  return row ?? null;
}

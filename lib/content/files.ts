import { and, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { type FileKind, files, releases } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import {
  areMade,
  keep,
  type Link,
  linkedIds,
  makeLinks,
  publicPath,
  removeLinks,
  storePath,
} from './file-store';
import { mediaName } from './pictures';
import type { Within } from './releases';
import { forgetUnused, storing, variantName } from './stored-bytes';
import { cleanLine, cleanText, isId } from './text';
import { prepare, sha256 } from './uploads';
import { fileVisible } from './visible';

/** Files of releases and newsrooms: adding one, and the public links nginx serves them by, which exist exactly while
 * they are visible. */
export type FileInput = {
  newsroomId: number;
  releaseId?: number;
  kind: FileKind;
  /** As the person's computer calls it; used for the title and the address. */
  name: string;
  data: Buffer;
  alt?: string;
  caption?: string;
  title?: string;
  /** Where readers find it; see drizzle/schema.ts. */
  placement?: 'list' | 'text' | 'none';
};

/**
 * Keeps a file, or nothing of it. Throws 'invalid' (too large, not of an accepted type, unreadable, a logo with a release), 'not_found'
 * or 'deleted_parent' (newsroom or release), 'unavailable' (the disk is full).
 */
export async function addFile(input: FileInput): Promise<{ id: number }> {
  const { newsroomId, releaseId = null, kind } = input;
  if (kind === 'logo' && releaseId !== null) {
    throw new PresskitError(
      'invalid',
      'the logo was not added: a logo belongs to a newsroom, not to a release',
    );
  }
  if (releaseId !== null) await checkRelease(releaseId, newsroomId);
  const { data, variants, title, ...prepared } = await prepare(kind, input.name, input.data);
  const hash = sha256(data);
  try {
    return await storing(hash, async (tx) => {
      await keep(`${hash}.${prepared.extension}`, data);
      for (const variant of variants) await keep(variantName(hash, variant), variant.data);
      return insert({ ...prepared, data, variants, title, hash }, input, tx);
    });
  } catch (error) {
    await forgetUnused([{ sha256: hash, extension: prepared.extension, variants }]);
    throw error;
  }
}

async function insert(
  {
    data,
    variants,
    title,
    hash,
    ...prepared
  }: Omit<Awaited<ReturnType<typeof prepare>>, 'data'> & { data: Buffer; hash: string },
  input: FileInput,
  tx: Within,
): Promise<{ id: number }> {
  const { newsroomId, releaseId = null, kind, placement } = input;
  const [row] = await tx
    .insert(files)
    .values({
      ...prepared,
      newsroomId,
      releaseId,
      kind,
      placement,
      title: cleanLine(input.title ?? '').slice(0, 300) || title,
      alt: cleanLine(input.alt ?? '').slice(0, 1000),
      caption: input.caption === undefined ? null : cleanText(input.caption).trim().slice(0, 2000),
      bytes: data.length,
      sha256: hash,
      variants: variants.map(({ data: _, ...variant }) => variant),
      position: sql`(select coalesce(max(position) + 1, 0) from ${files} where release_id = ${releaseId})`,
      createdAt: now(),
      updatedAt: now(),
    })
    .returning({ id: files.id })
    .catch((error) => {
      throw expected(error, 'the file was not added');
    });
  return row!;
}

async function checkRelease(releaseId: number, newsroomId: number) {
  const [release] = await db()
    .select({ newsroomId: releases.newsroomId })
    .from(releases)
    .where(eq(releases.id, releaseId));
  if (!release)
    throw new PresskitError('not_found', `the file was not added: there is no release ${releaseId}`);
  if (release.newsroomId !== newsroomId) {
    throw new PresskitError(
      'invalid',
      `the file was not added: release ${releaseId} is not of newsroom ${newsroomId}`,
    );
  }
}

/** A visible file; null: unknown, deleted, or its release is not public. */
export async function publicFile(
  id: number,
): Promise<{ id: number; name: string; mime: string; bytes: number } | null> {
  const [file] = isId(id) ? await visibleFiles(eq(files.id, id), 1) : [];
  return file ? { id: file.id, name: file.name, mime: file.mime, bytes: file.bytes } : null;
}

/** Those of these files that readers see. */
export async function publicFileIds(ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await visibleFiles(inArray(files.id, ids), ids.length);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Links a file (and a picture's widths) into FILES_DIR/public if it is visible now, and says whether it is. Throws
 * 'unavailable' when the database knows a file that is not on disk.
 */
export async function publishFile(id: number): Promise<boolean> {
  const [file] = isId(id) ? await visibleFiles(eq(files.id, id), 1) : [];
  if (!file) return false;
  await makeLinks(linksOf(file)).catch((cause) => {
    throw new PresskitError('unavailable', `file ${id} is in the database but cannot be linked`, { cause });
  });
  // Hidden between the look and the link: whoever watches may have come too early to find a link.
  if (await publicFile(id)) return true;
  await removeLinks([id]);
  return false;
}

/** Takes the public links of these files away, visible or not; a visible one comes back with its next request. */
export const retractFiles = (ids: number[]): Promise<void> => removeLinks(ids);

/** Takes away the links of files that are not visible any more. Returns how many files had some. */
export async function retractHidden(): Promise<number> {
  const linked = [...(await linkedIds())];
  let removed = 0;
  for (let i = 0; i < linked.length; i += 10_000) {
    const ids = linked.slice(i, i + 10_000);
    const shown = await db()
      .select({ id: files.id })
      .from(files)
      .leftJoin(releases, eq(releases.id, files.releaseId))
      .where(and(sql`${files.id} = any(${sql.param(ids)}::int[])`, fileVisible(now())));
    const visible = new Set(shown.map(({ id }) => id));
    const hidden = ids.filter((id) => !visible.has(id));
    await removeLinks(hidden);
    removed += hidden.length;
  }
  return removed;
}

/** Makes FILES_DIR/public agree with the database. Returns how many files got links and how many lost them. */
export async function syncPublicFiles(): Promise<{ linked: number; removed: number }> {
  const removed = await retractHidden();
  let linked = 0;
  for (let after = 0; ; ) {
    const page = await visibleFiles(gt(files.id, after), 1000);
    if (page.length === 0) return { linked, removed };
    for (const file of page) {
      if (!areMade(linksOf(file)) && (await publishFile(file.id))) linked++;
    }
    after = page.at(-1)!.id;
  }
}

const visibleFiles = (which: SQL, limit: number) =>
  db()
    .select({
      id: files.id,
      name: files.name,
      mime: files.mime,
      bytes: files.bytes,
      sha256: files.sha256,
      extension: files.extension,
      variants: files.variants,
    })
    .from(files)
    .leftJoin(releases, eq(releases.id, files.releaseId))
    .where(and(which, fileVisible(now())))
    .orderBy(files.id)
    .limit(limit);

function linksOf(file: StoredFileRow): Link[] {
  const original = {
    from: storePath(`${file.sha256}.${file.extension}`),
    to: publicPath('files', String(file.id), file.name),
  };
  const media = file.variants.map((variant) => ({
    from: storePath(variantName(file.sha256, variant)),
    to: publicPath('media', String(file.id), mediaName(variant)),
  }));
  return [original, ...media];
}

/**
 * Where the store has what an address names, <aa>/<name>: the file itself below /files/, a picture's width below /media/.
 * Null: the file has no such name or width.
 */
export function storedName(
  folder: 'files' | 'media',
  file: Pick<StoredFileRow, 'name' | 'sha256' | 'extension' | 'variants'>,
  name: string,
): string | null {
  const variant = file.variants.find((one) => mediaName(one) === name);
  if (folder === 'files' ? name !== file.name : !variant) return null;
  const stored = variant ? variantName(file.sha256, variant) : `${file.sha256}.${file.extension}`;
  return `${stored.slice(0, 2)}/${stored}`;
}
type StoredFileRow = Awaited<ReturnType<typeof visibleFiles>>[number];

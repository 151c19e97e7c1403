import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';

/**
 * Files on disk, under FILES_DIR:
 *   store/<aa>/<sha256>.<extension>       what was uploaded, and -<width>.webp beside it; never served from here
 *   public/files/<id>/<name>              hard links into the store, served by nginx,
 *   public/media/<id>/<width>-<hash>.webp there exactly while the file is visible
 * Everything appears by rename or link, so nobody ever sees half a file.
 */
export type Link = { from: string; to: string };

const root = (...parts: string[]) => join(env('FILES_DIR').FILES_DIR, ...parts);

export const storePath = (name: string) => root('store', name.slice(0, 2), name);
export const publicPath = (...parts: string[]) => root('public', ...parts);

/** Keeps bytes under a name made of their hash; what is there already is the same. Throws 'unavailable' when the disk is full. */
export async function keep(name: string, data: Buffer): Promise<void> {
  const temporary = root('tmp', randomUUID());
  const path = storePath(name);
  if (existsSync(path)) return;
  try {
    await mkdir(dirname(temporary), { recursive: true });
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOSPC', 'EDQUOT', 'EROFS'].includes(code)) throw error;
    throw new PresskitError(
      'unavailable',
      'The file was not added: there is no room left on the server. Nothing of it was kept; whoever runs this site has to make room.',
      { cause: error },
    );
  }
}

/** Removes what was kept and is not wanted after all; see stored-bytes.ts, which knows. */
export async function forget(names: string[]): Promise<void> {
  for (const name of names) await rm(storePath(name), { force: true });
}

/** Makes the links that are missing. Throws ENOENT when a kept file is gone. */
export async function makeLinks(links: Link[]): Promise<void> {
  for (const one of links) await makeLink(one);
}

async function makeLink({ from, to }: Link): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await mkdir(dirname(to), { recursive: true });
      await link(from, to);
      return;
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && syscall === 'link') return;
      // Somebody takes the folder away at the same moment: before the link is in it, or while mkdir, which found it
      // there, looks what it is. What is visible is looked at again afterwards.
      if (code !== 'ENOENT' || attempt === 20 || !existsSync(from)) throw error;
    }
  }
}

/** Whether none of these links is missing: whoever makes them may be stopped between two of them. */
export const areMade = (links: Link[]): boolean => links.every(({ to }) => existsSync(to));

/** Takes all public links of these files away. */
export async function removeLinks(ids: number[]): Promise<void> {
  // Tries again when somebody puts a link into the folder while it is being emptied.
  const all = { recursive: true, force: true, maxRetries: 10, retryDelay: 10 };
  for (const id of ids) {
    await rm(publicPath('files', String(id)), all);
    await rm(publicPath('media', String(id)), all);
  }
}

/** The ids of files that have public links. */
export async function linkedIds(): Promise<Set<number>> {
  const names = await Promise.all([namesIn(publicPath('files')), namesIn(publicPath('media'))]);
  return new Set(
    names
      .flat()
      .filter((name) => /^[1-9]\d*$/.test(name))
      .map(Number),
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

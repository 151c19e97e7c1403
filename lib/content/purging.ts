import { eq, inArray } from 'drizzle-orm';
import { deletedSet, purge as purgeRows, purgeBatch as purgeRowsOf } from './deleted';
import { file } from './registry';
import type { Deletable, Taken } from './soft-delete/layer';
import { forgetUnused } from './stored-bytes';

/** Removing deleted content for good: the rows, and then the bytes on disk that no other file has in common with it. */
type Options = Parameters<typeof purgeRows>[2];

/** Deleted records of a type with what hangs on them; living ones are left alone. Returns how many of the type. */
export async function purge(
  type: { name: string; table: Deletable },
  ids: number[],
  options?: Options,
): Promise<number> {
  const doomed = await keptFiles(type.name, ids);
  const count = await purgeRows(type, ids, options);
  await forgetUnused(doomed);
  return count;
}

/** All that is still deleted in a batch. Returns how many rows of which table. */
export async function purgeBatch(batch: number, options?: Parameters<typeof purgeRowsOf>[1]): Promise<Taken> {
  const doomed = await deletedSet(file, { where: (table) => eq(table.deletionId, batch), only: kept });
  const taken = await purgeRowsOf(batch, options);
  await forgetUnused(doomed);
  return taken;
}

type Kept = { sha256: string; extension: string; variants: { width: number }[] };
const kept = ['sha256', 'extension', 'variants'];

async function keptFiles(typeName: string, ids: number[]): Promise<Kept[]> {
  const by = { file: 'id', release: 'releaseId', newsroom: 'newsroomId' }[typeName] as
    | 'id'
    | 'releaseId'
    | 'newsroomId'
    | undefined;
  if (!by || ids.length === 0) return [];
  return deletedSet(file, { where: (table) => inArray(table[by], ids), only: kept });
}

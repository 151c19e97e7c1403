import { inArray, sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { allWithDeleted } from './deleted';
import { forget } from './file-store';
import { file } from './registry';
import type { Within } from './releases';

/**
 * Bytes are kept once for all files that are the same, deleted ones among them. Whoever adds a file holds a lock on its
 * hash from the first byte to the row, and others may do so at the same time; bytes are removed only where nobody holds it
 * and no row names them. So nobody takes away what another process is storing at that moment.
 */
type Stored = { sha256: string; extension: string; variants: { width: number }[] };

/** Runs a task in a transaction, throughout which the bytes of this hash stay. */
export function storing<T>(sha256: string, task: (tx: Within) => Promise<T>): Promise<T> {
  return db().transaction(async (tx) => {
    await tx.execute(
      sql`/* files.storing */ select pg_advisory_xact_lock_shared(${space}, hashtext(${sha256}))`,
    );
    return task(tx);
  });
}

/** Removes the bytes of files that have no row any more, unless another file has the same, or is just being added. */
export async function forgetUnused(doomed: readonly Stored[]): Promise<void> {
  const hashes = [...new Set(doomed.map(({ sha256 }) => sha256))];
  for (let i = 0; i < hashes.length; i += 200) {
    const some = hashes.slice(i, i + 200);
    await db().transaction(async (tx) => {
      const free = new Set<string>();
      for (const sha256 of some) {
        const [got] = await tx.execute<{ free: boolean }>(
          sql`/* files.forget */ select pg_try_advisory_xact_lock(${space}, hashtext(${sha256})) as free`,
        );
        if (got?.free) free.add(sha256);
      }
      const left = await allWithDeleted(file, {
        where: (table) => inArray(table.sha256, some),
        only: ['sha256'],
      });
      for (const { sha256 } of left) free.delete(sha256);
      await forget(doomed.filter(({ sha256 }) => free.has(sha256)).flatMap(namesOf));
    });
  }
}

const namesOf = ({ sha256, extension, variants }: Stored): string[] => [
  `${sha256}.${extension}`,
  ...variants.map((variant) => variantName(sha256, variant)),
];

/** What the store calls a picture's width. */
export const variantName = (sha256: string, { width }: { width: number }): string =>
  `${sha256}-${width}.webp`;

// The locks of this kind, apart from other advisory locks.
const space = sql`hashtext('bytes of files')`;

import { db, ownerDb } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { PresskitError } from '@/lib/errors';
import { softDeletion } from './soft-delete/layer';

/** Deleting, restoring, purging and looking at deleted content; the soft-delete layer on this project's database. */
export const {
  softDelete,
  restore,
  tryRestore,
  purge,
  purgeBatch,
  allWithDeleted,
  deletedSet,
  byId,
  changeDeleted,
  rows,
  count,
  counts,
  groups,
  estimate,
  size,
  frequentValues,
  batches,
  batch,
  batchSize,
  deletionsById,
  preview,
  conflicts,
  deadParents,
} = softDeletion({
  db,
  ownerDb,
  expected,
  notFound: (message) => new PresskitError('not_found', message),
  invalid: (message) => new PresskitError('invalid', message),
});

import Link from 'next/link';
import type { Batch } from '@/lib/admin/deletions';
import { may } from '@/lib/admin/permissions';
import { adminType } from '@/lib/admin/types';
import type { User } from '@/lib/auth/users';
import { RestoreForm } from './RestoreForm';
import { moment, takenWords } from './words';

/** Deletions, each with what it took along, who did it and why, and the way back. */
export function DeletionList({ user, batches }: { user: User; batches: Batch[] }) {
  return (
    <ul className="admin-batches">
      {batches.map((batch) => (
        <li key={batch.id}>
          <div>
            <p>
              <Link href={`/admin/deletions/${batch.id}`} prefetch={false}>
                {batch.what}
              </Link>
            </p>
            <p className="admin-mark">{aboutBatch(batch)}</p>
          </div>
          {canRestore(user, batch) && (
            <RestoreForm of={{ batch: batch.id }} label={`Restore ${batch.what}`} kind="quiet" />
          )}
        </li>
      ))}
    </ul>
  );
}

export function canRestore(user: User, { type, restoredAt, purgedAt }: Batch): boolean {
  return type !== null && !restoredAt && !purgedAt && may(user, 'restore', adminType(type));
}

/** "Deleted 24 Nov 2026, 09:30 UTC by Ada: 1 newsroom and 12 releases. “Spam”" */
export function aboutBatch({ at, by, why, taken, restoredAt, restoredBy, purgedAt }: Batch): string {
  const who = by ? ` by ${by.name}` : '';
  const what = taken.length > 0 ? `: ${takenWords(taken)}` : '';
  const reason = why ? ` “${why}”.` : '';
  const restored = restoredAt
    ? ` Restored ${moment(restoredAt)}${restoredBy ? ` by ${restoredBy}` : ''}.`
    : purgedAt
      ? ` Removed for good ${moment(purgedAt)}.`
      : '';
  return `Deleted ${moment(at)}${who}${what}.${reason}${restored}`;
}

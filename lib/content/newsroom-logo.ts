import { record } from '@/lib/auth/audit-log';
import { requireRight } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { addFile } from './files';
import { countUpload, mayUploadMore } from './upload-files';

/** The logo of a newsroom, set by those who run it. The newest one is shown. */

/**
 * Whether the person may set the logo now; to be asked before its bytes are read. Throws as requireRight does for
 * 'settings', and 'unavailable' when they have added very many files already.
 */
export async function checkLogo(by: User, newsroomId: number): Promise<void> {
  await requireRight(by, newsroomId, 'settings');
  await mayUploadMore(by);
}

/** Throws as checkLogo and addFile do. */
export async function setLogo(
  by: User,
  newsroomId: number,
  file: { name: string; data: Buffer },
): Promise<{ id: number }> {
  await requireRight(by, newsroomId, 'settings');
  await countUpload(by);
  const { id } = await addFile({ newsroomId, kind: 'logo', ...file });
  await record({
    actorId: by.id,
    action: 'newsroom.settings',
    type: 'newsroom',
    objectId: newsroomId,
    detail: { fields: ['logo'] },
  });
  return { id };
}

import { and, eq } from 'drizzle-orm';
import { record } from '@/lib/auth/audit-log';
import { requireRight } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { files } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { softDelete } from './deleted';
import { addFile } from './files';
import { file as fileType } from './registry';
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

/**
 * Deletes the logo, and with it those that it had replaced, of which one would be shown again. They are one batch, to be
 * brought back by whoever runs the site. Throws as requireRight does for 'settings', and 'not_found' when there is none.
 */
export async function removeLogo(by: User, newsroomId: number): Promise<void> {
  await requireRight(by, newsroomId, 'settings');
  await actingAs(by.id, async () => {
    const logos = await db()
      .select({ id: files.id })
      .from(files)
      .where(and(eq(files.newsroomId, newsroomId), eq(files.kind, 'logo')));
    const ids = logos.map(({ id }) => id);
    const why = 'the logo, removed in the settings';
    const { id: batch } = await softDelete(fileType, ids, { by: by.id, why, at: now() });
    if (batch === null) throw new PresskitError('not_found', 'There is no logo; nothing was removed.');
    await record({
      actorId: by.id,
      action: 'newsroom.settings',
      type: 'newsroom',
      objectId: newsroomId,
      detail: { fields: ['logo'], batch },
    });
  });
}

import { eq } from 'drizzle-orm';
import { record } from '@/lib/auth/audit-log';
import type { User } from '@/lib/auth/users';
import { attachmentTypeOf } from '@/lib/content/attachment-types';
import { rows } from '@/lib/content/deleted';
import { appendFiles } from '@/lib/content/drafts';
import { addFile } from '@/lib/content/files';
import { countUpload, mayUploadMore } from '@/lib/content/upload-files';
import type { FileKind } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { columnOf } from './columns';
import { fieldsOf, type Given, valuesOf } from './fields';
import { demand } from './permissions';
import { withReferences } from './references';
import type { SaveAnswer } from './save';
import { adminType } from './types';

/** Files that are added here: of a newsroom, or of a release. They pass the same checks as those of writers. */
type Values = {
  newsroomId: number | null;
  releaseId: number | null;
  kind: FileKind | null;
  title: string;
  alt: string;
  caption: string | null;
};

/** Whether the person may add a file now; to be asked before its bytes are read. Throws 'forbidden', 'unavailable'. */
export async function checkAdding(user: User): Promise<void> {
  await demand(user, 'add', adminType('file'));
  await mayUploadMore(user);
}

/**
 * Adds a file. One of a release is put at the end of its working copy: readers see it when that is published. Throws
 * 'forbidden', 'unavailable', and 'invalid' for bytes that are not kept.
 */
export async function addRecordFile(
  user: User,
  sent: Given,
  file: { name: string; data: Buffer },
): Promise<Extract<SaveAnswer, { state: 'invalid' }> | { state: 'saved'; id: number }> {
  const type = adminType('file');
  await demand(user, 'add', type);
  const schema = type.schemaOfNew!;
  const fields = fieldsOf(type, schema);
  const invalid = (problems: Record<string, string>) => ({
    state: 'invalid' as const,
    problems,
    values: sent,
  });
  const { given, problems } = await withReferences(user, fields, sent);
  if (Object.keys(problems).length > 0) return invalid(problems);
  const checked = valuesOf(schema, fields, given);
  if ('problems' in checked) return invalid(checked.problems);
  const { newsroomId, releaseId, kind: asked, title, alt, caption } = checked.values as Values;
  const of = newsroomId ?? (releaseId === null ? null : await newsroomOf(releaseId));
  if (of === null)
    return invalid(
      releaseId === null
        ? { newsroomId: 'Please choose a newsroom or a release.' }
        : { releaseId: 'There is no such release.' },
    );
  await countUpload(user);
  const kind = asked ?? (attachmentTypeOf(file.data, file.name) ? 'attachment' : 'image');
  const about = { title: title || undefined, alt, caption: caption ?? undefined };
  const placed = releaseId === null ? {} : { releaseId, placement: 'none' as const };
  const { id } = await addFile({ newsroomId: of, ...placed, kind, ...file, ...about });
  if (releaseId !== null) await appendFiles(user, releaseId, [id]);
  await record({ actorId: user.id, action: 'admin.add', type: type.name, objectId: id });
  return { state: 'saved', id };
}

async function newsroomOf(releaseId: number): Promise<number | null> {
  const [row] = await rows(adminType('release'), 'living', {
    where: (table) => eq(columnOf(table, 'id')!, releaseId),
    only: ['newsroomId'],
  });
  return (row as { newsroomId?: number } | undefined)?.newsroomId ?? null;
}

/** For a form that was sent without the file itself. */
export const noFile = () =>
  new PresskitError('invalid', 'Nothing was added: choose a file that is not empty first.');

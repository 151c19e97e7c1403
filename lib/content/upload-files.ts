import { type Attempt, attempt, wouldAllow } from '@/lib/auth/rate-limits';
import type { User } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import { releaseFor } from './access';
import { attachmentTypeOf } from './attachment-types';
import { addFile } from './files';
import { type DraftFile, draftFileOf, filesOfRelease } from './release-files';

/** Files that writers add to a release. Readers see one when the release is published with it, and not before. */
export type Upload = {
  name: string;
  data: Buffer;
  /** A picture may be offered as a download instead; default: what the bytes suggest. */
  kind?: 'image' | 'attachment';
};

const perHour = { tries: 300, seconds: 3600 };

/**
 * Whether the person may add a file to this release now. To be asked before the bytes are read. Throws 'not_found',
 * 'forbidden', and 'unavailable' when they have added very many already.
 */
export async function checkUpload(user: User, releaseId: number): Promise<void> {
  await releaseFor(user, releaseId, 'write');
  await mayUploadMore(user);
}

/** Throws 'unavailable' when the person has added very many files lately. */
export async function mayUploadMore(user: User): Promise<void> {
  mustBeAllowed(await wouldAllow(counter(user), perHour));
}

/** Counts a file that the person adds. Throws as mayUploadMore does. */
export async function countUpload(user: User): Promise<void> {
  mustBeAllowed(await attempt(counter(user), perHour));
}

/** Keeps an uploaded file with a release. Throws as addFile does, and as checkUpload. */
export async function uploadFile(user: User, releaseId: number, upload: Upload): Promise<DraftFile> {
  const { newsroomId } = await releaseFor(user, releaseId, 'write');
  // Each file, not each form: one form can bring thousands.
  await countUpload(user);
  const { name, data } = upload;
  const kind = upload.kind ?? (attachmentTypeOf(data, name) ? 'attachment' : 'image');
  const { id } = await addFile({ newsroomId, releaseId, kind, name, data, placement: 'none' });
  const stored = await filesOfRelease(releaseId);
  return draftFileOf(stored.find((file) => file.id === id)!);
}

const counter = ({ id }: User) => `upload ${id}`;

function mustBeAllowed({ allowed, retryAfter }: Attempt): void {
  if (allowed) return;
  throw new PresskitError(
    'unavailable',
    `The file was not added: you have added ${perHour.tries} files within an hour. Try again in ${Math.ceil(retryAfter / 60)} minutes.`,
    { retryAfter },
  );
}

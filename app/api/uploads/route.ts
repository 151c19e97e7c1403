import type { User } from '@/lib/auth/users';
import type { DraftFile } from '@/lib/content/drafts';
import { appendFiles } from '@/lib/content/drafts';
import { checkUpload, uploadFile } from '@/lib/content/upload-files';
import { inTurn } from '@/lib/content/upload-queue';
import { limitOf } from '@/lib/content/uploads';
import { PresskitError } from '@/lib/errors';
import { failureJson, freshJson, signInFirst } from '../../_site/answers';
import { handler } from '../../_site/form-action';
import { sameOrigin } from '../../_site/guard';
import { idOf } from '../../_site/requests';
import { currentUser } from '../../_site/who';
import { fromAdmin, seeOther } from './from-admin';
import { fromSettings } from './from-settings';
import { refusalPage } from './refusal-page';

export const dynamic = 'force-dynamic';

/**
 * Adds the files of a multipart form (field "file") to the release that ?release=<id> names; ?kind=attachment offers a
 * picture as a download. A program gets 201 and the first file's {"id", "kind", "src", "srcset", "width", "height",
 * "name", ...} ("files" has all), or {"error"}; it puts the file into the working copy itself. A form that was sent
 * without a script finds the files in the working copy, and is led back to the release. With ?for=admin it is the form of
 * the admin (from-admin.ts), with ?newsroom=<id> that of a newsroom's logo (from-settings.ts).
 */
export const POST = handler(async (request: Request): Promise<Response> => {
  const foreign = sameOrigin(request);
  if (foreign) return foreign;
  const url = new URL(request.url);
  const id = idOf(url.searchParams.get('release') ?? '') ?? 0;
  const isForm = (request.headers.get('accept') ?? '').includes('text/html');
  const room = url.searchParams.get('newsroom');
  const back = room === null ? `/author/releases/${id}` : `/author/newsrooms/${idOf(room) ?? 0}`;
  const kind = url.searchParams.get('kind') === 'attachment' ? 'attachment' : undefined;
  const user = await currentUser();
  if (user && url.searchParams.get('for') === 'admin') return fromAdmin(user, () => formOf(request));
  if (user && room !== null) return fromSettings(user, idOf(room) ?? 0, () => filesIn(request));
  if (!user) return isForm ? seeOther(`/sign-in?next=${encodeURIComponent(back)}`) : signInFirst();
  const files: DraftFile[] = [];
  try {
    await checkUpload(user, id);
    await inTurn(user.id, async () => {
      for (const file of await filesIn(request)) {
        const data = Buffer.from(await file.arrayBuffer());
        files.push(await uploadFile(user, id, { name: file.name, data, kind }));
      }
    });
    if (!isForm) return freshJson({ ...files[0], files }, 201);
    await append(user, id, files);
    return seeOther(`${back}#files`);
  } catch (error) {
    if (!isForm) return failureJson(error);
    if (!(error instanceof PresskitError) || error.code === 'config') throw error;
    // Those before the one that was refused are there.
    await append(user, id, files);
    return refusalPage('The file was not added', error, {
      href: back,
      label: 'Back to the release',
    });
  }
});

async function append(user: User, id: number, files: DraftFile[]): Promise<void> {
  if (files.length === 0) return;
  await appendFiles(
    user,
    id,
    files.map((file) => file.id),
  );
}

async function filesIn(request: Request): Promise<File[]> {
  const files = (await formOf(request))
    .getAll('file')
    .filter((one): one is File => typeof one !== 'string' && one.size > 0);
  if (files.length > 0) return files;
  throw new PresskitError('invalid', 'Nothing was added: choose a file that is not empty first.');
}

/** The form, unless it is too large to be read. */
async function formOf(request: Request): Promise<FormData> {
  // With what a multipart form puts around it.
  const most = limitOf('attachment') + 64 * 1024;
  if (Number(request.headers.get('content-length') ?? 0) > most) {
    throw new PresskitError(
      'invalid',
      `The file was not added: it is larger than ${limitOf('attachment') / 1024 ** 2} MB. Make it smaller, or ask whoever runs this site to raise the limit.`,
    );
  }
  return request.formData().catch(() => new FormData());
}

import { addRecordFile, checkAdding, noFile } from '@/lib/admin/adding-files';
import { fieldsOf } from '@/lib/admin/fields';
import { adminType } from '@/lib/admin/types';
import type { User } from '@/lib/auth/users';
import { inTurn } from '@/lib/content/upload-queue';
import { PresskitError } from '@/lib/errors';
import { listUrl, recordUrl } from '../../_admin/paths';
import { givenOf } from '../../_admin/sent';
import { refusalPage } from './refusal-page';

/** A file from the admin's form, which is an ordinary form: the answer is a page. */
export async function fromAdmin(user: User, formOf: () => Promise<FormData>): Promise<Response> {
  const type = adminType('file');
  let form: FormData | null = null;
  try {
    await checkAdding(user);
    return await inTurn(user.id, async () => {
      form = await formOf();
      const file = form.get('file');
      if (!file || typeof file === 'string' || file.size === 0) throw noFile();
      const data = Buffer.from(await file.arrayBuffer());
      const given = givenOf(form, fieldsOf(type, type.schemaOfNew!));
      const answer = await addRecordFile(user, given, { name: file.name, data });
      if (answer.state === 'saved') return seeOther(`${recordUrl(type, answer.id)}?done=saved`);
      const sentences = Object.entries(answer.problems).map(([name, problem]) =>
        name === '' ? problem : `${labels(name)}: ${problem}`,
      );
      throw new PresskitError('invalid', `The file was not added. ${sentences.join(' ')}`);
    });
  } catch (error) {
    if (!(error instanceof PresskitError) || error.code === 'config') throw error;
    return refusalPage('The file was not added', error, backTo(form));
  }
}

const labels = (name: string): string =>
  fieldsOf(adminType('file'), adminType('file').schemaOfNew!).find((field) => field.name === name)?.label ??
  name;

/** More than this does not fit into an address that every server takes. */
const LONG = 300;

/** The form again, with what was typed, long texts left out; the file itself has to be chosen once more. */
function backTo(form: FormData | null): { href: string; label: string } {
  const type = adminType('file');
  const typed = form ? givenOf(form, fieldsOf(type, type.schemaOfNew!)) : {};
  const query = new URLSearchParams(
    Object.entries(typed).filter(([, { length }]) => length > 0 && length <= LONG),
  );
  const long = Object.keys(typed).filter((name) => typed[name]!.length > LONG);
  const without = long.length > 0 ? `, but for the long text (${long.map(labels).join(', ')})` : '';
  return {
    href: `${listUrl(type)}/new${query.size > 0 ? `?${query}` : ''}`,
    label: `Back to the form, with what you typed${without}`,
  };
}

export const seeOther = (to: string): Response =>
  new Response(null, { status: 303, headers: { Location: to, 'Cache-Control': 'no-store' } });

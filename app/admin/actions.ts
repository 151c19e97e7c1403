'use server';

import { redirect } from 'next/navigation';
import {
  type BulkAction,
  bulkRun,
  continueBulk,
  type Selection,
  startBulk,
  stopBulk,
  undoBulk,
} from '@/lib/admin/bulk';
import { restoreBatch, restoreRecord } from '@/lib/admin/deletions';
import { fieldsOf } from '@/lib/admin/fields';
import { goBack } from '@/lib/admin/history';
import { stateParams } from '@/lib/admin/list-state';
import { saveRecord } from '@/lib/admin/save';
import { removeView, saveView } from '@/lib/admin/saved-views';
import { type AdminType, adminType } from '@/lib/admin/types';
import type { User } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import { answerOfRestore, answerOfSave } from '../_admin/answers';
import { stateOfText } from '../_admin/asked';
import { listUrl, recordUrl } from '../_admin/paths';
import { answerOfSecret } from '../_admin/peers/answers';
import { givenOf, mergeOf, renamedOf, seenIn } from '../_admin/sent';
import { doneAt } from '../_site/done';
import { formAction } from '../_site/form-action';
import { textOf } from '../_site/form-state';
import { idOf } from '../_site/requests';
import { requireUser } from '../_site/who';

/** Every form of the admin. lib/admin checks that the person may. */
const idIn = (data: FormData, name: string): number => idOf(textOf(data, name)) ?? 0;
const typeIn = (data: FormData): AdminType => adminType(textOf(data, 'type'));

export const save = formAction(async (data) => {
  const user = await requireUser();
  const type = typeIn(data);
  const id = textOf(data, 'id') === '' ? null : idIn(data, 'id');
  const fields = fieldsOf(type, (id === null ? type.schemaOfNew : type.schema) ?? emptyOf(type));
  const answer = await saveRecord(user, type, id, {
    given: givenOf(data, fields),
    version: textOf(data, 'version') || null,
    seen: seenIn(data, 'seen'),
    merge: mergeOf(data),
  });
  if (answer.state !== 'saved') return answerOfSave(answer);
  if (answer.secret) return answerOfSecret(answer.id, answer.secret);
  const done = answer.changed.length > 0 || id === null ? 'saved' : 'unchanged';
  const then = textOf(data, 'then');
  if (then === 'another') redirect(doneAt(`${listUrl(type)}/new`, done, { saved: answer.id }));
  if (then === 'continue') redirect(doneAt(recordUrl(type, answer.id), done));
  redirect(listUrl(type, `done=${done}&saved=${answer.id}`));
});

const emptyOf = (type: AdminType): never => {
  throw new PresskitError('invalid', `${type.label[1]} are not changed here. Nothing was saved.`);
};

export const back = formAction(async (data) => {
  const user = await requireUser();
  const type = typeIn(data);
  const id = idIn(data, 'id');
  const answer = await goBack(user, type, id, idIn(data, 'entry'), {
    version: textOf(data, 'version') || null,
  });
  if (answer.state === 'saved') redirect(doneAt(recordUrl(type, id), 'back'));
  return answer.state === 'conflict'
    ? {
        message: `${answer.by ?? 'Somebody else'} saved meanwhile, so nothing was changed. Load this page again to see it.`,
      }
    : { message: `It cannot go back there: ${Object.values(answer.problems).join(' ')}` };
});

export const restore = formAction(async (data) => {
  const user = await requireUser();
  const parent = idIn(data, 'parent');
  if (parent > 0) {
    const above = await restoreBatch(user, parent);
    if (above.state !== 'restored')
      return {
        message: `What it belongs to could not be restored. Look at deletion ${parent} to see what is in its way.`,
      };
  }
  const renamed = renamedOf(data);
  const batch = idIn(data, 'batch');
  if (batch > 0) {
    const answer = await restoreBatch(user, batch, { renamed });
    if (answer.state !== 'restored') return answerOfRestore(answer);
    redirect(`/admin/deletions/${batch}?done=restored`);
  }
  const type = typeIn(data);
  const id = idIn(data, 'id');
  const answer = await restoreRecord(user, type, id, { renamed });
  if (answer.state !== 'restored') return answerOfRestore(answer);
  redirect(`${recordUrl(type, id)}?done=restored`);
});

const bulkActions: readonly string[] = ['delete', 'restore', 'publish', 'unpublish', 'purge'];

export const bulk = formAction(async (data) => {
  const user = await requireUser();
  const type = typeIn(data);
  const action = textOf(data, 'action');
  if (!bulkActions.includes(action))
    throw new PresskitError('invalid', 'That cannot be done here. Nothing was changed.');
  const state = stateOfText(type, textOf(data, 'state'));
  const ids = data.getAll('id').map((id) => idOf(String(id)));
  const selection: Selection =
    textOf(data, 'all') === '1' ? { state } : { ids: ids.filter((id) => id !== null) };
  const why = textOf(data, 'why').slice(0, 500) || undefined;
  const { id } = await startBulk(user, type, action as BulkAction, selection, { why });
  redirect(await whereTo(user, type, id, stateParams(type, { ...state, cursor: null })));
});

export const undo = formAction(async (data) => {
  const user = await requireUser();
  const { id } = await undoBulk(user, idIn(data, 'run'));
  const type = typeIn(data);
  redirect(await whereTo(user, type, id, new URLSearchParams(textOf(data, 'state'))));
});

export const goOn = formAction(async (data) => {
  const user = await requireUser();
  const { id } = await continueBulk(user, idIn(data, 'run'));
  redirect(`/admin/runs/${id}`);
});

export const stop = formAction(async (data) => {
  const user = await requireUser();
  const id = idIn(data, 'run');
  await stopBulk(user, id);
  redirect(`/admin/runs/${id}`);
});

/** Back to the list when all went well; to the account of it when there is more to say. */
async function whereTo(user: User, type: AdminType, id: number, params: URLSearchParams): Promise<string> {
  const { finishedAt, failures } = await bulkRun(user, id);
  if (!finishedAt || failures > 0) return `/admin/runs/${id}`;
  params.set('run', String(id));
  return listUrl(type, params);
}

export const keepView = formAction(async (data) => {
  const user = await requireUser();
  const type = typeIn(data);
  const params = textOf(data, 'params');
  await saveView(user, type, { name: textOf(data, 'name'), params });
  redirect(listUrl(type, params));
});

export const forgetView = formAction(async (data) => {
  const user = await requireUser();
  await removeView(user, idIn(data, 'view'));
  redirect(listUrl(typeIn(data), textOf(data, 'params')));
});

'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { changeSecret, tellPeerAgain, testConnection } from '@/lib/admin/peers';
import { endSessions } from '@/lib/admin/sessions';
import { answerOfSecret } from '../_admin/peers/answers';
import { listed } from '../_admin/words';
import { formAction } from '../_site/form-action';
import { textOf } from '../_site/form-state';
import { counted } from '../_site/format';
import { idOf } from '../_site/requests';
import { requireUser } from '../_site/who';

/** Forms beside the records of peers and people. lib/admin checks that the person may. */
const idIn = (data: FormData): number => idOf(textOf(data, 'id')) ?? 0;

export const makeSecret = formAction(async (data) => {
  const user = await requireUser();
  const id = idIn(data);
  const secret = await changeSecret(user, id, { version: textOf(data, 'version') || null });
  return answerOfSecret(id, secret!);
});

export const enterSecret = formAction(async (data) => {
  const user = await requireUser();
  const id = idIn(data);
  const given = data.get('secret');
  await changeSecret(user, id, {
    version: textOf(data, 'version') || null,
    // To the letter: a text that is tidied would be another secret.
    given: typeof given === 'string' ? given : '',
  });
  redirect(`/admin/peer/${id}?done=saved`);
});

export const testPeer = formAction(async (data) => {
  const user = await requireUser();
  const findings = await testConnection(user, idIn(data));
  const wrong = findings.filter(({ ok }) => !ok).length;
  const message =
    wrong === 0
      ? 'All that can be tested from here is right.'
      : `${wrong === 1 ? 'One thing is' : `${wrong} things are`} wrong; what to do stands below.`;
  return { ok: wrong === 0, message, findings };
});

export const tellAgain = formAction(async (data) => {
  const user = await requireUser();
  const id = idIn(data);
  const { told, failed, left } = await tellPeerAgain(user, id);
  // The form goes with what there was to tell, and its answer with it.
  if (failed + left === 0) redirect(`/admin/peer/${id}?done=told`);
  if (failed === 0)
    return {
      ok: true,
      message: `It was told of ${counted(told, 'sign-out')}, and answers slowly: the other ${left} follow by themselves, you need not wait.`,
    };
  return {
    message: `It could not be told of ${counted(failed, 'sign-out')}. It is told again by itself; test the connection to see what is wrong.`,
  };
});

export const endAllSessions = formAction(async (data) => {
  const user = await requireUser();
  const { ended, told } = await endSessions(user, idIn(data));
  // The table above the form shows what is left.
  refresh();
  const deaf = told.filter(({ ok }) => !ok).map(({ peer }) => peer);
  return {
    ok: true,
    message: [
      ended === 0 ? 'There was no session here to end.' : `${counted(ended, 'session')} ended here.`,
      told.length > deaf.length && `Told: ${listed(told.filter(({ ok }) => ok).map(({ peer }) => peer))}.`,
      deaf.length > 0 && `Told as soon as they answer: ${listed(deaf)}.`,
    ]
      .filter(Boolean)
      .join(' '),
  };
});

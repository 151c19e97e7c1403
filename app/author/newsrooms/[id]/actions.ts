'use server';

import { redirect } from 'next/navigation';
import { removeLogo } from '@/lib/content/newsroom-logo';
import {
  changeNewsroomSettings,
  type NewsroomSettings,
  settingsProblems,
} from '@/lib/content/newsroom-settings';
import { PresskitError } from '@/lib/errors';
import { doneAt } from '../../../_site/done';
import { formAction } from '../../../_site/form-action';
import { textOf, typed } from '../../../_site/form-state';
import { idOf } from '../../../_site/requests';
import { requireUser } from '../../../_site/who';

export const saveSettings = formAction(async (data) => {
  const user = await requireUser();
  const id = idOf(textOf(data, 'id'));
  if (id === null) throw new PresskitError('not_found', 'There is no such newsroom; nothing was changed');
  const { contacts, places } = contactsOf(data);
  const given = {
    name: textOf(data, 'name'),
    description: textOf(data, 'description'),
    website: textOf(data, 'website') || null,
    boilerplate: textOf(data, 'boilerplate'),
    contacts,
    publicCounter: data.get('publicCounter') !== null,
  };
  const problems = settingsProblems(given);
  if (Object.keys(problems).length > 0) {
    // A contact's place in the form is not its place in the list when one before it was left empty.
    const errors = Object.fromEntries(
      Object.entries(problems).map(([field, sentence]) => [
        field.replace(/^contacts\.(\d+)/, (_, n: string) => `contacts.${places[Number(n)]}`),
        sentence,
      ]),
    );
    return { message: 'Nothing was saved yet; please look at what is marked.', errors, values: typed(data) };
  }
  await changeNewsroomSettings(user, id, given);
  redirect(doneAt(`/author/newsrooms/${id}`, 'saved'));
});

export const takeLogoAway = formAction(async (data) => {
  const user = await requireUser();
  const id = idOf(textOf(data, 'id'));
  if (id === null) throw new PresskitError('not_found', 'There is no such newsroom; nothing was changed');
  await removeLogo(user, id);
  redirect(doneAt(`/author/newsrooms/${id}`, 'logo-removed'));
});

/** The contacts that have a name or an address, and where in the form each of them stands. */
function contactsOf(data: FormData) {
  const places = Array.from({ length: 20 }, (_, n) => n);
  const all = places.map((n) => {
    const of = (field: string) => textOf(data, `contacts.${n}.${field}`);
    const [role, email, phone] = [of('role'), of('email'), of('phone')];
    const contact: NewsroomSettings['contacts'][number] = { name: of('name') };
    return {
      n,
      contact: { ...contact, ...(role && { role }), ...(email && { email }), ...(phone && { phone }) },
    };
  });
  // Emptying the name takes a contact away; an address without a name is a slip.
  const kept = all.filter(({ n, contact }) => contact.name || (contact.email && !hadName(data, n)));
  return { contacts: kept.map(({ contact }) => contact), places: kept.map(({ n }) => n) };
}

const hadName = (data: FormData, n: number) => data.get(`contacts.${n}.known`) !== null;

import { and, eq } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { rows } from '@/lib/content/deleted';
import { columnOf } from './columns';
import { matching } from './conditions';
import type { Field, Given } from './fields';
import { defaults } from './list-state';
import { titlesOf } from './names';
import { demand, may } from './permissions';
import { type AdminType, adminType, type Row } from './types';

/** Records that a field refers to, by what they are called: looked up, offered, and understood when they are typed. */
export type Named = { id: number; title: string };

/** A reference as a form shows it, and understands it: "Acme (#7)". */
export const shownReference = ({ id, title }: Named): string => `${title} (#${id})`;

/** Living records with these words in them, or with this number. Throws 'forbidden'. */
export async function lookUp(user: User, type: AdminType, words: string, limit = 10): Promise<Named[]> {
  await demand(user, 'view', type);
  const q = words.trim().slice(0, 200);
  if (q === '') return [];
  const state = { ...defaults(type), q };
  const found = (await rows(type, 'living', {
    where: (table) => and(matching(type, state, table)),
    only: [type.title],
    limit,
  })) as unknown as Row[];
  const titles = await titlesOf(type, found);
  return found.map(({ id }) => ({ id, title: titles.get(id)! }));
}

/** What somebody meant: the one record, or those among which they have to choose. Throws 'forbidden'. */
export async function meant(user: User, type: AdminType, text: string): Promise<Named | Named[]> {
  const number = numberIn(text);
  if (number !== null) {
    const found = (await rows(type, 'living', {
      where: (table) => eq(columnOf(table, 'id')!, number),
      only: [type.title],
    })) as unknown as Row[];
    const titles = await titlesOf(type, found);
    // Only who may look at them is told what they are called.
    const title = may(user, 'view', type) ? titles.get(number) : undefined;
    return found.length > 0 ? { id: number, title: title ?? String(number) } : [];
  }
  const found = await lookUp(user, type, text);
  const same = found.filter(({ title }) => title.toLowerCase() === text.trim().toLowerCase());
  return [same, found].find(({ length }) => length === 1)?.[0] ?? found;
}

/** "7", "#7" and "Acme (#7)". */
function numberIn(text: string): number | null {
  const [, plain, marked] = /^#?(\d{1,9})$|\(#(\d{1,9})\)$/.exec(text.trim()) ?? [];
  const number = Number(plain ?? marked ?? Number.NaN);
  return Number.isSafeInteger(number) ? number : null;
}

export type Resolved = {
  given: Given;
  /** A sentence per field. */
  problems: Record<string, string>;
  /** Among which records to choose, per field. */
  found: Record<string, Named[]>;
};

/** What a form sent, with numbers where names of records were typed. */
export async function withReferences(user: User, fields: Field[], sent: Given): Promise<Resolved> {
  const [given, problems, found]: [Given, Resolved['problems'], Resolved['found']] = [{ ...sent }, {}, {}];
  for (const { name, refersTo } of fields) {
    const text = sent[name]?.trim() ?? '';
    if (!refersTo || text === '') continue;
    const number = numberIn(text);
    const type = adminType(refersTo);
    if (number !== null) given[name] = String(number);
    else if (!may(user, 'view', type))
      problems[name] = `Please give the number of the ${type.label[0].toLowerCase()}.`;
    else {
      const one = await meant(user, type, text);
      if (!Array.isArray(one)) given[name] = String(one.id);
      else {
        const many = type.label[1].toLowerCase();
        problems[name] =
          one.length === 0
            ? `There are no ${many} called “${text}”.`
            : `Several ${many} fit “${text}”: choose one.`;
        if (one.length > 0) found[name] = one;
      }
    }
  }
  return { given, problems, found };
}

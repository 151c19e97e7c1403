import { createHash } from 'node:crypto';
import type { Field, Given } from './fields';

/**
 * Two who changed one record: what each of them changed, field by field, and what becomes of it. A form remembers what
 * its fields held by a few characters of a hash; that also knows what no history tells, such as a working copy. Pure.
 */
export type Seen = Record<string, string>;
/** What somebody decided who was shown a conflict. */
export type Merge = {
  /** The state that they were shown. */
  version: string;
  seen: Seen;
  /** The fields that they were asked about, and whose they chose. */
  contested: string[];
  chosen: Record<string, 'mine' | 'theirs'>;
};

const asKept = (text: string | undefined) => (text ?? '').replace(/\r\n?/g, '\n');
const hashOf = (text: string | undefined) =>
  createHash('sha256').update(asKept(text)).digest('base64url').slice(0, 16);

/** What a form's fields hold, for the form to send along. */
export const seenOf = (fields: Pick<Field, 'name'>[], values: Given): Seen =>
  Object.fromEntries(fields.map(({ name }) => [name, hashOf(values[name])]));

/** The texts that were sent, with the other's where they were chosen and are still what was shown. */
export function withChosen(given: Given, theirs: Given, merge: Merge | undefined): Given {
  const values = { ...given };
  for (const name of merge?.contested ?? []) {
    if (merge!.chosen[name] === 'theirs' && hashOf(theirs[name]) === merge!.seen[name])
      put(values, name, theirs[name]);
  }
  return values;
}

/**
 * `contested`: fields that both changed, each to something else; `taken`: those that only the other changed. `values`:
 * mine with what is taken along. Without `seen`, everything that differs is contested.
 * @param asked fields that somebody was asked about and did not decide
 */
export function merged(
  fields: Pick<Field, 'name'>[],
  o: { mine: Given; theirs: Given; seen: Seen | undefined; asked?: string[] },
): { contested: string[]; taken: string[]; values: Given } {
  const { mine, theirs, seen, asked = [] } = o;
  const values = { ...mine };
  const [contested, taken]: [string[], string[]] = [[], []];
  for (const { name } of fields) {
    if (asKept(mine[name]) === asKept(theirs[name])) continue;
    const changedByMe = hashOf(mine[name]) !== seen?.[name];
    const changedByThem = hashOf(theirs[name]) !== seen?.[name];
    if (asked.includes(name) || (changedByMe && changedByThem)) contested.push(name);
    else if (changedByThem) {
      taken.push(name);
      put(values, name, theirs[name]);
    }
  }
  return { contested, taken, values };
}

/** A box that is not ticked is not there. */
function put(values: Given, name: string, text: string | undefined): void {
  if (text === undefined) delete values[name];
  else values[name] = text;
}

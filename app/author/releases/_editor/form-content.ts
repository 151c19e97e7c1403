import type { DraftContent } from '@/lib/content/draft-content';
import type { Contact } from '@/lib/content/releases';

/**
 * The editor's form, read: the one place that knows the names of its fields. The server action reads a form that was
 * sent without a script, the editor its own form while somebody types. Pure.
 */
export type Publishing =
  | 'now'
  /** What is published or scheduled changes, and not its time. */
  | 'keep'
  | { at: string; timeZone: string; embargo: boolean; occurrence?: 'first' | 'second' };
export type Wish = 'save' | 'publish' | 'unpublish' | 'discard';

/** What the form says; nothing is cleaned or checked. */
export function contentOf(form: FormData): DraftContent {
  return {
    title: text(form, 'title'),
    subtitle: text(form, 'subtitle'),
    dateline: text(form, 'dateline'),
    slug: text(form, 'slug'),
    bodyHtml: bodyOf(text(form, 'bodyHtml')),
    tags: text(form, 'tags')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    boilerplate: text(form, 'boilerplateOf') === 'newsroom' ? null : text(form, 'boilerplate'),
    contacts: text(form, 'contactsOf') === 'newsroom' ? null : contactsOf(form),
    pictures: rowsOf(form, 'picture', ['alt', 'caption']).map(({ id, alt, caption }) => ({
      id,
      alt,
      caption,
    })),
    attachments: rowsOf(form, 'attachment', ['title']).map(({ id, title }) => ({ id, title })),
  };
}

/** The revision that whoever sends the form has seen. */
export const revisionOf = (form: FormData): number => Number.parseInt(text(form, 'revision'), 10) || 0;

/** Which button was pressed. */
export function wishOf(form: FormData): Wish {
  const wish = text(form, 'do');
  return wish === 'publish' || wish === 'unpublish' || wish === 'discard' ? wish : 'save';
}

/** When it is to be published. `at` is local to `timeZone`: YYYY-MM-DDTHH:mm. */
export function publishingOf(form: FormData): Publishing {
  const when = text(form, 'when');
  if (when !== 'later') return when === 'keep' ? 'keep' : 'now';
  const occurrence = text(form, 'occurrence');
  return {
    at: text(form, 'at').slice(0, 16),
    timeZone: text(form, 'timeZone'),
    embargo: form.has('embargo'),
    ...((occurrence === 'first' || occurrence === 'second') && { occurrence }),
  };
}

/** Text that somebody typed without an editor becomes paragraphs; HTML stays what it is. */
export function bodyOf(typed: string): string {
  if (typed.trim() === '' || /<\/?[a-z][^>]*>/i.test(typed)) return typed;
  const escaped = typed
    .replace(/&(?!(?:amp|lt|gt|quot);)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
  return escaped
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph.trim().replace(/\n/g, '<br>')}</p>`)
    .filter((paragraph) => paragraph !== '<p></p>')
    .join('');
}

function contactsOf(form: FormData): Contact[] {
  const [names, roles, emails, phones] = (['name', 'role', 'email', 'phone'] as const).map((part) =>
    form.getAll(`contact-${part}`).map(String),
  ) as [string[], string[], string[], string[]];
  return names
    .map((name, i) => ({ name, role: roles[i] ?? '', email: emails[i] ?? '', phone: phones[i] ?? '' }))
    .filter((contact) => Object.values(contact).some((value) => value.trim() !== ''));
}

/** Rows as they stand, without those that are ticked for removal, by the place that was typed beside each. */
function rowsOf<K extends string>(form: FormData, what: string, keys: K[]) {
  const all = (name: string) => form.getAll(`${what}-${name}`).map(String);
  const removed = new Set(all('remove'));
  const places = all('place');
  const columns = keys.map(all);
  return all('id')
    .map((id, i) => ({
      id: Number(id),
      place: Number.parseFloat(places[i] ?? '') || i + 1,
      ...(Object.fromEntries(keys.map((key, k) => [key, columns[k]?.[i] ?? ''])) as Record<K, string>),
    }))
    .filter(({ id }) => !removed.has(String(id)))
    .sort((a, b) => a.place - b.place);
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.replace(/\r\n/g, '\n').trim() : '';
};

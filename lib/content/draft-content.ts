import { z } from 'zod';
import type { Contact } from '@/lib/db/tables';
import { cleanBody } from './body';
import { parsed } from './release-input';
import { cleanLine, cleanTags, cleanText } from './text';

/**
 * What is being written. Half-finished work is kept as well as finished: while it is a draft nothing is required and
 * little is refused; what a release must have is asked when it is published. Pure.
 */
export type DraftContent = {
  title: string;
  /** '' for none, like every line here. */
  subtitle: string;
  dateline: string;
  /** '': to be made from the title. */
  slug: string;
  /** Cleaned by lib/content/body.ts whenever it is saved. */
  bodyHtml: string;
  tags: string[];
  /** Null: that of the newsroom. */
  boilerplate: string | null;
  /** Null: those of the newsroom. */
  contacts: Contact[] | null;
  /** In the order in which readers see them; the first opens the release. */
  pictures: { id: number; alt: string; caption: string }[];
  attachments: { id: number; title: string }[];
};

/** Content from an editor, a form or an earlier version. Throws 'invalid' when it is not one at all, or is far too large. */
export const draftContentOf = (given: unknown): DraftContent => {
  const content = parsed(schema, given, 'nothing was saved');
  return { ...content, contacts: content.contacts?.map(withoutEmpty) ?? null };
};

/** Whether two contents are the same to a reader. */
export const isSame = (a: DraftContent, b: DraftContent): boolean =>
  JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));

const text = (most: number) => z.string().max(most).transform(cleanLine);
const paragraphs = (most: number) =>
  z
    .string()
    .max(most)
    .transform((given) => cleanText(given).trim());
const id = z.int().min(1).max(2_147_483_647);

const schema = z.object({
  title: text(2000),
  subtitle: text(5000),
  dateline: text(2000),
  slug: text(500),
  bodyHtml: z.string().max(1_000_000).transform(cleanBody),
  tags: z.array(z.string().max(500)).max(200).transform(cleanTags),
  boilerplate: paragraphs(50_000).nullable(),
  contacts: z
    .array(
      z.object({
        name: text(1000),
        role: text(1000).optional(),
        email: text(1000).optional(),
        phone: text(1000).optional(),
      }),
    )
    .max(100)
    .nullable(),
  pictures: z.array(z.object({ id, alt: text(5000), caption: paragraphs(10_000) })).max(500),
  attachments: z.array(z.object({ id, title: text(1000) })).max(500),
});

const withoutEmpty = ({ name, ...rest }: Contact): Contact => ({
  name,
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value)),
});

// Keys in one order, whatever wrote them: PostgreSQL's jsonb has an order of its own.
const canonical = ({ contacts, pictures, attachments, ...c }: DraftContent) => [
  ...[c.title, c.subtitle, c.dateline, c.slug, c.bodyHtml, c.tags, c.boilerplate],
  contacts?.map(({ name, role, email, phone }) => [name, role, email, phone].map((value) => value || '')) ??
    null,
  pictures.map(({ id, alt, caption }) => [id, alt, caption]),
  attachments.map(({ id, title }) => [id, title]),
];

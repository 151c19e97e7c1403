import { z } from 'zod';
import { now } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { bodyTextOf, cleanBody } from './body';
import { cleanLine, cleanTags, cleanText, excerptOf } from './text';

/** What may be written into releases and newsrooms, from input of any origin to columns. */
export const line = (most: number) => z.string().transform(cleanLine).pipe(z.string().max(most));
export const requiredLine = (most: number) =>
  z.string().transform(cleanLine).pipe(z.string().min(1).max(most));
export const paragraph = (most: number) =>
  z
    .string()
    .transform((text) => cleanText(text).trim())
    .pipe(z.string().max(most));
export const slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens, such as "acme-ships"');
export const contacts = z
  .array(
    z.strictObject({
      name: requiredLine(200),
      role: line(200).optional(),
      email: line(200).pipe(z.email()).optional(),
      phone: line(60).optional(),
    }),
  )
  .max(20);
const id = z.int().min(1).max(2_147_483_647);

/** What a release is written with, field by field. */
export const releaseFields = z.strictObject({
  newsroomId: id,
  authorId: id.nullable().optional(),
  status: z.enum(['draft', 'scheduled', 'embargoed', 'published']).optional(),
  publishedAt: z.date().nullable().optional(),
  slug: slug.optional(),
  title: requiredLine(300),
  subtitle: line(500).nullable().optional(),
  dateline: line(200).nullable().optional(),
  bodyHtml: z.string().max(1_000_000).optional(),
  boilerplate: paragraph(5000).nullable().optional(),
  contacts: contacts.nullable().optional(),
  tags: z.array(z.string().max(60)).max(30).transform(cleanTags).optional(),
  timeZone: z.string().max(60).nullable().optional(),
});

export type ReleaseInput = z.input<typeof releaseFields>;
export type ReleasePatch = Partial<ReleaseInput>;

export const releaseValues = {
  /** Columns of a new release. Throws a PresskitError 'invalid' that names every field. */
  create(input: ReleaseInput) {
    const given = parsed(releaseFields, input, 'the release was not saved');
    const status = given.status ?? 'draft';
    const publishedAt = given.publishedAt ?? (status === 'published' ? now() : null);
    if (status !== 'draft' && !publishedAt) {
      throw new PresskitError(
        'invalid',
        `the release was not saved: publishedAt: a ${status} release needs a time`,
      );
    }
    return { ...given, ...bodyColumns(given.bodyHtml), status, publishedAt };
  },

  /** Columns that change. */
  update(patch: ReleasePatch) {
    const given = parsed(releaseFields.partial(), patch, 'the release was not changed');
    return { ...given, ...bodyColumns(given.bodyHtml) };
  },
};

function bodyColumns(html: string | undefined) {
  if (html === undefined) return {};
  const bodyHtml = cleanBody(html);
  const bodyText = bodyTextOf(bodyHtml);
  return { bodyHtml, bodyText, excerpt: excerptOf(bodyText) };
}

/** The parsed value, or a PresskitError 'invalid' with a sentence per field. */
export function parsed<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  throw new PresskitError('invalid', `${what}: ${problems.join('; ')}`);
}

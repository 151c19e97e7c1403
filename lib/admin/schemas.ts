import { z } from 'zod';
import { peerInput } from '@/lib/auth/sso/peer-rules';
import { newsroomFields } from '@/lib/content/newsrooms';
import { line, paragraph, releaseFields, requiredLine } from '@/lib/content/release-input';
import type { Deletable } from '@/lib/content/soft-delete/layer';
import { isTimeZone } from '@/lib/content/zoned-time';
import { furtherOrigins } from '@/lib/origins';
import { columnNames, columnOf, isSecret, kindOf } from './columns';

/** One schema per type: the form is made from it, and what the form sends is checked by it. */
export type FormSchema = z.ZodObject<Record<string, z.ZodType>>;

/** What a field is chosen from, where only the configuration says it; no choice: there is no such field. */
export const choicesFrom = new WeakMap<z.ZodType, () => string[]>();

const domain = z
  .string()
  .refine((origin) => furtherOrigins().includes(origin), 'not one of the domains in SITE_URLS');
choicesFrom.set(domain, furtherOrigins);

const id = z.int().min(1).max(2_147_483_647);
const timeZone = z.string().refine(isTimeZone, 'not a time zone, such as Europe/Berlin');

export const schemas: Record<string, FormSchema> = {
  release: releaseFields.required({ status: true, slug: true }).omit({ newsroomId: true }),
  newsroom: newsroomFields.extend({ publicCounter: z.boolean(), domain: domain.nullable().optional() }),
  file: z.strictObject({
    title: line(300),
    alt: line(1000),
    caption: paragraph(2000).nullable(),
    position: z.int().min(0).max(100_000),
  }),
  user: z.strictObject({
    name: requiredLine(120),
    email: line(254).pipe(z.email()),
    role: z.enum(['admin', 'editor', 'auditor', 'author']),
    timeZone: timeZone.nullable(),
    digest: z.enum(['none', 'weekly', 'monthly']),
    takeOffNotes: z.boolean(),
    deactivatedAt: z.date().nullable(),
  }),
  member: z.strictObject({ role: z.enum(['owner', 'editor', 'analyst']) }),
  // Its key stays: the secret is sealed to it.
  peer: peerInput.omit({ key: true }),
};

/** Fields that only a new record takes. */
export const schemasOfNew: Record<string, FormSchema> = {
  release: releaseFields.pick({ newsroomId: true, title: true }),
  newsroom: newsroomFields,
  user: schemas.user!.pick({ name: true, email: true, role: true, timeZone: true }),
  member: z.strictObject({
    newsroomId: id,
    userId: id,
    role: z.enum(['owner', 'editor', 'analyst']),
  }),
  peer: peerInput,
  // Besides the file itself.
  file: z.strictObject({
    newsroomId: id.nullable(),
    releaseId: id.nullable(),
    kind: z.enum(['image', 'attachment', 'logo']).nullable(),
    title: line(300),
    alt: line(1000),
    caption: paragraph(2000).nullable(),
  }),
};

/** A schema from a table's own declaration, for a type that says nothing more about its fields. */
export function schemaOf(table: Deletable): FormSchema {
  const shape: Record<string, z.ZodType> = {};
  for (const name of columnNames(table)) {
    const column = columnOf(table, name)!;
    if (name === 'id' || name === 'createdAt' || name === 'updatedAt' || column.generated || isSecret(name))
      continue;
    const plain = {
      text: column.notNull && !column.hasDefault ? requiredLine(10_000) : line(10_000),
      number: z.number(),
      date: z.date(),
      boolean: z.boolean(),
      choice: z.enum((column.enumValues ?? ['']) as [string, ...string[]]),
      words: z.array(z.string().max(200)).max(200),
      json: z.json(),
    }[kindOf(column)];
    const isInteger = kindOf(column) === 'number' && /int|serial/i.test(column.columnType);
    const value = isInteger ? z.int() : plain;
    shape[name] = column.notNull ? value : value.nullable();
  }
  return z.strictObject(shape);
}

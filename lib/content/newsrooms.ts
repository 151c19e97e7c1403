import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { type Contact, releases, newsrooms as table } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { furtherOrigins, livingDomain } from '@/lib/origins';
import { type Picture, type PictureRow, pictureOf } from './pictures';
import { newsroom as newsroomType, urlOf } from './registry';
import { contacts, paragraph, parsed, requiredLine, slug } from './release-input';
import { asWritten, logo } from './selections';
import { isId, slugOf } from './text';
import { visible } from './visible';

/** Newsrooms: the organisations that publish. What the public reads, and the only place that writes them. */
export type NewsroomSummary = {
  id: number;
  slug: string;
  name: string;
  description: string;
  url: string;
  /** The origin that its pages belong to; null: SITE_URL. */
  domain: string | null;
  logo: Picture | null;
};

export type Newsroom = NewsroomSummary & {
  website: string | null;
  contacts: Contact[];
  boilerplate: string;
  releaseCount: number;
};

const columns = {
  id: table.id,
  slug: table.slug,
  name: table.name,
  description: table.description,
  domain: table.domain,
  logo,
};
// A subquery of its own per newsroom: it reads the index of the newsroom's visible releases, and nothing else.
const releaseCount = () =>
  asWritten(
    sql<number>`(select count(*)::int from ${releases} where ${releases.newsroomId} = ${table.id} and ${visible(now())})`,
  );

/** All newsrooms by name, with the number of their visible releases. */
export async function newsrooms(): Promise<(NewsroomSummary & { releaseCount: number })[]> {
  const rows = await db()
    .select({ ...columns, releaseCount: releaseCount() })
    .from(table)
    .orderBy(sql`lower(${table.name})`, table.id);
  return rows.map(summaryOf);
}

/** A newsroom as its page shows it; null when there is none or it is deleted. */
export async function publicNewsroom(id: number): Promise<Newsroom | null> {
  if (!isId(id)) return null;
  const [row] = await db()
    .select({
      ...columns,
      website: table.website,
      contacts: table.contacts,
      boilerplate: table.boilerplate,
      releaseCount: releaseCount(),
    })
    .from(table)
    .where(eq(table.id, id));
  return row ? summaryOf(row) : null;
}

function summaryOf<R extends { id: number; slug: string; domain: string | null; logo: PictureRow | null }>(
  row: R,
) {
  return {
    ...row,
    url: urlOf(newsroomType, row),
    domain: livingDomain(row.domain),
    logo: pictureOf(row.logo),
  };
}

/** What a newsroom is written with, field by field. */
export const newsroomFields = z.strictObject({
  name: requiredLine(200),
  slug: slug.optional(),
  description: paragraph(2000).optional(),
  website: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .optional(),
  boilerplate: paragraph(5000).optional(),
  contacts: contacts.optional(),
  publicCounter: z.boolean().optional(),
});

export type NewsroomInput = z.input<typeof newsroomFields>;

/** Throws 'invalid', or 'conflict' when the slug, given or made from the name, is taken. */
export async function createNewsroom(input: NewsroomInput): Promise<{ id: number; slug: string }> {
  const given = parsed(newsroomFields, input, 'the newsroom was not saved');
  const [row] = await db()
    .insert(table)
    .values({
      ...given,
      slug: given.slug ?? slugOf(given.name, 'newsroom'),
      createdAt: now(),
      updatedAt: now(),
    })
    .returning({ id: table.id, slug: table.slug })
    .catch((error) => {
      throw expected(error, 'the newsroom was not saved');
    });
  return row!;
}

/** Changes what the patch names. Throws 'invalid', 'conflict', and 'not_found' when there is no such living one. */
export async function updateNewsroom(
  id: number,
  patch: Partial<NewsroomInput>,
): Promise<{ id: number; slug: string }> {
  const given = parsed(newsroomFields.partial(), patch, 'the newsroom was not changed');
  const [row] = await db()
    .update(table)
    .set({ ...given, updatedAt: now() })
    .where(eq(table.id, id))
    .returning({ id: table.id, slug: table.slug })
    .catch((error) => {
      throw expected(error, 'the newsroom was not changed');
    });
  if (!row) throw new PresskitError('not_found', `there is no newsroom ${id}`);
  return row;
}

/** Gives a newsroom a domain of its own, or takes it away. Throws 'invalid', 'conflict' (it is another's), 'not_found'. */
export async function setDomain(id: number, domain: string | null): Promise<void> {
  if (domain !== null && !furtherOrigins().includes(domain))
    throw new PresskitError('invalid', `${domain} is none of the domains in SITE_URLS`);
  const [row] = await db()
    .update(table)
    .set({ domain, updatedAt: now() })
    .where(eq(table.id, id))
    .returning({ id: table.id })
    .catch((error) => {
      throw expected(error, 'the newsroom was not changed');
    });
  if (!row) throw new PresskitError('not_found', `there is no newsroom ${id}`);
}

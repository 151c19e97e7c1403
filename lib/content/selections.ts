import { eq, type SQL, sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { files, newsrooms, releases } from '@/lib/db/tables';
import type { AttachmentRow, PictureRow } from './pictures';
import { pictureOf } from './pictures';
import { release as releaseType, urlOf } from './registry';
import type { ReleaseSummary } from './releases';

/** The columns that lists of releases show, and rows of them turned into what pages take. */
// drizzle takes the table's name off the columns of a select from one table, which a subquery cannot do without; it does
// not look into nested pieces.
export const asWritten = <T>(piece: SQL<T>) => sql<T>`${piece}`;

const picture = sql`jsonb_build_object('id', ${files.id}, 'alt', ${files.alt}, 'caption', ${files.caption}, 'variants', ${files.variants})`;

const firstImage = asWritten(sql<PictureRow | null>`(select ${picture} from ${files}
  where ${files.releaseId} = ${releases.id} and ${files.kind} = 'image' and ${files.placement} = 'list'
  order by ${files.position}, ${files.id} limit 1)`);

/** The newest logo of the newsroom in the query. */
export const logo = asWritten(sql<PictureRow | null>`(select ${picture} from ${files}
  where ${files.newsroomId} = ${newsrooms.id} and ${files.kind} = 'logo' order by ${files.id} desc limit 1)`);

export const imagesOfRelease = sql<
  PictureRow[]
>`(select coalesce(jsonb_agg(${picture} order by ${files.position}, ${files.id}), '[]')
  from ${files} where ${files.releaseId} = ${releases.id} and ${files.kind} = 'image' and ${files.placement} = 'list')`;

export const attachmentsOfRelease = sql<
  AttachmentRow[]
>`(select coalesce(jsonb_agg(jsonb_build_object('id', ${files.id}, 'name', ${files.name}, 'title', ${files.title},
    'mime', ${files.mime}, 'bytes', ${files.bytes}) order by ${files.position}, ${files.id}), '[]')
  from ${files} where ${files.releaseId} = ${releases.id} and ${files.kind} = 'attachment' and ${files.placement} = 'list')`;

export const summaryColumns = {
  id: releases.id,
  slug: releases.slug,
  title: releases.title,
  subtitle: releases.subtitle,
  dateline: releases.dateline,
  publishedAt: releases.publishedAt,
  tags: releases.tags,
  excerpt: releases.excerpt,
  newsroom: { id: newsrooms.id, slug: newsrooms.slug, name: newsrooms.name },
  image: firstImage,
};

/** Releases with what lists show; the caller says which and in what order. */
export function summaries(where: SQL | undefined, order: SQL[], limit: number) {
  return db()
    .select(summaryColumns)
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .where(where)
    .orderBy(...order)
    .limit(limit);
}

export const newestFirst = [sql`${releases.publishedAt} desc`, sql`${releases.id} desc`];

export type SummaryRow = Awaited<ReturnType<typeof summaries>>[number];

export function summaryOf(row: SummaryRow): ReleaseSummary {
  return {
    ...row,
    // Only visible releases are read, and those have a time.
    publishedAt: row.publishedAt!,
    image: pictureOf(row.image),
    url: urlOf(releaseType, row),
  };
}

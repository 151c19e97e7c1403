import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { deletions, stored, uniqueAmongLiving } from '@/lib/content/soft-delete/table';
import { instant } from './columns';

/**
 * The physical tables, which drizzle-kit turns into migrations. Content stands in schema `store`; the application
 * reads and writes the views of lib/db/tables.ts instead and has no rights here.
 */
export { deletions };

export type Contact = { name: string; role?: string; email?: string; phone?: string };
/** A picture in one width (pixels), re-encoded as WebP; hash is the first eight hex digits of its SHA-256. */
export type Variant = { width: number; height: number; hash: string };
export type Status = 'draft' | 'scheduled' | 'embargoed' | 'published';
export type FileKind = 'image' | 'attachment' | 'logo';

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const id = () => integer('id').primaryKey().generatedByDefaultAsIdentity();
const timestamps = () => ({
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

export const users = stored(
  'users',
  {
    id: id(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role', { enum: ['admin', 'editor', 'auditor', 'author'] })
      .notNull()
      .default('author'),
    /** When the person proved to receive mail at the address; null: not yet. */
    emailVerifiedAt: instant('email_verified_at'),
    /** Cannot sign in from then on; nothing else changes. */
    deactivatedAt: instant('deactivated_at'),
    /** Null: the site's. */
    timeZone: text('time_zone'),
    digest: text('digest', { enum: ['none', 'weekly', 'monthly'] })
      .notNull()
      .default('none'),
    /** Whether to write when a release takes off. */
    takeOffNotes: boolean('take_off_notes').notNull().default(true),
    ...timestamps(),
  },
  (t) => [
    uniqueAmongLiving('users_email', sql`lower(${t.email})`),
    check('users_role', sql`role in ('admin', 'editor', 'auditor', 'author')`),
    check('users_digest', sql`digest in ('none', 'weekly', 'monthly')`),
  ],
);

export const newsrooms = stored(
  'newsrooms',
  {
    id: id(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    website: text('website'),
    boilerplate: text('boilerplate').notNull().default(''),
    contacts: jsonb('contacts').$type<Contact[]>().notNull().default([]),
    /** Whether anybody may embed the counts of its releases elsewhere. */
    publicCounter: boolean('public_counter').notNull().default(false),
    /** One of SITE_URLS, as an origin, at which the site is this newsroom; null: none of its own. */
    domain: text('domain'),
    ...timestamps(),
  },
  (t) => [uniqueAmongLiving('newsrooms_slug', t.slug), uniqueAmongLiving('newsrooms_domain', t.domain)],
);

/** Who owns and works on a newsroom. */
export const newsroomMembers = stored(
  'newsroom_members',
  {
    id: id(),
    newsroomId: integer('newsroom_id')
      .notNull()
      .references((): AnyPgColumn => newsrooms.id, { onDelete: 'cascade' }),
    userId: integer('user_id')
      .notNull()
      .references((): AnyPgColumn => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['owner', 'editor', 'analyst'] }).notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueAmongLiving('newsroom_members_newsroom_user', t.newsroomId, t.userId),
    index('newsroom_members_newsroom_id').on(t.newsroomId),
    index('newsroom_members_user_id').on(t.userId),
    check('newsroom_members_role', sql`role in ('owner', 'editor', 'analyst')`),
  ],
);

export const releases = stored(
  'releases',
  {
    id: id(),
    newsroomId: integer('newsroom_id')
      .notNull()
      .references((): AnyPgColumn => newsrooms.id, { onDelete: 'cascade' }),
    authorId: integer('author_id').references((): AnyPgColumn => users.id, { onDelete: 'set null' }),
    status: text('status', { enum: ['draft', 'scheduled', 'embargoed', 'published'] })
      .notNull()
      .default('draft'),
    /** When it becomes visible; a scheduled or embargoed release needs nothing else to appear. */
    publishedAt: instant('published_at'),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    subtitle: text('subtitle'),
    dateline: text('dateline'),
    bodyHtml: text('body_html').notNull().default(''),
    bodyText: text('body_text').notNull().default(''),
    excerpt: text('excerpt').notNull().default(''),
    /** Null: those of the newsroom. */
    boilerplate: text('boilerplate'),
    contacts: jsonb('contacts').$type<Contact[]>(),
    tags: text('tags').array().notNull().default([]),
    /** In which its time was set, for whoever sets it anew; null: the site's. */
    timeZone: text('time_zone'),
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', coalesce(subtitle, '')), 'B') || setweight(to_tsvector('english', store.joined(tags)), 'B') || setweight(to_tsvector('english', body_text), 'C')`,
    ),
    ...timestamps(),
  },
  (t) => [
    uniqueAmongLiving('releases_newsroom_slug', t.newsroomId, t.slug),
    // Read backwards for the newest first: a descending index of drizzle is NULLS LAST and would not be used.
    index('releases_visible').on(t.publishedAt, t.id).where(sql`deleted_at is null and status <> 'draft'`),
    index('releases_newsroom_visible')
      .on(t.newsroomId, t.publishedAt, t.id)
      .where(sql`deleted_at is null and status <> 'draft'`),
    index('releases_author_id').on(t.authorId),
    index('releases_tags').using('gin', t.tags).where(sql`deleted_at is null`),
    index('releases_search').using('gin', t.search).where(sql`deleted_at is null`),
    check('releases_status', sql`status in ('draft', 'scheduled', 'embargoed', 'published')`),
    check('releases_published_at', sql`status = 'draft' or published_at is not null`),
  ],
);

export const files = stored(
  'files',
  {
    id: id(),
    newsroomId: integer('newsroom_id')
      .notNull()
      .references((): AnyPgColumn => newsrooms.id, { onDelete: 'cascade' }),
    releaseId: integer('release_id').references((): AnyPgColumn => releases.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['image', 'attachment', 'logo'] }).notNull(),
    name: text('name').notNull(),
    title: text('title').notNull().default(''),
    alt: text('alt').notNull().default(''),
    caption: text('caption'),
    mime: text('mime').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** Of the original as it is kept: FILES_DIR/store/<first two digits>/<sha256>.<extension>. */
    sha256: text('sha256').notNull(),
    extension: text('extension').notNull(),
    width: integer('width'),
    height: integer('height'),
    variants: jsonb('variants').$type<Variant[]>().notNull().default([]),
    position: integer('position').notNull().default(0),
    /**
     * Where readers find it: in the release's list of pictures or downloads (a newsroom's file: always), only in its
     * text, or, being of the working copy or of an earlier version alone, nowhere.
     */
    placement: text('placement', { enum: ['list', 'text', 'none'] })
      .notNull()
      .default('list'),
    ...timestamps(),
  },
  (t) => [
    index('files_release').on(t.releaseId, t.kind, t.position, t.id),
    index('files_newsroom').on(t.newsroomId, t.kind, t.id),
    index('files_sha256').on(t.sha256),
    check('files_kind', sql`kind in ('image', 'attachment', 'logo')`),
    check('files_placement', sql`placement in ('list', 'text', 'none')`),
    check('files_logo', sql`kind <> 'logo' or release_id is null`),
    check('files_picture', sql`kind = 'attachment' or (width is not null and height is not null)`),
  ],
);

/** Hits of every finished day; written by the roll-up alone. */
export const hitsDaily = pgTable(
  'hits_daily',
  {
    day: date('day').notNull(),
    type: text('type').notNull(),
    objectId: integer('object_id').notNull(),
    views: integer('views').notNull(),
    visitors: integer('visitors').notNull(),
    /** Of `hitsHomes`; 0: none is known. */
    homeId: integer('home_id').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.type, t.objectId, t.day] }),
    // A day of a newsroom is one stretch of it.
    index('hits_daily_home').on(t.day, t.homeId, t.type, t.objectId),
  ],
);

export const hitsBreakdown = pgTable(
  'hits_breakdown',
  {
    day: date('day').notNull(),
    type: text('type').notNull(),
    objectId: integer('object_id').notNull(),
    dimension: text('dimension').notNull(),
    value: text('value').notNull(),
    views: integer('views').notNull(),
  },
  (t) => [
    // The value before the day: what one referrer brought over time is one stretch of the index.
    primaryKey({ columns: [t.type, t.objectId, t.dimension, t.value, t.day] }),
    index('hits_breakdown_day').on(t.day),
  ],
);

/** One row per rolled-up day: what its log held. */
export const rollups = pgTable('rollups', {
  day: date('day').primaryKey(),
  lines: bigint('lines', { mode: 'number' }).notNull(),
  hits: bigint('hits', { mode: 'number' }).notNull(),
  visitors: integer('visitors').notNull(),
  drops: jsonb('drops').$type<Record<string, number>>().notNull(),
  sources: jsonb('sources').$type<unknown>().notNull(),
  durationMs: integer('duration_ms').notNull(),
  finishedAt: instant('finished_at').notNull(),
});

import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { bytea, instant } from './columns';
import { newsrooms, releases, users } from './schema';

/**
 * What belongs to accounts and to the writing of releases: plain tables, nothing of which is content. Whatever is a
 * secret between us and somebody (a session, a link in a mail, an API token) stands here as its SHA-256 only.
 */
const id = () => integer('id').primaryKey().generatedAlwaysAsIdentity();
const tokenHash = () => bytea('token_hash').notNull().unique();
const ofUser = () =>
  integer('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' });
const createdAt = () => instant('created_at').notNull().defaultNow();

/** Apart from users, so that no list of users can come to hold a hash. */
export const passwords = pgTable('passwords', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** argon2id in PHC string format. */
  hash: text('hash').notNull(),
  changedAt: instant('changed_at').notNull().defaultNow(),
});

export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    tokenHash: tokenHash(),
    userId: ofUser(),
    createdAt: createdAt(),
    seenAt: instant('seen_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    /** How the person signed in: password, link, an OAuth provider, a peer. */
    method: text('method').notNull(),
    /** For the list of one's sessions. */
    userAgent: text('user_agent').notNull().default(''),
    address: text('address').notNull().default(''),
    /** Which domain of ours it is for; empty where that was not noted. */
    host: text('host').notNull().default(''),
    /** When the person last showed that it is them, before this session or with it; null: a peer's word is all there is. */
    provenAt: instant('proven_at'),
  },
  (t) => [index('sessions_user_id').on(t.userId), index('sessions_expires_at').on(t.expiresAt)],
);

/** A person's accounts at OAuth and OpenID Connect providers. */
export const identities = pgTable(
  'identities',
  {
    provider: text('provider').notNull(),
    subject: text('subject').notNull(),
    userId: ofUser(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.subject] }), index('identities_user_id').on(t.userId)],
);

/** Links sent by mail that do one thing once: sign in, reset a password, confirm an address. */
export const mailedTokens = pgTable(
  'mailed_tokens',
  {
    id: id(),
    tokenHash: tokenHash(),
    purpose: text('purpose', { enum: ['sign_in', 'sign_up', 'reset_password', 'change_email'] }).notNull(),
    userId: integer('user_id').references(() => users.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    data: jsonb('data').$type<Record<string, string>>().notNull().default({}),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    index('mailed_tokens_user_id').on(t.userId),
    index('mailed_tokens_expires_at').on(t.expiresAt),
    check('mailed_tokens_purpose', sql`purpose in ('sign_in', 'sign_up', 'reset_password', 'change_email')`),
  ],
);

export const invitations = pgTable(
  'invitations',
  {
    id: id(),
    tokenHash: tokenHash(),
    email: text('email').notNull(),
    /** Null: to the site, without a newsroom. */
    newsroomId: integer('newsroom_id').references(() => newsrooms.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['owner', 'editor', 'analyst'] }),
    invitedBy: integer('invited_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    acceptedBy: integer('accepted_by').references(() => users.id, { onDelete: 'set null' }),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    index('invitations_newsroom_id').on(t.newsroomId),
    index('invitations_email').on(sql`lower(${t.email})`),
    check('invitations_role', sql`(newsroom_id is null) = (role is null)`),
  ],
);

/** How often something was tried in a window of time: "sign-in address 192.0.2.7". */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text('key').primaryKey(),
    windowStart: instant('window_start').notNull(),
    tries: integer('tries').notNull(),
  },
  (t) => [index('rate_limits_window_start').on(t.windowStart)],
);

/** Mail waits here until it is sent; then its text is forgotten, because it holds links that are secrets. */
export const mails = pgTable(
  'mails',
  {
    id: id(),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    /** Null once it is sent, or a week after it was given up. */
    message: jsonb('message').$type<{ text: string; html: string; headers?: Record<string, string> }>(),
    createdAt: createdAt(),
    sendAfter: instant('send_after').notNull().defaultNow(),
    tries: integer('tries').notNull().default(0),
    sentAt: instant('sent_at'),
    failedAt: instant('failed_at'),
    error: text('error'),
  },
  (t) => [index('mails_waiting').on(t.sendAfter).where(sql`sent_at is null and failed_at is null`)],
);

/** Which digest or note somebody has had, so that none is sent twice. */
export const sentNotes = pgTable(
  'sent_notes',
  {
    userId: ofUser(),
    kind: text('kind', { enum: ['digest', 'take_off'] }).notNull(),
    subject: text('subject').notNull(),
    sentAt: instant('sent_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kind, t.subject] })],
);

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: id(),
    tokenHash: tokenHash(),
    userId: ofUser(),
    name: text('name').notNull(),
    createdAt: createdAt(),
    usedAt: instant('used_at'),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('api_tokens_user_id').on(t.userId)],
);

/** Links that show the statistics of one release or newsroom to whoever has them. */
export const shareLinks = pgTable(
  'share_links',
  {
    id: id(),
    tokenHash: tokenHash(),
    type: text('type', { enum: ['release', 'newsroom'] }).notNull(),
    objectId: integer('object_id').notNull(),
    /** What it is for; '': nobody has said. */
    name: text('name').notNull().default(''),
    createdBy: integer('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    /** When its pages were last asked for, to the hour. */
    usedAt: instant('used_at'),
  },
  (t) => [index('share_links_object').on(t.type, t.objectId)],
);

/** Links that show a release which is not public yet. */
export const previewLinks = pgTable(
  'preview_links',
  {
    id: id(),
    tokenHash: tokenHash(),
    releaseId: integer('release_id')
      .notNull()
      .references(() => releases.id, { onDelete: 'cascade' }),
    createdBy: integer('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('preview_links_release_id').on(t.releaseId)],
);

/** What is being written and is not what readers see yet; one per release, taken over when it is published. */
export const releaseDrafts = pgTable('release_drafts', {
  releaseId: integer('release_id')
    .primaryKey()
    .references(() => releases.id, { onDelete: 'cascade' }),
  content: jsonb('content').notNull(),
  /** Counts up with each save: who saves says which one they saw, so that nobody overwrites what they did not see. */
  revision: integer('revision').notNull().default(1),
  savedBy: integer('saved_by').references(() => users.id, { onDelete: 'set null' }),
  savedAt: instant('saved_at').notNull().defaultNow(),
});

/** Earlier states of a release, to look at, compare and go back to. */
export const releaseVersions = pgTable(
  'release_versions',
  {
    id: id(),
    releaseId: integer('release_id')
      .notNull()
      .references(() => releases.id, { onDelete: 'cascade' }),
    kind: text('kind', {
      enum: ['autosave', 'save', 'publish', 'schedule', 'embargo', 'restore', 'conflict'],
    }).notNull(),
    content: jsonb('content').notNull(),
    savedBy: integer('saved_by').references(() => users.id, { onDelete: 'set null' }),
    savedAt: instant('saved_at').notNull().defaultNow(),
  },
  (t) => [index('release_versions_release_id').on(t.releaseId, t.id)],
);

/** Who has a release open in an editor now. */
export const releaseEditors = pgTable(
  'release_editors',
  {
    releaseId: integer('release_id')
      .notNull()
      .references(() => releases.id, { onDelete: 'cascade' }),
    userId: ofUser(),
    seenAt: instant('seen_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.releaseId, t.userId] })],
);

/** What was done by whom; rows are only ever added. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant('at').notNull().defaultNow(),
    /** Kept as a number, not as a reference: an entry outlives whom it speaks of. */
    actorId: integer('actor_id'),
    action: text('action').notNull(),
    type: text('type'),
    objectId: integer('object_id'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
    isRefusal: boolean('is_refusal').notNull().default(false),
  },
  (t) => [
    index('audit_log_at').on(t.at),
    index('audit_log_actor').on(t.actorId, t.id),
    index('audit_log_object').on(t.type, t.objectId, t.id),
    // The log of tokens, among millions of other entries.
    index('audit_log_sso').on(t.id).where(sql`action like 'sso.%'`),
  ],
);

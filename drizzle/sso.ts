import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { stored, uniqueAmongLiving } from '@/lib/content/soft-delete/table';
import { sessions } from './accounts';
import { bytea, instant } from './columns';
import { users } from './schema';

/** What signing in across domains needs: who the other sites are, our keys, and what is under way. */

/** Other sites that people come from or go to. The domains of this deployment are no peers: they are its own. */
export const peers = stored(
  'peers',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    /** A short name for addresses and the command line. */
    key: text('key').notNull(),
    name: text('name').notNull(),
    /** What its tokens name as their issuer, and ours as their audience. */
    origin: text('origin').notNull(),
    /** in: people come from there; out: people go there. */
    direction: text('direction', { enum: ['in', 'out', 'both'] })
      .notNull()
      .default('both'),
    /** presskit: start, issue, consume with a nonce; jwt: a signed token in an address; discourse: DiscourseConnect. */
    protocol: text('protocol', { enum: ['presskit', 'jwt', 'discourse'] })
      .notNull()
      .default('presskit'),
    algorithm: text('algorithm', { enum: ['ES256', 'HS256'] })
      .notNull()
      .default('ES256'),
    /** Encrypted; null: none, as with ES256. */
    secretSealed: text('secret_sealed'),
    /** Null in these four: where the protocol has it. */
    jwksUrl: text('jwks_url'),
    startUrl: text('start_url'),
    consumeUrl: text('consume_url'),
    logoutUrl: text('logout_url'),
    /** required: no sign-in without the browser's nonce; confirm: without one, the person is asked. */
    noncePolicy: text('nonce_policy', { enum: ['required', 'confirm'] })
      .notNull()
      .default('required'),
    /** Whether somebody who has no account here gets one. */
    provisioning: text('provisioning', { enum: ['none', 'create'] })
      .notNull()
      .default('none'),
    /** Of accounts that are made; never admin. */
    defaultRole: text('default_role', { enum: ['editor', 'auditor', 'author'] })
      .notNull()
      .default('author'),
    /** Whether its addresses count as verified although its tokens do not say so. */
    vouchesForAddresses: boolean('vouches_for_addresses').notNull().default(false),
    /** Another deployment on this very database: its people are ours, by number, and so are its keys. */
    sharesDatabase: boolean('shares_database').notNull().default(false),
    enabled: boolean('enabled').notNull().default(true),
    usedAt: instant('used_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueAmongLiving('peers_key', t.key),
    uniqueAmongLiving('peers_origin', t.origin),
    check('peers_direction', sql`direction in ('in', 'out', 'both')`),
    check('peers_protocol', sql`protocol in ('presskit', 'jwt', 'discourse')`),
    check('peers_algorithm', sql`algorithm in ('ES256', 'HS256')`),
    check('peers_nonce_policy', sql`nonce_policy in ('required', 'confirm')`),
    check('peers_provisioning', sql`provisioning in ('none', 'create')`),
    check('peers_default_role', sql`default_role in ('editor', 'auditor', 'author')`),
    check('peers_origin_form', sql`origin ~ '^https?://[^/?#]+$'`),
  ],
);

/** Our keys. One signs; those that did before are honoured until their last token has expired. */
export const ssoKeys = pgTable(
  'sso_keys',
  {
    kid: text('kid').primaryKey(),
    publicJwk: jsonb('public_jwk').$type<Record<string, string>>().notNull(),
    privateSealed: text('private_sealed').notNull(),
    createdAt: instant('created_at').notNull(),
    /** When it stopped signing; null: it signs. */
    retiredAt: instant('retired_at'),
  },
  () => [uniqueIndex('sso_keys_signing').on(sql`(true)`).where(sql`retired_at is null`)],
);

/** Tokens that have been used, until they have expired: inserting one here is what using it means. */
export const ssoUsedTokens = pgTable(
  'sso_used_tokens',
  {
    issuer: text('issuer').notNull(),
    jti: text('jti').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.jti] }), index('sso_used_tokens_expires_at').on(t.expiresAt)],
);

export type ArrivingProfile = {
  subject: string;
  email: string | null;
  isVerified: boolean;
  name: string | null;
  /** Milliseconds; from a domain of ours: when the person showed there that it is them. */
  provenAt?: number;
};

/** Somebody whose token was good and who is being asked something before they are signed in. */
export const ssoArrivals = pgTable(
  'sso_arrivals',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    issuer: text('issuer').notNull(),
    profile: jsonb('profile').$type<ArrivingProfile>().notNull(),
    sid: text('sid'),
    next: text('next').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('sso_arrivals_expires_at').on(t.expiresAt)],
);

/** Sessions that began with a token of somebody else's, so that they can end there. */
export const ssoSessionsIn = pgTable(
  'sso_sessions_in',
  {
    sessionId: integer('session_id')
      .primaryKey()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    sid: text('sid'),
  },
  (t) => [index('sso_sessions_in_subject').on(t.issuer, t.subject)],
);

/** Who has been sent to a peer, so that it can be told when they sign out everywhere. */
export const ssoSessionsOut = pgTable(
  'sso_sessions_out',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    peerId: integer('peer_id')
      .notNull()
      .references(() => peers.id, { onDelete: 'cascade' }),
    /** The domain of ours that sent them. */
    issuer: text('issuer').notNull(),
    sid: text('sid').notNull(),
    sentAt: instant('sent_at').notNull(),
  },
  (t) => [
    unique('sso_sessions_out_once').on(t.peerId, t.issuer, t.sid),
    index('sso_sessions_out_user_id').on(t.userId),
    index('sso_sessions_out_sent_at').on(t.sentAt),
  ],
);

/**
 * Peers that have still to hear that somebody signed out everywhere: told again and again until they say yes, or for a
 * week. One that was given up stays for another week, for whoever looks after it.
 */
export const ssoSignOuts = pgTable(
  'sso_sign_outs',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    /** A number and no reference: whoever has been removed for good is to be signed out all the more. */
    userId: integer('user_id').notNull(),
    peerId: integer('peer_id')
      .notNull()
      .references(() => peers.id, { onDelete: 'cascade' }),
    /** The domain of ours that sent them there. */
    issuer: text('issuer').notNull(),
    createdAt: instant('created_at').notNull(),
    tryAfter: instant('try_after').notNull(),
    tries: integer('tries').notNull().default(0),
    failedAt: instant('failed_at'),
    error: text('error'),
  },
  (t) => [
    unique('sso_sign_outs_once').on(t.peerId, t.issuer, t.userId),
    index('sso_sign_outs_waiting').on(t.tryAfter).where(sql`failed_at is null`),
  ],
);

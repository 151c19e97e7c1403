import * as accounts from '@/drizzle/accounts';
import * as admin from '@/drizzle/admin';
import * as schema from '@/drizzle/schema';
import * as sso from '@/drizzle/sso';
import { living } from '@/lib/content/soft-delete/table';

/**
 * The tables as the application sees them: content without its deleted rows (each name is the view of the living),
 * the roll-up's plain tables, which the application may only read, and those of accounts and
 * writing. What may be done with which is in drizzle/rights.sql.
 */
export const users = living(schema.users);
export const newsrooms = living(schema.newsrooms);
export const newsroomMembers = living(schema.newsroomMembers);
export const releases = living(schema.releases);
export const files = living(schema.files);
export const peers = living(sso.peers);

export const { hitsDaily, hitsBreakdown, rollups } = schema;

export const {
  passwords,
  sessions,
  identities,
  mailedTokens,
  invitations,
  rateLimits,
  mails,
  sentNotes,
  apiTokens,
  shareLinks,
  previewLinks,
  releaseDrafts,
  releaseVersions,
  releaseEditors,
  auditLog,
} = accounts;

export const { savedViews, bulkRuns } = admin;

export const { ssoKeys, ssoUsedTokens, ssoArrivals, ssoSessionsIn, ssoSessionsOut, ssoSignOuts } = sso;

export type { RunFailure } from '@/drizzle/admin';
export type { Contact, FileKind, Status, Variant } from '@/drizzle/schema';
export type { ArrivingProfile } from '@/drizzle/sso';
export { sumUnits } from '@/drizzle/sums';

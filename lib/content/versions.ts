import { and, desc, eq, sql } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { releaseVersions, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { releaseFor } from './access';
import { type DraftContent, isSame } from './draft-content';
import type { Within } from './releases';
import { isId } from './text';

/**
 * The states that a release has been saved in. Autosaves of one person within the same ten minutes are one; what was
 * saved on purpose, published, brought back, or written at the same time as somebody else's is always one of its own, and
 * stays. Autosaves are thinned: all of the last day stay, then the last one of each hour, after a week that of each day.
 */
export type VersionKind = 'autosave' | 'save' | 'publish' | 'schedule' | 'embargo' | 'restore' | 'conflict';
export type VersionEntry = {
  id: number;
  kind: VersionKind;
  savedAt: Date;
  savedBy: { id: number; name: string } | null;
  title: string;
};
export type Version = VersionEntry & { content: DraftContent };

/** The newest first, one page of them (the first is 1), and how many there are. Throws 'not_found', 'forbidden'. */
export async function versions(
  user: User,
  releaseId: number,
  { page = 1, perPage = 50 }: { page?: number; perPage?: number } = {},
): Promise<{ versions: VersionEntry[]; total: number }> {
  await releaseFor(user, releaseId, 'write');
  const where = eq(releaseVersions.releaseId, releaseId);
  const rows = await db()
    .select({ ...columns, title: sql<string>`${releaseVersions.content} ->> 'title'` })
    .from(releaseVersions)
    .leftJoin(users, eq(users.id, releaseVersions.savedBy))
    .where(where)
    .orderBy(desc(releaseVersions.id))
    .limit(perPage)
    .offset((page - 1) * perPage);
  return { versions: rows, total: await db().$count(releaseVersions, where) };
}

/** One version. Throws 'not_found', also when it is another release's, and 'forbidden'. */
export async function version(user: User, releaseId: number, versionId: number): Promise<Version> {
  await releaseFor(user, releaseId, 'write');
  const [row] = isId(versionId)
    ? await db()
        .select({ ...columns, content: releaseVersions.content })
        .from(releaseVersions)
        .leftJoin(users, eq(users.id, releaseVersions.savedBy))
        .where(and(eq(releaseVersions.id, versionId), eq(releaseVersions.releaseId, releaseId)))
    : [];
  if (!row) throw noSuch();
  const content = row.content as DraftContent;
  return { ...row, content, title: content.title };
}

/** The content of a version, for whoever has asked for the right. Throws 'not_found'. */
export async function versionContent(
  releaseId: number,
  versionId: number,
  within: Within,
): Promise<DraftContent> {
  const [row] = isId(versionId)
    ? await within
        .select({ content: releaseVersions.content })
        .from(releaseVersions)
        .where(and(eq(releaseVersions.id, versionId), eq(releaseVersions.releaseId, releaseId)))
    : [];
  if (!row) throw noSuch();
  return row.content as DraftContent;
}

/** Adds a version, or makes the newest one this when it is a continuation of it. Returns its id. */
export async function addVersion(
  given: { releaseId: number; kind: VersionKind; content: DraftContent; by: number | null },
  within: Within,
): Promise<number> {
  const { releaseId, kind, content, by: savedBy } = given;
  const savedAt = now();
  const [newest] = await within
    .select()
    .from(releaseVersions)
    .where(eq(releaseVersions.releaseId, releaseId))
    .orderBy(desc(releaseVersions.id))
    .limit(1);
  if (newest && continues(newest, { kind, content, savedBy, savedAt })) {
    await within
      .update(releaseVersions)
      .set({ kind, content, savedAt })
      .where(eq(releaseVersions.id, newest.id));
    return newest.id;
  }
  const [row] = await within
    .insert(releaseVersions)
    .values({ releaseId, kind, content, savedBy, savedAt })
    .returning({ id: releaseVersions.id });
  await thin(releaseId, savedAt, within);
  return row!.id;
}

/** Done when a version is added: so a release that nobody edits keeps what it has, and no other one is looked at. */
async function thin(releaseId: number, at: Date, within: Within): Promise<void> {
  const ago = (days: number) => new Date(at.getTime() - days * 86_400_000).toISOString();
  const isOld = sql`${releaseVersions.savedAt} < ${ago(7)}::timestamptz`;
  const among = sql`select ${releaseVersions.id} as id, row_number() over (
      partition by ${isOld}, date_trunc(case when ${isOld} then 'day' else 'hour' end, ${releaseVersions.savedAt})
      order by ${releaseVersions.id} desc) as place
    from ${releaseVersions}
    where ${releaseVersions.releaseId} = ${releaseId} and ${releaseVersions.kind} = 'autosave'
      and ${releaseVersions.savedAt} < ${ago(1)}::timestamptz`;
  await within
    .delete(releaseVersions)
    .where(sql`${releaseVersions.id} in (/* versions.thin */ select id from (${among}) old where place > 1)`);
}

type Stored = { kind: VersionKind; content: unknown; savedBy: number | null; savedAt: Date };

function continues(newest: Stored, next: Stored): boolean {
  if (newest.savedBy !== next.savedBy) return false;
  const isUnchanged = isSame(newest.content as DraftContent, next.content as DraftContent);
  if (next.kind === 'conflict') return newest.kind === 'conflict' && isUnchanged;
  if (newest.kind !== 'autosave') return newest.kind === next.kind && isUnchanged;
  if (next.kind === 'autosave') return tenMinutes(newest.savedAt) === tenMinutes(next.savedAt);
  return next.kind === 'save' && isUnchanged;
}

const tenMinutes = (at: Date) => Math.floor(at.getTime() / 600_000);

const columns = {
  id: releaseVersions.id,
  kind: releaseVersions.kind,
  savedAt: releaseVersions.savedAt,
  savedBy: { id: users.id, name: users.name },
};

const noSuch = () => new PresskitError('not_found', 'There is no such version of this release.');

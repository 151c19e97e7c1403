import { eq, sql } from 'drizzle-orm';
import { requireRight } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { releaseDrafts, releases, type Status, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { type ReleaseAt, releaseFor } from './access';
import { type DraftContent, draftContentOf, isSame } from './draft-content';
import {
  type DraftFile,
  draftFileOf,
  filesOfRelease,
  placedFiles,
  type StoredFile,
  withOwnFiles,
} from './release-files';
import { createRelease, type Within } from './releases';
import { addVersion, type VersionKind, versionContent } from './versions';

/**
 * The working copy of a release: what its writers see and readers do not. It counts its revisions, and whoever saves says
 * which one they saw, so that nobody overwrites what they have not seen; every state that was saved stays as a version.
 */
export type { DraftContent } from './draft-content';
export type { DraftFile } from './release-files';

export type Draft = {
  releaseId: number;
  newsroomId: number;
  /** 0: nothing was saved since the release was written. */
  revision: number;
  content: DraftContent;
  savedAt: Date;
  savedBy: { id: number; name: string } | null;
  status: Status;
  publishedAt: Date | null;
  timeZone: string | null;
  /** That of its address as it is now. */
  slug: string;
  /** Whether readers see the release now. */
  isPublic: boolean;
  /** Whether the working copy says something else than what is published or scheduled; true for a draft. */
  differs: boolean;
  /** All files of the release, those that the content names among them. */
  files: DraftFile[];
};

export type Conflict = {
  by: { id: number; name: string } | null;
  savedAt: Date;
  revision: number;
  content: DraftContent;
};
export type Saved = { revision: number; savedAt: Date };

/** A new, empty draft in a newsroom. Throws 'not_found' and 'forbidden' as requireRight does. */
export async function createDraft(user: User, newsroomId: number): Promise<{ id: number }> {
  await requireRight(user, newsroomId, 'write');
  const { id } = await createRelease({ newsroomId, authorId: user.id, title: untitled });
  await db()
    .insert(releaseDrafts)
    .values({ releaseId: id, content: empty, revision: 1, savedBy: user.id, savedAt: now() });
  return { id };
}

/** The working copy as it stands. Throws 'not_found', 'forbidden'. */
export async function draftOf(user: User, releaseId: number): Promise<Draft> {
  const release = await releaseFor(user, releaseId, 'write');
  const { current, published, stored } = await stateOf(release.id);
  return {
    releaseId: release.id,
    newsroomId: release.newsroomId,
    ...current,
    status: release.status,
    publishedAt: release.publishedAt,
    timeZone: release.timeZone,
    slug: release.slug,
    isPublic: release.isPublic,
    differs: release.status === 'draft' || !isSame(asPublished(current.content, release), published),
    files: stored.map(draftFileOf),
  };
}

/**
 * Saves the working copy. When somebody has saved since the revision that the caller saw, theirs stays, and what the caller
 * wrote is kept as a version. Throws 'not_found', 'forbidden', 'invalid' (no such content at all).
 */
export async function saveDraft(
  user: User,
  releaseId: number,
  given: { revision: number; content: unknown; kind: 'autosave' | 'save' },
): Promise<Saved | { conflict: Conflict; keptVersionId: number }> {
  const release = await releaseFor(user, releaseId, 'write');
  const wanted = draftContentOf(given.content);
  return locked(releaseId, async (tx) => {
    const { current, stored } = await stateOf(releaseId, tx);
    const content = withOwnFiles(wanted, stored);
    const version = { releaseId, content, by: user.id };
    if (isSame(content, current.content)) {
      // Sent twice because the answer was lost, or an autosave that is now meant.
      if (given.kind === 'save') await addVersion({ ...version, kind: 'save' }, tx);
      return { revision: current.revision, savedAt: current.savedAt };
    }
    if (given.revision !== current.revision) {
      const keptVersionId = await addVersion({ ...version, kind: 'conflict' }, tx);
      const { savedBy: by, savedAt, revision, content: theirs } = current;
      return { conflict: { by, savedAt, revision, content: theirs }, keptVersionId };
    }
    return write(tx, { user, release, current, content, kind: given.kind });
  });
}

/** Makes an earlier version the working copy again; what it was until now stays a version. Throws 'conflict', 'not_found'. */
export async function restoreVersion(
  user: User,
  releaseId: number,
  versionId: number,
  o: { revision: number },
): Promise<Saved> {
  const release = await releaseFor(user, releaseId, 'write');
  return locked(releaseId, async (tx) => {
    const { current, stored } = await stateOf(releaseId, tx);
    checkSeen(current, o.revision, 'the earlier version was not brought back');
    const content = withOwnFiles(await versionContent(releaseId, versionId, tx), stored);
    return write(tx, { user, release, current, content, kind: 'restore' });
  });
}

/** Makes the working copy what is published or scheduled; what it was stays a version. Throws 'conflict', 'invalid'. */
export async function discardDraft(user: User, releaseId: number, o: { revision: number }): Promise<Saved> {
  const release = await releaseFor(user, releaseId, 'write');
  if (release.status === 'draft') {
    throw new PresskitError(
      'invalid',
      'Nothing was discarded: this release is a draft, so there is nothing published to go back to. You can delete it, or go back to an earlier version.',
    );
  }
  return locked(releaseId, async (tx) => {
    const { current, published } = await stateOf(releaseId, tx);
    checkSeen(current, o.revision, 'nothing was discarded');
    return write(tx, { user, release, current, content: published, kind: 'restore' });
  });
}

/** Adds files at the end of the working copy, for whoever uploads without an editor. */
export async function appendFiles(user: User, releaseId: number, ids: number[]): Promise<Saved> {
  const release = await releaseFor(user, releaseId, 'write');
  return locked(releaseId, async (tx) => {
    const { current, stored } = await stateOf(releaseId, tx);
    const added = stored.filter(({ id }) => ids.includes(id));
    const pictures = added
      .filter(({ kind }) => kind === 'image')
      .map(({ id, alt, caption }) => ({ id, alt, caption: caption ?? '' }));
    const attachments = added
      .filter(({ kind }) => kind === 'attachment')
      .map(({ id, title }) => ({ id, title }));
    const content = withOwnFiles(
      {
        ...current.content,
        pictures: [...current.content.pictures, ...pictures],
        attachments: [...current.content.attachments, ...attachments],
      },
      stored,
    );
    return write(tx, { user, release, current, content, kind: 'save' });
  });
}

/** Runs a task while nobody else saves or publishes this release. */
export function locked<T>(releaseId: number, task: (tx: Within) => Promise<T>): Promise<T> {
  return db().transaction(async (tx) => {
    await lockDraft(releaseId, tx);
    return task(tx);
  });
}

/** The lock of `locked`, until the end of the transaction: for whoever changes a release in one of their own. */
export async function lockDraft(releaseId: number, tx: Pick<Within, 'execute'> = db()): Promise<void> {
  await tx.execute(
    sql`/* drafts.lock */ select pg_advisory_xact_lock(hashtext('release_drafts'), ${releaseId})`,
  );
}

export type Current = Pick<Draft, 'revision' | 'content' | 'savedAt' | 'savedBy'>;

/** The working copy, what the release itself says, and its files. */
export async function stateOf(
  releaseId: number,
  within: Within = db(),
): Promise<{ current: Current; published: DraftContent; stored: StoredFile[] }> {
  const [row] = await within
    .select({
      release: {
        title: releases.title,
        subtitle: releases.subtitle,
        dateline: releases.dateline,
        slug: releases.slug,
        bodyHtml: releases.bodyHtml,
        tags: releases.tags,
        boilerplate: releases.boilerplate,
        contacts: releases.contacts,
        updatedAt: releases.updatedAt,
      },
      draft: releaseDrafts,
      savedBy: { id: users.id, name: users.name },
    })
    .from(releases)
    .leftJoin(releaseDrafts, eq(releaseDrafts.releaseId, releases.id))
    .leftJoin(users, eq(users.id, releaseDrafts.savedBy))
    .where(eq(releases.id, releaseId));
  if (!row) throw new PresskitError('not_found', 'This release was deleted just now.');
  const stored = await filesOfRelease(releaseId, within);
  const { updatedAt, ...columns } = row.release;
  const published: DraftContent = {
    ...columns,
    subtitle: columns.subtitle ?? '',
    dateline: columns.dateline ?? '',
    ...placedFiles(stored),
  };
  const current: Current = row.draft
    ? {
        revision: row.draft.revision,
        content: row.draft.content as DraftContent,
        savedAt: row.draft.savedAt,
        savedBy: row.savedBy,
      }
    : { revision: 0, content: published, savedAt: updatedAt, savedBy: null };
  return { current, published, stored };
}

/** Throws 'conflict' unless the revision is the one that stands. */
export function checkSeen(current: Current, revision: number, what: string): void {
  if (revision === current.revision) return;
  throw new PresskitError(
    'conflict',
    `${current.savedBy?.name ?? 'Somebody'} has saved this release since you opened it, so ${what}. Look at what it says now, then try again.`,
  );
}

/** The content as it is to be compared with what readers see. */
const asPublished = (content: DraftContent, release: Pick<ReleaseAt, 'slug'>): DraftContent => ({
  ...content,
  slug: content.slug || release.slug,
});

const untitled = 'Untitled release';
const empty: DraftContent = {
  ...{ title: '', subtitle: '', dateline: '', slug: '', bodyHtml: '', tags: [] },
  ...{ boilerplate: null, contacts: null, pictures: [], attachments: [] },
};

async function write(
  tx: Within,
  o: { user: User; release: ReleaseAt; current: Current; content: DraftContent; kind: VersionKind },
): Promise<Saved> {
  const { user, release, current, content, kind } = o;
  const releaseId = release.id;
  // What stood there before anybody worked on it is a version like any other.
  if (current.revision === 0)
    await addVersion({ releaseId, content: current.content, by: null, kind: 'save' }, tx);
  await addVersion({ releaseId, content, by: user.id, kind }, tx);
  const values = { content, revision: current.revision + 1, savedBy: user.id, savedAt: now() };
  await tx
    .insert(releaseDrafts)
    .values({ releaseId, ...values })
    .onConflictDoUpdate({ target: releaseDrafts.releaseId, set: values });
  // A draft is listed by its title wherever releases are; no reader sees it.
  if (release.status === 'draft') {
    const title = content.title.slice(0, 300).toWellFormed() || untitled;
    await tx.update(releases).set({ title, updatedAt: values.savedAt }).where(eq(releases.id, releaseId));
  }
  return { revision: values.revision, savedAt: values.savedAt };
}

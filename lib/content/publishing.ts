import { record } from '@/lib/auth/audit-log';
import { requireRight } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import type { Status } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { type ReleaseAt, releaseFor } from './access';
import { newsroomOfDraft } from './checklist';
import { checklist } from './checklist-rules';
import { byId, restore, softDelete } from './deleted';
import type { DraftContent } from './draft-content';
import { checkSeen, locked, stateOf } from './drafts';
import { release as releaseType, urlOf } from './registry';
import { draftFileOf, placeFiles } from './release-files';
import { freeSlug, updateRelease, type Within } from './releases';
import { addVersion, type VersionKind } from './versions';
import { instantOf, type Local, spoken } from './zoned-time';

/** From the working copy to what readers see, now or at a time, and back; each step stands in the audit log. */
export type When =
  | 'now'
  /** What is published or scheduled changes; its time stays. */
  | 'keep'
  | { at: Local; timeZone: string; embargo: boolean; occurrence?: 'first' | 'second' };

export type Publication = { status: Status; publishedAt: Date; url: string };

/**
 * Makes the working copy the release. A release that is public keeps its date. Throws 'not_found', 'forbidden', 'conflict'
 * (somebody saved since that revision, or the address is taken), 'invalid' (the checklist has something that must be
 * done, or there is no such time).
 */
export async function publish(
  user: User,
  releaseId: number,
  { revision, when }: { revision: number; when: When },
): Promise<Publication> {
  const release = await releaseFor(user, releaseId, 'publish');
  const at = timesOf(release, when);
  const newsroom = await newsroomOfDraft(release.newsroomId);
  const done = await locked(releaseId, async (tx) => {
    const { current, stored } = await stateOf(releaseId, tx);
    checkSeen(current, revision, 'nothing was published');
    const { content } = current;
    const musts = checklist({ content, files: stored.map(draftFileOf) }, newsroom).filter(
      ({ level }) => level === 'must',
    );
    if (musts.length > 0) {
      throw new PresskitError(
        'invalid',
        `Nothing was published yet. ${musts.map(({ message }) => message).join(' ')}`,
      );
    }
    const { slug } = await writeRelease(tx, release, content, at);
    await placeFiles(releaseId, content, tx);
    await addVersion({ releaseId, content, by: user.id, kind: kindOf(at) }, tx);
    return { ...at, url: urlOf(releaseType, { id: releaseId, slug }) };
  });
  const { status, publishedAt } = done;
  await record({
    ...about(user, releaseId),
    action: 'release.publish',
    detail: { status, publishedAt: publishedAt.toISOString(), wasPublic: release.isPublic },
  });
  return { status, publishedAt, url: done.url };
}

/** Takes a release back, public or scheduled: it is a draft again, with its working copy. Throws 'invalid' for a draft. */
export async function unpublish(user: User, releaseId: number): Promise<void> {
  const release = await releaseFor(user, releaseId, 'publish');
  if (release.status === 'draft')
    throw new PresskitError('invalid', 'This release is a draft already; readers do not see it.');
  await locked(releaseId, (tx) => updateRelease(releaseId, { status: 'draft', publishedAt: null }, tx));
  await record({
    ...about(user, releaseId),
    action: 'release.unpublish',
    detail: { was: release.status, publishedAt: release.publishedAt?.toISOString() },
  });
}

/** Deletes a release, so that it can be brought back: a draft takes the right to write, any other that to publish. */
export async function deleteRelease(user: User, releaseId: number): Promise<{ batch: number }> {
  const { status } = await releaseFor(user, releaseId, 'write');
  if (status !== 'draft') await releaseFor(user, releaseId, 'publish');
  const { id: batch } = await softDelete(releaseType, [releaseId], { by: user.id, why: 'by its writer' });
  if (batch === null) throw new PresskitError('not_found', 'This release was deleted already.');
  await record({ ...about(user, releaseId), action: 'release.delete', detail: { batch, status } });
  return { batch };
}

/** Brings back what the same person deleted. Throws 'not_found', 'forbidden', 'conflict' (its address is taken by now). */
export async function undeleteRelease(user: User, releaseId: number, batch: number): Promise<void> {
  const found = await byId(releaseType, releaseId);
  if (found?.state !== 'deleted' || found.deletion.id !== batch || found.deletion.by !== user.id)
    throw new PresskitError(
      'not_found',
      'There is no such deletion of yours; perhaps it was undone already.',
    );
  await requireRight(user, found.row.newsroomId, found.row.status === 'draft' ? 'write' : 'publish');
  await restore(batch, { by: user.id, at: now() });
  await record({ ...about(user, releaseId), action: 'release.restore', detail: { batch } });
}

const about = (user: User, objectId: number) => ({ actorId: user.id, type: 'release', objectId });

type Times = { status: Status; publishedAt: Date; timeZone: string | null };

function timesOf(release: ReleaseAt, when: When): Times {
  const { publishedAt, timeZone } = release;
  if (when === 'now')
    return { status: 'published', publishedAt: release.isPublic ? publishedAt! : now(), timeZone };
  if (when === 'keep') {
    if (release.status === 'draft' || !publishedAt)
      throw new PresskitError(
        'invalid',
        'Nothing was published: this release is a draft and has no time yet.',
      );
    return { status: release.status, publishedAt, timeZone };
  }
  const at = instantOf(when.at, when.timeZone, when);
  if (release.isPublic) {
    throw new PresskitError(
      'invalid',
      'Nothing was scheduled: readers see this release already. Unpublish it first, or publish the changes now.',
    );
  }
  if (at <= now()) {
    throw new PresskitError(
      'invalid',
      `Nothing was scheduled: ${spoken(at, when.timeZone)} is past. Choose a later time, or publish now.`,
    );
  }
  return { status: when.embargo ? 'embargoed' : 'scheduled', publishedAt: at, timeZone: when.timeZone };
}

function kindOf({ status, publishedAt }: Times): VersionKind {
  if (publishedAt <= now()) return 'publish';
  return status === 'embargoed' ? 'embargo' : 'schedule';
}

async function writeRelease(tx: Within, release: ReleaseAt, content: DraftContent, times: Times) {
  const { pictures: _, attachments: __, ...columns } = content;
  const slug =
    columns.slug ||
    (release.status === 'draft'
      ? await freeSlug(release.newsroomId, columns.title, release.slug, tx)
      : release.slug);
  try {
    return await updateRelease(
      release.id,
      {
        ...columns,
        slug,
        subtitle: columns.subtitle || null,
        dateline: columns.dateline || null,
        status: times.status,
        publishedAt: times.publishedAt,
        timeZone: times.timeZone,
      },
      tx,
    );
  } catch (cause) {
    if (!(cause instanceof PresskitError) || cause.code !== 'conflict') throw cause;
    throw new PresskitError(
      'conflict',
      `Nothing was published: another release of this newsroom has the address “${slug}”. Choose another one.`,
      { cause },
    );
  }
}

import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { record } from '@/lib/auth/audit-log';
import { hasRight } from '@/lib/auth/rights';
import { hashOf, newToken } from '@/lib/auth/tokens';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { files, newsrooms, previewLinks, releases, type Status, users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { livingDomain } from '@/lib/origins';
import { releaseFor } from './access';
import { bodyTextOf } from './body';
import { stateOf } from './drafts';
import { attachmentOf, pictureOf } from './pictures';
import { newsroom as newsroomType, release as releaseType, urlOf } from './registry';
import { fileOfRelease } from './release-files';
import type { Release } from './releases';
import { logo } from './selections';
import { excerptOf, isId } from './text';

/**
 * A release as its page would show it if its working copy were published: for its writers, and for whoever has a link.
 * A link is a secret that ends by itself, and can be ended before. It works while its maker may write the release: not
 * after they have left the newsroom, were deactivated or deleted, or the release has moved out of their reach.
 */
export type Preview = {
  /** Addresses of files that readers do not see begin with `base` instead of "/". */
  release: Release;
  status: Status;
  publishedAt: Date | null;
  timeZone: string | null;
  isPublic: boolean;
  /** When the link ends; null: for a writer. */
  expiresAt: Date | null;
};
export type PreviewLink = {
  id: number;
  createdAt: Date;
  expiresAt: Date;
  createdBy: string | null /** Whether its maker may still write here. */;
  works: boolean;
};

const mostHours = 24 * 31;

/** For a writer. Throws 'not_found', 'forbidden'. */
export async function previewOf(user: User, releaseId: number, base: string): Promise<Preview> {
  await releaseFor(user, releaseId, 'write');
  return (await previewAt(releaseId, base, null))!;
}

/** For whoever has the link. Null: no such link, ended, revoked, its maker may not write here, or it is deleted. */
export async function previewByToken(token: string, base: string): Promise<Preview | null> {
  const link = await linkOf(token);
  return link && previewAt(link.releaseId, base, link.expiresAt);
}

/** A file of the release that the link shows; null when it has no such file, or there is no such link. */
export async function fileByToken(token: string, fileId: number) {
  const link = await linkOf(token);
  return link && isId(fileId) ? fileOfRelease(link.releaseId, fileId) : null;
}

/** A file for a writer of its release, seen by readers or not; null when there is none for this person. */
export async function fileForWriter(user: User, fileId: number) {
  const [file] = isId(fileId)
    ? await db().select({ releaseId: files.releaseId }).from(files).where(eq(files.id, fileId))
    : [];
  if (!file?.releaseId) return null;
  try {
    await releaseFor(user, file.releaseId, 'write');
  } catch (error) {
    if (error instanceof PresskitError && ['not_found', 'forbidden'].includes(error.code)) return null;
    throw error;
  }
  return fileOfRelease(file.releaseId, fileId);
}

/** A new link, good for so many hours (1 to 744). The token is told once: only its hash is kept. Throws 'invalid'. */
export async function previewLink(
  user: User,
  releaseId: number,
  hours: number,
): Promise<{ id: number; token: string; expiresAt: Date }> {
  await releaseFor(user, releaseId, 'write');
  if (!Number.isInteger(hours) || hours < 1 || hours > mostHours)
    throw new PresskitError('invalid', 'No link was made: it can be good for an hour to 31 days.');
  const { token, hash: tokenHash } = newToken();
  const createdAt = now();
  const expiresAt = new Date(createdAt.getTime() + hours * 3_600_000);
  const [row] = await db()
    .insert(previewLinks)
    .values({ tokenHash, releaseId, createdBy: user.id, createdAt, expiresAt })
    .returning({ id: previewLinks.id });
  await note(user, releaseId, 'preview.create', { link: row!.id, expiresAt: expiresAt.toISOString() });
  return { id: row!.id, token, expiresAt };
}

/** The links that are not over, the newest first; those too whose maker may not write here at present. */
export async function previewLinksOf(user: User, releaseId: number): Promise<PreviewLink[]> {
  await releaseFor(user, releaseId, 'write');
  return db()
    .select({
      id: previewLinks.id,
      createdAt: previewLinks.createdAt,
      expiresAt: previewLinks.expiresAt,
      createdBy: users.name,
      works: sql<boolean>`${makerMayWrite}`,
    })
    .from(previewLinks)
    .innerJoin(releases, eq(releases.id, previewLinks.releaseId))
    .leftJoin(users, eq(users.id, previewLinks.createdBy))
    .where(and(eq(previewLinks.releaseId, releaseId), isGood()))
    .orderBy(desc(previewLinks.id));
}

/** Ends a link at once. Throws 'not_found' when the release has no such link that is good. */
export async function revokePreview(user: User, releaseId: number, linkId: number): Promise<void> {
  await releaseFor(user, releaseId, 'write');
  const revoked = isId(linkId)
    ? await db()
        .update(previewLinks)
        .set({ revokedAt: now() })
        .where(and(eq(previewLinks.id, linkId), eq(previewLinks.releaseId, releaseId), isGood()))
        .returning({ id: previewLinks.id })
    : [];
  if (revoked.length === 0) throw new PresskitError('not_found', 'This link has ended already.');
  await note(user, releaseId, 'preview.revoke', { link: linkId });
}

const makerMayWrite = hasRight(previewLinks.createdBy, releases.newsroomId, 'write');
const isGood = () => and(isNull(previewLinks.revokedAt), gt(previewLinks.expiresAt, now()));

async function linkOf(token: string) {
  const [link] = await db()
    .select({ releaseId: previewLinks.releaseId, expiresAt: previewLinks.expiresAt })
    .from(previewLinks)
    .innerJoin(releases, eq(releases.id, previewLinks.releaseId))
    .where(and(eq(previewLinks.tokenHash, hashOf(token)), isGood(), makerMayWrite));
  return link ?? null;
}

const note = (user: User, objectId: number, action: string, detail: Record<string, unknown>) =>
  record({ actorId: user.id, action, type: 'release', objectId, detail });

async function previewAt(releaseId: number, base: string, expiresAt: Date | null): Promise<Preview | null> {
  const [row] = await db()
    .select({
      slug: releases.slug,
      status: releases.status,
      publishedAt: releases.publishedAt,
      timeZone: releases.timeZone,
      newsroom: {
        id: newsrooms.id,
        slug: newsrooms.slug,
        name: newsrooms.name,
        description: newsrooms.description,
        domain: newsrooms.domain,
        boilerplate: newsrooms.boilerplate,
        contacts: newsrooms.contacts,
        logo,
      },
    })
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .where(eq(releases.id, releaseId));
  if (!row) return null;
  const { current, stored } = await stateOf(releaseId);
  const { content } = current;
  const { boilerplate, contacts, ...newsroom } = row.newsroom;
  const file = (id: number) => stored.find((one) => one.id === id);
  const pictures = content.pictures.flatMap(({ id, alt, caption }) => {
    const found = file(id);
    if (!found) return [];
    const shown = pictureOf({ id, alt, caption: caption || null, variants: found.variants });
    return [
      { ...shown, src: base + shown.src, srcset: shown.srcset.replaceAll('/media/', `${base}/media/`) },
    ];
  });
  const attachments = content.attachments.flatMap(({ id, title }) => {
    const found = file(id);
    if (!found) return [];
    const { name, mime, bytes } = found;
    const shown = attachmentOf({ id, name, mime, bytes, title: title || found.title });
    return [{ ...shown, url: base + shown.url }];
  });
  const bodyText = bodyTextOf(content.bodyHtml);
  const slug = content.slug || row.slug;
  const release: Release = {
    id: releaseId,
    slug,
    url: urlOf(releaseType, { id: releaseId, slug }),
    title: content.title || 'Untitled release',
    subtitle: content.subtitle || null,
    dateline: content.dateline || null,
    publishedAt: row.publishedAt ?? now(),
    updatedAt: current.savedAt,
    tags: content.tags,
    bodyHtml: content.bodyHtml.replaceAll('src="/media/', `src="${base}/media/`),
    bodyText,
    excerpt: excerptOf(bodyText),
    image: pictures[0] ?? null,
    pictures,
    attachments,
    boilerplate: content.boilerplate ?? boilerplate,
    contacts: content.contacts ?? contacts,
    newsroom: {
      ...newsroom,
      url: urlOf(newsroomType, newsroom),
      domain: livingDomain(newsroom.domain),
      logo: pictureOf(newsroom.logo),
    },
  };
  const { status, publishedAt, timeZone } = row;
  const isPublic = status !== 'draft' && publishedAt !== null && publishedAt <= now();
  return { release, status, publishedAt, timeZone, isPublic, expiresAt };
}

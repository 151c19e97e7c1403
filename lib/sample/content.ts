import { and, eq, isNull } from 'drizzle-orm';
import { setPassword } from '@/lib/auth/passwords';
import { createUser } from '@/lib/auth/users';
import { addFile } from '@/lib/content/files';
import { createNewsroom } from '@/lib/content/newsrooms';
import { createRelease } from '@/lib/content/releases';
import { cleanLine } from '@/lib/content/text';
import { db } from '@/lib/db/client';
import { files, newsroomMembers, newsrooms, releases, users } from '@/lib/db/tables';
import { downloadsOf } from './attachments';
import { logoOf, pictureOf } from './pictures/picture';
import { withDates } from './texts/dates';
import { htmlOf, typeset } from './texts/markup';
import type { SampleNewsroom, SampleRelease } from './texts/sample-text';
import { type SampleUser, samplePassword } from './users';

/**
 * Puts the sample texts, pictures and people into the database, through the functions that any content goes through.
 * Each step first looks whether it has been done, so that an interrupted run can go on where it stopped.
 */
export type StoredRelease = { id: number; slug: string; text: SampleRelease; publishedAt: Date };

/** A newsroom with its emblem; returns its id. */
export async function storeNewsroom(text: SampleNewsroom): Promise<number> {
  const { name, website, contacts } = text;
  const description = typeset(text.description);
  const boilerplate = typeset(text.boilerplate);
  const [known] = await db().select({ id: newsrooms.id }).from(newsrooms).where(eq(newsrooms.name, name));
  const { id } = known ?? (await createNewsroom({ name, description, website, boilerplate, contacts }));
  if ((await fileNames(id, null)).size === 0) {
    const data = await logoOf(text.key);
    await addFile({
      newsroomId: id,
      kind: 'logo',
      name: `${text.key}-logo.png`,
      data,
      alt: `Emblem of ${name}`,
    });
  }
  return id;
}

/** A release without its files. Its dates follow from `now`; it counts as last changed when it was published. */
export async function storeRelease(
  newsroomId: number,
  text: SampleRelease,
  o: { now: Date; authorId: number | null },
): Promise<StoredRelease> {
  const publishedAt = text.when(o.now);
  const title = cleanLine(typeset(text.title));
  const [known] = await db()
    .select({ id: releases.id, slug: releases.slug })
    .from(releases)
    .where(and(eq(releases.newsroomId, newsroomId), eq(releases.title, title)));
  if (known) return { ...known, text, publishedAt };
  const created = await createRelease({
    newsroomId,
    authorId: o.authorId,
    status: text.status ?? (publishedAt > o.now ? 'scheduled' : 'published'),
    publishedAt,
    title,
    subtitle: text.subtitle ? typeset(text.subtitle) : null,
    dateline: text.dateline,
    tags: text.tags,
    bodyHtml: htmlOf(withDates(text.body, publishedAt)),
  });
  // Written today, but of its own day: otherwise two years of releases would all say "updated today".
  const at = new Date(Math.min(publishedAt.getTime(), o.now.getTime()));
  await db().update(releases).set({ createdAt: at, updatedAt: at }).where(eq(releases.id, created.id));
  return { ...created, text, publishedAt };
}

/** Draws and keeps the pictures and downloads of a release that it has not yet; returns how many it has. */
export async function storeFiles(
  newsroom: SampleNewsroom,
  newsroomId: number,
  release: StoredRelease,
): Promise<number> {
  const { id: releaseId, slug, text } = release;
  const known = await fileNames(newsroomId, releaseId);
  const pictures = text.pictures ?? [];
  for (const [i, { scene, alt, caption }] of pictures.entries()) {
    const name = `${slug.slice(0, 60).replace(/-+$/, '')}-${i + 1}.jpg`;
    if (known.has(name)) continue;
    const data = await pictureOf(newsroom.key, scene, slug);
    await addFile({
      newsroomId,
      releaseId,
      kind: 'image',
      name,
      data,
      alt,
      caption: caption && typeset(caption),
    });
  }
  const downloads = downloadsOf(text.attachments ?? [], text.title, newsroom.name);
  for (const { name, title, data } of downloads) {
    if (!known.has(name)) await addFile({ newsroomId, releaseId, kind: 'attachment', name, title, data });
  }
  return pictures.length + downloads.length;
}

/** A person, and what they are in the newsrooms stored so far (ids by key); returns the person's id. */
export async function storeUser(user: SampleUser, newsroomIds: Map<string, number>): Promise<number> {
  const { email, name, role } = user;
  const [known] = await db().select({ id: users.id }).from(users).where(eq(users.email, email));
  const { id: userId } = known ?? (await createUser({ email, name, role, isVerified: true }));
  await setPassword(userId, samplePassword);
  for (const membership of user.newsrooms) {
    const newsroomId = newsroomIds.get(membership.key);
    if (newsroomId === undefined) continue;
    await db()
      .insert(newsroomMembers)
      .values({ newsroomId, userId, role: membership.role })
      .onConflictDoNothing();
  }
  return userId;
}

async function fileNames(newsroomId: number, releaseId: number | null): Promise<Set<string>> {
  const where = releaseId === null ? isNull(files.releaseId) : eq(files.releaseId, releaseId);
  const rows = await db()
    .select({ name: files.name })
    .from(files)
    .where(and(eq(files.newsroomId, newsroomId), where));
  return new Set(rows.map(({ name }) => name));
}

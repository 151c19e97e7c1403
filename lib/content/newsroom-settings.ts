import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { record } from '@/lib/auth/audit-log';
import { requireRight } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { type Contact, newsrooms, releases } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { livingDomain } from '@/lib/origins';
import { newsroomFields, updateNewsroom } from './newsrooms';
import { type Picture, pictureOf } from './pictures';
import { newsroom as newsroomType, urlOf } from './registry';
import { logo } from './selections';
import { visible } from './visible';

/** What those who run a newsroom say about it. Its slug stays: its address is out in the world. */
export type NewsroomSettings = {
  id: number;
  name: string;
  description: string;
  website: string | null;
  boilerplate: string;
  contacts: Contact[];
  publicCounter: boolean;
};

const columns = {
  id: newsrooms.id,
  slug: newsrooms.slug,
  name: newsrooms.name,
  description: newsrooms.description,
  website: newsrooms.website,
  boilerplate: newsrooms.boilerplate,
  contacts: newsrooms.contacts,
  publicCounter: newsrooms.publicCounter,
  domain: newsrooms.domain,
  logo,
};

/**
 * Throws unless the person has the right 'settings'. `domain`: its own, which whoever runs the site gives it. `logo`: set
 * by newsroom-logo.ts.
 */
export async function newsroomSettings(
  by: User,
  id: number,
): Promise<NewsroomSettings & { url: string; domain: string | null; logo: Picture | null }> {
  await requireRight(by, id, 'settings');
  const [row] = await db().select(columns).from(newsrooms).where(eq(newsrooms.id, id));
  if (!row) throw new PresskitError('not_found', 'There is no such newsroom (any more)');
  const { domain, logo: picture } = row;
  return {
    ...row,
    url: urlOf(newsroomType, row),
    domain: livingDomain(domain),
    logo: pictureOf(picture),
  };
}

/** What is wrong with settings, a sentence per field ('website', 'contacts.0.email'); empty: nothing. */
export function settingsProblems(given: Omit<NewsroomSettings, 'id'>): Record<string, string> {
  const result = newsroomFields.safeParse(given);
  const issues = result.success ? [] : result.error.issues;
  return Object.fromEntries(issues.map((issue) => [issue.path.join('.'), sentenceFor(issue)]));
}

/** Throws unless the person has the right 'settings', and 'invalid' where settingsProblems finds one. */
export async function changeNewsroomSettings(
  by: User,
  id: number,
  given: Omit<NewsroomSettings, 'id'>,
): Promise<void> {
  const before = await newsroomSettings(by, id);
  await actingAs(by.id, async () => {
    await updateNewsroom(id, given);
    const keys = Object.keys(given) as (keyof typeof given)[];
    const fields = keys.filter((key) => JSON.stringify(given[key]) !== JSON.stringify(before[key]));
    await record({
      actorId: by.id,
      action: 'newsroom.settings',
      type: 'newsroom',
      objectId: id,
      detail: { fields },
    });
  });
}

/** Whether anybody may embed a release's counts: it is visible, and its newsroom has switched that on. */
export async function hasPublicCounter(releaseId: number): Promise<boolean> {
  const [row] = await db()
    .select({ id: releases.id })
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .where(and(eq(releases.id, releaseId), eq(newsrooms.publicCounter, true), visible(now())));
  return row !== undefined;
}

/** The newest visible release of a newsroom, as an example of what can be embedded; null: none yet. */
export async function newestRelease(newsroomId: number): Promise<{ id: number; title: string } | null> {
  const [row] = await db()
    .select({ id: releases.id, title: releases.title })
    .from(releases)
    .where(and(eq(releases.newsroomId, newsroomId), visible(now())))
    .orderBy(desc(releases.publishedAt), desc(releases.id))
    .limit(1);
  return row ?? null;
}

function sentenceFor({ path, code }: z.core.$ZodIssue): string {
  const field = path.at(-1);
  if (code === 'too_big') return 'This is too long';
  if (field === 'website') return 'This is not an address of the web; a good one: https://www.example.com';
  if (field === 'email') return 'This is not an e-mail address; a good one: press@example.com';
  if (field === 'name') return 'Please give a name';
  return 'This cannot be kept as it is';
}

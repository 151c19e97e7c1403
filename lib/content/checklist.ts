import { eq } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { db } from '@/lib/db/client';
import { type Contact, newsrooms } from '@/lib/db/tables';
import { type CheckItem, checklist } from './checklist-rules';
import { draftOf } from './drafts';
import { logo } from './selections';

/** What the checklist has to know of a newsroom. */
export type NewsroomOfDraft = {
  id: number;
  slug: string;
  name: string;
  boilerplate: string;
  contacts: Contact[];
  hasLogo: boolean;
};

/** The newsroom of a release, for its writers: what is used where the release says nothing of its own. */
export async function newsroomOfDraft(newsroomId: number): Promise<NewsroomOfDraft> {
  const [row] = await db()
    .select({
      id: newsrooms.id,
      slug: newsrooms.slug,
      name: newsrooms.name,
      boilerplate: newsrooms.boilerplate,
      contacts: newsrooms.contacts,
      logo,
    })
    .from(newsrooms)
    .where(eq(newsrooms.id, newsroomId));
  const { logo: picture, ...rest } = row!;
  return { ...rest, hasLogo: picture !== null };
}

/** What stands against publishing the working copy, and what could be better. Throws 'not_found', 'forbidden'. */
export async function checklistOf(user: User, releaseId: number): Promise<CheckItem[]> {
  const draft = await draftOf(user, releaseId);
  return checklist(draft, await newsroomOfDraft(draft.newsroomId));
}

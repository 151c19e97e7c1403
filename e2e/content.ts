import { createNewsroom } from '@/lib/content/newsrooms';
import type { ReleaseInput } from '@/lib/content/release-input';
import { createRelease, publicRelease, type Release } from '@/lib/content/releases';

/** Content that one test makes for itself, because another may run at the same time and count or delete its own. */

/** Old enough to push nothing else off the front page. */
export const longAgo = new Date('2020-02-20T10:00:00Z');

/** A newsroom nobody else publishes in. Its name is made unique, as its address has to be. */
export async function ownNewsroom(name: string): Promise<{ id: number; name: string; url: string }> {
  const unique = `${name} ${token()}`;
  const { id, slug } = await createNewsroom({ name: unique, description: `${unique}, for one test.` });
  return { id, name: unique, url: `/newsrooms/${id}/${slug}` };
}

/** A published release as its page shows it. */
export async function publish(
  input: Partial<ReleaseInput> & { newsroomId: number; title: string },
): Promise<Release> {
  const { id } = await createRelease({
    status: 'published',
    publishedAt: longAgo,
    bodyHtml: '<p>All that is known.</p>',
    ...input,
  });
  return publicReleaseOf(id);
}

/** The release with this id, which has to be public. */
export async function publicReleaseOf(id: number): Promise<Release> {
  const release = await publicRelease(id);
  if (!release) throw new Error(`release ${id} is not public`);
  return release;
}

/** Ten letters that stand nowhere else. */
export const token = (): string =>
  Array.from({ length: 10 }, () => 'bcdfghjklmnpqrstvwxz'[Math.floor(Math.random() * 20)]).join('');

import { type NewsroomThere, newsroomAt } from '@/lib/content/domains';
import { originOfHost, ownOrigins } from '@/lib/origins';

/**
 * Which site a public page is asked for at. At SITE_URL it has all newsrooms, and at most further domains too; at the
 * domain of a newsroom it is that newsroom's alone. Once it is deleted, nothing is there (410): not the site of others.
 */
export type Here = {
  origin: string;
  /** Whose site it is; null: everybody's. */
  newsroom: NewsroomThere | null;
  isGone: boolean;
  /** What a link within the site begins with: '', or the address of the site that is still there. */
  base: string;
};

/** Of a Host header; at none of our domains it is the first site. */
export async function hereAt(host: string | null): Promise<Here> {
  const all = ownOrigins();
  const main = all[0]!;
  const origin = all.length === 1 ? main : (originOfHost(host) ?? main);
  const there = await newsroomAt(origin);
  if (there === 'deleted') return { origin, newsroom: null, isGone: true, base: main };
  return { origin, newsroom: there, isGone: false, base: '' };
}

/** Whether the site is somebody else's than a page's newsroom. */
export const isForeign = (at: Here, newsroomId: number): boolean =>
  at.isGone || (at.newsroom !== null && at.newsroom.id !== newsroomId);

import { ownOrigins } from '@/lib/origins';
import { receives } from './peer-rules';
import { listPeers, ownPeer, peerFor } from './peers';

/**
 * Links to the other sites. For whoever has not signed in, a link is the plain address: their pages are the same for all
 * of them, can be cached, and lead nowhere by a detour. For who has, it leads there through /api/sso/issue.
 */

/**
 * @param url where the link leads, in full
 * @param o.isSignedIn of whoever the page is made for
 * @param o.here the domain that the page is on
 */
export async function linkTo(url: string, o: { isSignedIn: boolean; here: string }): Promise<string> {
  if (!o.isSignedIn || !URL.canParse(url)) return url;
  const { origin, pathname, search, hash } = new URL(url);
  if (origin === o.here || !/^https?:/.test(origin)) return url;
  const peer = await peerFor(origin, o.here);
  if (!peer?.enabled || !receives(peer)) return url;
  const asked = new URLSearchParams({ site: peer.key, next: `${pathname}${search}${hash}` });
  return `/api/sso/issue?${asked}`;
}

/** The other domains of this deployment. Known without the database: every page may show them. */
export const otherDomains = (here: string): { name: string; url: string }[] =>
  ownOrigins()
    .filter((origin) => origin !== here)
    .map((origin) => ({ name: new URL(origin).host, url: `${origin}/` }));

/** All sites that somebody who has signed in can go to and stay signed in. */
export async function sitesToGoTo(here: string): Promise<{ name: string; url: string }[]> {
  const own = ownOrigins()
    .filter((origin) => origin !== here)
    .map(ownPeer);
  const others = (await listPeers()).filter((peer) => peer.enabled && receives(peer) && peer.origin !== here);
  return [...own, ...others].map(({ name, origin }) => ({ name, url: `${origin}/` }));
}

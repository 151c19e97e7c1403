import type { ComponentProps } from 'react';
import { linkTo } from '@/lib/auth/sso/links';
import { domain } from '../_site/domain';
import { currentUser } from '../_site/who';

/**
 * A link to another site. Whoever has signed in arrives there signed in, if it is a peer or another domain of ours; for
 * everybody else it is the plain address, and the page around it is the same for all of them: it can be kept by a cache
 * that lets requests with a session's cookie through.
 */
export async function PeerLink({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
  const user = await currentUser();
  const to = user ? await linkTo(href, { isSignedIn: true, here: await domain() }) : href;
  return <a {...rest} href={to} />;
}

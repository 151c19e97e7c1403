'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

/** Where people are on their own; elsewhere the head is the same for everybody. */
const own = /^\/(?:admin|author|account|invitations|preview|shared|sso)(?:\/|$)/;

/**
 * Who is there, at the end of the site's head. The head outlives a click within the site: so it looks at where one is, and
 * says on a public page what that page says to everybody, and no name on the way to signing in, which may be to another
 * account, or because the session has ended in another tab.
 */
export function PersonLink({ name }: { name: string | null }) {
  const path = usePathname();
  if (name === null || !own.test(path))
    // A plain link: whoever is signed in already comes out at their releases.
    return <a href="/author">Sign in</a>;
  return (
    <Link href="/account" prefetch={false}>
      <span className="hidden">Account of </span>
      {name}
    </Link>
  );
}

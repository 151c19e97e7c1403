'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useSyncExternalStore } from 'react';
import { forgetHint, isHinted } from '../_site/hint-cookie';

/** Where people are on their own; elsewhere the head is the same for everybody. */
const own = /^\/(?:admin|author|account|invitations|preview|shared|sso)(?:\/|$)/;
/** On the way in or out. */
const door = /^\/sign-(?:in|up|out)(?:\/|$)/;

/**
 * Who is there, at the end of the site's head. The head outlives a click within the site: so it looks at where one is, and
 * says no name on a public page, nor on the way to signing in, which may be to another account, or because the session
 * has ended in another tab. On a public page, which comes the same for everybody, a script looks for the hint that
 * somebody has signed in in this browser.
 * @param isKnown whether the page was made for who is there, so that no name means nobody
 */
export function PersonLink({ name, isKnown }: { name: string | null; isKnown: boolean }) {
  const path = usePathname();
  const isBack = useSyncExternalStore(onReturn, isHinted, () => false) && !door.test(path);
  useEffect(() => {
    if (isKnown && name === null) forgetHint();
  }, [isKnown, name]);
  if (name === null || !own.test(path))
    // A plain link: whoever is signed in already comes out at their releases.
    return (
      <a className="to-own" href="/author">
        {isBack ? 'My releases' : 'Sign in'}
      </a>
    );
  return (
    <Link href="/account" prefetch={false}>
      <span className="hidden">Account of </span>
      {name}
    </Link>
  );
}

/** Somebody may have signed in or out in another tab, or the page comes back out of the browser's memory. */
function onReturn(look: () => void): () => void {
  document.addEventListener('visibilitychange', look);
  window.addEventListener('pageshow', look);
  return () => {
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('pageshow', look);
  };
}

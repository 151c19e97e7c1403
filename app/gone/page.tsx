import type { Metadata } from 'next';
import Link from 'next/link';

/** What nginx shows, status 410, at the address of what was deleted. It says nothing of what that was. */
export const metadata: Metadata = { title: 'Deleted', robots: { index: false } };

export default function Gone() {
  return (
    <div className="wrap message">
      <p className="message-code">410</p>
      <h1>This was deleted</h1>
      <p>
        What stood at this address was taken off the site on purpose, and the link leads nowhere else. The
        archive has everything that is public.
      </p>
      <form action="/releases" method="get" className="message-search">
        <label className="hidden" htmlFor="lost-q">
          Search all releases
        </label>
        <input id="lost-q" name="q" type="search" placeholder="Search all releases" maxLength={200} />
        <button className="button" type="submit">
          Search
        </button>
      </form>
      <p>
        <Link href="/" prefetch={false}>
          Latest releases
        </Link>{' '}
        ·{' '}
        <Link href="/newsrooms" prefetch={false}>
          Newsrooms
        </Link>
      </p>
    </div>
  );
}

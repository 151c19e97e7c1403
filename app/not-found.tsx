import type { Metadata } from 'next';
import Link from 'next/link';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <div className="wrap message">
      <p className="message-code">404</p>
      <h1>There is nothing at this address</h1>
      <p>
        The page may have been withdrawn, may not be public yet, or the address may have a slip in it. The
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

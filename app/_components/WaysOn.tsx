import Link from 'next/link';

/** For pages that have nothing to show: a search and where else one may go. */
export function WaysOn() {
  return (
    <>
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
    </>
  );
}

import Link from 'next/link';
import { here } from '../_site/here';

/** For pages that have nothing to show: a search and where else one may go. */
export async function WaysOn() {
  const { newsroom, base } = await here();
  return (
    <>
      <form action={`${base}/releases`} method="get" className="message-search">
        <label className="hidden" htmlFor="lost-q">
          Search all releases
        </label>
        <input id="lost-q" name="q" type="search" placeholder="Search all releases" maxLength={200} />
        <button className="button" type="submit">
          Search
        </button>
      </form>
      <p>
        {newsroom ? (
          <Link href={newsroom.url} prefetch={false}>
            {newsroom.name}
          </Link>
        ) : (
          <>
            <Link href={`${base}/`} prefetch={false}>
              Latest releases
            </Link>{' '}
            ·{' '}
            <Link href={`${base}/newsrooms`} prefetch={false}>
              Newsrooms
            </Link>
          </>
        )}
      </p>
    </>
  );
}

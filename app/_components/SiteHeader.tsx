import Link from 'next/link';
import { siteName } from '../_site/metadata';
import type { Here } from '../_site/sites';
import { currentUser } from '../_site/who';
import { PersonLink } from './PersonLink';

function linksAt({ newsroom, base }: Here): [string, string][] {
  if (newsroom)
    return [
      [newsroom.url, 'Newsroom'],
      ['/releases', 'Releases'],
    ];
  return [
    [`${base}/`, 'Latest'],
    [`${base}/releases`, 'Releases'],
    [`${base}/newsrooms`, 'Newsrooms'],
  ];
}

/**
 * What stands above every page. On public pages it is the same for everybody, so that one page can serve all; only
 * where people are on their own (`isPersonal`) does it know who is there; PersonLink adds what the browser knows.
 */
export async function SiteHeader({ isPersonal, at }: { isPersonal: boolean; at: Here }) {
  const user = isPersonal ? await currentUser() : null;
  return (
    <header className="site-header">
      <div className="wrap site-header-row">
        <Link className="wordmark" href={at.newsroom?.url ?? `${at.base}/`} prefetch={false}>
          <svg aria-hidden="true" viewBox="0 0 20 20" width="20" height="20">
            <path d="M2 2h16v16H2z" />
            <path className="wordmark-lines" d="M6 6.5h8M6 10h8M6 13.5h4.5" />
          </svg>
          {at.newsroom?.name ?? siteName}
        </Link>
        <nav aria-label="Main" className="site-nav">
          <ul>
            {linksAt(at).map(([href, label]) => (
              <li key={href}>
                <Link href={href} prefetch={false}>
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <search className="site-search">
          <form action={`${at.base}/releases`} method="get">
            <label className="hidden" htmlFor="site-q">
              Search all releases
            </label>
            <input id="site-q" name="q" type="search" placeholder="Search releases" maxLength={200} />
            <button type="submit">
              <span className="hidden">Search</span>
              <svg aria-hidden="true" viewBox="0 0 20 20" width="18" height="18">
                <path d="M8.5 3a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Zm4 9.5L17 17" />
              </svg>
            </button>
          </form>
        </search>
        <div className="site-person">
          <PersonLink name={user?.name ?? null} isKnown={isPersonal} />
        </div>
      </div>
    </header>
  );
}

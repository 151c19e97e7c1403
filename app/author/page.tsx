import Link from 'next/link';
import { newsroomsWith } from '@/lib/auth/rights';
import { ownReleases, type ReleaseState, releaseStates } from '@/lib/content/author-releases';
import { live } from '@/lib/hits/report/live';
import { scopeFor } from '@/lib/hits/report/scope';
import { countsOf } from '@/lib/hits/statistics';
import { Form, Submit } from '../_components/Form';
import { Pages } from '../_components/Pages';
import { counted, number } from '../_site/format';
import { personal } from '../_site/personal';
import { idOf, pageOf, type Query, text } from '../_site/requests';
import { requireUser } from '../_site/who';
import { ReleaseList } from './_components/ReleaseList';
import { stateWords } from './_components/states';
import { undo } from './releases/actions';

export const metadata = personal('My releases');

const perPage = 25;

export default async function AuthorPage({ searchParams }: PageProps<'/author'>) {
  const user = await requireUser();
  const query = await searchParams;
  const { page, problem } = pageOf(query);
  const filters = {
    state: releaseStates.find((one) => one === text(query, 'state')),
    q: text(query, 'q'),
    newsroomId: idOf(text(query, 'newsroom')) ?? undefined,
  };
  const [found, writable, readable, reading] = await Promise.all([
    ownReleases(user, { ...filters, page, perPage }),
    newsroomsWith(user, 'write'),
    newsroomsWith(user, 'statistics'),
    scopeFor(user, { kind: 'all' }).then((scope) => live(scope)),
  ]);
  const hits = await countsOf(found.releases.map(({ id }) => ({ type: 'release', id })));
  const pages = Math.max(1, Math.ceil(found.total / perPage));
  const all = releaseStates.reduce((sum, state) => sum + found.counts[state], 0);
  const isFiltered = Boolean(filters.q || filters.newsroomId);
  const tab = (state: ReleaseState | undefined, label: string, count: number) => (
    <li>
      <Link
        href={authorUrl({ ...filters, state })}
        prefetch={false}
        aria-current={filters.state === state ? 'page' : undefined}
      >
        {label} <span className="quiet-count">{number(count)}</span>
      </Link>
    </li>
  );
  return (
    <div className="wrap author">
      <header className="author-head">
        <h1>My releases</h1>
        {writable.length > 0 && (
          <Link className="button" href="/author/releases/new" prefetch={false}>
            New release
          </Link>
        )}
      </header>
      {readable.length > 0 && (
        <p className="author-today">
          {reading.today === null
            ? 'Today’s count is on its way.'
            : `${counted(reading.today, 'hit')} today, ${number(reading.now ?? 0)} reading now.`}{' '}
          <Link href="/author/statistics" prefetch={false}>
            Statistics
          </Link>
        </p>
      )}
      <Undo query={query} />
      {readable.length === 0 ? (
        <p className="empty">
          You are no member of a newsroom yet. An owner of one can invite you; the invitation comes by mail.
        </p>
      ) : (
        <>
          <form className="author-search" method="get" action="/author">
            {filters.state && <input type="hidden" name="state" value={filters.state} />}
            <div>
              <label htmlFor="author-q">Words of the title</label>
              <input id="author-q" name="q" type="search" defaultValue={filters.q} maxLength={200} />
            </div>
            {readable.length > 1 && (
              <div>
                <label htmlFor="author-newsroom">Newsroom</label>
                <select id="author-newsroom" name="newsroom" defaultValue={filters.newsroomId ?? ''}>
                  <option value="">All newsrooms</option>
                  {readable.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              </div>
            )}
            <button className="button button-quiet" type="submit">
              Find
            </button>
          </form>
          <nav aria-label="By state" className="tab-bar">
            <ul>
              {tab(undefined, 'All', all)}
              {releaseStates.map((state) => (
                <Tab key={state}>{tab(state, stateWords[state].many, found.counts[state])}</Tab>
              ))}
            </ul>
          </nav>
          {problem && <p className="notice">{problem}</p>}
          <ReleaseList releases={found.releases} hits={hits} zone={user.timeZone} />
          {found.total === 0 && (
            <p className="empty">
              {isFiltered ? (
                <>
                  Nothing fits.{' '}
                  <Link href="/author" prefetch={false}>
                    Show all
                  </Link>
                </>
              ) : (
                'There is nothing here yet.'
              )}
            </p>
          )}
          <Pages
            page={page}
            pages={pages}
            href={(to) => authorUrl({ ...filters, page: to })}
            label="Pages of releases"
          />
        </>
      )}
    </div>
  );
}

const Tab = ({ children }: { children: React.ReactNode }) => children;

/** After a deletion, which can be taken back. */
function Undo({ query }: { query: Query }) {
  const id = idOf(text(query, 'deleted'));
  const batch = idOf(text(query, 'batch'));
  if (id === null || batch === null) return null;
  return (
    <div className="author-undo">
      <p>The release is deleted.</p>
      <Form action={undo} hidden={{ id, batch }} label="Undo the deletion">
        <Submit kind="quiet">Undo</Submit>
      </Form>
    </div>
  );
}

function authorUrl(o: { state?: ReleaseState; q?: string; newsroomId?: number; page?: number }): string {
  const search = new URLSearchParams();
  if (o.state) search.set('state', o.state);
  if (o.q) search.set('q', o.q);
  if (o.newsroomId) search.set('newsroom', String(o.newsroomId));
  if (o.page && o.page > 1) search.set('page', String(o.page));
  return search.size > 0 ? `/author?${search}` : '/author';
}

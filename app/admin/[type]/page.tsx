import Link from 'next/link';
import { redirect } from 'next/navigation';
import { bulkActions } from '@/lib/admin/bulk';
import { changeList } from '@/lib/admin/change-list';
import { filterable, type ListState, stateParams } from '@/lib/admin/list-state';
import { may } from '@/lib/admin/permissions';
import { meant } from '@/lib/admin/references';
import { savedViews } from '@/lib/admin/saved-views';
import { type AdminType, referredType } from '@/lib/admin/types';
import type { User } from '@/lib/auth/users';
import { changedUrl } from '../../_admin/addresses';
import { listAsked } from '../../_admin/asked';
import { enteredType } from '../../_admin/entered';
import { ChosenFilters, Filters } from '../../_admin/Filters';
import { ListTable } from '../../_admin/ListTable';
import { ColumnChoice, ListSearch, Shows } from '../../_admin/ListTools';
import { listUrl } from '../../_admin/paths';
import { RunNotice } from '../../_admin/RunNotice';
import { SavedViews } from '../../_admin/SavedViews';
import { titled } from '../../_admin/titles';
import { countWords } from '../../_admin/words';
import { type Query, text } from '../../_site/requests';

type Props = { params: Promise<{ type: string }>; searchParams: Promise<Query> };

export async function generateMetadata(props: Props) {
  return titled((await props.params).type, (_, many) => many);
}

/** The list of everything of one type. What it shows stands in its address. */
export default async function ListPage(props: Props) {
  const { type: segment } = await props.params;
  const query = await props.searchParams;
  const { user, type, found } = await enteredType(segment, async (person, of) => {
    const asked = listAsked(of, query);
    const [list, views] = await Promise.all([changeList(person, of, asked.state), savedViews(person, of)]);
    return { ...asked, list, views };
  });
  const several = await sought(user, type, found.state, query);
  const { state, problems, list, views } = found;
  const params = stateParams(type, { ...state, cursor: null }).toString();
  const page = { type, state, list };
  const bulk = bulkActions(user, type, state.show);
  return (
    <div className="wrap admin">
      <header className="admin-head">
        <h1>{type.label[1]}</h1>
        <div className="admin-do">
          {may(user, 'export', type) && (
            <a
              className="button button-quiet"
              href={`${listUrl(type)}/export.csv${params ? `?${params}` : ''}`}
              download
            >
              Export as CSV
            </a>
          )}
          {may(user, 'add', type) && (
            <Link className="button" href={`${listUrl(type)}/new`} prefetch={false}>
              New {type.label[0].toLowerCase()}
            </Link>
          )}
        </div>
      </header>
      <RunNotice user={user} query={query} type={type.name} />
      {problems.map((problem) => (
        <p className="notice" key={problem}>
          {problem}
        </p>
      ))}
      {several && (
        <div className="notice">
          {several.among.length === 0 ? (
            <p>
              There is no {several.label} called “{text(query, 'find')}”.
            </p>
          ) : (
            <>
              <p>Which {several.label} is it?</p>
              <ul className="admin-names">
                {several.among.map(({ id, title }) => (
                  <li key={id}>
                    <Link href={filteredUrl(type, state, several.column, id)} prefetch={false}>
                      {title}
                    </Link>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      <ListSearch {...page} />
      <div className="admin-list">
        <div className="admin-main">
          {type.canDelete && <Shows {...page} />}
          <ChosenFilters {...page} />
          <p className="admin-total" role="status">
            {countWords(list.total)} found
          </p>
          {list.rows.length > 0 ? (
            <ListTable {...page} bulk={bulk} />
          ) : (
            <p className="empty">
              {params ? (
                <>
                  Nothing fits.{' '}
                  <Link href={listUrl(type)} prefetch={false}>
                    Show all
                  </Link>
                </>
              ) : (
                'There is nothing here yet.'
              )}
            </p>
          )}
          <nav className="admin-pages" aria-label="Pages">
            {list.previous && (
              <>
                <Link href={changedUrl(type, state, { cursor: null })} prefetch={false}>
                  First page
                </Link>
                <Link href={changedUrl(type, state, { cursor: list.previous })} prefetch={false} rel="prev">
                  ← Previous
                </Link>
              </>
            )}
            {list.next && (
              <Link href={changedUrl(type, state, { cursor: list.next })} prefetch={false} rel="next">
                Next →
              </Link>
            )}
          </nav>
        </div>
        <aside className="admin-side" aria-label="What the list shows" id="filters">
          <Filters {...page} />
          <ColumnChoice {...page} />
          <SavedViews type={type} views={views} params={params} />
        </aside>
      </div>
    </div>
  );
}

const filteredUrl = (type: AdminType, state: ListState, column: string, id: number): string =>
  changedUrl(type, state, { filters: { ...state.filters, [column]: String(id) } });

/** A record to narrow the list by, looked up by its name: the list of it, or those that may be meant. */
async function sought(user: User, type: AdminType, state: ListState, query: Query) {
  const [column, words] = [text(query, 'in'), text(query, 'find')];
  const referred = filterable(type).includes(column) ? referredType(type, column) : undefined;
  if (!referred || words === '' || !may(user, 'view', referred)) return null;
  const one = await meant(user, referred, words);
  if (!Array.isArray(one)) redirect(filteredUrl(type, state, column, one.id));
  return { column, label: referred.label[0].toLowerCase(), among: one };
}

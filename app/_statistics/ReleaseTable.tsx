import Link from 'next/link';
import type { ReleaseRow } from '@/lib/hits/report/types';
import { counted, number } from '../_site/format';
import { Change } from './Change';
import { HiddenFields } from './HiddenFields';
import { Scroll } from './Scroll';
import { Sparkline } from './Sparkline';
import { Steps } from './Steps';
import { hrefOf, type Sort, type View } from './view';
import { dayYearWords, figure, localOf, metricName } from './words';

export const PER_PAGE = 20;

type Props = {
  view: View;
  rows: ReleaseRow[];
  total: number;
  compared: string | null;
  hrefOfRelease: (release: { id: number; url: string }) => string;
};

/** The releases with their count in the period, the most read first. */
export function ReleaseTable({ view, rows, total, compared, hrefOfRelease }: Props) {
  const { list, query } = view;
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  return (
    <section className="panel" aria-labelledby="releases">
      <div className="panel-head">
        <h2 id="releases" className="label">
          Releases
        </h2>
        <form className="find" action={view.place.path} method="get">
          <HiddenFields view={view} without={['q', 'page']} />
          <label className="hidden" htmlFor="find-release">
            Find a release by title
          </label>
          <input
            id="find-release"
            name="q"
            type="search"
            placeholder="Find a release"
            defaultValue={list.search}
            maxLength={200}
          />
          <button type="submit" className="button button-small">
            Find
          </button>
        </form>
      </div>
      {list.search && (
        <p className="small">
          {total === 0 ? 'No release' : counted(total, 'release')} with “{list.search}” in the title.{' '}
          <Link href={hrefOf(view, { list: { search: '', page: 1 } })} prefetch={false} scroll={false}>
            Show all
          </Link>
        </p>
      )}
      {rows.length === 0 ? (
        !list.search && (
          <p className="empty">
            {list.page > 1 ? 'There is no such page of the list.' : 'Nothing has been published yet.'}
          </p>
        )
      ) : (
        <Scroll label="Table of releases">
          <table className="figures releases">
            <thead>
              <tr>
                <Head view={view} sort="title" label="Release" />
                <Head view={view} sort="published" label="Published" isOptional />
                <Head view={view} sort="hits" label={metricName[query.metric]} isNumber />
                {compared && <Head view={view} sort="change" label="Change" isNumber />}
                <th scope="col" className="optional">
                  Trend
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <a href={hrefOfRelease(row)}>{row.title}</a>
                  </th>
                  <td className="optional nowrap faint">
                    {row.publishedAt ? dayYearWords(localOf(row.publishedAt)) : 'not public'}
                  </td>
                  <td className="num strong">{figure(row.value)}</td>
                  {compared && (
                    <td className="num">
                      <Change change={row.change} previous={row.previous} compared={compared} />
                    </td>
                  )}
                  <td className="optional">
                    <Sparkline values={row.sparkline} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <Steps
        label="Pages of releases"
        page={list.page}
        pages={pages}
        href={(page) => hrefOf(view, { list: { page } })}
      >
        {total > 0 &&
          `${number((list.page - 1) * PER_PAGE + 1)} to ${number((list.page - 1) * PER_PAGE + rows.length)} of ${number(total)}`}
      </Steps>
    </section>
  );
}

function Head(o: { view: View; sort: Sort; label: string; isNumber?: boolean; isOptional?: boolean }) {
  const isSorted = o.view.list.sort === o.sort;
  const direction = o.sort === 'title' ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      className={[o.isNumber && 'num', o.isOptional && 'optional'].filter(Boolean).join(' ') || undefined}
      aria-sort={isSorted ? direction : undefined}
    >
      <Link href={hrefOf(o.view, { list: { sort: o.sort, page: 1 } })} prefetch={false} scroll={false}>
        {o.label}
        {isSorted && <span aria-hidden="true"> {o.sort === 'title' ? '↑' : '↓'}</span>}
      </Link>
    </th>
  );
}

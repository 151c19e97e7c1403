import Link from 'next/link';
import type { ReleaseRow } from '@/lib/hits/report/types';
import { Change } from './Change';
import { HiddenFields } from './HiddenFields';
import { wholeDay } from './PeriodPicker';
import { Scroll } from './Scroll';
import { Sparkline } from './Sparkline';
import { placesWords, Steps } from './Steps';
import { hrefOf, type Sort, type View } from './view';
import { capital, dayYearWords, figure, localOf, metricName } from './words';

export const PER_PAGE = 10;

/** A page of the table. How many there are in all is not known of a search. */
export type ReleaseList = { rows: ReleaseRow[]; total: number | null; hasMore: boolean };

type Props = {
  view: View;
  list: ReleaseList;
  compared: string | null;
  hrefOfRelease: (release: { id: number; url: string }) => string;
};

/** The releases with their count in the period, the most read first. */
export function ReleaseTable({ view, list: { rows, total, hasMore }, compared, hrefOfRelease }: Props) {
  const { list, query } = view;
  const whole = wholeDay(query);
  // Of a single day there is no trend.
  const hasTrend = rows.some(({ sparkline }) => sparkline.length > 1);
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
            key={list.search}
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
          {rows.length === 0 ? 'No release has' : 'Releases with'} “{list.search}” in the title.{' '}
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
                <Head view={view} sort="value" label={metricName[query.metric]} isNumber />
                {compared && !whole && <Head view={view} sort="change" label="Change" isNumber />}
                {whole && (
                  <th scope="col" className="num">
                    {capital(whole)}
                  </th>
                )}
                {hasTrend && (
                  <th scope="col" className="optional">
                    Trend
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <a href={hrefOfRelease(row)}>{row.title}</a>
                  </th>
                  <td className="optional nowrap faint">{publishedWords(row)}</td>
                  <td className="num strong">{figure(row.value)}</td>
                  {compared && (
                    <td className="num">
                      {whole ? (
                        figure(row.previous)
                      ) : (
                        <Change change={row.change} previous={row.previous} compared={compared} />
                      )}
                    </td>
                  )}
                  {hasTrend && (
                    <td className="optional">
                      <Sparkline values={row.sparkline} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <Steps
        label="Pages of releases"
        page={list.page}
        hasMore={hasMore}
        href={(page) => hrefOf(view, { list: { page } })}
      >
        {rows.length > 0 && placesWords(list.page, PER_PAGE, rows.length, total)}
      </Steps>
    </section>
  );
}

/** "24 Nov 2026", "Draft", "Embargoed until 28 Nov 2026": no day of what is still to come stands there as if it were over. */
function publishedWords({ state, publishedAt }: ReleaseRow): string {
  if (state === 'draft' || !publishedAt) return 'Draft';
  const day = dayYearWords(localOf(publishedAt));
  if (state === 'embargoed') return `Embargoed until ${day}`;
  return state === 'scheduled' ? `Scheduled for ${day}` : day;
}

function Head(o: { view: View; sort: Sort; label: string; isNumber?: boolean; isOptional?: boolean }) {
  const { list } = o.view;
  const isSorted = list.sort === o.sort;
  const isAscending = (o.sort === 'title') !== list.isReversed;
  // Once more on the same column turns it round.
  const isReversed = isSorted && !list.isReversed;
  return (
    <th
      scope="col"
      className={[o.isNumber && 'num', o.isOptional && 'optional'].filter(Boolean).join(' ') || undefined}
      aria-sort={isSorted ? (isAscending ? 'ascending' : 'descending') : undefined}
    >
      <Link
        href={hrefOf(o.view, { list: { sort: o.sort, isReversed, page: 1 } })}
        prefetch={false}
        scroll={false}
      >
        {o.label}
        {isSorted && <span aria-hidden="true"> {isAscending ? '↑' : '↓'}</span>}
      </Link>
    </th>
  );
}

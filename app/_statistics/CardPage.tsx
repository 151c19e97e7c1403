import Link from 'next/link';
import { notFound } from 'next/navigation';
import { dimensionNamed } from '@/lib/hits/report/dimensions';
import { card } from '@/lib/hits/report/report';
import { number } from '../_site/format';
import { type Query, text } from '../_site/requests';
import { ActiveFilter } from './ActiveFilter';
import { viewAt } from './asked';
import { CardRows } from './CardRows';
import type { Door } from './doors';
import { Export } from './Export';
import { HiddenFields } from './HiddenFields';
import { PeriodPicker } from './PeriodPicker';
import { placesWords, Steps } from './Steps';
import { Trail } from './Trail';
import { hrefOf, type View } from './view';

export const CARD_ROWS = 100;

/** What a card's own page is asked for. */
export function cardAsked(params: Query): { search: string; page: number } {
  const page = text(params, 'rows', 10);
  return { search: text(params, 'find'), page: /^[1-9]\d{0,6}$/.test(page) ? Number(page) : 1 };
}

/** All of a card: every value of a dimension, to search and leaf through. */
export async function CardPage({
  door,
  dimension,
  params,
}: {
  door: Door;
  dimension: string;
  params: Query;
}) {
  const known = dimensionNamed(dimension);
  if (!known) notFound();
  const { view, problems } = viewAt(door.place, params);
  const { search, page } = cardAsked(params);
  const all = await card(door.scope, view.query, dimension, {
    search,
    limit: CARD_ROWS,
    offset: (page - 1) * CARD_ROWS,
  });
  // A card's controls lead back to the card; a row's filter leads to the page that it filters.
  const here: View = { ...view, place: { ...view.place, path: `${view.place.path}/card/${dimension}` } };
  const more = (to: number) => ({ more: { find: search, rows: to > 1 ? String(to) : '' } });
  return (
    <div className="wrap stat">
      <header className="stat-head">
        <div>
          <Trail door={door} page={all.title} />
          <h1>{all.title}</h1>
        </div>
      </header>
      <div className="stat-bar">
        <ActiveFilter view={here} />
        <PeriodPicker view={here} shown={view.query} />
      </div>
      {problems.map((problem) => (
        <p key={problem} className="notice">
          {problem}
        </p>
      ))}
      <section className="panel" aria-labelledby="rows">
        <div className="panel-head">
          <h2 id="rows" className="label">
            {number(all.distinct)} {all.title.toLowerCase()}
            {search && ` with “${search}”`}
          </h2>
          <form className="find" action={here.place.path} method="get">
            <HiddenFields view={here} without={[]} />
            <label className="hidden" htmlFor="find-row">
              Find in {all.title.toLowerCase()}
            </label>
            <input
              id="find-row"
              name="find"
              type="search"
              placeholder="Find"
              key={search}
              defaultValue={search}
              maxLength={200}
            />
            <button type="submit" className="button button-small">
              Find
            </button>
          </form>
        </div>
        <CardRows view={view} card={all} />
        <Steps
          label={`Pages of ${all.title.toLowerCase()}`}
          page={page}
          hasMore={page * CARD_ROWS < all.distinct}
          href={(to) => hrefOf(here, more(to))}
        >
          {all.rows.length > 0 && placesWords(page, CARD_ROWS, all.rows.length, all.distinct)}
        </Steps>
      </section>
      <Export view={here} changes={{ more: { find: search } }} />
      <p className="stat-foot">
        <Link href={hrefOf(view)} prefetch={false}>
          ← Back to {door.place.name}
        </Link>
      </p>
    </div>
  );
}

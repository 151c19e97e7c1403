import Link from 'next/link';
import { Fragment } from 'react';
import { defaults, moved, stateParams } from '@/lib/admin/list-state';
import { changedUrl } from './addresses';
import { ColumnOrder } from './ColumnOrder';
import type { ListProps } from './Filters';
import { listUrl } from './paths';
import { countWords } from './words';

/** Living, deleted or all: always there, so that nobody takes what they see for all there is. */
export function Shows({ type, state, list }: ListProps) {
  const labels = { living: 'Living', deleted: 'Deleted', all: 'All' } as const;
  return (
    <nav aria-label="Living or deleted" className="tab-bar">
      <ul>
        {(['living', 'deleted', 'all'] as const).map((show) => (
          <li key={show}>
            <Link
              href={changedUrl(type, state, { show })}
              prefetch={false}
              aria-current={state.show === show ? 'page' : undefined}
            >
              {labels[show]} <span className="quiet-count">{countWords(list.shows[show])}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** All of a list's query but what a form's own fields say. */
export function Kept({ type, state, but }: Pick<ListProps, 'type' | 'state'> & { but: string }) {
  return [...stateParams(type, { ...state, cursor: null })]
    .filter(([name]) => name !== but)
    .map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

export function ListSearch({ type, state }: ListProps) {
  if (type.search.length === 0) return null;
  return (
    <search>
      <form method="get" action={listUrl(type)} className="admin-search">
        <Kept type={type} state={state} but="q" />
        <label htmlFor="admin-q">Search {type.label[1].toLowerCase()}</label>
        <input id="admin-q" name="q" type="search" defaultValue={state.q} maxLength={200} key={state.q} />
        <button className="button button-quiet" type="submit">
          Search
        </button>
        <a className="admin-to-filters" href="#filters">
          Filters and columns
        </a>
      </form>
    </search>
  );
}

/** Which columns the list has, and in which order. */
export function ColumnChoice({ type, state, list }: ListProps) {
  const labels = new Map(list.allColumns.map(({ name, label }) => [name, label]));
  const shown = state.columns;
  const others = list.allColumns.filter((column) => !column.shown);
  const box = (name: string, isOn: boolean) => (
    <label>
      <input
        // Anew when it is shown or not: what was ticked but not sent must not seem to be so.
        key={String(isOn)}
        type="checkbox"
        name="columns"
        value={name}
        defaultChecked={isOn}
      />{' '}
      {labels.get(name)}
    </label>
  );
  const isUsual = shown.join() === defaults(type).columns.join();
  return (
    <details open={!isUsual}>
      <summary>Columns</summary>
      <form method="get" action={listUrl(type)} className="admin-columns">
        <Kept type={type} state={state} but="columns" />
        <ColumnOrder
          columns={shown.map((name) => ({
            name,
            label: labels.get(name) ?? name,
            box: box(name, true),
            earlier: changedUrl(type, state, { columns: moved(shown, name, -1) }),
            later: changedUrl(type, state, { columns: moved(shown, name, 1) }),
          }))}
        />
        {others.map(({ name }) => (
          <Fragment key={name}>{box(name, false)}</Fragment>
        ))}
        <button className="button button-quiet" type="submit">
          Show these columns
        </button>
        {!isUsual && (
          <Link href={changedUrl(type, state, { columns: [...defaults(type).columns] })} prefetch={false}>
            The usual columns
          </Link>
        )}
      </form>
    </details>
  );
}

import Link from 'next/link';
import type { BulkAction } from '@/lib/admin/bulk';
import type { Cell, ChangeList } from '@/lib/admin/change-list';
import { labelOf } from '@/lib/admin/columns';
import { stateParams } from '@/lib/admin/list-state';
import { Scroll } from '../_statistics/Scroll';
import { changedUrl } from './addresses';
import { CheckAll } from './CheckAll';
import type { ListProps } from './Filters';
import { listUrl, recordUrl } from './paths';
import { countWords, doing, moment } from './words';

/** The rows, and what can be done to those that are ticked: a form whose answer is a page that asks first. */
export function ListTable({ type, state, list, bulk }: ListProps & { bulk: BulkAction[] }) {
  const table = (
    <Scroll label={`${type.label[1]}, as a table`}>
      <table className="admin-table">
        <caption className="hidden">{captionOf(type, state, list)}</caption>
        <thead>
          <tr>
            {bulk.length > 0 && (
              <th scope="col" className="admin-tick">
                <CheckAll />
              </th>
            )}
            {list.columns.map((column) => (
              <Heading key={column.name} {...{ type, state, list, column }} />
            ))}
            {type.content && <th scope="col">Site</th>}
          </tr>
        </thead>
        <tbody>
          {list.rows.map((row) => (
            <tr key={row.id} className={row.deleted ? 'admin-deleted' : undefined}>
              {bulk.length > 0 && (
                <td className="admin-tick">
                  <input type="checkbox" name="id" value={row.id} aria-label={`Select ${row.title}`} />
                </td>
              )}
              {row.cells.map((cell, index) =>
                index === 0 ? (
                  <th scope="row" key={list.columns[index]!.name}>
                    <Link href={recordUrl(type, row.id)} prefetch={false}>
                      {cell.text ? <CellText cell={cell} /> : row.title}
                    </Link>
                    {row.deleted && (
                      <span className="admin-mark">
                        <b>Deleted</b> {moment(row.deleted.at)}
                        {row.deleted.by && ` by ${row.deleted.by}`}
                        {row.deleted.why && `: ${row.deleted.why}`}
                      </span>
                    )}
                  </th>
                ) : (
                  <td
                    key={list.columns[index]!.name}
                    className={list.columns[index]!.isNumber ? 'num' : undefined}
                  >
                    {cell.link ? (
                      <Link href={recordUrl(cell.link.type, cell.link.id)} prefetch={false}>
                        {cell.text}
                      </Link>
                    ) : (
                      <CellText cell={cell} />
                    )}
                  </td>
                ),
              )}
              {type.content && (
                <td>
                  {row.siteUrl && (
                    <a href={row.siteUrl}>
                      View<span className="hidden"> {row.title} on site</span>
                    </a>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
  if (bulk.length === 0) return table;
  return (
    <form method="get" action={`${listUrl(type)}/bulk`}>
      <input type="hidden" name="state" value={stateParams(type, { ...state, cursor: null }).toString()} />
      {table}
      <fieldset className="admin-bulk">
        <legend>With what is ticked</legend>
        <label>
          <input type="checkbox" name="all" value="1" /> with all {countWords(list.total)} that match
        </label>
        {bulk.map((action) => (
          <button
            key={action}
            className={`button button-${action === 'purge' ? 'danger' : 'quiet'}`}
            name="action"
            value={action}
            type="submit"
          >
            {doing[action]!.button}
          </button>
        ))}
      </fieldset>
    </form>
  );
}

/** "Releases: 4 found, sorted by title" */
function captionOf(type: ListProps['type'], state: ListProps['state'], list: ListProps['list']): string {
  const order = `sorted by ${labelOf(state.sort.replace(/^-/, '')).toLowerCase()}`;
  return `${type.label[1]}: ${countWords(list.total)} found, ${order}`;
}

function Heading({ type, state, column }: ListProps & { column: ChangeList['columns'][number] }) {
  const { name, label, sortable, sorted, isNumber } = column;
  // What is new and what is much comes first at the first press.
  const next = sorted === 'down' ? name : sorted === 'up' ? `-${name}` : isNumber ? `-${name}` : name;
  return (
    <th
      scope="col"
      className={isNumber ? 'num' : undefined}
      aria-sort={sorted ? (sorted === 'up' ? 'ascending' : 'descending') : undefined}
    >
      {sortable ? (
        <Link href={changedUrl(type, state, { sort: next })} prefetch={false}>
          {label}
          {sorted && <span aria-hidden="true">{sorted === 'up' ? ' ↑' : ' ↓'}</span>}
        </Link>
      ) : (
        label
      )}
    </th>
  );
}

function CellText({ cell }: { cell: Cell }) {
  if (cell.value instanceof Date)
    return <time dateTime={cell.value.toISOString()}>{moment(cell.value)}</time>;
  return cell.text;
}

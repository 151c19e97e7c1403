import Link from 'next/link';
import type { ChangeList } from '@/lib/admin/change-list';
import { labelOf } from '@/lib/admin/columns';
import type { ListState } from '@/lib/admin/list-state';
import { type AdminType, referredType } from '@/lib/admin/types';
import { changedUrl } from './addresses';
import { FindReference } from './FindReference';
import { Kept } from './ListTools';
import { listUrl } from './paths';
import { countWords } from './words';

/** Parts of a list get what it is of, what was asked for and what was found. */
export type ListProps = { type: AdminType; state: ListState; list: ChangeList };

const without = (filters: ListState['filters'], name: string): ListState['filters'] =>
  Object.fromEntries(Object.entries(filters).filter(([key]) => key !== name));

/** What the list can be narrowed by, with how many that leaves; and where in time it is. */
export function Filters({ type, state, list }: ListProps) {
  return (
    <>
      {list.dates && (list.dates.length > 0 || list.dateTrail.length > 0) && (
        <section aria-labelledby="filter-date">
          <h2 className="label" id="filter-date">
            {labelOf(type.date!)}
          </h2>
          {list.dateTrail.length > 0 && (
            <p className="admin-trail">
              {list.dateTrail.map(({ label, value }, index) => (
                <span key={value}>
                  {index > 0 && ' › '}
                  {value === state.date ? (
                    <b>{label}</b>
                  ) : (
                    <Link href={changedUrl(type, state, { date: value })} prefetch={false}>
                      {label}
                    </Link>
                  )}
                </span>
              ))}
            </p>
          )}
          <ul className="admin-choices">
            {list.dates.map(({ value, label, count, chosen }) => (
              <li key={value}>
                <Link
                  href={changedUrl(type, state, { date: value })}
                  prefetch={false}
                  aria-current={chosen || undefined}
                >
                  {label} <span className="quiet-count">{countWords(count)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {list.filters
        .filter(({ choices }) => choices.length > 0)
        .map(({ name, label, choices, more }) => (
          <section key={name} aria-labelledby={`filter-${name}`}>
            <h2 className="label" id={`filter-${name}`}>
              {label}
            </h2>
            <ul className="admin-choices">
              <li>
                <Link
                  href={changedUrl(type, state, { filters: without(state.filters, name) })}
                  prefetch={false}
                  aria-current={state.filters[name] === undefined || undefined}
                >
                  All
                </Link>
              </li>
              {choices.map(({ value, label: text, count, chosen }) => (
                <li key={value}>
                  <Link
                    href={changedUrl(type, state, { filters: { ...state.filters, [name]: value } })}
                    prefetch={false}
                    aria-current={chosen || undefined}
                  >
                    {text} <span className="quiet-count">{countWords(count)}</span>
                  </Link>
                </li>
              ))}
            </ul>
            {more && (
              <>
                <p className="field-hint">There are more; these are the most frequent.</p>
                {referredType(type, name) && (
                  <FindReference
                    action={listUrl(type)}
                    kept={<Kept type={type} state={state} but={name} />}
                    column={name}
                    label={label}
                    refersTo={referredType(type, name)!.name}
                  />
                )}
              </>
            )}
          </section>
        ))}
    </>
  );
}

/** What the list is narrowed by now, each with the way out of it. */
export function ChosenFilters({ type, state, list }: ListProps) {
  const chosen = Object.entries(state.filters).map(([name, value]) => ({
    text: `${labelOf(name)}: ${list.filters.find((one) => one.name === name)?.choices.find((choice) => choice.value === value)?.label ?? value}`,
    href: changedUrl(type, state, { filters: without(state.filters, name) }),
  }));
  if (state.q) chosen.push({ text: `Words: ${state.q}`, href: changedUrl(type, state, { q: '' }) });
  if (state.date)
    chosen.push({
      text: list.dateTrail.at(-1)?.label ?? state.date,
      href: changedUrl(type, state, { date: '' }),
    });
  if (chosen.length === 0) return null;
  return (
    <ul className="admin-chosen" aria-label="Filters that are on">
      {chosen.map(({ text, href }) => (
        <li key={text}>
          <Link href={href} prefetch={false}>
            {text} <span aria-hidden="true">×</span>
            <span className="hidden">: take this filter off</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

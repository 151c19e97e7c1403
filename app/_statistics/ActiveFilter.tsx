import Link from 'next/link';
import { dimensionNamed, valueLabel } from '@/lib/hits/report/dimensions';
import type { Filter } from '@/lib/hits/report/query';
import { hrefOf, type View } from './view';

const dimensionTitle = ({ dimension }: Filter): string =>
  dimension === 'hour' ? 'Hour' : (dimensionNamed(dimension)?.title ?? '');

/** "Channels: Search" */
export const filterWords = (filter: Filter): string =>
  `${dimensionTitle(filter)}: ${valueLabel(filter.dimension, filter.value)}`;

/** What the page is filtered by, and the way out of it. */
export function ActiveFilter({ view }: { view: View }) {
  const { filter } = view.query;
  if (!filter) return null;
  return (
    <p className="filter">
      <span>
        Only <span className="filter-dimension">{dimensionTitle(filter)}:</span>{' '}
        <strong>{valueLabel(filter.dimension, filter.value)}</strong>
      </span>
      <Link href={hrefOf(view, { query: { filter: null } })} prefetch={false} scroll={false}>
        <span aria-hidden="true">×</span> Show all
      </Link>
    </p>
  );
}

import Link from 'next/link';
import { dimensionNamed, valueLabel } from '@/lib/hits/report/dimensions';
import { hrefOf, type View } from './view';

/** What the page is filtered by, and the way out of it. */
export function ActiveFilter({ view }: { view: View }) {
  const { filter } = view.query;
  if (!filter) return null;
  const dimension = filter.dimension === 'hour' ? 'Hour' : (dimensionNamed(filter.dimension)?.title ?? '');
  return (
    <p className="filter">
      <span>
        Only <span className="filter-dimension">{dimension}:</span>{' '}
        <strong>{valueLabel(filter.dimension, filter.value)}</strong>
      </span>
      <Link href={hrefOf(view, { query: { filter: null } })} prefetch={false} scroll={false}>
        <span aria-hidden="true">×</span> Show all
      </Link>
    </p>
  );
}

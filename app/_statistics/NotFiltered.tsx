import Link from 'next/link';
import { hrefOf, type View } from './view';

/** In the place of numbers that a filter does not reach: that it is so, why, and the way out. */
export function NotFiltered({
  view,
  why = 'Not available under this filter: hits are kept by one property at a time, so that nobody can be picked out.',
}: {
  view: View;
  why?: string;
}) {
  return (
    <div className="card-none">
      <p>{why}</p>
      <p>
        <Link href={hrefOf(view, { query: { filter: null } })} prefetch={false} scroll={false}>
          Show all
        </Link>
      </p>
    </div>
  );
}

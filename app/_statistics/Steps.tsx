import Link from 'next/link';
import type { ReactNode } from 'react';
import { number } from '../_site/format';

/** One page back, one page on, and between them where one is. */
export function Steps({
  label,
  page,
  hasMore,
  href,
  children,
}: {
  label: string;
  page: number;
  hasMore: boolean;
  href: (page: number) => string;
  children: ReactNode;
}) {
  if (page === 1 && !hasMore) return null;
  return (
    <nav className="steps" aria-label={label}>
      {page > 1 ? (
        <Link href={href(page - 1)} prefetch={false} scroll={false} rel="prev">
          ← Previous
        </Link>
      ) : (
        <span />
      )}
      <span className="faint">{children}</span>
      {hasMore ? (
        <Link className="steps-on" href={href(page + 1)} prefetch={false} scroll={false} rel="next">
          Next →
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}

/** "11 to 20 of 45" */
export function placesWords(page: number, size: number, shown: number, total: number | null): string {
  const first = (page - 1) * size + 1;
  return `${number(first)} to ${number(first + shown - 1)}${total === null ? '' : ` of ${number(total)}`}`;
}

import Link from 'next/link';
import type { ReactNode } from 'react';

/** One page back, one page on, and between them where one is. */
export function Steps({
  label,
  page,
  pages,
  href,
  children,
}: {
  label: string;
  page: number;
  pages: number;
  href: (page: number) => string;
  children: ReactNode;
}) {
  if (pages < 2) return null;
  return (
    <nav className="steps" aria-label={label}>
      {page > 1 ? (
        <Link href={href(Math.min(page - 1, pages))} prefetch={false} scroll={false} rel="prev">
          ← Previous
        </Link>
      ) : (
        <span />
      )}
      <span className="faint">{children}</span>
      {page < pages ? (
        <Link className="steps-on" href={href(page + 1)} prefetch={false} scroll={false} rel="next">
          Next →
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}

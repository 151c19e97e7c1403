import Link from 'next/link';
import { number } from '../_site/format';

type Props = { page: number; pages: number; href: (page: number) => string; label: string };

/** Links to the pages of a list: the first, the last and those around the present one. */
export function Pages({ page, pages, href, label }: Props) {
  if (pages < 2) return null;
  const link = (to: number, text: string, rel?: string) => (
    <Link href={href(to)} prefetch={false} rel={rel}>
      {text}
    </Link>
  );
  return (
    <nav className="pages" aria-label={label}>
      <span className="pages-step">{page > 1 && page <= pages && link(page - 1, '← Newer', 'prev')}</span>
      <ol>
        {around(page, pages).map((at, index, all) => (
          <li key={at} className={index > 0 && at - all[index - 1]! > 1 ? 'pages-gap' : undefined}>
            {at === page ? (
              <span aria-current="page">
                <span className="hidden">Page </span>
                {number(at)}
              </span>
            ) : (
              <Link href={href(at)} prefetch={false}>
                <span className="hidden">Page </span>
                {number(at)}
              </Link>
            )}
          </li>
        ))}
      </ol>
      <span className="pages-step">{page < pages && link(page + 1, 'Older →', 'next')}</span>
    </nav>
  );
}

/** 7 of 20 -> 1, 6, 7, 8, 20. */
function around(page: number, pages: number): number[] {
  const near = [1, page - 1, page, page + 1, pages].filter((at) => at >= 1 && at <= pages);
  return [...new Set(near)].sort((a, b) => a - b);
}

'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

/** What there is to administer, and which of it this page belongs to. */
export function AdminNav({ links }: { links: [href: string, label: string][] }) {
  const path = usePathname();
  const isHere = (href: string) => path === href || (href !== '/admin' && path.startsWith(`${href}/`));
  return (
    <nav aria-label="Admin" className="admin-nav">
      <ul className="wrap">
        {links.map(([href, label]) => (
          <li key={href}>
            <Link href={href} prefetch={false} aria-current={isHere(href) ? 'page' : undefined}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const pages = [
  ['/account', 'Profile'],
  ['/account/security', 'Password and devices'],
  ['/account/notes', 'Mails'],
  ['/account/tokens', 'API tokens'],
  ['/account/delete', 'Delete account'],
] as const;

export function AccountNav() {
  const here = usePathname();
  return (
    <nav aria-label="Account">
      <ul>
        {pages.map(([path, name]) => (
          <li key={path}>
            <Link href={path} prefetch={false} aria-current={here === path ? 'page' : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

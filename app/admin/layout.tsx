import './admin.css';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { mayEnter, typesFor } from '@/lib/admin/permissions';
import { listUrl } from '../_admin/paths';
import { currentUser } from '../_site/who';

/** What surrounds the pages of the admin. Each page, action and export asks for itself who is there. */
export default async function Layout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user || !mayEnter(user)) return children;
  const links = [
    ['/admin', 'Overview'],
    ...typesFor(user)
      .filter(({ name }) => name !== 'audit')
      .map((type) => [listUrl(type), type.label[1]]),
    ['/admin/deletions', 'Deletions'],
    ...typesFor(user)
      .filter(({ name }) => name === 'audit')
      .map((type) => [listUrl(type), type.label[1]]),
  ];
  return (
    <>
      <nav aria-label="Admin" className="admin-nav">
        <ul className="wrap">
          {links.map(([href, label]) => (
            <li key={href}>
              <Link href={href!} prefetch={false}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </>
  );
}
